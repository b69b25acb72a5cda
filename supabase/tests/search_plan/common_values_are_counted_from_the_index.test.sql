select plan(6);
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
