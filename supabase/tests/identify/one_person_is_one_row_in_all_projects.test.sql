-- The promise of the house: one person, one row, whatever the project.
select plan(19);
select tests.create_user(nick) from unnest('{owner,stranger}'::text[]) nick;
select tests.create_project_with_key('owner', project) from unnest('{A,B}'::text[]) project;
select tests.create_project_with_key('stranger', 'A');

create function pg_temp.identify(project text, fields jsonb default '{}') returns text language sql as $$
  select tests.identify(tests.call(tests.key_hash('owner', project), 'alex@example.com', fields))
$$;

select is(pg_temp.identify('A', '{"name": "Alex", "status": "paid", "params": {"plan": "pro"}}'), 'created', 'the first call of a project creates');
select is(pg_temp.identify('B', '{"status": "free", "params": {"seats": 3}}'), 'created', 'so does the first call of another project');
select is(pg_temp.identify('A'), 'updated', 'the second call of a project updates');
select is(pg_temp.identify('B'), 'updated', 'in each project');

select is((select count(*) from public.customers where email = 'alex@example.com'), 1::bigint, 'both projects see one person');
select is((tests.customer('owner', 'alex@example.com')).name, 'Alex', 'who has one name');
select is((select count(*) from public.customer_projects), 2::bigint, 'and two projects');
select is((tests.customer_project('owner', 'A', 'alex@example.com')).status, 'paid', 'with a status in each');
select is((tests.customer_project('owner', 'B', 'alex@example.com')).status, 'free', 'of its own');
select is((tests.customer_project('owner', 'A', 'alex@example.com')).params, '{"plan": "pro"}', 'and params in each');
select is((tests.customer_project('owner', 'B', 'alex@example.com')).params, '{"seats": 3}', 'of its own');

-- Accounts stay apart, also in one group.
select is(
  tests.identify(
    tests.call(tests.key_hash('stranger', 'A'), 'alex@example.com', '{"name": "Another Alex", "status": "churned", "params": {"plan": "basic"}}'),
    tests.call(tests.key_hash('owner', 'A'), 'alex@example.com', '{"params": {"mrr": 29}}'),
    tests.call(tests.key_hash('stranger', 'A'), 'jo@example.com'),
    tests.call(tests.key_hash('owner', 'A'), 'jo@example.com')
  ),
  'created, updated, created, created', 'a group may hold the calls of several accounts'
);
select isnt((tests.customer('stranger', 'alex@example.com')).id, (tests.customer('owner', 'alex@example.com')).id, 'the same email in another account is another person');
select is((tests.customer('stranger', 'alex@example.com')).name, 'Another Alex', 'with a name of their own');
select is((tests.customer('owner', 'alex@example.com')).name, 'Alex', 'which does not reach the first');
select row_eq(
  $$ select (tests.customer_project('stranger', 'A', 'alex@example.com')).status, (tests.customer_project('stranger', 'A', 'alex@example.com')).params $$,
  row ('churned'::public.customer_status, '{"plan": "basic"}'::jsonb), 'nor do status and params'
);
select row_eq(
  $$ select (tests.customer_project('owner', 'A', 'alex@example.com')).status, (tests.customer_project('owner', 'A', 'alex@example.com')).params $$,
  row ('paid'::public.customer_status, '{"plan": "pro", "mrr": 29}'::jsonb), 'each account has merged its own'
);
select is((select count(*) from public.customers), 4::bigint, 'two people in two accounts are four rows');

select is((select count(*) from ingest.identify('[]')), 0::bigint, 'no calls have no outcomes');
