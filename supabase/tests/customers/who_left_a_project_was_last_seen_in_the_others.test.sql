-- With a project goes what it knew of when its people were there.
select plan(3);
select tests.create_user('owner');
select tests.create_project_with_key('owner', project) from unnest('{A,B}'::text[]) project;
select tests.identify(variadic array[
  tests.call(tests.key_hash('owner', 'A'), 'ada@example.com', jsonb_build_object('timestamp', now() - interval '40 days')),
  tests.call(tests.key_hash('owner', 'B'), 'ada@example.com', '{}'),
  tests.call(tests.key_hash('owner', 'A'), 'bob@example.com', '{}'),
  tests.call(tests.key_hash('owner', 'B'), 'bob@example.com', jsonb_build_object('timestamp', now() - interval '40 days')),
  tests.call(tests.key_hash('owner', 'B'), 'cyd@example.com', '{}')
]);
create function pg_temp.quiet() returns text language sql as $$
  select string_agg(left(c.email, 3), ' ' order by c.email)
  from public.customer_activity a join public.customers c on c.account_id = a.account_id and c.id = a.customer_id
  where a.account_id = tests.account_of('owner') and a.last_activity_at < now() - interval '30 days'
$$;
select is(pg_temp.quiet(), null, 'whoever is in one of their projects is here');
select private.erase_project(tests.account_of('owner'), tests.project_id('owner', 'B'));
select is(pg_temp.quiet(), 'ada', 'whoever was only in the one that went is not');
delete from public.customer_projects where customer_id = (tests.customer('owner', 'bob@example.com')).id;
select is(pg_temp.quiet(), 'ada', 'and whoever is in none keeps the time when they were');
