-- What is open to an account, by its state and the date.
select plan(18);
select tests.create_cast();

create function pg_temp.account(changes text) returns void language plpgsql security definer as $$
begin
  execute format('update public.subscriptions set %s where account_id = %L', changes, tests.account_of('owner'));
end
$$;
create function pg_temp.billing() returns jsonb language plpgsql as $$
declare
  v_state jsonb;
begin
  perform tests.act_as('owner');
  v_state := public.billing_state(tests.account_of('owner'));
  perform tests.act_as_superuser();
  return v_state;
end
$$;
create function pg_temp.access() returns text language sql as $$
  select pg_temp.billing() ->> 'access'
$$;

select is((pg_temp.billing() ->> 'trial_ends_at')::timestamptz, (select created_at + interval '14 days' from public.accounts where id = tests.account_of('owner')), 'a trial is 14 days from the account''s first');
select pg_temp.account($$ trial_ends_at = now() - interval '1 year' $$);
select is(pg_temp.billing() -> 'enabled', 'false', 'billing is off until somebody switches it on');
select is(pg_temp.access(), 'full', 'and everything is open then');
select is(pg_temp.billing() -> 'ingest_until', 'null', 'for all calls too');

select private.set_billing(true);
select is((pg_temp.billing() ->> 'trial_ends_at')::timestamptz, now() + interval '14 days', 'who was there before has 14 days from the switch');
select pg_temp.account($$ trial_ends_at = now() + interval '1 second' $$);
select private.set_billing(true);
select is((pg_temp.billing() ->> 'trial_ends_at')::timestamptz, now() + interval '1 second', 'switching on what is on gives nothing');
select is(pg_temp.access(), 'full', 'a trial is open to its last second');
select pg_temp.account($$ trial_ends_at = now() $$);
select is(pg_temp.access(), 'billing_only', 'and closed from then on');
select is((pg_temp.billing() ->> 'ingest_until')::timestamptz, now() + interval '14 days', 'calls are accepted for 14 days more');

select pg_temp.account($$ state = 'active', current_period_end = now() - interval '1 day' $$);
select is(pg_temp.access(), 'full', 'a subscription is open whatever the trial was');
select is(pg_temp.billing() -> 'ingest_until', 'null', 'without an end');
select pg_temp.account($$ state = 'past_due' $$);
select is(pg_temp.access(), 'full', 'it stays open while Stripe tries the card again');
select pg_temp.account($$ state = 'canceled', ended_at = now() $$);
select is(pg_temp.access(), 'billing_only', 'it closes when the subscription ends');
select is((pg_temp.billing() ->> 'ingest_until')::timestamptz, now() + interval '14 days', 'with 14 days of calls');
select pg_temp.account($$ trial_ends_at = now() + interval '3 days' $$);
select is(pg_temp.access(), 'full', 'who ends it within the trial keeps the trial');

select private.set_billing(false);
select pg_temp.account($$ trial_ends_at = now() - interval '1 year' $$);
select is(pg_temp.access(), 'full', 'switched off, everything is open again');
create temp table gone as select tests.account_of('owner') as id;
delete from public.accounts where id = (select id from gone);
select is((select count(*) from public.subscriptions where account_id = (select id from gone)), 0::bigint, 'a subscription goes with its account');
select throws_ok($$ insert into private.billing_settings values (false, true) $$, '23514', null, 'there is one row of settings');
