-- Scopes, operators and "match any", on five people in three projects.
select plan(53);
select tests.create_user('owner');
select tests.create_project_with_key('owner', project) from unnest('{A,B,C}'::text[]) project;
select tests.identify(variadic array[
  tests.call(tests.key_hash('owner', 'A'), 'ada@example.com', '{"name": "Ada Lovelace", "status": "paid", "params": {"plan": "pro", "mrr": 20, "ends": "2026-05-01"}}'),
  tests.call(tests.key_hash('owner', 'B'), 'ada@example.com', '{"status": "paid", "params": {"plan": "basic", "mrr": 9.5}}'),
  tests.call(tests.key_hash('owner', 'C'), 'ada@example.com', '{"status": "paid", "params": {"plan": "Pro Max"}}'),
  tests.call(tests.key_hash('owner', 'A'), 'bob@example.com', '{"name": "Bob", "status": "trial", "params": {"plan": "pro", "mrr": "20", "ends": "2026-06-01T10:00:00Z"}}'),
  tests.call(tests.key_hash('owner', 'B'), 'bob@example.com', '{"status": "paid", "params": {"mrr": 40}}'),
  tests.call(tests.key_hash('owner', 'A'), 'cyd@example.com', '{"name": "Cyd 100%", "status": "churned", "params": {"mrr": 0, "on": "true"}}'),
  tests.call(tests.key_hash('owner', 'C'), 'dan@example.com', '{"status": "paid", "params": {"on": true, "seats": 5, "ends": "never"}}')
]);
insert into public.customers (account_id, email, first_seen_at) values (tests.account_of('owner'), 'eve@example.com', now());
insert into public.customer_activity (account_id, customer_id, last_activity_at)
values (tests.account_of('owner'), (tests.customer('owner', 'eve@example.com')).id, now());

-- ada was here 3 days ago, bob 10, cyd 40 and dan 100; each first seen as long before.
update public.customer_activity a set last_activity_at = now() - interval '1 day' * days
from (values ('ada', 3), ('bob', 10), ('cyd', 40), ('dan', 100)) as ages (who, days), public.customers c
where c.id = a.customer_id and c.email = who || '@example.com';
update public.customers c set first_seen_at = now() - interval '2 days' * days
from (values ('ada', 3), ('bob', 10), ('cyd', 40), ('dan', 100)) as ages (who, days) where c.email = who || '@example.com';
update public.customer_projects cp set last_activity_at = now() - interval '60 days', first_seen_at = '2026-01-15 23:59:59+00'
where cp.project_id = tests.project_id('owner', 'B') and cp.customer_id = (tests.customer('owner', 'ada@example.com')).id;

create function pg_temp.find(match text, variadic conditions jsonb[]) returns text language plpgsql as $$
declare
  v_filter jsonb := jsonb_build_object('match', match, 'conditions', to_jsonb(conditions));
  v_found text := (select string_agg(left(email, 3), ' ' order by email) from public.search_customers(tests.account_of('owner'), v_filter));
begin
  if cardinality(string_to_array(v_found, ' ')) is distinct from nullif(public.count_customers(tests.account_of('owner'), v_filter), 0) then
    return 'count_customers counts differently';
  end if;
  return v_found;
end
$$;
create function pg_temp.condition(field text, operator text, value jsonb, more jsonb default '{}', project text default null) returns jsonb language sql as $$
  select jsonb_build_object('field', field, 'operator', operator) || more
    || case when value is null then '{}' else jsonb_build_object('value', value) end
    || case when project is null then '{}' else jsonb_build_object('project', tests.project_id('owner', project)) end
$$;
create function pg_temp.where(field text, operator text, value jsonb default null, more jsonb default '{}', project text default null) returns text language sql as $$
  select pg_temp.find('all', pg_temp.condition(field, operator, value, more, project))
$$;

select tests.act_as('owner');

-- Scopes.
select is(pg_temp.where('status', 'is', '["paid"]', '{"scope": "any"}'), 'ada bob dan', 'a status in any project');
select is(pg_temp.where('status', 'is', '["paid"]', '{"scope": "all"}'), 'ada dan', 'a status in all of their projects, which somebody without any does not have');
select is(pg_temp.where('status', 'is', '["paid"]', '{"scope": "project"}', 'A'), 'ada', 'a status in one project');
select is(pg_temp.where('status', 'is_not', '["paid"]', '{"scope": "all"}'), 'bob cyd eve', 'not all of their projects have the status');
select is(pg_temp.where('param', 'is', '"pro"', '{"key": "plan", "scope": "any"}'), 'ada bob', 'a param in any project');
select is(pg_temp.where('param', 'is_set', null, '{"key": "plan", "scope": "all"}'), 'ada', 'a param in all of their projects');
select is(pg_temp.where('param', 'is', '"basic"', '{"key": "plan"}', 'B'), 'ada', 'a param in one project');

-- Number of projects.
select is(pg_temp.where('project_count', 'is', '3'), 'ada', 'in exactly so many projects');
select is(pg_temp.where('project_count', 'at_least', '2'), 'ada bob', 'in at least so many');
select is(pg_temp.where('project_count', 'at_most', '1'), 'cyd dan eve', 'in at most so many');
select is(pg_temp.where('project_count', 'is', '0'), 'eve', 'in none');

