-- Events that name somebody by an id of the service, of whom no event has told the email yet.
select plan(14);
select tests.create_cast();
create function pg_temp.receive(event_id text, at timestamptz, fields jsonb) returns text language sql as $$
  select tests.receive(
    tests.receiver_id('owner', 'clerk'),
    jsonb_build_object('event_id', event_id, 'event_type', 'user', 'at', at, 'external_id', 'user_1') || fields
  )
$$;
create function pg_temp.shown(email text) returns text language sql as $$
  select format('%s %s %s %s', (cp).status, (cp).params, (cp).last_activity_at::date, (tests.customer('owner', email)).name)
  from tests.customer_project('owner', 'A', email) cp
$$;

select is(pg_temp.receive('w1', '2025-01-02T00:00:00Z', '{"seen_at": "2025-01-03T00:00:00Z"}'), 'waiting', 'a sign-in before the sign-up waits');
select is(pg_temp.receive('w2', '2025-01-04T00:00:00Z', '{"status": "paid", "params": {"plan": "pro"}, "name": "Ada"}'), 'waiting', 'and so does what somebody bought');
select is(pg_temp.receive('w2', '2025-01-04T00:00:00Z', '{"status": "churned"}'), 'repeated', 'once');
select is((select count(*)::integer from public.customers where account_id = tests.account_of('owner') and name = 'Ada'), 0, 'nobody is made of it');
select is(pg_temp.receive('w3', '2025-01-01T00:00:00Z', '{"email": "ada@example.com", "name": "A", "params": {"plan": "old", "via": "web"}}'), 'created', 'until an event tells who it is');
select is(pg_temp.shown('ada@example.com'), 'paid {"via": "web", "plan": "pro"} 2025-01-04 Ada', 'then all of it counts, each in its time');
select is((select waiting from private.receiver_people where account_id = tests.account_of('owner') and external_id = 'user_1'), '[]', 'and waits no more');
select is(pg_temp.receive('w4', '2025-01-05T00:00:00Z', '{"params": {"seats": 2}}'), 'updated', 'what comes after waits for nothing');

select is(pg_temp.receive('w5', '2025-02-02T00:00:00Z', '{"external_id": "user_2", "status": "churned"}'), 'waiting', 'who is gone before they came');
select is(pg_temp.receive('w6', '2025-02-01T00:00:00Z', '{"external_id": "user_2", "email": "bob@example.com"}'), 'created', 'came');
select is((tests.customer_project('owner', 'A', 'bob@example.com')).status, 'churned', 'and is gone');

select is(
  pg_temp.receive('w7', now(), jsonb_build_object('external_id', 'user_3', 'params', (select jsonb_object_agg('k' || i, repeat(md5(i::text), 250)) from generate_series(1, 12) i))),
  'refused', 'what no customer has room for does not wait'
);
select pg_temp.receive('x' || i, '2025-03-01T00:00:00Z'::timestamptz + make_interval(mins => i), '{"external_id": "user_4"}') from generate_series(1, 30) i;
select is((select jsonb_array_length(waiting) from private.receiver_people where account_id = tests.account_of('owner') and external_id = 'user_4'), 20, 'the latest 20 wait');
update private.receiver_people set touched_at = now() - interval '31 days' where account_id = tests.account_of('owner') and external_id = 'user_4';
select pg_temp.receive('x31', now(), '{"external_id": "user_5"}');
select is((select count(*)::integer from private.receiver_people where account_id = tests.account_of('owner') and external_id = 'user_4'), 0, 'for 30 days');
