-- Numbers of a param that an account compares and sorts by: filled in part by part, and kept from then on.
select plan(24);
select tests.create_cast();
select tests.create_project_with_key('owner', 'B');
-- A to F pay 10 to 60 in A, every other one 5 in B as well; G pays nothing.
select tests.identify(variadic array(
  select tests.call(tests.key_hash('owner', 'A'), chr(96 + i) || '@example.com', jsonb_build_object('params', jsonb_build_object('mrr', i * 10, 'plan', 'pro')))
  from generate_series(1, 6) i
  union all
  select tests.call(tests.key_hash('owner', 'B'), chr(96 + i) || '@example.com', '{"params": {"mrr": 5}}') from generate_series(1, 6, 2) i
  union all
  select tests.call(tests.key_hash('owner', 'B'), 'g@example.com', '{"params": {"plan": "pro"}}')
));

create function pg_temp.answers() returns table (question text, answer text) language sql as $$
  select filter || sort || descending || coalesce(cursor::text, ''), (
    select string_agg(split_part(s.email, '@', 1) || coalesce(s.sort_value::text, '-'), ' ' order by s.position)
    from public.search_customers(tests.account_of('owner'), filter::jsonb, sort, descending, cursor, 3)
      with ordinality s (id, email, name, first_seen_at, last_activity_at, projects, sort_value, tags, position)
  ) || ' of ' || public.count_customers(tests.account_of('owner'), filter::jsonb)
  from unnest(array['{}', '{"search": "example"}',
    '{"conditions": [{"field": "param", "key": "mrr", "operator": "gt", "value": 20}]}',
    '{"conditions": [{"field": "param", "key": "mrr", "operator": "gte", "value": 5, "scope": "all"}]}',
    '{"conditions": [{"field": "param", "key": "mrr", "operator": "lt", "value": 20}]}',
    format('{"conditions": [{"field": "param", "key": "mrr", "operator": "lte", "value": 30, "project": "%s"}]}', tests.project_id('owner', 'B')),
    '{"match": "any", "conditions": [{"field": "param", "key": "mrr", "operator": "gt", "value": 50}, {"field": "email", "operator": "is", "value": "g@example.com"}]}'
  ]) filter,
  unnest(array['email', 'param:mrr', format('param@%s:mrr', tests.project_id('owner', 'B'))]) sort, unnest('{t,f}'::boolean[]) descending,
  unnest(array[null, jsonb_build_array(case sort when 'email' then to_jsonb('d@example.com'::text) else '40' end, (tests.customer('owner', 'd@example.com')).id),
    case when sort <> 'email' then jsonb_build_array(null, (tests.customer('owner', 'g@example.com')).id) end]) cursor
$$;
create function pg_temp.wrong() returns setof text language sql security definer as $$
  (select format('%s %s %s', customer_id, project_id, private.param_number(params, 'mrr')) from public.customer_projects
    where account_id = tests.account_of('owner') and private.param_number(params, 'mrr') is not null
  except select format('%s %s %s', customer_id, project_id, value) from private.param_numbers)
  union all
  (select format('%s %s %s', customer_id, project_id, value) from private.param_numbers
  except select format('%s %s %s', customer_id, project_id, private.param_number(params, 'mrr')) from public.customer_projects)
  union all
  (select format('%s %s', customer_id, sum(value)) from private.param_numbers group by customer_id
  except select format('%s %s', customer_id, sum) from private.param_sums)
  union all
  (select format('%s %s', customer_id, sum) from private.param_sums
  except select format('%s %s', customer_id, sum(value)) from private.param_numbers group by customer_id)
$$;

select tests.act_as('owner');
create temp table before as select * from pg_temp.answers();
grant select on before to public;
select is(public.index_param(tests.account_of('owner'), 'mrr'), null, 'few customers need no index');
select tests.act_as_superuser();
select is_empty('select from private.indexed_params', 'so none is begun');

