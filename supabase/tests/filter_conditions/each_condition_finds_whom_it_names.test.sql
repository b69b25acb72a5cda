-- What each condition means, on six people in three projects.
select plan(45);
select tests.create_user('owner');
select tests.create_project_with_key('owner', project) from unnest('{A,B,C}'::text[]) project;
select tests.identify(variadic array[
  tests.call(tests.key_hash('owner', 'A'), 'ada@example.com', '{"name": "Ada Lovelace", "status": "paid", "params": {"plan": "pro", "seats": 3}}'),
  tests.call(tests.key_hash('owner', 'B'), 'ada@example.com', '{"status": "trial", "params": {"plan": "basic"}}'),
  tests.call(tests.key_hash('owner', 'C'), 'ada@example.com', '{"status": "free"}'),
  tests.call(tests.key_hash('owner', 'A'), 'bob@example.org', '{"name": "Bob_100%", "status": "free", "params": {"plan": "pro", "seats": "3"}}'),
  tests.call(tests.key_hash('owner', 'A'), 'cyd@example.com', '{"status": "churned", "params": {"plan": null, "tags": ["x", "y"], "on": true}}'),
  tests.call(tests.key_hash('owner', 'B'), 'cyd@example.com', '{"status": "paid", "params": {"address": {"city": "Bern", "zip": 3000}}}'),
  tests.call(tests.key_hash('owner', 'B'), 'dan@example.com', '{"name": "Dan\\Dee", "status": "paid", "params": {"plan": "pro"}}'),
  tests.call(tests.key_hash('owner', 'C'), 'eve@example.com', '{"name": "ÉVE Über", "status": "trial"}')
]);
insert into public.customers (account_id, email, first_seen_at) values (tests.account_of('owner'), 'fay@example.com', now());
insert into public.customer_activity (account_id, customer_id, last_activity_at)
values (tests.account_of('owner'), (tests.customer('owner', 'fay@example.com')).id, now());

create function pg_temp.find(filter jsonb) returns text language plpgsql as $$
declare
  v_found text := (select string_agg(left(email, 3), ' ' order by email) from public.search_customers(tests.account_of('owner'), filter));
begin
  if cardinality(string_to_array(v_found, ' ')) is distinct from nullif(public.count_customers(tests.account_of('owner'), filter), 0) then
    return 'count_customers counts differently';
  end if;
  return v_found;
end
$$;
create function pg_temp.where(variadic conditions jsonb[]) returns text language sql as $$
  select pg_temp.find(jsonb_build_object('match', 'all', 'conditions', to_jsonb(conditions)))
$$;
create function pg_temp.project(operator text, variadic projects text[]) returns jsonb language sql as $$
  select jsonb_build_object('field', 'project', 'operator', operator, 'value', array(
    select tests.project_id('owner', p) from unnest(projects) p where p <> ''
  ))
$$;
create function pg_temp.status(operator text, statuses text[], project text default null) returns jsonb language sql as $$
  select jsonb_strip_nulls(jsonb_build_object('field', 'status', 'operator', operator, 'value', statuses, 'project', tests.project_id('owner', project)))
$$;
create function pg_temp.param(key text, value jsonb, project text default null) returns jsonb language sql as $$
  select jsonb_build_object('field', 'param', 'key', key, 'operator', 'is', 'value', value)
    || case when project is null then '{}' else jsonb_build_object('project', tests.project_id('owner', project)) end
$$;

select tests.act_as('owner');
select is(pg_temp.find('{}'), 'ada bob cyd dan eve fay', 'no filter finds everybody, also who is in no project');
select is(pg_temp.find('{"search": null, "conditions": []}'), 'ada bob cyd dan eve fay', 'and so does an empty one');

-- Search.
select is(pg_temp.find('{"search": "example.org"}'), 'bob', 'search looks into the email');
select is(pg_temp.find('{"search": "lovelace"}'), 'ada', 'and into the name');
select is(pg_temp.find('{"search": "  ADA "}'), 'ada', 'in any case, without space around it');
select is(pg_temp.find('{"search": "über"}'), 'eve', 'also of letters beyond ASCII');
select is(pg_temp.find('{"search": "a"}'), 'ada bob cyd dan eve fay', 'one letter is enough');
select is(pg_temp.find('{"search": "nobody"}'), null, 'or finds nobody');
select is(pg_temp.find('{"search": "   "}'), 'ada bob cyd dan eve fay', 'space alone is no search');
select is(pg_temp.find('{"search": "%"}'), 'bob', 'a percent sign is a percent sign');
select is(pg_temp.find('{"search": "_"}'), 'bob', 'an underscore is an underscore');
select is(pg_temp.find('{"search": "\\"}'), 'dan', 'a backslash is a backslash');
select is(pg_temp.find('{"search": "b_100%"}'), 'bob', 'inside a word too');
select is(pg_temp.find('{"search": "''; drop table customers; --"}'), null, 'and a quote is a quote');

