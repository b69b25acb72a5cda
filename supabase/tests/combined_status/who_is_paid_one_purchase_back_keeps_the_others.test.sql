-- Purchases: what somebody bought once, and what is left of it when money goes back.
select plan(19);
select tests.create_cast();
create function pg_temp.buy(event_id text, at timestamptz, purchase text, status text, fields jsonb default '{}') returns text language sql as $$
  select tests.receive(
    tests.receiver_id('owner', 'clerk'),
    jsonb_build_object('event_id', event_id, 'event_type', 'order', 'at', at, 'email', 'ada@example.com', 'purchase', purchase, 'status', status) || fields
  )
$$;
create function pg_temp.subscription(event_id text, at timestamptz, status text, fields jsonb) returns text language sql as $$
  select tests.receive(
    tests.receiver_id('owner', 'clerk'),
    jsonb_build_object(
      'event_id', event_id, 'event_type', 'subscription', 'at', at, 'email', 'ada@example.com',
      'subscriptions', jsonb_build_array(jsonb_build_object('id', 's1', 'status', status, 'params', '{}'::jsonb, 'sums', '{}'::jsonb, 'unit', '') || fields)
    )
  )
$$;
create function pg_temp.status() returns text language sql as $$ select (tests.customer_project('owner', 'A', 'ada@example.com')).status::text $$;

select is(pg_temp.buy('p1', '2025-01-01T00:00:00Z', '1', 'paid'), 'created', 'a guest buys');
select is(pg_temp.buy('p2', '2025-01-02T00:00:00Z', '2', 'paid', '{"external_id": "7"}'), 'unchanged', 'and buys again with an account');
select is(pg_temp.buy('p3', '2025-01-03T00:00:00Z', '1', 'churned'), 'unchanged', 'who is paid one of two back');
select is(pg_temp.status(), 'paid', 'has the other');
select pg_temp.buy('p4', '2025-01-04T00:00:00Z', '2', 'churned', '{"external_id": "7"}');
select is(pg_temp.status(), 'churned', 'who is paid all of it back has nothing');
select is(pg_temp.buy('p5', '2025-01-02T12:00:00Z', '2', 'paid', '{"external_id": "7"}'), 'unchanged', 'and the purchase that comes late');
select is(pg_temp.status(), 'churned', 'does not bring it back');

select pg_temp.buy('p6', '2025-02-01T00:00:00Z', '3', 'paid');
select pg_temp.subscription('s1', '2025-02-02T00:00:00Z', 'paid', '{"purchase": "3"}'), pg_temp.subscription('s2', '2025-03-01T00:00:00Z', 'churned', '{"purchase": "3"}');
select is(pg_temp.status(), 'churned', 'a subscription that ends ends what began it');
select is(pg_temp.buy('p7', '2025-04-01T00:00:00Z', '3', 'paid'), 'unchanged', 'an order that is edited says nothing new');
select is(pg_temp.status(), 'churned', 'so that nobody comes back by it');
select pg_temp.buy('p8', '2025-05-01T00:00:00Z', '4', 'paid');
select is(pg_temp.status(), 'paid', 'who buys again is back');
select pg_temp.buy('p9', '2025-05-02T00:00:00Z', '4', 'churned');
select is(pg_temp.status(), 'churned', 'and the order of a subscription that has ended is not one that is left');
select is(pg_temp.buy('p10', '2025-07-01T00:00:00Z', '5', 'paid', '{"status_at": "2025-04-15T00:00:00Z"}'), 'unchanged', 'an old order that is edited, of which nothing was known');
select is(pg_temp.status(), 'churned', 'was paid for when it was');
select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'sdk@example.com', '{"status": "paid", "timestamp": "2025-08-01T00:00:00Z"}'));
select is(
  pg_temp.buy('p11', '2025-08-02T00:00:00Z', 'of a subscription', 'churned', '{"email": "sdk@example.com", "needs_purchase": true}'),
  'unchanged', 'where a refund may be one of a subscription'
);
select is((tests.customer_project('owner', 'A', 'sdk@example.com')).status, 'paid', 'it is no word about who bought nothing else');
select pg_temp.buy('p12', '2025-09-01T00:00:00Z', '6', 'paid');
select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'ada@example.com', '{"status": "free", "timestamp": "2025-09-02T00:00:00Z"}'));
select is(pg_temp.buy('p13', '2025-09-03T00:00:00Z', '6', null), 'unchanged', 'what an order says that means nothing');
select is(pg_temp.status(), 'free', 'is no second word of what was bought');
select is((tests.customer_project('stranger', 'A', 'ada@example.com')).status, null, 'all of it in this account alone');
