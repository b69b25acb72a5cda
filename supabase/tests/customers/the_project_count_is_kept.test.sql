select plan(6);
select tests.create_user('owner');
select tests.create_project_with_key('owner', project) from unnest('{A,B}'::text[]) project;
create function pg_temp.count() returns integer language sql as $$
  select a.project_count from public.customer_activity a where a.customer_id = (tests.customer('owner', 'bo@example.com')).id
$$;
select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'bo@example.com', '{}'));
select is(pg_temp.count(), 1, 'a new customer is in one project');
select tests.identify(
  tests.call(tests.key_hash('owner', 'A'), 'bo@example.com', '{"status": "paid"}'),
  tests.call(tests.key_hash('owner', 'B'), 'bo@example.com', '{}'),
  tests.call(tests.key_hash('owner', 'B'), 'bo@example.com', '{"status": "paid"}')
);
select is(pg_temp.count(), 2, 'another project counts, another call does not');
select tests.identify(
  tests.call(tests.key_hash('owner', 'A'), 'cy@example.com', '{}'),
  tests.call(tests.key_hash('owner', 'B'), 'cy@example.com', '{}'),
  tests.call(tests.key_hash('owner', 'B'), 'bo@example.com', '{}')
);
select results_eq(
  $$select c.email::text, a.project_count from public.customers c join public.customer_activity a on a.customer_id = c.id order by 1$$,
  $$values ('bo@example.com', 2), ('cy@example.com', 2)$$,
  'a group counts who is new to two projects beside who is new to one'
);
delete from public.projects where id = tests.project_id('owner', 'B');
select is(pg_temp.count(), 1, 'a project that is deleted counts no more');
insert into public.customers (account_id, email, first_seen_at) values (tests.account_of('owner'), 'di@example.com', now());
insert into public.customer_activity (account_id, customer_id, last_activity_at)
select c.account_id, c.id, now() from public.customers c where c.email = 'di@example.com';
insert into public.customer_projects (account_id, customer_id, project_id, status, status_at, params, params_at, first_seen_at, last_activity_at)
select c.account_id, c.id, tests.project_id('owner', 'A'), 'trial', now(), '{}', '{}', now(), now()
from public.customers c where c.email = 'di@example.com';
select is(
  (select a.project_count from public.customer_activity a where a.customer_id = (tests.customer('owner', 'di@example.com')).id),
  1, 'a customer_project that is made in Studio counts'
);
select is(
  (select bool_and(a.project_count = (select count(*) from public.customer_projects cp where cp.customer_id = a.customer_id)) from public.customer_activity a),
  true, 'the count is that of the rows'
);
