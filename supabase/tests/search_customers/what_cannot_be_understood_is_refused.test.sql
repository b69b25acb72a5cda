-- What cannot be understood is refused as the caller's mistake (22023), never guessed and never an error of ours.
select plan(89);
select tests.create_cast();
select tests.act_as('owner');

select throws_ok(
  format('select * from public.search_customers(%L, %L)', tests.account_of('owner'), filter), '22023', null, format('a filter: %s', filter)
)
from unnest(array[
  null, 'null', '[]', '"paid"', '5',
  '{"conditions": {}}', '{"conditions": null}', '{"conditions": "all"}', '{"conditions": 5}',
  '{"conditions": [null]}', '{"conditions": ["paid"]}', '{"conditions": [[]]}', '{"conditions": [{}]}',
  '{"conditions": [{"field": "shoe size", "operator": "is", "value": ["43"]}]}',
  '{"conditions": [{"field": "email", "operator": "is", "value": ["a"]}]}',
  '{"conditions": [{"operator": "is", "value": ["paid"]}]}',
  '{"conditions": [{"field": "status", "value": ["paid"]}]}',
  '{"conditions": [{"field": "status", "operator": "any_of", "value": ["paid"]}]}',
  '{"conditions": [{"field": "status", "operator": "is"}]}',
  '{"conditions": [{"field": "status", "operator": "is", "value": null}]}',
  '{"conditions": [{"field": "status", "operator": "is", "value": "paid"}]}',
  '{"conditions": [{"field": "status", "operator": "is", "value": [5]}]}',
  '{"conditions": [{"field": "status", "operator": "is", "value": [null]}]}',
  '{"conditions": [{"field": "status", "operator": "is", "value": ["gold"]}]}',
  '{"conditions": [{"field": "status", "operator": "is", "value": ["Paid"]}]}',
  '{"conditions": [{"field": "status", "operator": "is", "value": ["paid"], "project": "A"}]}',
  '{"conditions": [{"field": "status", "operator": "is", "value": ["paid"], "project": ""}]}',
  '{"conditions": [{"field": "status", "operator": "is", "value": ["paid"], "project": ["a"]}]}',
  '{"conditions": [{"field": "project", "operator": "is", "value": []}]}',
  '{"conditions": [{"field": "project", "operator": "any_of", "value": "a"}]}',
  '{"conditions": [{"field": "project", "operator": "any_of", "value": ["A"]}]}',
  '{"conditions": [{"field": "project", "operator": "all_of", "value": ["A"]}]}',
  '{"conditions": [{"field": "project", "operator": "none_of", "value": [null]}]}',
  '{"conditions": [{"field": "param", "operator": "is", "value": "pro"}]}',
  '{"conditions": [{"field": "param", "operator": "is", "key": null, "value": "pro"}]}',
  '{"conditions": [{"field": "param", "operator": "is", "key": "plan"}]}',
  '{"conditions": [{"field": "param", "operator": "above", "key": "plan", "value": 5}]}',
  '{"conditions": [{"field": "param", "operator": "is", "key": "plan", "value": "pro", "project": "A"}]}',
  '{"conditions": [{"field": "status", "operator": "is", "value": ["paid"], "projects": []}]}',
  '{"conditions": [{"field": "status", "operator": "is", "value": ["paid"], "scope": "most"}]}',
  '{"conditions": [{"field": "status", "operator": "is", "value": ["paid"], "scope": "project"}]}',
  '{"conditions": [{"field": "status", "operator": "is", "value": ["paid"], "scope": "all", "project": "00000000-0000-4000-8000-000000000000"}]}',
  '{"conditions": [{"field": "project_count", "operator": "is", "value": "2"}]}',
  '{"conditions": [{"field": "project_count", "operator": "above", "value": 2}]}',
  '{"conditions": [{"field": "last_activity", "operator": "in_last", "value": "7"}]}',
  '{"conditions": [{"field": "last_activity", "operator": "in_last", "value": -1}]}',
  '{"conditions": [{"field": "last_activity", "operator": "in_last", "value": 40000}]}',
  '{"conditions": [{"field": "first_seen", "operator": "before", "value": 7}]}',
  '{"conditions": [{"field": "first_seen", "operator": "between", "value": ["2026-01-01"]}]}',
  '{"conditions": [{"field": "first_seen", "operator": "between", "value": ["2026-02-30", "2026-03-01"]}]}',
  '{"conditions": [{"field": "name", "operator": "contains", "value": 5}]}',
  '{"conditions": [{"field": "name", "operator": "above", "value": "a"}]}',
  '{"conditions": [{"field": "param", "operator": "gt", "key": "mrr", "value": "20"}]}',
  '{"conditions": [{"field": "param", "operator": "before", "key": "trial_ends_at", "value": "soon"}]}',
  '{"conditions": [{"field": "param", "operator": "contains", "key": "plan", "value": 5}]}',
  '{"match": "some"}', '{"match": 5}', '{"search": 5}', '{"search": ["a"]}', '{"filters": []}'
]) filter;

