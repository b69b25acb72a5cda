-- What the webhook of Stripe writes. Its role may call this one function and nothing else.

do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'billing') then
    create role billing login noinherit;
  end if;
end
$$;

alter role billing set synchronous_commit = 'on';
alter role billing set statement_timeout = '10s';
alter role billing set lock_timeout = '5s';
alter role billing set idle_in_transaction_session_timeout = '10s';

create schema billing;
comment on schema billing is 'What the Edge Function `billing` may call. Never exposed through the API.';
grant usage on schema billing to billing;
grant create, usage on schema billing to tinycrm;

-- Stripe's clock counts in seconds, and tells of one payment by several events of the same second. Each leads to what the
-- subscription was when the webhook asked for it, so the later answer counts.
create function billing.apply_event(event jsonb)
returns text
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_at timestamptz := to_timestamp((event ->> 'created')::double precision);
  v_asked_at timestamptz := to_timestamp((event ->> 'asked_at')::double precision);
  v_new jsonb := event -> 'subscription';
  v_state public.subscription_state := case event #>> '{subscription,status}'
    when 'active' then 'active'
    when 'trialing' then 'active'
    when 'past_due' then 'past_due'
    when 'unpaid' then 'canceled'
    when 'paused' then 'canceled'
    when 'canceled' then 'canceled'
  end;
  v_old public.subscriptions;
begin
  delete from private.stripe_events e where e.created < now() - interval '60 days';
  insert into private.stripe_events (id, type, created)
  values (event ->> 'id', event ->> 'type', v_at)
  on conflict do nothing;
  if not found then return 'replayed'; end if;

  select s.* into v_old from public.subscriptions s
  where s.account_id = (event ->> 'account_id')::uuid
  for update;
  if not found then return 'unknown_account'; end if;
  if v_at < v_old.last_event_at or (v_at = v_old.last_event_at and v_asked_at < v_old.last_asked_at) then
    return 'older';
  end if;
  -- The first payment never went through: nothing began, so nothing ends.
  if v_state is null then return 'nothing_to_do'; end if;
  -- Of two subscriptions, the end of one must not end the other.
  if v_state = 'canceled' and v_old.state in ('active', 'past_due')
    and v_old.stripe_subscription_id <> v_new ->> 'id' then
    return 'nothing_to_do';
  end if;

  update public.subscriptions s set
    state = v_state,
    stripe_customer_id = v_new ->> 'customer',
    stripe_subscription_id = v_new ->> 'id',
    current_period_end = to_timestamp((v_new ->> 'current_period_end')::double precision),
    cancel_at_period_end = v_state <> 'canceled' and coalesce((v_new ->> 'cancel_at_period_end')::boolean, false),
    ended_at = case when v_state = 'canceled'
      then coalesce(to_timestamp((v_new ->> 'ended_at')::double precision), v_at) end,
    last_event_at = v_at,
    last_asked_at = v_asked_at
  where s.account_id = v_old.account_id;
  return 'applied';
end
$$;
comment on function billing.apply_event(jsonb) is
  'Brings an account to where its subscription stands: {id, type, created, asked_at, account_id, subscription: {id, customer, status, current_period_end, cancel_at_period_end, ended_at}}, times in Unix seconds. Answers applied, replayed, older, unknown_account or nothing_to_do.';
alter function billing.apply_event(jsonb) owner to tinycrm;
grant execute on function billing.apply_event(jsonb) to billing;
