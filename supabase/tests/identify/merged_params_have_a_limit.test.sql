-- Params are merged without end, so what is merged has a limit: 64 KiB for one customer in one project.
select plan(22);
select tests.create_user('owner');
select tests.create_project_with_key('owner', project) from unnest('{A,B}'::text[]) project;

create function pg_temp.call(email text, key text, kilobytes integer, project text default 'A') returns jsonb language sql as $$
  select tests.call(
    tests.key_hash('owner', project), email, jsonb_build_object('params', jsonb_build_object(key, repeat('x', kilobytes * 1024)), 'name', key)
  )
$$;
create function pg_temp.keys(email text, project text default 'A') returns text language sql as $$
  select string_agg(k, ' ' order by k) from jsonb_object_keys((tests.customer_project('owner', project, email)).params) k
$$;

select is(tests.identify(pg_temp.call('alex@example.com', 'a', 30)), 'created', 'params are taken');
select is(tests.identify(pg_temp.call('alex@example.com', 'b', 30)), 'updated', 'up to 64 KiB together');
select is(tests.identify(pg_temp.call('alex@example.com', 'c', 5)), 'params_too_large', 'more are refused, however well they compress');
select is(pg_temp.keys('alex@example.com'), 'a b', 'a refused call leaves the params');
select is((tests.customer('owner', 'alex@example.com')).name, 'b', 'and the name');
select is(tests.identify(pg_temp.call('alex@example.com', 'b', 31)), 'updated', 'a key may be replaced');
select is(tests.identify(tests.call(tests.key_hash('owner', 'A'), 'alex@example.com')), 'updated', 'a call without params is taken');
select is(tests.identify(pg_temp.call('alex@example.com', 'a', 30, 'B')), 'created', 'another project has its own limit');

select is(
  tests.identify(
    pg_temp.call('first@example.com', 'a', 1), pg_temp.call('alex@example.com', 'c', 5), pg_temp.call('last@example.com', 'a', 1)
  ),
  'created, params_too_large, created', 'in a group only that call is refused'
);
select is(pg_temp.keys('first@example.com') || pg_temp.keys('last@example.com'), 'aa', 'and the others are written');
select is(
  tests.identify(
    pg_temp.call('new@example.com', 'a', 40), pg_temp.call('new@example.com', 'b', 40), pg_temp.call('new@example.com', 'c', 10)
  ),
  'created, params_too_large, updated', 'of several for one customer only the one that is too much'
);
select is(pg_temp.keys('new@example.com'), 'a c', 'and the others are merged');
select is(tests.identify(pg_temp.call('huge@example.com', 'a', 70)), 'params_too_large', 'a first call over the limit is refused');
select is((tests.customer('owner', 'huge@example.com')).id, null, 'and makes no customer');
select is(
  tests.identify(
    pg_temp.call('huge@example.com', 'a', 70), tests.call(tests.key_hash('owner', 'A'), 'Bad@example.com'),
    pg_temp.call('alex@example.com', 'c', 20), tests.call(tests.key_hash('owner', 'none'), 'jo@example.com'), pg_temp.call('jo@example.com', 'a', 1)
  ),
  'params_too_large, invalid, params_too_large, unauthorized, created', 'refusals of every kind in one group keep apart'
);
select is(
  tests.identify(tests.call(tests.key_hash('owner', 'A'), 'alex@example.com', '{"params": {"a": null}}'), pg_temp.call('alex@example.com', 'c', 20)),
  'updated, updated', 'what a call before it removes makes room'
);
select is(pg_temp.keys('alex@example.com'), 'b c', 'for what comes next');

-- Removed keys are remembered, so they count as well.
create function pg_temp.churn(round integer) returns text language sql as $$
  select tests.identify(
    tests.call(tests.key_hash('owner', 'A'), 'churn@example.com', jsonb_build_object('params', (
      select jsonb_object_agg(format('key %s %s', round, i), null) from generate_series(1, 500) i
    )))
  )
$$;
select is((select string_agg(distinct pg_temp.churn(i), ', ') from generate_series(1, 3) i), 'created, updated', 'keys that are removed are remembered');
select is((select pg_temp.churn(i) from generate_series(4, 6) i order by i desc limit 1), 'params_too_large', 'but not without end');

-- Calls of several customers and projects, some old, of which some fit only because others were refused.
create temp table group_of_many as
select jsonb_agg(
  pg_temp.call(case i % 3 when 0 then 'alex' when 1 then 'first' else 'many' end || '@example.com', 'k' || i, 3 + 4 * (i % 5), case when i % 2 = 0 then 'A' else 'B' end)
  || jsonb_build_object('age_ms', i * 7919 % 1000)
  order by i
) as calls
from generate_series(1, 60) i;
create temp table found as
select ordinal from group_of_many, unnest(private.find_params_too_large(calls)) ordinal;
select cmp_ok((select count(*) from found), '>', 20::bigint, 'many calls of a group may be too much');
select set_eq(
  $$ select w.ordinal from group_of_many, ingest.identify(calls) w where w.outcome = 'params_too_large' $$,
  'table found', 'they are found at once, exactly'
);
select is(
  (select bool_and(greatest(pg_column_size(params || '{}'), pg_column_size(params_at || '{}')) <= 65536) from public.customer_projects), true,
  'and nothing stored is larger than the limit'
);
