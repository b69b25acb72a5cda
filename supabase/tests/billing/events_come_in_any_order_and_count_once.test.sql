-- What Stripe tells, in any order and any number of times.
select plan(27);
select tests.create_cast();

create function pg_temp.second(n bigint) returns bigint language sql stable as $$
  select floor(extract(epoch from now()))::bigint + n
$$;
create function pg_temp.tell(id text, at bigint, status text, fields jsonb default '{}', nick text default 'owner', asked_at numeric default null)
returns text language plpgsql as $$
declare
  v_outcome text;
  v_account_id uuid := coalesce(tests.account_of(nick), gen_random_uuid());
begin
  perform set_config('role', 'billing', true);
  v_outcome := billing.apply_event(jsonb_build_object(
    'id', id, 'type', 'customer.subscription.updated', 'created', pg_temp.second(at), 'asked_at', asked_at,
    'account_id', v_account_id,
    'subscription', jsonb_build_object(
      'id', 'sub_1', 'customer', 'cus_1', 'status', status, 'current_period_end', 1800000000,
      'cancel_at_period_end', false, 'ended_at', null
    ) || fields
  ));
  perform set_config('role', 'none', true);
  return v_outcome;
end
$$;
create function pg_temp.row() returns public.subscriptions language sql security definer as $$
  select s from public.subscriptions s where s.account_id = tests.account_of('owner')
$$;

select is(pg_temp.tell('evt_0', 0, 'incomplete'), 'nothing_to_do', 'a first payment that has not gone through begins nothing');
select is((pg_temp.row()).state, 'trialing', 'so the trial goes on');
select is(pg_temp.tell('evt_1', 1, 'active'), 'applied', 'a subscription begins');
select is((pg_temp.row()).state, 'active', 'the account is active');
select is((pg_temp.row()).stripe_customer_id || ' ' || (pg_temp.row()).stripe_subscription_id, 'cus_1 sub_1', 'and known to Stripe by these names');
select is((pg_temp.row()).current_period_end, to_timestamp(1800000000), 'paid until this day');
select is((select state from public.subscriptions where account_id = tests.account_of('stranger')), 'trialing', 'no other account is touched');

select is(pg_temp.tell('evt_1', 1, 'canceled'), 'replayed', 'an event counts once');
select is((pg_temp.row()).state, 'active', 'whatever its second copy says');
select is(pg_temp.tell('evt_3', 3, 'past_due'), 'applied', 'a payment fails');
select is(pg_temp.tell('evt_2', 2, 'active'), 'older', 'what happened before and comes after is too late');
select is((pg_temp.row()).state, 'past_due', 'and changes nothing');
select is(pg_temp.tell('evt_3b', 3, 'active'), 'applied', 'of the same second, the last to come counts');
select is(pg_temp.tell('evt_4', 4, 'past_due', '{}', 'owner', 20.5), 'applied', 'of two events of one second, one asks late');
select is(pg_temp.tell('evt_4b', 4, 'active', '{}', 'owner', 20.4), 'older', 'and the one that asked before, and writes after, is too late');
select is((pg_temp.row()).state, 'past_due', 'and changes nothing');
select is(pg_temp.tell('evt_4c', 4, 'active', '{"cancel_at_period_end": true}'), 'applied', 'it will end');
select ok((pg_temp.row()).cancel_at_period_end, 'with its period');
select is(pg_temp.tell('evt_5', 5, 'canceled', '{"id": "sub_0"}'), 'nothing_to_do', 'the end of another subscription is not the end of this one');
select is(pg_temp.tell('evt_6', 6, 'canceled', jsonb_build_object('ended_at', pg_temp.second(5))), 'applied', 'it ends');
select row_eq(
  $$ select (r).state, (r).ended_at, (r).cancel_at_period_end from pg_temp.row() r $$,
  row ('canceled'::public.subscription_state, to_timestamp(pg_temp.second(5)), false),
  'when Stripe says it did'
);
select is(pg_temp.tell('evt_7', 7, 'trialing', '{"id": "sub_2"}'), 'applied', 'and another begins, before its first charge');
select row_eq(
  $$ select (r).state, (r).ended_at from pg_temp.row() r $$,
  row ('active'::public.subscription_state, null::timestamptz),
  'which counts as active'
);
select is(pg_temp.tell('evt_8', 8, 'unpaid', '{"id": "sub_2"}'), 'applied', 'Stripe gives up on the card');
select row_eq(
  $$ select (r).state, (r).ended_at from pg_temp.row() r $$,
  row ('canceled'::public.subscription_state, to_timestamp(pg_temp.second(8))),
  'which is an end'
);
select is(pg_temp.tell('evt_9', 9, 'active', '{}', 'nobody who ever signed up'), 'unknown_account', 'an account that is gone is no fault');

insert into private.stripe_events values ('evt_old', 'invoice.paid', now() - interval '61 days');
do $$ begin perform pg_temp.tell('evt_10', 10, 'active'); end $$;
select is((select count(*) from private.stripe_events where id = 'evt_old'), 0::bigint, 'what happened more than 60 days ago is forgotten');
