-- A filter or a sort by team.seats finds {"team": {"seats": 3}}, and {"team.seats": 3} before it.
select plan(14);
select tests.create_user('owner');
select tests.create_project_with_key('owner', project) from unnest('{A,B}'::text[]) project;
select tests.identify(variadic array[
  tests.call(tests.key_hash('owner', 'A'), 'ada@example.com', '{"params": {"team": {"seats": 3, "name": "Red Crew", "until": "2026-05-01", "a.b": 1}}}'),
  tests.call(tests.key_hash('owner', 'A'), 'bob@example.com', '{"params": {"team": {"seats": "12", "plan": {"name": "pro"}}}}'),
  tests.call(tests.key_hash('owner', 'A'), 'cyd@example.com', '{"params": {"team.seats": 7, "team": {"seats": 1}}}'),
  tests.call(tests.key_hash('owner', 'B'), 'dan@example.com', '{"status": "paid", "params": {"team": "seats"}}'),
  tests.call(tests.key_hash('owner', 'B'), 'eve@example.com', '{"status": "paid", "params": {"seats": 9, "team": {"seats": 5}}}')
]);
create function pg_temp.where(key text, operator text, value jsonb default null, more jsonb default '[]') returns text language sql as $$
  select string_agg(left(email, 3), ' ' order by email)
  from public.search_customers(tests.account_of('owner'), jsonb_build_object('conditions', jsonb_build_array(
    jsonb_strip_nulls(jsonb_build_object('field', 'param', 'key', key, 'operator', operator, 'value', value))
  ) || more))
$$;
select tests.act_as('owner');

select is(pg_temp.where('team.seats', 'gt', '3'), 'bob cyd eve', 'more than a number');
select is(pg_temp.where('team.seats', 'lte', '3'), 'ada', 'a key that has the dot itself comes first');
select is(pg_temp.where('team.seats', 'is', '12'), 'bob', 'a number that is text');
select is(pg_temp.where('team.seats', 'is', '7'), 'cyd', 'the whole key');
select is(pg_temp.where('team.seats', 'is', '1'), null, 'and not what it hides');
select is(pg_temp.where('team.seats', 'is_not', '3'), 'bob cyd eve', 'another value');
select is(pg_temp.where('team.seats', 'is_set'), 'ada bob cyd eve', 'set');
select is(pg_temp.where('team.seats', 'is_not_set'), 'dan', 'not set');
select is(pg_temp.where('team.name', 'contains', '"crew"'), 'ada', 'part of a text');
select is(pg_temp.where('team.until', 'before', '"2026-06-01"'), 'ada', 'a date');
select is(pg_temp.where('team.plan.name', 'is', '"pro"'), 'bob', 'each dot leads one level down');
select is(
  pg_temp.where('team.seats', 'gt', '3', '[{"field": "status", "operator": "is", "value": ["paid"]}]'), 'eve', 'in the project of a status'
);
select is(pg_temp.where('..', 'is_set'), null, 'dots alone lead nowhere');
select results_eq(
  $$ select left(email, 3) from public.search_customers(tests.account_of('owner'), sort => 'param:team.seats') $$,
  $$ values ('bob'), ('cyd'), ('eve'), ('ada'), ('dan') $$,
  'and customers are sorted by it'
);
