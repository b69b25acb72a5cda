-- Subscriptions: what several of one person come to, in whatever order their events arrive.
select plan(31);
select tests.create_cast();
create function pg_temp.subscription(event_id text, at timestamptz, subscription jsonb, fields jsonb default '{}') returns text language sql as $$
  select tests.receive(
    tests.receiver_id('owner', 'clerk'),
    jsonb_build_object('event_id', event_id, 'event_type', 'subscription', 'at', at, 'external_id', 'cus_1', 'subscriptions', jsonb_build_array(subscription)) || fields
  )
$$;
create function pg_temp.sub(id text, status text, plan text, mrr numeric, unit text default 'usd') returns jsonb language sql as $$
  select jsonb_build_object('id', id, 'status', status, 'params', jsonb_build_object('plan', plan, 'trial_ends_at', case when status = 'trial' then '2025-02-01' end), 'sums', jsonb_build_object('mrr', mrr), 'unit', unit)
$$;
create function pg_temp.status_and_params() returns text language sql as $$
  select format('%s %s', (cp).status, (cp).params) from tests.customer_project('owner', 'A', 'ada@example.com') cp
$$;

select is(pg_temp.subscription('e1', '2025-01-02T00:00:00Z', pg_temp.sub('s1', 'trial', 'pro', 20)), 'waiting', 'a subscription of somebody unknown waits');
select is((tests.customer('owner', 'ada@example.com')).id, null, 'and makes nobody');
select is(
  tests.receive(tests.receiver_id('owner', 'clerk'), '{"event_id": "e2", "event_type": "customer", "at": "2025-01-01T00:00:00Z", "external_id": "cus_1", "email": "ada@example.com", "name": "Ada"}'),
  'created', 'until an event tells who it is'
);
select is(pg_temp.status_and_params(), 'trial {"mrr": 0, "plan": "pro", "trial_ends_at": "2025-02-01"}', 'then it counts; who tries does not pay yet');
select is((tests.customer_project('owner', 'A', 'ada@example.com')).last_activity_at, '2025-01-02T00:00:00Z', 'since when it happened');
select is(pg_temp.subscription('e3', '2025-02-01T00:00:00Z', pg_temp.sub('s1', 'paid', 'pro', 20)), 'updated', 'the trial is paid for');
select is(pg_temp.status_and_params(), 'paid {"mrr": 20, "plan": "pro"}', 'and its end is gone');
select is(pg_temp.subscription('e4', '2025-03-01T00:00:00Z', pg_temp.sub('s2', 'paid', 'extra', 5)), 'updated', 'a second subscription');
select is(pg_temp.status_and_params(), 'paid {"mrr": 25, "plan": "extra"}', 'adds to what they pay');
select is(pg_temp.subscription('e5', '2025-04-01T00:00:00Z', pg_temp.sub('s2', 'churned', 'extra', 5)), 'updated', 'and when it ends');
select is(pg_temp.status_and_params(), 'paid {"mrr": 20, "plan": "pro"}', 'the first goes on');
select is(pg_temp.subscription('e6', '2025-02-15T00:00:00Z', pg_temp.sub('s2', 'paid', 'extra', 5)), 'unchanged', 'an event of the ended one that comes late');
select is(pg_temp.status_and_params(), 'paid {"mrr": 20, "plan": "pro"}', 'does not bring it back');
select pg_temp.subscription('e7', '2025-04-02T00:00:00Z', pg_temp.sub('s3', 'paid', 'eu', 100, 'eur'));
select is(pg_temp.status_and_params(), 'paid {"mrr": 100, "plan": "eu"}', 'other currencies are not added up');
select pg_temp.subscription('e8', '2025-05-01T00:00:00Z', pg_temp.sub('s1', 'churned', 'pro', 20)), pg_temp.subscription('e9', '2025-05-02T00:00:00Z', pg_temp.sub('s3', 'churned', 'eu', 100, 'eur'));
select is(pg_temp.status_and_params(), 'churned {"mrr": 0, "plan": "eu"}', 'who has ended all has churned');
select is(pg_temp.subscription('e10', '2025-06-01T00:00:00Z', pg_temp.sub('s4', null, 'one', 0)), 'unchanged', 'a word that means nothing');
select is(split_part(pg_temp.status_and_params(), ' ', 1), 'churned', 'changes no status');

