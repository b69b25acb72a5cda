-- Conditions on statuses and params that name no place are about one project, which must meet all of them.
select plan(15);
select tests.create_user('owner');
select tests.create_project_with_key('owner', project) from unnest('{A,B}'::text[]) project;
-- ada pays for pro; bob is on pro and pays for another product; cyd pays for both, pro in one; dan is churned from pro and free elsewhere.
select tests.identify(variadic array[
  tests.call(tests.key_hash('owner', 'A'), 'ada@example.com', '{"status": "paid", "params": {"plan": "pro", "mrr": 29}}'),
  tests.call(tests.key_hash('owner', 'A'), 'bob@example.com', '{"status": "trial", "params": {"plan": "pro"}}'),
  tests.call(tests.key_hash('owner', 'B'), 'bob@example.com', '{"status": "paid", "params": {"plan": "hobby", "mrr": 90}}'),
  tests.call(tests.key_hash('owner', 'A'), 'cyd@example.com', '{"status": "paid", "params": {"plan": "hobby", "mrr": 90}}'),
  tests.call(tests.key_hash('owner', 'B'), 'cyd@example.com', '{"status": "paid", "params": {"plan": "pro", "mrr": 29}}'),
  tests.call(tests.key_hash('owner', 'A'), 'dan@example.com', '{"status": "churned", "params": {"plan": "pro"}}'),
  tests.call(tests.key_hash('owner', 'B'), 'dan@example.com', '{"status": "free"}')
]);
insert into public.customer_tags (account_id, customer_id, tag)
select account_id, id, 'vip' from public.customers where email in ('bob@example.com', 'cyd@example.com');

create function pg_temp.find(conditions jsonb, match text default 'all') returns text language plpgsql as $$
declare
  v_filter jsonb := jsonb_build_object('match', match, 'conditions', conditions);
  v_found text := (select string_agg(left(email, 3), ' ' order by email) from public.search_customers(tests.account_of('owner'), v_filter));
begin
  if cardinality(string_to_array(v_found, ' ')) is distinct from nullif(public.count_customers(tests.account_of('owner'), v_filter), 0) then
    return 'count_customers counts differently';
  end if;
  return v_found;
end
$$;
create function pg_temp.status(operator text, status text, more jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_array(jsonb_build_object('field', 'status', 'operator', operator, 'value', jsonb_build_array(status)) || more)
$$;
create function pg_temp.param(key text, operator text, value jsonb default null, more jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_array(jsonb_strip_nulls(jsonb_build_object('field', 'param', 'key', key, 'operator', operator, 'value', value)) || more)
$$;
select tests.act_as('owner');

select is(pg_temp.find(pg_temp.status('is', 'paid') || pg_temp.param('plan', 'is', '"pro"')), 'ada cyd', 'who pays for pro');
select is(
  pg_temp.find(pg_temp.status('is', 'paid', '{"scope": "any"}') || pg_temp.param('plan', 'is', '"pro"', '{"scope": "any"}')),
  'ada bob cyd', 'who pays and is on pro, each in any project'
);
select is(
  pg_temp.find(pg_temp.status('is', 'paid', '{"scope": "any"}') || pg_temp.param('plan', 'is', '"pro"')),
  'ada bob cyd', 'one that says so itself is of any project, and leaves the other alone'
);
select is(
  pg_temp.find(pg_temp.status('is', 'paid') || pg_temp.param('plan', 'is', '"pro"') || pg_temp.param('mrr', 'gt', '50')),
  null, 'three are about one project too'
);
select is(
  pg_temp.find(pg_temp.status('is', 'paid') || pg_temp.param('plan', 'is', '"pro"') || pg_temp.param('mrr', 'gt', '50', '{"scope": "any"}')),
  'cyd', 'and one of any project stands beside them'
);
select is(
  pg_temp.find(pg_temp.status('is', 'paid') || '[{"field": "tag", "operator": "any_of", "value": ["vip"]}]' || pg_temp.param('plan', 'is', '"pro"')),
  'cyd', 'whatever stands between them'
);
select is(
  pg_temp.find(pg_temp.status('is', 'paid') || pg_temp.param('plan', 'is', '"pro"', jsonb_build_object('project', tests.project_id('owner', 'A')))),
  'ada bob', 'one that names a project leaves the other alone'
);
select is(pg_temp.find(pg_temp.param('plan', 'is', '"pro"') || pg_temp.status('is_not', 'paid')), 'bob dan', 'who is on pro without paying for it');
select is(pg_temp.find(pg_temp.status('is_not', 'paid')), 'dan', 'is_not alone is about every project');
select is(
  pg_temp.find(pg_temp.param('plan', 'is', '"pro"') || pg_temp.status('is_not', 'paid', '{"scope": "any"}')), 'dan', 'and with any beside another'
);
select is(pg_temp.find(pg_temp.status('is', 'free') || pg_temp.param('plan', 'is_not_set')), 'dan', 'a param that is not set in the project of the status');
select is(pg_temp.find(pg_temp.status('is_not', 'paid') || pg_temp.param('mrr', 'is_not_set')), 'bob dan', 'opposites alone are about one project as well');
select is(pg_temp.find(pg_temp.status('is_not', 'paid') || pg_temp.status('is_not', 'paid')), 'dan', 'one condition said twice is one');
select is(
  pg_temp.find(pg_temp.status('is', 'trial') || pg_temp.param('mrr', 'gt', '50'), 'any'), 'bob cyd', 'any of several is asked of any project'
);
select is(pg_temp.find(pg_temp.status('is', 'paid') || pg_temp.status('is', 'trial')), null, 'a project has one status');
