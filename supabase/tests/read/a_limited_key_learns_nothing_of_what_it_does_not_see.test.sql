-- Two accounts that differ only in what is hidden from a key are asked the same, at random. The same account is asked by a key that is
-- limited to all there is: it finds whom the dashboard finds.
select plan(11);
select tests.create_cast();
select setseed(0.5);
-- Stated here, as many rows at once make the planner count on none.
set local enable_seqscan = off;

create function pg_temp.number(n integer) returns uuid language sql immutable as $$ select lpad(n::text, 32, '0')::uuid $$;
create temp table twins as select nick, tests.account_of(nick) as account_id from unnest('{owner,stranger}'::text[]) nick;
delete from public.customers where account_id in (select account_id from twins);
-- 1 and 2 are seen, 3 and 4 are hidden.
insert into public.projects (account_id, id, name, color, created_at)
select account_id, pg_temp.number(n), 'Product ' || n, 'blue', '2024-01-01' from twins, generate_series(1, 4) n where n < 4 or nick = 'owner';
create temp table seen as
select n, 1 + n % 2 as project, (enum_range(null::public.customer_status))[1 + n % 4] as status,
  jsonb_build_object('plan', 'p' || n % 3, 'mrr', n % 7, 'trial_ends_at', current_date + n % 9) as params,
  date_trunc('hour', now()) - interval '1 day' * (n % 50) - interval '1 hour' as last_at
from generate_series(1, 60) n;
-- 61 to 80 are in hidden products only.
insert into public.customers (account_id, id, email, name, first_seen_at)
select account_id, pg_temp.number(n), format('p%s@example.com', n), 'Person ' || n % 10, now() - interval '1 day' * (60 + random() * 50)
from twins, generate_series(1, 80) n where n <= 60 or nick = 'owner' or n % 2 = 0;
insert into public.customer_activity (account_id, customer_id, last_activity_at)
select account_id, id, first_seen_at from public.customers where account_id in (select account_id from twins);
insert into public.customer_projects (account_id, customer_id, project_id, status, status_at, params, params_at, first_seen_at, last_activity_at)
select account_id, pg_temp.number(n), pg_temp.number(project), status, last_at, params, '{}'::jsonb, last_at - interval '60 days', last_at from twins, seen
union all
select account_id, c.id, pg_temp.number(hidden), (enum_range(null::public.customer_status))[1 + floor(random() * 4)::integer], now(),
  jsonb_build_object('plan', 'p' || floor(random() * 3), 'mrr', floor(random() * 100), 'secret', nick), '{}', c.first_seen_at, now() - interval '1 minute' * random() * 9999
from twins join public.customers c using (account_id), generate_series(3, 4) hidden
where (hidden = 3 or nick = 'owner') and (random() < 0.5 or c.id > pg_temp.number(60));
update public.customer_activity a set last_activity_at = (
  select max(cp.last_activity_at) from public.customer_projects cp where cp.account_id = a.account_id and cp.customer_id = a.customer_id
) where a.account_id in (select account_id from twins);
update public.customers c set first_seen_at = (
  select min(cp.first_seen_at) from public.customer_projects cp where cp.account_id = c.account_id and cp.customer_id = c.id
) where c.account_id in (select account_id from twins);
insert into public.customer_tags (account_id, customer_id, tag)
select account_id, c.id, 'of ' || nick from twins join public.customers c using (account_id) where random() < 0.5;
insert into public.read_keys (account_id, name, project_ids, hash, hint)
select account_id, name, array(select pg_temp.number(n) from generate_series(1, last) n), decode(tests.read_key_hash(nick, name), 'hex'), 'test'
from twins, (values ('seen', 2), ('every', 4)) k (name, last);

create temp table parts (condition jsonb);
insert into parts
select jsonb_strip_nulls(jsonb_build_object('field', field, 'operator', operator, 'value', value::jsonb, 'key', key) || place)
from (values
  ('status', 'is', '["paid"]', null), ('status', 'is', '["trial", "churned"]', null), ('status', 'is_not', '["free"]', null),
  ('param', 'is', '"p1"', 'plan'), ('param', 'gt', '3', 'mrr'), ('param', 'is_set', null, 'secret'), ('param', 'is', '"owner"', 'secret'),
  ('param', 'is_not_set', null, 'secret'), ('last_activity', 'in_last', '7', null), ('last_activity', 'more_than', '3', null),
  ('first_seen', 'in_last', '80', null), ('import', 'is', format('%I', pg_temp.number(9)), null), ('mrr_change', 'new', '["2000-01-01", "2100-01-01"]', null)
) c (field, operator, value, key)
cross join (
  values ('{}'::jsonb), ('{"scope": "any"}'), ('{"scope": "all"}'),
    (jsonb_build_object('project', pg_temp.number(1))), (jsonb_build_object('project', pg_temp.number(3)))
) p (place)
where place = '{}' or field in ('status', 'param') or place ? 'project'
union all
select jsonb_build_object('field', 'project', 'operator', operator, 'value', jsonb_build_array(pg_temp.number(n)))
from unnest('{any_of,all_of,none_of}'::text[]) operator, unnest('{1,3,4}'::integer[]) n
union all
select jsonb_build_object('field', 'project_count', 'operator', 'at_least', 'value', n) from generate_series(1, 3) n
union all
select jsonb_build_object('field', field, 'operator', 'contains', 'value', value)
from (values ('email', 'p6'), ('name', 'son 3')) v (field, value);

