-- Whoever is read, and whatever they did last, their projects stand as the account's projects do.
select plan(3);
select tests.create_user('owner');
select tests.create_project_with_key('owner', project) from unnest('{A,B,C}'::text[]) project;
update public.projects set created_at = now() - interval '1 day' where id = tests.project_id('owner', 'B');
update public.projects set created_at = now() + interval '1 day' where id = tests.project_id('owner', 'A');
select tests.identify(
  tests.call(tests.key_hash('owner', 'A'), 'alex@example.com', '{"age_ms": 3000}'),
  tests.call(tests.key_hash('owner', 'B'), 'alex@example.com', '{"age_ms": 2000}'),
  tests.call(tests.key_hash('owner', 'C'), 'alex@example.com', '{"age_ms": 1000}')
);
create function pg_temp.names(ids jsonb) returns text language sql as $$
  select string_agg(p.name, ' ' order by place)
  from jsonb_array_elements_text(ids) with ordinality id (id, place)
  join public.projects p on p.id = id.id::uuid
$$;

select is(
  pg_temp.names(private.with_names(
    tests.account_of('owner'), jsonb_build_array(jsonb_build_object('customer_id', (tests.customer('owner', 'alex@example.com')).id))
  ) #> '{0,projects}'),
  'B C A', 'on the overview'
);
select tests.act_as('owner');
select is(
  pg_temp.names(jsonb_path_query_array(
    (select projects from public.search_customers(tests.account_of('owner'))), '$[*].project_id'
  )),
  'B C A', 'in the table'
);
select is(
  pg_temp.names(jsonb_path_query_array(
    public.get_customer(tests.account_of('owner'), (tests.customer('owner', 'alex@example.com')).id), '$.projects[*].project_id'
  )),
  'B C A', 'and on the page of the customer'
);
