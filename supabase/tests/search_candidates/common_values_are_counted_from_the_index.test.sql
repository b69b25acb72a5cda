select plan(10);
select tests.create_cast();

create function pg_temp.ids(people integer, rows_each integer) returns text language sql as $$
  select format('select i %% %s as id from generate_series(1, %s) i', people, people * rows_each)
$$;
select is(private.count_some(pg_temp.ids(9, 2), 10), 9, 'people with several rows count once');
select is(private.count_some(pg_temp.ids(20, 1), 10), 10, 'counting stops at the limit');
select is(private.count_some(pg_temp.ids(4, 50), 10), null, 'rows of few people do not say how many more there are');

create function pg_temp.finds(conditions jsonb) returns boolean language sql as $$
  select private.exact_candidates(tests.account_of('owner'), jsonb_build_object('conditions', conditions)) is not null
$$;
select is(pg_temp.finds('[{"field": "param", "operator": "is", "key": "plan", "value": "pro"}]'), true, 'an index finds just those with a value');
select is(
  pg_temp.finds('[{"field": "param", "operator": "is", "key": "plan", "value": "pro"}, {"field": "status", "operator": "is", "value": ["paid"]}]'),
  true, 'and with several in the same project'
);
select is(
  (select count(*) from unnest(array[
    '[{"field": "param", "operator": "is", "key": "plan", "value": "pro", "scope": "all"}]',
    '[{"field": "param", "operator": "is_not", "key": "plan", "value": "pro"}]',
    '[{"field": "param", "operator": "is", "key": "plan", "value": "pro"}, {"field": "name", "operator": "contains", "value": "a"}]',
    '[]'
  ]::jsonb[]) conditions where pg_temp.finds(conditions)),
  0::bigint, 'but not what asks for more'
);

-- What nearly everybody has is counted one person after the other. A came last; B, C and D have no plan.
select tests.act_as_superuser();
delete from public.customers where account_id = tests.account_of('owner');
create or replace function private.max_walked() returns integer language sql immutable set search_path = '' as 'select 4';
select tests.identify(variadic array(
  select tests.call(tests.key_hash('owner', 'A'), chr(96 + i) || '@example.com', jsonb_build_object(
    'age_ms', i * 60000, 'params', case when i between 2 and 4 then '{}'::jsonb else '{"plan": "pro"}' end
  )) from generate_series(1, 20) i
));
create function pg_temp.walked(max_count integer, one_in integer, plan text default 'pro') returns integer language sql as $$
  select private.count_walked(tests.account_of('owner'), private.customer_filter(
    tests.account_of('owner'), jsonb_build_object('conditions', jsonb_build_array(
      jsonb_build_object('field', 'param', 'operator', 'is', 'key', 'plan', 'value', plan)
    ))
  ), max_count, one_in)
$$;
select is(pg_temp.walked(100, 4), 17, 'whoever matches is counted, when one in four of the first do');
select is(pg_temp.walked(9, 4), 9, 'up to the limit');
select is(pg_temp.walked(100, 3), null, 'but not when fewer of the first match than an index is quicker for');
select is(pg_temp.walked(100, 4, 'none'), null, 'nor when none of them does');
