-- Deliveries: who they are about, in which order they come, and what is kept of them.
select plan(54);
select tests.create_cast();
create function pg_temp.receive(event_id text, at timestamptz, fields jsonb) returns text language sql as $$
  select tests.receive(
    tests.receiver_id('owner', 'clerk'),
    jsonb_build_object('event_id', event_id, 'event_type', 'user.updated', 'at', at) || fields
  )
$$;
create function pg_temp.last_delivery() returns text language sql as $$
  select format('%s %s ×%s', outcome, detail, times) from public.receiver_deliveries
  where receiver_id = tests.receiver_id('owner', 'clerk') order by id desc limit 1
$$;

-- People.
select is(
  pg_temp.receive('e1', '2025-01-01T00:00:00Z', '{"external_id": "user_1", "email": "ada@example.com", "name": "Ada", "params": {"plan": "pro"}}'),
  'created', 'somebody new becomes a customer of the project'
);
select is((tests.customer('owner', 'ada@example.com')).name, 'Ada', 'with a name');
select is((tests.customer_project('owner', 'A', 'ada@example.com')).params, '{"plan": "pro"}', 'and params');
select is((tests.customer_project('owner', 'A', 'ada@example.com')).status, 'free', 'free, until a status is told');
select is((tests.customer_project('owner', 'A', 'ada@example.com')).last_activity_at, '2025-01-01T00:00:00Z', 'and active when it happened');
select is((tests.customer_project('stranger', 'A', 'ada@example.com')).status, null, 'in this account alone');
select is(
  pg_temp.receive('e1', '2025-01-01T00:00:00Z', '{"external_id": "user_1", "email": "ada@example.com", "name": "Other"}'),
  'repeated', 'an event that comes again is not written again'
);
select is((tests.customer('owner', 'ada@example.com')).name, 'Ada', 'so that nothing changes');
select is(
  pg_temp.receive('e2', '2025-02-01T00:00:00Z', '{"external_id": "user_1", "status": "churned"}'),
  'updated', 'a service may name a person by its own id alone'
);
select is((tests.customer_project('owner', 'A', 'ada@example.com')).status, 'churned', 'once it has told the email');
select is((tests.customer_project('owner', 'A', 'ada@example.com')).last_activity_at, '2025-01-01T00:00:00Z', 'an event is no sign of life');
select is((select last_activity_at from public.customer_activity where customer_id = (tests.customer('owner', 'ada@example.com')).id), '2025-01-01T00:00:00Z', 'neither in all projects');
select is(
  pg_temp.receive('e3', '2025-02-02T00:00:00Z', '{"external_id": "user_1", "seen_at": "2025-02-02T00:00:00Z"}'),
  'updated', 'but one that says when the person was there is'
);
select is((tests.customer_project('owner', 'A', 'ada@example.com')).last_activity_at, '2025-02-02T00:00:00Z', 'and moves activity');
select is(pg_temp.receive('e4', now(), '{"status": "churned"}'), 'unknown', 'of nobody nothing can be said');
select is((select count(*)::integer from private.receiver_people where account_id = tests.account_of('owner')), 1, 'nor kept');

-- Order.
select is(pg_temp.receive('e5', '2025-03-01T00:00:00Z', '{"external_id": "user_1", "status": "paid", "name": "Ada L", "params": {"plan": "max"}}'), 'updated', 'a newer event counts');
select is(pg_temp.receive('e6', '2025-02-15T00:00:00Z', '{"external_id": "user_1", "status": "trial", "name": "Ada K", "params": {"plan": "mini", "seats": 2}}'), 'updated', 'a late one adds what is not known');
select is(
  (tests.customer_project('owner', 'A', 'ada@example.com')).params || jsonb_build_object('status', (tests.customer_project('owner', 'A', 'ada@example.com')).status, 'name', (tests.customer('owner', 'ada@example.com')).name),
  '{"plan": "max", "seats": 2, "status": "paid", "name": "Ada L"}', 'and undoes nothing'
);
select is(tests.identify(tests.call(tests.key_hash('owner', 'A'), 'ada@example.com', '{"status": "trial", "params": {"plan": "old"}, "timestamp": "2025-02-20T00:00:00Z"}')), 'updated', 'a call of the project that is older than the event');
select is((tests.customer_project('owner', 'A', 'ada@example.com')).params ->> 'plan', 'max', 'does not undo it either');
select is((tests.customer_project('owner', 'A', 'ada@example.com')).status, 'paid', 'nor the status');
select is(pg_temp.receive('e7', now() + interval '1 year', '{"external_id": "user_1", "status": "churned"}'), 'updated', 'an event of the future happened now');
select is((tests.customer_project('owner', 'A', 'ada@example.com')).status_at, now(), 'so that calls after it count');

-- A new address.
select is(pg_temp.receive('e8', now(), '{"external_id": "user_1", "email": "ada@new.example.com"}'), 'created', 'who has a new address is somebody new');
select is(pg_temp.receive('e9', '2025-04-01T00:00:00Z', '{"external_id": "user_1", "email": "ada@example.com", "status": "trial"}'), 'updated', 'an older event with the old address');
select is((tests.customer_project('owner', 'A', 'ada@new.example.com')).status, 'trial', 'is about who they are now');

