select plan(31);
select tests.create_user(nick) from unnest('{owner,stranger}'::text[]) nick;
select tests.create_project_with_key('owner', project) from unnest('{A,B}'::text[]) project;
select tests.create_project_with_key('stranger', 'A');
select tests.identify(
  tests.call(tests.key_hash('owner', 'A'), 'alex@example.com', '{"age_ms": 60000, "name": "Alex", "status": "trial", "params": {"a": 1}}'),
  tests.call(tests.key_hash('owner', 'B'), 'alex@example.com', '{"age_ms": 50000}'),
  tests.call(tests.key_hash('stranger', 'A'), 'alex@example.com', '{"age_ms": 60000}')
);
update public.api_keys set last_used_at = null;

create function pg_temp.ping(fields jsonb, email text default 'alex@example.com', project text default 'A', nick text default 'owner') returns text language sql as $$
  select tests.ping(tests.call(tests.key_hash(nick, project), email, fields))
$$;
create function pg_temp.active(nick text, project text default null) returns int language sql as $$
  select extract(epoch from coalesce(
    (select last_activity_at from public.customer_activity where project is null and customer_id = (tests.customer(nick, 'alex@example.com')).id),
    (tests.customer_project(nick, project, 'alex@example.com')).last_activity_at
  ) - now())::int
$$;

-- It moves the last activity, and nothing else.
create temp view others as select to_jsonb(cp) - 'last_activity_at' from public.customer_projects cp
union all select to_jsonb(c) from public.customers c union all select to_jsonb(s) from public.status_changes s;
create temp table before as select * from others;

select is(pg_temp.ping('{"age_ms": 30000}'), 'updated', 'a ping of a known customer is taken');
select is(pg_temp.active('owner', 'A'), -30, 'it moves the last activity in the project');
select is(pg_temp.active('owner'), -30, 'and of the person');
select is(pg_temp.active('owner', 'B'), -50, 'not in another project');
select is(pg_temp.active('stranger', 'A'), -60, 'and not in another account');
select is(pg_temp.ping('{"age_ms": 40000}'), 'updated', 'an older ping is taken');
select is(pg_temp.active('owner', 'A'), -30, 'and moves nothing back');
select is(pg_temp.active('owner'), -30, 'for the person either');
select is(pg_temp.ping('{"age_ms": 45000}', project => 'B'), 'updated', 'a ping of another project');
select is(pg_temp.active('owner', 'B') || ' ' || pg_temp.active('owner'), '-45 -30', 'moves its own and not the person''s later one');
select is(pg_temp.ping(jsonb_build_object('timestamp', now() - interval '20 seconds')), 'updated', 'a timestamp is the time of the event');
select is(pg_temp.active('owner', 'A'), -20, 'as in identify');
select is(pg_temp.ping(jsonb_build_object('timestamp', now() + interval '1 day')), 'updated', 'a time in the future');
select is(pg_temp.active('owner', 'A') || ' ' || pg_temp.active('owner'), '0 0', 'is now');
select is(pg_temp.ping('{"name": "Jo", "status": "paid", "params": {"b": 2}}'), 'updated', 'fields of identify');
select bag_eq('table others', 'table before', 'are not looked at: status, params, name, first seen and history stay');
select is((select count(last_used_at) from public.api_keys where name = 'default'), 2::bigint, 'the keys are marked used');

-- It creates nobody.
create temp table everything as select tests.fingerprint();
select is(pg_temp.ping('{}', 'jo@example.com'), 'unknown', 'an unknown email is unknown');
select is(pg_temp.ping('{}', 'Alex@example.com'), 'unknown', 'one that is not canonical too');
select is(tests.ping(tests.call(tests.key_hash('owner', 'A'), null)), 'unknown', 'and no email');
select is(pg_temp.ping('{}', 'alex@example.com', 'none'), 'unauthorized', 'an unknown key is refused');
select is(tests.ping('{"email": "alex@example.com"}'), 'unauthorized', 'and no key');
select is(tests.fingerprint(), (table everything), 'none of these writes anything');
select tests.create_project_with_key('owner', 'C');
select is(pg_temp.ping('{}', project => 'C'), 'unknown', 'a person whom this project never identified is unknown to it');
select is((tests.customer_project('owner', 'C', 'alex@example.com')).customer_id, null, 'and stays so');

-- In one group.
select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'jo@example.com', '{"age_ms": 90000}'));
select is(
  tests.ping(
    tests.call(tests.key_hash('owner', 'A'), 'jo@example.com', '{"age_ms": 70000}'), tests.call(tests.key_hash('owner', 'none'), 'jo@example.com'),
    tests.call(tests.key_hash('owner', 'A'), 'nobody@example.com'), tests.call(tests.key_hash('owner', 'A'), 'jo@example.com', '{"age_ms": 65000}'),
    tests.call(tests.key_hash('stranger', 'A'), 'jo@example.com'), tests.call(tests.key_hash('owner', 'A'), 'jo@example.com', '{"age_ms": 80000}')
  ),
  'updated, unauthorized, unknown, updated, unknown, updated', 'each call of a group has its own outcome'
);
select is((tests.customer_project('owner', 'A', 'jo@example.com')).last_activity_at, now() - interval '65 seconds', 'the latest of several holds');
select is(
  (select last_activity_at from public.customer_activity where customer_id = (tests.customer('owner', 'jo@example.com')).id),
  now() - interval '65 seconds', 'for the person too'
);
select is((select count(*) from public.customers), 3::bigint, 'and nobody is created');
select is((select count(*) from ingest.ping('[]')), 0::bigint, 'no calls have no outcomes');
select is((select array_agg(ordinal) from ingest.ping(jsonb_build_array(tests.call('00', 'a'), tests.call('00', 'b')))), '{0,1}', 'calls are named by their place from 0');