create temp table asked as
select n, jsonb_build_object(
  'filter', jsonb_build_object(
    'search', case when n % 9 = 0 then 'person ' || n % 10 else '' end, 'match', case when random() < 0.3 then 'any' else 'all' end,
    'conditions', coalesce((select jsonb_agg(condition) from (select condition from parts order by random() + n * 0 limit n % 4) p), '[]')
  ),
  'sort', (
    '{last_activity_at,first_seen_at,email,name,project_count,param:mrr,param:secret}'::text[]
    || format('param@%s:mrr', pg_temp.number(1)) || format('param@%s:mrr', pg_temp.number(3))
  )[1 + n % 9],
  'descending', random() < 0.5, 'limit', 1 + n % 9, 'count', n % 4 = 0
) as question
from generate_series(1, 500) n;

create temp table answered (n integer, owner jsonb, stranger jsonb);
create function pg_temp.ask(first integer, last integer) returns void language sql as $$
  truncate answered;
  insert into answered
  select n, read.customers(tests.read_key_hash('owner', 'seen'), question), read.customers(tests.read_key_hash('stranger', 'seen'), question) from asked where n between first and last;
  -- And the page after each.
  insert into answered
  select n, read.customers(tests.read_key_hash('owner', 'seen'), q), read.customers(tests.read_key_hash('stranger', 'seen'), q)
  from (select n, question || jsonb_build_object('cursor', owner #>> '{rows,-1,cursor}') as q from asked join answered using (n) where owner #> '{rows,0}' is not null and n % 5 = 0) next
$$;
select pg_temp.ask(1, 500);

select is((select count(*) from answered where owner::text <> stranger::text), 0::bigint, 'no filter, sort, search, count or page tells of a hidden product');
select ok(
  (select count(*) > 200 and bool_or((owner ->> 'count')::integer between 1 and 59) and bool_and(coalesce((owner ->> 'count')::integer, 0) <= 60)
   from answered where owner #> '{rows,0}' is not null), 'while many of them find some people, and none finds more than the 60'
);
select is((select count(*) from answered where owner::text ~ 'secret|of owner|Product [34]'), 0::bigint, 'and no answer names what is hidden');
select is(
  (select string_agg(read.customer(tests.read_key_hash('owner', 'seen'), null, format('p%s@example.com', n))::text, '' order by n) from generate_series(1, 81) n),
  (select string_agg(read.customer(tests.read_key_hash('stranger', 'seen'), null, format('p%s@example.com', n))::text, '' order by n) from generate_series(1, 81) n),
  'nor does any person, whether they are only in hidden products or nowhere'
);
select is(
  (read.projects(tests.read_key_hash('owner', 'seen')) || read.overview(tests.read_key_hash('owner', 'seen')) - 'counted_at')::text,
  (read.projects(tests.read_key_hash('stranger', 'seen')) || read.overview(tests.read_key_hash('stranger', 'seen')) - 'counted_at')::text,
  'nor the projects or the figures of the overview'
);
savepoint s;
alter policy "a limited key reads badges of its projects" on public.customer_projects using (account_id = (select private.limited_account()));
select pg_temp.ask(1, 40);
select ok((select count(*) > 10 from answered where owner::text <> stranger::text), 'a policy that showed more would be seen');
rollback to s;

create function pg_temp.ids(answer jsonb) returns jsonb language sql immutable as $$ select jsonb_path_query_array(answer, '$.rows[*].customer.id') $$;
create temp table both_ways as
select n, pg_temp.ids(read.customers(tests.read_key_hash('owner', 'every'), question)) as limited, pg_temp.ids(read.customers(tests.read_key_hash('owner'), question)) as whole,
  question
from asked where n <= 60;
grant select on both_ways to public;
select is((select count(*) from both_ways where limited <> whole), 0::bigint, 'a key that is limited to all projects finds whom a key of the account finds');
select tests.act_as('owner');
select is(
  (
    select count(*) from both_ways b where b.whole <> (
      select coalesce(jsonb_agg(c.id), '[]') from public.search_customers(
        tests.account_of('owner'), b.question -> 'filter', b.question ->> 'sort', (b.question ->> 'descending')::boolean, null, (b.question ->> 'limit')::integer
      ) c
    )
  ), 0::bigint, 'and both find whom the dashboard finds, in its order'
);

-- 60 people are all looked at. Now few are, in the order of all projects, which is not that of those that are seen.
select tests.act_as_superuser();
create temp table pages as
select n, question, read.customers(tests.read_key_hash('owner', 'seen'), question) as answer from asked where n <= 40
union all
select n, q, read.customers(tests.read_key_hash('owner', 'seen'), q)
from answered join asked using (n), lateral (select question || jsonb_build_object('cursor', owner #>> '{rows,-1,cursor}') as q) next
where n <= 30 and owner #> '{rows,0}' is not null;
create or replace function private.max_walked() returns integer language sql immutable set search_path = '' as 'select 3';
create or replace function private.max_fetched() returns integer language sql immutable set search_path = '' as 'select 9';
select cmp_ok((select count(*) from pages where question ->> 'cursor' is not null), '>', 15::bigint, 'first pages and later ones');
select is(
  (select count(*) from pages where read.customers(tests.read_key_hash('owner', 'seen'), question) <> answer), 0::bigint,
  'are the same whether some are looked at, candidates are fetched or everybody is read'
);
create or replace function private.max_fetched() returns integer language sql immutable set search_path = '' as 'select 50';
select is(
  (select (read.customers(tests.read_key_hash('owner', 'seen'), question || jsonb_build_object(
    'filter', '{"search": "", "match": "all", "conditions": [{"field": "project_count", "operator": "is", "value": 1}]}'::jsonb, 'count', true
  )) ->> 'count')::integer from asked where n = 1), 60, 'who is in hidden products too is not left out of those with one product'
);
