select plan(4);
select tests.create_user('owner');
select tests.create_project_with_key('owner', project) from unnest('{A,B}'::text[]) project;
create function pg_temp.count() returns integer language sql as $$
  select a.project_count from public.customer_activity a where a.customer_id = (tests.customer('owner', 'bo@example.com')).id
$$;
select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'bo@example.com', '{}'));
select is(pg_temp.count(), 1, 'a new customer is in one product');
select tests.identify(
  tests.call(tests.key_hash('owner', 'A'), 'bo@example.com', '{"status": "paid"}'),
  tests.call(tests.key_hash('owner', 'B'), 'bo@example.com', '{}'),
  tests.call(tests.key_hash('owner', 'B'), 'bo@example.com', '{"status": "paid"}')
);
select is(pg_temp.count(), 2, 'another product counts, another call does not');
delete from public.projects where id = tests.project_id('owner', 'B');
select is(pg_temp.count(), 1, 'a product that is deleted counts no more');
select is(
  (select bool_and(a.project_count = (select count(*) from public.customer_projects cp where cp.customer_id = a.customer_id)) from public.customer_activity a),
  true, 'the count is that of the relations'
);
