-- One bad call never harms the others of its group.
select plan(41);
select tests.create_user('owner');
select tests.create_project_with_key('owner', 'A');

create function pg_temp.group_with(bad jsonb) returns text language sql as $$
  select tests.identify(
    tests.call(tests.key_hash('owner', 'A'), 'first@example.com', jsonb_build_object('params', jsonb_build_object('bad', bad))),
    case when jsonb_typeof(bad) = 'object'
      then tests.call(tests.key_hash('owner', 'A'), 'bad@example.com') || bad else bad end,
    tests.call(tests.key_hash('owner', 'A'), 'last@example.com', jsonb_build_object('params', jsonb_build_object('bad', bad)))
  )
$$;

select is(pg_temp.group_with('{"name": "Fine"}'), 'created, created, created', 'three good calls are written');
select is((tests.customer('owner', 'bad@example.com')).name, 'Fine', 'the one in the middle too');
delete from public.customers;

create temp table bad_calls (why text, bad jsonb);
insert into bad_calls values
  ('an email in upper case', '{"email": "Bad@example.com"}'),
  ('an email without a domain', '{"email": "bad"}'),
  ('an empty email', '{"email": ""}'),
  ('no email', '{"email": null}'),
  ('an email that is an object', '{"email": {"a": 1}}'),
  ('an unknown status', '{"status": "gold"}'),
  ('a status in upper case', '{"status": "Paid"}'),
  ('an empty status', '{"status": ""}'),
  ('params that are a list', '{"params": [1]}'),
  ('params that are a text', '{"params": "a"}'),
  ('params that are a number', '{"params": 5}'),
  ('params that are true', '{"params": true}'),
  ('an empty name', '{"name": ""}'),
  ('a name of 201 characters', jsonb_build_object('name', repeat('a', 201))),
  ('an age that is no number', '{"age_ms": "old"}'),
  ('an age beyond all calendars', '{"age_ms": 1e18}'),
  ('an age beyond all numbers', '{"age_ms": 1e300}'),
  ('an age that is not a number', '{"age_ms": "NaN"}'),
  ('an age without an end', '{"age_ms": "Infinity"}'),
  ('a timestamp that is no time', '{"timestamp": "soon"}'),
  ('a timestamp on a day that is not', '{"timestamp": "2026-02-30T00:00:00Z"}'),
  ('a timestamp before all time', '{"timestamp": "-infinity", "params": {"a": 1}}'),
  ('a call that is a text', '"call"'),
  ('a call that is null', 'null'),
  ('a call that is a list', '[1]');

select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'first@example.com'), tests.call(tests.key_hash('owner', 'A'), 'last@example.com'));
select is(pg_temp.group_with(bad), 'updated, invalid, updated', why || ' is refused alone') from bad_calls;
select is((tests.customer_project('owner', 'A', 'first@example.com')).params, '{"bad": [1]}', 'the calls before them are written');
select is((tests.customer_project('owner', 'A', 'last@example.com')).params, '{"bad": [1]}', 'and those after them');
select is((select count(*) from public.customers), 2::bigint, 'and nothing of the bad ones');
select is((select count(*) from public.status_changes), 2::bigint, 'undone groups leave no history');

-- Also where the customer exists, and in the same group as a good call for them.
create function pg_temp.identify(variadic fields jsonb[]) returns text language sql as $$
  select tests.identify(variadic array(
    select tests.call(tests.key_hash('owner', 'A'), 'first@example.com', f) from unnest(fields) with ordinality u (f, i) order by i
  ))
$$;
select is(pg_temp.identify('{"status": "gold", "name": "Bad"}'), 'invalid', 'a customer who exists is not changed by a bad call');
select is(
  pg_temp.identify('{"name": "Alex"}', '{"status": "gold", "name": "Bad"}', '{"status": "paid"}'), 'updated, invalid, updated',
  'a bad call between two good ones for the same customer is left out'
);
select row_eq(
  $$ select (tests.customer('owner', 'first@example.com')).name, (tests.customer_project('owner', 'A', 'first@example.com')).status $$,
  row ('Alex'::text, 'paid'::public.customer_status), 'and the good ones are both written'
);
select is(
  pg_temp.identify('{"status": "gold"}', '{"params": [1]}', '{"name": ""}'), 'invalid, invalid, invalid', 'a group of bad calls is no error'
);
select is(
  tests.identify(
    tests.call(tests.key_hash('owner', 'none'), 'jo@example.com'),
    tests.call(tests.key_hash('owner', 'A'), 'jo@example.com', '{"status": "gold"}'),
    tests.call(tests.key_hash('owner', 'A'), 'jo@example.com')
  ),
  'unauthorized, invalid, created', 'the order of the outcomes is the order of the calls'
);
select is(
  (select array_agg(ordinal) from ingest.identify(jsonb_build_array(
    tests.call(tests.key_hash('owner', 'A'), 'jo@example.com', '{"status": "gold"}'),
    tests.call(tests.key_hash('owner', 'A'), 'jo@example.com'),
    tests.call(tests.key_hash('owner', 'A'), 'Jo@example.com')
  ))),
  '{0,1,2}', 'each is named by its place from 0'
);
select is(
  (select string_agg(distinct outcome, ' ') from ingest.identify((
    select jsonb_agg(tests.call(tests.key_hash('owner', 'A'), format('many-%s@example.com', i), case when i % 50 = 0 then '{"params": 1}' else '{}' end::jsonb) order by i)
    from generate_series(1, 500) i
  ))),
  'created invalid', 'ten bad calls in five hundred are taken out at once'
);
select is((select count(*) from public.customers where email like 'many-%'), 490::bigint, 'and the others are all written');

-- What could do harm elsewhere stays data.
select is(
  pg_temp.identify($json${"name": "Robert'); drop table students;--", "params": {"'; select 1; --": "\\", "$$": "%L"}}$json$::jsonb), 'updated', 'quotes are data'
);
select is((tests.customer('owner', 'first@example.com')).name, 'Robert''); drop table students;--', 'and are kept as they are');
