-- Calls of an account that must pay first.
select plan(11);
select tests.create_cast();
select private.set_billing(true);

create function pg_temp.ended(days integer) returns void language sql security definer as $$
  update public.subscriptions set trial_ends_at = now() - make_interval(days => days)
  where account_id = tests.account_of('owner')
$$;
create function pg_temp.mine(email text) returns jsonb language sql as $$
  select tests.call(tests.key_hash('owner', 'A'), email)
$$;
create function pg_temp.theirs(email text) returns jsonb language sql as $$
  select tests.call(tests.key_hash('stranger', 'A'), email)
$$;

select pg_temp.ended(13);
select is(tests.identify(pg_temp.mine('a@example.com')), 'created', 'a call is accepted for 14 days after the trial');
select is(tests.ping(pg_temp.mine('a@example.com')), 'updated', 'so is a ping');

select pg_temp.ended(14);
select is(
  tests.identify(pg_temp.mine('b@example.com'), pg_temp.theirs('b@example.com'), pg_temp.mine('a@example.com'), tests.call(repeat('0', 64), 'b@example.com')),
  'payment_required, created, payment_required, unauthorized',
  'then it is refused, and no other account''s call in its group'
);
select is((tests.customer('owner', 'b@example.com')).id, null, 'the refused wrote nothing');
select isnt((tests.customer('stranger', 'b@example.com')).id, null, 'the accepted did');
select isnt((tests.customer('owner', 'a@example.com')).id, null, 'nothing from before is lost');
update public.customer_projects set last_activity_at = '2020-01-01';
select is(
  tests.ping(pg_temp.mine('a@example.com'), pg_temp.theirs('b@example.com'), pg_temp.mine('nobody@example.com')),
  'payment_required, updated, payment_required',
  'a ping is refused alike'
);
select is((tests.customer_project('owner', 'A', 'a@example.com')).last_activity_at, '2020-01-01', 'and moves nothing');

update public.subscriptions set state = 'active' where account_id = tests.account_of('owner');
select is(tests.identify(pg_temp.mine('b@example.com')), 'created', 'who subscribes is heard at once');
update public.subscriptions set state = 'canceled', ended_at = now() - interval '14 days' where account_id = tests.account_of('owner');
select is(tests.identify(pg_temp.mine('c@example.com')), 'payment_required', 'who canceled is not, 14 days later');
select private.set_billing(false);
select is(tests.identify(pg_temp.mine('c@example.com')), 'created', 'with billing off everybody is');