-- Projects.
select is(pg_temp.where(pg_temp.project('any_of', 'A')), 'ada bob cyd', 'in one project');
select is(pg_temp.where(pg_temp.project('any_of', 'A', 'C')), 'ada bob cyd eve', 'in any of several');
select is(pg_temp.where(pg_temp.project('all_of', 'A', 'B')), 'ada cyd', 'in all of several');
select is(pg_temp.where(pg_temp.project('none_of', 'A', 'B')), 'eve fay', 'in none of several');
select is(pg_temp.where(pg_temp.project('any_of', '')), null, 'any of none is nobody');
select is(pg_temp.where(pg_temp.project('all_of', '')), 'ada bob cyd dan eve fay', 'all of none is everybody');
select is(pg_temp.where(pg_temp.project('none_of', '')), 'ada bob cyd dan eve fay', 'none of none is everybody');
select is(pg_temp.where(pg_temp.project('any_of', 'A'), pg_temp.project('none_of', 'B')), 'bob', 'in one and not in another');

-- Status.
select is(pg_temp.where(pg_temp.status('is', '{paid}')), 'ada cyd dan', 'a status in any project');
select is(pg_temp.where(pg_temp.status('is', '{paid,trial}')), 'ada cyd dan eve', 'one of several');
select is(pg_temp.where(pg_temp.status('is', '{paid}', 'B')), 'cyd dan', 'in one project');
select is(pg_temp.where(pg_temp.status('is_not', '{paid}')), 'bob eve fay', 'not in any project');
select is(pg_temp.where(pg_temp.status('is_not', '{paid}', 'A')), 'bob cyd dan eve fay', 'not in one project');
select is(pg_temp.where(pg_temp.status('is_not', '{paid}', 'A'), pg_temp.project('any_of', 'A')), 'bob cyd', 'but in it');
select is(pg_temp.where(pg_temp.status('is', '{}')), null, 'a status of none is nobody');
select is(pg_temp.where(pg_temp.status('is', '{paid}', 'A'), pg_temp.status('is', '{trial}', 'B')), 'ada', 'a status in each of two projects');

-- Params.
select is(pg_temp.where(pg_temp.param('plan', '"pro"')), 'ada bob dan', 'a param in any project');
select is(pg_temp.where(pg_temp.param('plan', '"pro"', 'A')), 'ada bob', 'in one project');
select is(pg_temp.where(pg_temp.param('plan', '"Pro"')), null, 'in its own case');
select is(pg_temp.where(pg_temp.param('seats', '3')), 'ada bob', 'a number is also found where it was sent as a text');
select is(pg_temp.where(pg_temp.param('seats', '3.0')), 'ada', 'but the number it is, however written');
select is(pg_temp.where(pg_temp.param('seats', '"3"')), 'ada bob', 'and a text where it was sent as a number');
select is(pg_temp.where(pg_temp.param('on', 'true')), 'cyd', 'true is true');
select is(pg_temp.where(pg_temp.param('plan', 'null')), null, 'a removed param is not there');
select is(pg_temp.where(pg_temp.param('it''s', '"%L''"')), null, 'a quote in a key or a value is a quote');
select is(pg_temp.where(pg_temp.param('plan', '"pro"'), pg_temp.status('is', '{paid}'), pg_temp.project('none_of', 'A')), 'dan', 'conditions of every kind hold together');
select is(
  pg_temp.find(jsonb_build_object('search', 'example.com', 'conditions', jsonb_build_array(pg_temp.project('any_of', 'A'), pg_temp.status('is', '{free}')))), 'ada',
  'and with a search'
);

-- What a row is.
select is(
  (select array_agg(k) from jsonb_object_keys(to_jsonb((select f from public.search_customers(tests.account_of('owner'), '{"search": "ada"}') f))) k),
  '{id,name,tags,email,projects,sort_value,first_seen_at,last_activity_at}', 'a row is a person'
);
select is(
  (select array_agg(p ->> 'status' order by p ->> 'status') from public.search_customers(tests.account_of('owner'), '{"search": "ada"}') f, jsonb_array_elements(f.projects) p),
  '{free,paid,trial}', 'with all their projects, also those that the filter does not name'
);
select is(
  (select p - 'first_seen_at' - 'last_activity_at' from public.search_customers(tests.account_of('owner'), '{"search": "dan"}') f, jsonb_array_elements(f.projects) p),
  jsonb_build_object('project_id', tests.project_id('owner', 'B'), 'status', 'paid', 'params', '{"plan": "pro"}'::jsonb), 'each with its status and params'
);
select is((select projects from public.search_customers(tests.account_of('owner'), '{"search": "fay"}')), '[]', 'or an empty list');
