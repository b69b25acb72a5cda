-- What a figure of the overview leads to: the people whose MRR changed so on those days.
select plan(9);
select tests.create_user('owner');
select tests.create_project_with_key('owner', project) from unnest('{A,B}'::text[]) project;
create function pg_temp.call(project text, day date, email text, status text, mrr numeric default null) returns text language sql as $$
  select tests.identify(tests.call(tests.key_hash('owner', project), email || '@example.com', jsonb_build_object(
    'status', status, 'params', jsonb_build_object('mrr', mrr), 'timestamp', day + time '12:00' at time zone 'UTC')))
$$;
select pg_temp.call('A', '2026-01-01', 'ann', 'paid', 5), pg_temp.call('A', '2026-01-10', 'ann', 'churned'), pg_temp.call('A', '2026-01-20', 'ann', 'paid', 5),
  pg_temp.call('A', '2026-01-02', 'bob', 'paid', 5), pg_temp.call('B', '2026-01-05', 'bob', 'paid', 9), pg_temp.call('B', '2026-02-01', 'bob', 'churned'),
  pg_temp.call('A', '2026-01-31', 'bob', 'paid', 8), pg_temp.call('A', '2026-01-05', 'cat', 'churned', 5);
create function pg_temp.where(operator text, value jsonb, project text default null) returns text language sql as $$
  select string_agg(left(found.email, 3), ' ' order by found.email) || ' ' || public.count_customers(tests.account_of('owner'), filter)
  from (select jsonb_build_object('conditions', jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
    'field', 'mrr_change', 'operator', operator, 'value', value, 'project', tests.project_id('owner', project))))) as filter) f,
    public.search_customers(tests.account_of('owner'), filter) found
  group by filter
$$;

select tests.act_as('owner');
select is(pg_temp.where('churn', '["2026-01-01", "2026-01-31"]'), 'ann 1', 'who churned on these days, and came churned on none');
select is(pg_temp.where('churn', '["2026-02-01", "2026-02-01"]'), 'bob 1', 'both days are in it');
select is(pg_temp.where('churn', '["2026-02-01", "2026-02-28"]', 'A'), null, 'or in one project');
select is(pg_temp.where('new', '["2026-01-01", "2026-01-31"]'), 'ann bob 2', 'who is new in two projects is there once');
select is(pg_temp.where('reactivation', '["2026-01-01", "2026-01-31"]'), 'ann 1', 'who came back');
select is(pg_temp.where('expansion', '["2026-01-01", "2026-01-31"]', 'A'), 'bob 1', 'and who pays more');
select is(pg_temp.where('contraction', '["2026-01-01", "2026-12-31"]'), null, 'nobody pays less');
select throws_ok($$ select pg_temp.where('is', '["2026-01-01", "2026-01-31"]') $$, '22023', null, 'another operator is refused');
select throws_ok($$ select pg_temp.where('new', '["2026-01-01"]') $$, '22023', null, 'as is one day alone');