select throws_ok(
  format('select public.count_customers(%L, %L)', tests.account_of('owner'), filter), '22023', null, format('counting by %s', filter)
)
from unnest(array[null, '[]', '{"conditions": [{}]}', '{"conditions": [{"field": "status", "operator": "is", "value": ["gold"]}]}']) filter;

select throws_ok(
  format('select * from public.search_customers(%L, sort => %L)', tests.account_of('owner'), sort), '22023',
  'Sort by last_activity_at, first_seen_at, email, name, project_count, param:<key> or param@<project>:<key>.', format('a sort: %s', sort)
)
from unnest(array[null, '', 'id', 'EMAIL', 'param:', 'paramXmrr', 'email; drop table customers']) sort;

select throws_ok(
  format('select * from public.search_customers(%L, sort => %L, cursor => %L)', tests.account_of('owner'), sort, cursor), '22023', null,
  format('a cursor: %s when sorted by %s', cursor, sort)
)
from (values
  ('email', '{}'), ('email', '"a"'), ('email', '[]'), ('email', '["a"]'), ('email', '["a", "b", "c"]'),
  ('email', '["a", "not an id"]'), ('email', '["a", null]'), ('email', '[5, "00000000-0000-4000-8000-000000000000"]'), ('email', '[null, "00000000-0000-4000-8000-000000000000"]'),
  ('last_activity_at', '["soon", "00000000-0000-4000-8000-000000000000"]'),
  ('last_activity_at', '[null, "00000000-0000-4000-8000-000000000000"]'),
  ('first_seen_at', '["2026-02-30", "00000000-0000-4000-8000-000000000000"]'),
  ('project_count', '["2", "00000000-0000-4000-8000-000000000000"]'),
  ('project_count', '[2.5, "00000000-0000-4000-8000-000000000000"]'),
  ('project_count', '[null, "00000000-0000-4000-8000-000000000000"]')
) as cursors (sort, cursor);

select throws_ok(
  format(
    'select * from public.search_customers(%L, %L)', tests.account_of('owner'),
    jsonb_build_object('conditions', array(select '{"field": "name", "operator": "is", "value": "a"}'::jsonb from generate_series(1, 21)))
  ),
  '22023', 'A filter has 20 conditions at most.', 'more conditions than a filter may have'
);

select is(
  (select count(*) from public.search_customers(tests.account_of('owner'), '{"conditions": []}', 'email', false, '["", "00000000-0000-4000-8000-000000000000"]')),
  1::bigint, 'what is well formed is taken'
);
select is(
  (select count(*) from public.search_customers(tests.account_of('owner'), '{}', 'name', false, '[null, "00000000-0000-4000-8000-000000000000"]')),
  1::bigint, 'also a cursor after somebody without a name'
);
