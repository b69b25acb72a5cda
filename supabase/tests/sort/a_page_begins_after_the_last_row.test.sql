-- Pages by keyset: each begins after the last row of the one before.
select plan(59);
select tests.create_user('owner');
select tests.create_project_with_key('owner', 'A');

-- 40 people; times, names and the case of names repeat, some have no name, one an odd name.
insert into public.customers (account_id, email, name, first_seen_at)
select tests.account_of('owner'), format('person-%s@example.com', i * 17 % 40),
  case when i % 3 > 0 then (array['Ada', 'ada', 'Öl', 'o''k "%L" \', 'Zoë'])[1 + i % 5] end, now() - (i % 6) * interval '1.000001 days'
from generate_series(1, 40) i;
insert into public.customer_activity (account_id, customer_id, last_activity_at)
select account_id, id, now() - (row_number() over (order by email) % 4) * interval '1.000001 hours' from public.customers;

create function pg_temp.walk(sort text, descending boolean, page_size integer, filter jsonb default '{}') returns uuid[] language plpgsql as $$
declare
  v_cursor jsonb;
  v_page record;
  v_ids uuid[] := '{}';
begin
  for i in 1..100 loop
    select array_agg(p.id order by p.position) as ids, (array_agg(to_jsonb(p) order by p.position desc))[1] as last into v_page
    from public.search_customers(tests.account_of('owner'), filter, sort, descending, v_cursor, page_size)
      with ordinality p (id, email, name, first_seen_at, last_activity_at, projects, sort_value, tags, position);
    exit when v_page.ids is null;
    v_ids := v_ids || v_page.ids;
    v_cursor := jsonb_build_array(v_page.last -> sort, v_page.last -> 'id');
  end loop;
  return v_ids;
end
$$;
create temp table orders as
select sort, descending, sort || case when descending then ', downward' else ', upward' end as name
from unnest('{last_activity_at,first_seen_at,email,name}'::text[]) sort, unnest('{t,f}'::boolean[]) descending;
create temp table people as
select c.*, a.last_activity_at from public.customers c join public.customer_activity a on a.customer_id = c.id;
grant select on orders, people to public;
create function pg_temp.expected(sort text, descending boolean) returns uuid[] language plpgsql as $$
declare
  v_ids uuid[];
begin
  execute format(
    'select array_agg(id order by %s %s, id %2$s) from people',
    case sort when 'name' then 'lower(coalesce(name, ''''))' else sort end, case when descending then 'desc' else 'asc' end
  ) into v_ids;
  return v_ids;
end
$$;

select tests.act_as('owner');
select is(pg_temp.walk(sort, descending, 200), pg_temp.expected(sort, descending), name || ': sorted, equal values by id') from orders;
select is(pg_temp.walk(sort, descending, 3), pg_temp.expected(sort, descending), name || ': pages of 3 have everybody once') from orders;
select is(pg_temp.walk(sort, descending, 1), pg_temp.expected(sort, descending), name || ': pages of 1 too') from orders;
select is(
  pg_temp.walk('name', false, 2, '{"search": "ad"}'), array(select id from people where lower(name) = 'ada' order by id), 'a filter holds on every page'
);

-- A filter that holds for everybody, on pages that are walked to, then fetched, then walked on to.
create function pg_temp.pages_of_3() returns setof text language sql as $$
  select is(pg_temp.walk(sort, descending, 3, '{"search": "person"}'), pg_temp.expected(sort, descending), name || ': filtered') from orders
$$;
select pg_temp.pages_of_3();
select tests.act_as_superuser();
create or replace function private.max_walked() returns integer language sql immutable set search_path = '' as 'select 2';
select tests.act_as('owner');
select pg_temp.pages_of_3();
select tests.act_as_superuser();
create or replace function private.max_fetched() returns integer language sql immutable set search_path = '' as 'select 0';
select tests.act_as('owner');
select pg_temp.pages_of_3();

-- The list may change between two pages.
select is(pg_temp.walk('email', false, 200), array(select id from people order by email), 'forty people');
create temp table page as
select * from public.search_customers(tests.account_of('owner'), '{}', 'email', false, null, 10) with ordinality p (id, email, name, first_seen_at, last_activity_at, projects, sort_value, tags, position);
grant select on page to public;
select tests.act_as_superuser();
delete from public.customers where id in (select id from page where position in (2, 10));
insert into public.customers (account_id, email, first_seen_at) values (tests.account_of('owner'), 'aaa@example.com', now());
insert into public.customer_activity (account_id, customer_id, last_activity_at) values (tests.account_of('owner'), (tests.customer('owner', 'aaa@example.com')).id, now());
select tests.act_as('owner');
select is(
  array(select id from public.search_customers(
    tests.account_of('owner'), '{}', 'email', false, (select jsonb_build_array(email, id) from page where position = 10), 200
  )),
  array(select id from people order by email offset 10),
  'a page goes on after the last row of the one before, though rows came and that row went'
);

-- Defaults and bounds.
select is(
  (select array_agg(id) from public.search_customers(tests.account_of('owner'))),
  (select array_agg(id) from public.search_customers(tests.account_of('owner'), '{}', 'last_activity_at', true, null, 50)),
  'by default the last active come first'
);
select tests.act_as_superuser();
insert into public.customers (account_id, email, first_seen_at) select tests.account_of('owner'), format('more-%s@example.com', i), now() from generate_series(1, 1000) i;
insert into public.customer_activity (account_id, customer_id, last_activity_at) select account_id, id, now() from public.customers where email like 'more-%';
select tests.act_as('owner');
create function pg_temp.rows(page_size integer) returns bigint language sql as $$
  select count(*) from public.search_customers(tests.account_of('owner'), '{}', 'email', true, null, page_size)
$$;
select is((select count(*) from public.search_customers(tests.account_of('owner'))), 50::bigint, 'fifty on a page');
select is(pg_temp.rows(null), 50::bigint, 'also when no size is given');
select is(pg_temp.rows(1000), 1000::bigint, 'at most 1,000');
select is(pg_temp.rows(1001), 1000::bigint, 'whatever is asked for');
select is(pg_temp.rows(1), 1::bigint, 'and at least one');
select is(pg_temp.rows(0) + pg_temp.rows(-5), 2::bigint, 'whatever is asked for');
select is((select count(*) from public.search_customers(tests.account_of('owner'), cursor => 'null')), 50::bigint, 'a cursor that is null is the first page');
