-- Trial and subscription of each account. Billing is off until somebody switches it on: whoever hosts TinyCRM for themselves has
-- everything.

create type public.subscription_state as enum ('trialing', 'active', 'past_due', 'canceled');

create table private.billing_settings (
  only_row boolean primary key default true constraint billing_settings_are_one_row check (only_row),
  enabled boolean not null default false
);
comment on table private.billing_settings is 'One row: whether accounts need a subscription after their trial. Switched by private.set_billing().';

alter table private.billing_settings enable row level security;
alter table private.billing_settings force row level security;
revoke all on private.billing_settings from anon, authenticated, service_role;
grant select, update on private.billing_settings to tinycrm;
create policy "tinycrm functions work on the billing settings" on private.billing_settings
  for all to tinycrm using (true) with check (true);

create table public.subscriptions (
  account_id uuid primary key references public.accounts (id) on delete cascade,
  state public.subscription_state not null default 'trialing',
  trial_ends_at timestamptz not null,
  current_period_end timestamptz,
  cancel_at_period_end boolean not null default false,
  ended_at timestamptz,
  stripe_customer_id text,
  stripe_subscription_id text,
  last_event_at timestamptz,
  -- past_due keeps its access while Stripe tries the card again.
  access_until timestamptz not null generated always as (
    case
      when state in ('active', 'past_due') then 'infinity'::timestamptz
      else greatest(trial_ends_at, ended_at)
    end
  ) stored,
  last_asked_at timestamptz
);
comment on table public.subscriptions is 'Where an account stands with paying. Written from what Stripe tells, and by nobody else.';
comment on column public.subscriptions.state is 'trialing until the first subscription; active also while Stripe waits for the trial to end before it charges.';
comment on column public.subscriptions.last_event_at is 'When the newest event that was applied happened, by Stripe''s clock. An older one changes nothing.';
comment on column public.subscriptions.access_until is 'Until when the dashboard is open. Calls are accepted for 14 days more.';
comment on column public.subscriptions.last_asked_at is
  'When the webhook asked Stripe for what it applied last. Of two events of one second the later answer counts.';

alter table public.subscriptions enable row level security;
alter table public.subscriptions force row level security;
revoke all on public.subscriptions from anon, authenticated, service_role;
grant select on public.subscriptions to authenticated;
grant select on public.subscriptions to service_role;
grant select, insert, update on public.subscriptions to tinycrm;
create policy "members read their subscription" on public.subscriptions
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "tinycrm functions work on every subscription" on public.subscriptions
  for all to tinycrm using (true) with check (true);

create table private.stripe_events (
  id text primary key,
  type text not null,
  created timestamptz not null
);
comment on table private.stripe_events is 'The events that were applied, for 60 days, so that none is applied twice.';
create index stripe_events_created_idx on private.stripe_events (created);

alter table private.stripe_events enable row level security;
alter table private.stripe_events force row level security;
revoke all on private.stripe_events from anon, authenticated, service_role;
grant select, insert, delete on private.stripe_events to tinycrm;
create policy "tinycrm functions work on every Stripe event" on private.stripe_events
  for all to tinycrm using (true) with check (true);

insert into private.billing_settings default values;

-- Begins the trial of a new account.
create function private.start_trial()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  insert into public.subscriptions (account_id, trial_ends_at) values (new.id, new.created_at + interval '14 days');
  return new;
end
$$;
alter function private.start_trial() owner to tinycrm;

create trigger start_trial after insert on public.accounts
  for each row execute function private.start_trial();

create function private.set_billing(enabled boolean)
returns void
language plpgsql security definer
set search_path = ''
as $$
begin
  update private.billing_settings s
  set enabled = set_billing.enabled
  where s.enabled is distinct from set_billing.enabled;
  -- Nobody is locked out by the switch: who never subscribed has 14 days from it.
  if found and set_billing.enabled then
    update public.subscriptions s
    set trial_ends_at = now() + interval '14 days'
    where s.state = 'trialing' and s.trial_ends_at < now() + interval '14 days';
  end if;
end
$$;
comment on function private.set_billing(boolean) is
  'Switches billing on or off for all accounts. For the role postgres: select private.set_billing(true).';
alter function private.set_billing(boolean) owner to tinycrm;

-- What the account may do now, and until when.
create function private.billing_state(account_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_member(billing_state.account_id);
  return (
    select jsonb_build_object(
      'enabled', b.enabled,
      'state', s.state,
      'trial_ends_at', s.trial_ends_at,
      'current_period_end', s.current_period_end,
      'cancel_at_period_end', s.cancel_at_period_end,
      'access', case when b.enabled and s.access_until <= now() then 'billing_only' else 'full' end,
      'access_until', case when b.enabled and isfinite(s.access_until) then s.access_until end,
      'ingest_until', case when b.enabled and isfinite(s.access_until) then s.access_until + interval '14 days' end
    )
    from public.subscriptions s cross join private.billing_settings b
    where s.account_id = billing_state.account_id
  );
end
$$;
alter function private.billing_state(uuid) owner to tinycrm;
grant execute on function private.billing_state(uuid) to authenticated;

create function public.billing_state(account_id uuid)
returns jsonb language sql stable set search_path = ''
as $$ select private.billing_state(billing_state.account_id) $$;
comment on function public.billing_state(uuid) is
  'Trial, subscription and what is open: {enabled, state, trial_ends_at, current_period_end, cancel_at_period_end, access: full | billing_only, access_until, ingest_until}. A null date is no end. Members only.';
grant execute on function public.billing_state(uuid) to authenticated;

-- The Stripe customer of an account, for owners: the Edge Function `billing` asks before it opens a checkout.
create function private.billing_owner(account_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_member(billing_owner.account_id);
  if not exists (
    select from public.members m
    where m.account_id = billing_owner.account_id and m.user_id = private.user_id() and m.role = 'owner'
  ) then
    raise insufficient_privilege using message = 'Only an owner of this account can change billing.';
  end if;
  return (
    select jsonb_build_object(
      'enabled', b.enabled,
      'state', s.state,
      'trial_ends_at', s.trial_ends_at,
      'stripe_customer_id', s.stripe_customer_id,
      'stripe_subscription_id', s.stripe_subscription_id
    )
    from public.subscriptions s cross join private.billing_settings b
    where s.account_id = billing_owner.account_id
  );
end
$$;
alter function private.billing_owner(uuid) owner to tinycrm;
grant execute on function private.billing_owner(uuid) to authenticated;

create function public.billing_owner(account_id uuid)
returns jsonb language sql stable set search_path = ''
as $$ select private.billing_owner(billing_owner.account_id) $$;
comment on function public.billing_owner(uuid) is
  'What it takes to send the owner to Stripe. Anybody else is refused (42501).';
grant execute on function public.billing_owner(uuid) to authenticated;

create function private.is_charged(subscription public.subscriptions)
returns boolean
language sql stable
set search_path = ''
as $$
  select subscription.state in ('active', 'past_due') and not subscription.cancel_at_period_end and b.enabled
  from private.billing_settings b
$$;
comment on function private.is_charged(public.subscriptions) is 'Whether Stripe will charge for it again.';
grant execute on function private.is_charged(public.subscriptions) to tinycrm;
