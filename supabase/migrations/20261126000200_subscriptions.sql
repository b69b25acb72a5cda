-- Trial and subscription of each account. Billing is off until somebody switches it on: whoever hosts
-- TinyCRM for themselves has everything.

create table private.billing_settings (
  only_row boolean primary key default true constraint billing_settings_are_one_row check (only_row),
  enabled boolean not null default false
);
comment on table private.billing_settings is 'One row: whether accounts need a subscription after their trial. Switched by private.set_billing().';
insert into private.billing_settings default values;

create type public.subscription_state as enum ('trialing', 'active', 'past_due', 'canceled');

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
  ) stored
);
comment on table public.subscriptions is 'Where an account stands with paying. Written from what Stripe tells, and by nobody else.';
comment on column public.subscriptions.state is 'trialing until the first subscription; active also while Stripe waits for the trial to end before it charges.';
comment on column public.subscriptions.last_event_at is 'When the newest event that was applied happened, by Stripe''s clock. An older one changes nothing.';
comment on column public.subscriptions.access_until is 'Until when the dashboard is open. Calls are accepted for 14 days more.';

create table private.stripe_events (
  id text primary key,
  type text not null,
  created timestamptz not null
);
comment on table private.stripe_events is 'The events that were applied, for 60 days, so that none is applied twice.';
create index stripe_events_created_idx on private.stripe_events (created);

alter table public.subscriptions enable row level security;
alter table public.subscriptions force row level security;
alter table private.billing_settings enable row level security;
alter table private.billing_settings force row level security;
alter table private.stripe_events enable row level security;
alter table private.stripe_events force row level security;
create policy "members read their subscription" on public.subscriptions
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "tinycrm functions work on every subscription" on public.subscriptions
  for all to tinycrm using (true) with check (true);
create policy "tinycrm functions work on the billing settings" on private.billing_settings
  for all to tinycrm using (true) with check (true);
create policy "tinycrm functions work on every Stripe event" on private.stripe_events
  for all to tinycrm using (true) with check (true);

revoke all on public.subscriptions from anon, authenticated, service_role;
revoke all on private.billing_settings, private.stripe_events from anon, authenticated, service_role;
grant select on public.subscriptions to authenticated, service_role;
grant select, insert, update on public.subscriptions to tinycrm;
grant select, update on private.billing_settings to tinycrm;
grant select, insert, delete on private.stripe_events to tinycrm;

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
revoke all on function private.start_trial() from public, anon, authenticated, service_role;
create trigger start_trial after insert on public.accounts
  for each row execute function private.start_trial();

insert into public.subscriptions (account_id, trial_ends_at)
select id, created_at + interval '14 days' from public.accounts;

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
revoke all on function private.set_billing(boolean) from public, anon, authenticated, service_role;