-- Times.
select is(pg_temp.where('last_activity', 'in_last', '30'), 'ada bob eve', 'active in the last 30 days');
select is(pg_temp.where('last_activity', 'more_than', '30'), 'cyd dan', 'active more than 30 days ago');
select is(pg_temp.where('last_activity', 'more_than', '30', '{}', 'B'), 'ada', 'in one project');
select is(pg_temp.where('last_activity', 'in_last', '30', '{}', 'B'), 'bob', 'and in the last days in one project');
select is(pg_temp.where('first_seen', 'in_last', '7'), 'ada eve', 'first seen in the last week');
select is(pg_temp.where('first_seen', 'more_than', '100'), 'dan', 'first seen long ago');
select is(pg_temp.where('first_seen', 'between', '["2026-01-15", "2026-01-15"]', '{}', 'B'), 'ada', 'a day has all its hours');
select is(pg_temp.where('first_seen', 'between', '["2026-01-16", "2026-01-17"]', '{}', 'B'), null, 'and none of the day before');
select is(pg_temp.where('first_seen', 'in_last', '0.5'), 'eve', 'half a day is a time too');

-- Names and emails.
select is(pg_temp.where('name', 'contains', '"LOVE"'), 'ada', 'part of a name, in any case');
select is(pg_temp.where('name', 'is', '"bob"'), 'bob', 'a whole name, in any case');
select is(pg_temp.where('name', 'is', '"ada"'), null, 'part of a name is not the whole');
select is(pg_temp.where('name', 'contains', '"%"'), 'cyd', 'a percent sign is a percent sign');
select is(pg_temp.where('name', 'contains', '"example"'), null, 'a name is not looked for in the email');
select is(pg_temp.where('email', 'contains', '"dan@"'), 'dan', 'part of an email');
select is(pg_temp.where('email', 'is', '"Dan@Example.com"'), 'dan', 'a whole email, in any case');
select is(pg_temp.where('email', 'contains', '"lovelace"'), null, 'an email is not looked for in the name');

-- Params.
select is(pg_temp.where('param', 'is', '20', '{"key": "mrr"}'), 'ada bob', 'a number is also found where it was sent as a text');
select is(pg_temp.where('param', 'is', '"20"', '{"key": "mrr"}'), 'ada bob', 'and the other way round');
select is(pg_temp.where('param', 'is', 'true', '{"key": "on"}'), 'cyd dan', 'as is true');
select is(pg_temp.where('param', 'is', '"true"', '{"key": "on"}'), 'cyd dan', 'whichever way');
select is(pg_temp.where('param', 'is_not', '"pro"', '{"key": "plan"}'), 'ada', 'another value in any project, where it has one');
select is(pg_temp.where('param', 'is_not', '"basic"', '{"key": "plan", "scope": "all"}'), null, 'another value in all of their projects');
select is(pg_temp.where('param', 'contains', '"PRO"', '{"key": "plan"}'), 'ada bob', 'part of a value, in any case');
select is(pg_temp.where('param', 'contains', '"max"', '{"key": "plan"}', 'C'), 'ada', 'in one project');
select is(pg_temp.where('param', 'gt', '20', '{"key": "mrr"}'), 'bob', 'more than a number');
select is(pg_temp.where('param', 'gte', '20', '{"key": "mrr"}'), 'ada bob', 'at least a number');
select is(pg_temp.where('param', 'lt', '9.5', '{"key": "mrr"}'), 'cyd', 'less than a number');
select is(pg_temp.where('param', 'lte', '9.5', '{"key": "mrr"}'), 'ada cyd', 'at most a number');
select is(pg_temp.where('param', 'gt', '20', '{"key": "mrr"}', 'A'), null, 'in one project');
select is(pg_temp.where('param', 'before', '"2026-06-01"', '{"key": "ends"}'), 'ada', 'before a day');
select is(pg_temp.where('param', 'after', '"2026-05-01"', '{"key": "ends"}'), 'bob', 'after a day, which has all its hours, and only where it is a date');
select is(pg_temp.where('param', 'is_set', null, '{"key": "mrr"}'), 'ada bob cyd', 'set in any project');
select is(pg_temp.where('param', 'is_not_set', null, '{"key": "mrr"}'), 'dan eve', 'set in none');
select is(pg_temp.where('param', 'is_not_set', null, '{"key": "mrr"}', 'B'), 'cyd dan eve', 'not set in one project');
select is(pg_temp.where('param', 'gt', '1', '{"key": "a \"b\" $.c"}'), null, 'a key of any characters is only a key');
select is(pg_temp.where('param', 'is', '"''; drop table customers; --"', '{"key": "''"}'), null, 'and a quote is a quote');

-- Match any.
select is(
  pg_temp.find('any', pg_temp.condition('status', 'is', '["churned"]'), pg_temp.condition('param', 'gt', '30', '{"key": "mrr"}')),
  'bob cyd', 'any of the conditions'
);
select is(
  pg_temp.find('all', pg_temp.condition('status', 'is', '["paid"]'), pg_temp.condition('param', 'gt', '30', '{"key": "mrr"}')),
  'bob', 'all of the conditions'
);
select is(
  (select string_agg(email, ' ') from public.search_customers(tests.account_of('owner'), jsonb_build_object(
    'search', 'ada', 'match', 'any', 'conditions', jsonb_build_array(pg_temp.condition('status', 'is', '["churned"]'), pg_temp.condition('status', 'is', '["paid"]'))
  ))),
  'ada@example.com', 'the search always counts'
);
select is(pg_temp.find('any', variadic '{}'), 'ada bob cyd dan eve', 'any of no conditions is everybody');
select is(
  pg_temp.find('all', pg_temp.condition('param', 'is', '"pro"', '{"key": "plan", "scope": "any"}'), pg_temp.condition('param', 'is', '"basic"', '{"key": "plan", "scope": "any"}')),
  'ada', 'one field may be asked about twice'
);