select is(
  tests.receive(tests.receiver_id('owner', 'clerk'), jsonb_build_object('event_id', 'g1', 'event_type', 'subscription', 'at', '2025-01-01T00:00:00Z', 'email', 'guest@example.com', 'subscriptions', jsonb_build_array(pg_temp.sub('g', 'paid', 'pro', 7)))),
  'created', 'who has no id at the service counts by the subscription at hand'
);
select is((tests.customer_project('owner', 'A', 'guest@example.com')).params, '{"plan": "pro", "mrr": 7}', 'with all of it');

-- A service may know one person under several ids.
create function pg_temp.of(external_id text, event_id text, at timestamptz, subscription jsonb) returns text language sql as $$
  select tests.receive(
    tests.receiver_id('owner', 'clerk'),
    jsonb_build_object('event_id', event_id, 'event_type', 'subscription', 'at', at, 'external_id', external_id, 'email', 'two@example.com', 'subscriptions', jsonb_build_array(subscription))
  )
$$;
create function pg_temp.two() returns text language sql as $$
  select format('%s %s', (cp).status, (cp).params) from tests.customer_project('owner', 'A', 'two@example.com') cp
$$;
select pg_temp.of('cus_a', 't1', '2025-01-01T00:00:00Z', pg_temp.sub('a', 'paid', 'pro', 29)), pg_temp.of('cus_b', 't2', '2025-01-02T00:00:00Z', pg_temp.sub('b', 'paid', 'basic', 9));
select is(pg_temp.two(), 'paid {"mrr": 38, "plan": "basic"}', 'who is two customers of a service with one email pays for both');
select pg_temp.of('cus_b', 't3', '2025-02-01T00:00:00Z', pg_temp.sub('b', 'churned', 'basic', 9));
select is(pg_temp.two(), 'paid {"mrr": 29, "plan": "pro"}', 'and for the other when one ends');
select is(tests.receive(tests.receiver_id('owner', 'clerk'), '{"event_id": "t7", "event_type": "order", "at": "2025-02-01T12:00:00Z", "external_id": "cus_b", "status": "churned"}'), 'unchanged', 'who is paid an order back has what runs');
select is(tests.receive(tests.receiver_id('owner', 'clerk'), '{"event_id": "t8", "event_type": "order", "at": "2025-02-01T13:00:00Z", "external_id": "cus_b", "params": {"last": 2}, "params_at": "2025-02-01T13:00:00Z"}'), 'updated', 'an order');
select is(tests.receive(tests.receiver_id('owner', 'clerk'), '{"event_id": "t9", "event_type": "order", "at": "2025-02-01T14:00:00Z", "external_id": "cus_b", "params": {"last": 1}, "params_at": "2025-01-01T13:00:00Z"}'), 'unchanged', 'is the last one, though an older one is edited');
select tests.receive(tests.receiver_id('owner', 'clerk'), '{"event_id": "t10", "event_type": "order", "at": "2025-02-01T15:00:00Z", "external_id": "cus_b", "params": {"last": null}}');
select is(tests.receive(tests.receiver_id('owner', 'clerk'), '{"event_id": "t4", "event_type": "customer", "at": "2025-02-02T00:00:00Z", "external_id": "cus_b", "name": "Two"}'), 'updated', 'an event about the other');
select is(pg_temp.two(), 'paid {"mrr": 29, "plan": "pro"}', 'changes nothing of what runs');
select tests.receive(tests.receiver_id('owner', 'clerk'), '{"event_id": "t5", "event_type": "customer", "at": "2025-03-01T00:00:00Z", "external_id": "cus_b", "email": "moved@example.com"}');
select is((tests.customer_project('owner', 'A', 'moved@example.com')).status, 'churned', 'who takes one of them to a new email leaves the other behind');
insert into public.receivers (account_id, id, project_id, service)
values (tests.account_of('owner'), tests.receiver_id('owner', 'stripe'), tests.project_id('owner', 'A'), 'stripe');
select is(
  tests.receive(tests.receiver_id('owner', 'stripe'), jsonb_build_object('event_id', 'u1', 'event_type', 'subscription', 'at', '2025-03-02T00:00:00Z', 'external_id', 'cus_s', 'email', 'two@example.com', 'subscriptions', jsonb_build_array(pg_temp.sub('s', 'churned', 'other', 5)))),
  'updated', 'of another service'
);
select is(split_part(pg_temp.two(), ' ', 1), 'churned', 'the newer word counts');
select is(tests.receive(tests.receiver_id('stranger', 'clerk'), '{"event_id": "t6", "event_type": "customer", "at": "2025-03-01T00:00:00Z", "external_id": "cus_x", "email": "two@example.com"}'), 'created', 'in another account');
select is((tests.customer_project('stranger', 'A', 'two@example.com')).status, 'free', 'nothing of it is known');
