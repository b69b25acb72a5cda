-- Five people, of whom each column tells another order.
select plan(12);
select tests.create_user('owner');
select tests.create_project_with_key('owner', project) from unnest('{A,B,C}'::text[]) project;
-- bob sent his number as a text, dan no number; eve is in no project.
select tests.identify(variadic array[
  tests.call(tests.key_hash('owner', 'A'), 'ada@example.com', '{"name": "Ada Lovelace", "params": {"mrr": 20}}'),
  tests.call(tests.key_hash('owner', 'B'), 'ada@example.com', '{"params": {"mrr": 9.5}}'),
  tests.call(tests.key_hash('owner', 'C'), 'ada@example.com'),
  tests.call(tests.key_hash('owner', 'A'), 'bob@example.com', '{"name": "Bob", "params": {"mrr": "20"}}'),
  tests.call(tests.key_hash('owner', 'B'), 'bob@example.com', '{"params": {"mrr": 40}}'),
  tests.call(tests.key_hash('owner', 'A'), 'cyd@example.com', '{"name": "Cyd 100%", "params": {"mrr": 0}}'),
  tests.call(tests.key_hash('owner', 'C'), 'dan@example.com')
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

select tests.act_as('owner');
create function pg_temp.sorted(sort text, descending boolean) returns text language plpgsql as $$
declare
  v_cursor jsonb;
  v_row record;
  v_found text := '';
begin
  -- One row a page: each cursor is put to use.
  loop
    select * into v_row from public.search_customers(tests.account_of('owner'), '{}', sort, descending, v_cursor, 1);
    exit when v_row.id is null;
    v_found := v_found || ' ' || left(v_row.email, 3);
    v_cursor := jsonb_build_array(v_row.sort_value, v_row.id);
  end loop;
  return btrim(v_found);
end
$$;
select is(pg_temp.sorted('email', false), 'ada bob cyd dan eve', 'sorted by email, page by page');
select is(pg_temp.sorted('last_activity_at', true), 'eve ada bob cyd dan', 'sorted by activity');
select is(pg_temp.sorted('first_seen_at', false), 'dan cyd bob ada eve', 'sorted by first seen');
select matches(pg_temp.sorted('name', false), '^(dan eve|eve dan) ada bob cyd$', 'sorted by name, the nameless first');
select matches(pg_temp.sorted('project_count', true), '^ada bob (cyd dan|dan cyd) eve$', 'sorted by the number of projects');
select matches(pg_temp.sorted('param:mrr', true), '^bob ada cyd (dan eve|eve dan)$', 'sorted by the sum of a param, those without it last');
select matches(pg_temp.sorted('param:mrr', false), '^cyd ada bob (dan eve|eve dan)$', 'also the other way round');
select matches(
  pg_temp.sorted(format('param@%s:mrr', tests.project_id('owner', 'B')), true), '^bob ada( cyd| dan| eve){3}$', 'sorted by a param of one project'
);
select matches(
  pg_temp.sorted(format('param@%s:mrr', tests.project_id('owner', 'A')), false), '^cyd (ada bob|bob ada)( dan| eve){2}$', 'whatever others say'
);
select is(
  (select sort_value from public.search_customers(tests.account_of('owner'), '{"search": "ada"}', format('param@%s:mrr', tests.project_id('owner', 'B')))),
  '9.5', 'and a row tells the number of that project'
);
select throws_ok(
  $$ select public.search_customers(tests.account_of('owner'), '{}', 'param@no-project:mrr') $$, '22023', null, 'a sort by what is no project is refused'
);
select is(
  (select sort_value from public.search_customers(tests.account_of('owner'), '{"search": "ada"}', 'param:mrr')), '29.5', 'a row tells its sum'
);