create or replace function private.max_unindexed() returns integer language sql immutable set search_path = '' as 'select 6';
create or replace function private.max_filled() returns integer language sql immutable set search_path = '' as 'select 4';
create or replace function private.max_walked() returns integer language sql immutable set search_path = '' as 'select 2';
select tests.act_as('stranger');
select throws_ok(format('select public.index_param(%L, ''mrr'')', tests.account_of('owner')), '42501', null, 'a stranger indexes nothing');
select tests.act_as('viewer');
select is(public.index_param(tests.account_of('owner'), 'plan'), null, 'a text has no numbers');
select is(public.index_param(tests.account_of('owner'), 'nobody'), null, 'nor has what nobody sent');
select is(public.index_param(tests.account_of('owner'), 'mrr'), false, 'whoever reads may begin one');
select tests.act_as_superuser();
select is((select array_agg(key) from private.indexed_params), '{mrr}', 'of a number');
select tests.act_as('viewer');
select is(public.index_param(tests.account_of('owner'), 'mrr'), false, 'then it looks which calls are on their way');
select is(public.index_param(tests.account_of('owner'), 'mrr'), false, 'and waits for them');
select tests.act_as_superuser();
select is_empty('select from private.param_numbers', 'before it fills anything in');
select isnt((select begins_after from private.indexed_params), null, 'remembering them');
update private.indexed_params set begins_after = '3';
select tests.act_as('viewer');
select is(public.index_param(tests.account_of('owner'), 'mrr'), false, 'after them it fills in some');
select tests.act_as_superuser();
select is(
  (select count(*)::integer from public.customers c join private.indexed_params i on i.account_id = c.account_id and c.id <= i.filled_to),
  4, 'as many as hold up nobody for long'
);
select tests.identify(
  tests.call(tests.key_hash('owner', 'A'), 'a@example.com', '{"params": {"mrr": 11}}'),
  tests.call(tests.key_hash('owner', 'A'), 'b@example.com', '{"params": {"mrr": 21}}'),
  tests.call(tests.key_hash('owner', 'A'), 'c@example.com', '{"params": {"mrr": 31}}'),
  tests.call(tests.key_hash('owner', 'A'), 'd@example.com', '{"params": {"mrr": 41}}'),
  tests.call(tests.key_hash('owner', 'A'), 'e@example.com', '{"params": {"mrr": 51}}'),
  tests.call(tests.key_hash('owner', 'A'), 'f@example.com', '{"params": {"mrr": 61}}')
);
select tests.act_as('viewer');
select is((select bool_or(public.index_param(tests.account_of('owner'), 'mrr')) from generate_series(1, 3)), true, 'and then the rest');
select is_empty('select pg_temp.wrong()', 'with what calls have changed meanwhile');

select tests.act_as_superuser();
select tests.identify(variadic array(
  select tests.call(tests.key_hash('owner', 'A'), chr(96 + i) || '@example.com', jsonb_build_object('params', jsonb_build_object('mrr', i * 10))) from generate_series(1, 6) i
));
select is_empty('select pg_temp.wrong()', 'calls keep it');
select tests.act_as('owner');
select results_eq('select * from pg_temp.answers()', 'select * from before', 'with it the answers are the same');
select tests.act_as_superuser();
create or replace function private.max_fetched() returns integer language sql immutable set search_path = '' as 'select 0';
select tests.act_as('owner');
select results_eq('select * from pg_temp.answers()', 'select * from before', 'whichever way they are found');

select tests.act_as_superuser();
select tests.identify(
  tests.call(tests.key_hash('owner', 'A'), 'a@example.com', '{"params": {"mrr": null}}'),
  tests.call(tests.key_hash('owner', 'A'), 'b@example.com', '{"params": {"mrr": "many"}}'),
  tests.call(tests.key_hash('owner', 'B'), 'h@example.com', '{"params": {"mrr": 1.5}}')
);
select is_empty('select pg_temp.wrong()', 'a number that is removed or becomes a text is gone, and somebody new is there');
select tests.act_as('owner');
select public.edit_customer_project(tests.account_of('owner'), (tests.customer('owner', 'c@example.com')).id, tests.project_id('owner', 'A'), null, '{"mrr": 99}');
select is_empty('select pg_temp.wrong()', 'an edit by hand counts');
select is(public.erase_customers(tests.account_of('owner'), array[(tests.customer('owner', 'c@example.com')).id, (tests.customer('owner', 'd@example.com')).id]), 2, 'who is erased');
select is_empty('select pg_temp.wrong()', 'has no number anymore');
select tests.act_as_superuser();
delete from public.projects where id = tests.project_id('owner', 'B');
select is_empty('select pg_temp.wrong()', 'nor has a project that is deleted');
select is((select count(*)::integer from private.param_sums), 2, 'two people are left who pay');