-- What cannot be.
select is(pg_temp.receive('e10', now(), '{"email": "Not An Email"}'), 'refused', 'no address, no customer');
select is(pg_temp.last_delivery(), 'refused This event has a value that no customer can have. ×1', 'and the delivery says so');
select is(pg_temp.receive('e11', now(), jsonb_build_object('email', 'ada@example.com', 'params', (select jsonb_object_agg('k' || i, repeat(md5(i::text), 250)) from generate_series(1, 12) i))), 'refused', 'params that would grow too large are refused');
select is((tests.customer_project('owner', 'A', 'ada@example.com')).params ? 'k1', false, 'whole');
select throws_ok($$ select pg_temp.receive('e12', now(), '{"outcome": "created"}') $$, '22023', null, 'nothing is noted as written that was not');

select is(pg_temp.receive('i1', now(), '{"outcome": "ignored", "detail": "A test."}'), 'ignored', 'what was ignored');
select is(pg_temp.receive('i1', now(), '{"email": "test@example.com"}'), 'created', 'is read when it comes again and counts now');

-- What is kept.
select is(pg_temp.receive('', null, '{"outcome": "refused", "detail": "The signature is wrong."}'), 'refused', 'a refused delivery is noted');
select pg_temp.receive('', null, '{"outcome": "refused", "detail": "The signature is wrong."}') from generate_series(1, 60);
select is(pg_temp.last_delivery(), 'refused The signature is wrong. ×61', 'and counted when it comes again and again');
select cmp_ok((select count(*) from public.receiver_deliveries where receiver_id = tests.receiver_id('owner', 'clerk')), '>=', 12::bigint, 'so that it pushes nothing out');
select pg_temp.receive('x' || i, now(), '{"outcome": "ignored", "detail": "Not about customers."}') from generate_series(1, 60) i;
select is((select count(*)::integer from public.receiver_deliveries where receiver_id = tests.receiver_id('owner', 'clerk')), 50, 'the last 50 are kept');
select is((select count(*)::integer from public.receiver_deliveries where receiver_id = tests.receiver_id('stranger', 'clerk')), 1, 'of each receiver');

-- What nobody signed.
create function pg_temp.kept() returns text language sql as $$
  select string_agg(format('%s ×%s', outcome, times), ' ' order by id desc) from (
    select * from public.receiver_deliveries where receiver_id = tests.receiver_id('owner', 'clerk') order by id desc limit 3
  ) latest
$$;
select is(pg_temp.receive('s1', now(), '{"external_id": "user_1", "params": {"a": 1}}'), 'updated', 'before a stranger comes');
select count(pg_temp.receive('', null, '{"outcome": "ignored", "detail": "Hello?"}')), count(pg_temp.receive('', null, '{"outcome": "refused", "detail": "Not signed."}')) from generate_series(1, 60);
select is(pg_temp.kept(), 'refused ×60 ignored ×60 updated ×1', 'who greets and is refused in turn pushes nothing out');
select is(pg_temp.receive('', now(), '{"external_id": "user_1", "params": {"a": 2}}'), 'updated', 'and takes no id');
select is(pg_temp.receive('', now(), '{"external_id": "user_1", "params": {"a": 3}}'), 'updated', 'away from what has none');

-- Ids.
select pg_temp.receive('canary/INSERT', now(), '{"external_id": "user_1", "params": {"a": 4}}');
select is((select count(*)::integer from public.receiver_deliveries d where position('canary' in d::text) > 0 or position('canary'::bytea in d.event_hash) > 0), 0, 'what a service calls an event is not kept');
select is(pg_temp.receive('canary/INSERT', now(), '{"external_id": "user_1"}'), 'repeated', 'and known again');
select tests.act_as('owner');
select throws_ok('select event_hash from public.receiver_deliveries', '42501', null, 'what it is known by nobody reads');
select tests.act_as_superuser();

-- Gone.
select tests.act_as('owner');
select public.erase_customers(tests.account_of('owner'), array[(tests.customer('owner', 'ada@new.example.com')).id]);
select tests.act_as_superuser();
select is((select count(*)::integer from public.receiver_deliveries where event_hash = sha256('canary/INSERT') and outcome <> 'repeated'), 0, 'what came about who is erased goes with them');
select is((select count(*)::integer from private.receiver_people where external_id = 'user_1'), 0, 'who is erased is forgotten by the service''s id too');
select is(pg_temp.receive('y1', now(), '{"external_id": "user_1", "status": "paid"}'), 'waiting', 'and an event by that id alone brings nobody back');
select is(tests.receive(gen_random_uuid(), '{"event_id": "z"}'), 'not_found', 'a receiver that is not there takes nothing');
select tests.act_as('owner');
select public.archive_project(tests.project_id('owner', 'A'));
select tests.act_as_superuser();
select is(pg_temp.receive('y2', now(), '{"email": "late@example.com"}'), 'not_found', 'nor does one of an archived project');
select is(ingest.find_receiver(tests.receiver_id('owner', 'clerk')), null, 'whose secret is not even looked up');
select tests.act_as('owner');
select public.unarchive_project(tests.project_id('owner', 'A'));
select tests.act_as_superuser();
select is(pg_temp.receive('y3', now(), '{"email": "back@example.com"}'), 'created', 'until it is brought back');
delete from public.receivers where id = tests.receiver_id('owner', 'clerk');
select is(pg_temp.receive('z1', now(), '{"email": "late@example.com"}'), 'not_found', 'nor one that was removed');
