-- Two accounts that differ only in the addresses of their people are asked the same, by keys that hide these.
select plan(7);
select tests.create_cast();
select setseed(0.5);
set local enable_seqscan = off;

create function pg_temp.number(n integer) returns uuid language sql immutable as $$ select lpad(n::text, 32, '0')::uuid $$;
create temp table twins as select nick, tests.account_of(nick) as account_id from unnest('{owner,stranger}'::text[]) nick;
delete from public.customers where account_id in (select account_id from twins);
insert into public.projects (account_id, id, name, color, created_at)
select account_id, pg_temp.number(n), 'Product ' || n, 'blue', '2024-01-01' from twins, generate_series(1, 2) n;
insert into public.customers (account_id, id, email, name, first_seen_at)
select account_id, pg_temp.number(n),
  case nick when 'owner' then format('p%s@example.com', n) else format('q%s@example.org', 40 - n) end, 'Person ' || n % 10, '2024-01-01'
from twins, generate_series(1, 30) n;
insert into public.customer_activity (account_id, customer_id, last_activity_at)
select account_id, id, first_seen_at from public.customers where account_id in (select account_id from twins);
insert into public.customer_projects (account_id, customer_id, project_id, status, status_at, params, params_at, first_seen_at, last_activity_at)
select account_id, pg_temp.number(n), pg_temp.number(1 + n % 2), (enum_range(null::public.customer_status))[1 + n % 4], '2024-01-02',
  jsonb_build_object('mrr', n % 7), '{}', '2024-01-01', '2024-01-02'
from twins, generate_series(1, 30) n;
update public.status_changes set position = '3' where account_id in (select account_id from twins);
insert into public.read_keys (account_id, name, project_ids, hide_emails, hash, hint)
select account_id, name, project_ids, true, decode(tests.read_key_hash(nick, name), 'hex'), 'test'
from twins, (values ('hidden', null::uuid[]), ('hidden here', array[pg_temp.number(1)])) k (name, project_ids);

create temp table parts as
select jsonb_build_object('field', field, 'operator', operator, 'value', value) as condition
from (values
  ('status', 'is', '["paid"]'::jsonb), ('status', 'is_not', '["free"]'), ('name', 'contains', '"son 3"'), ('name', 'contains', '"p3@example.com"'),
  ('name', 'is', '"Person 4"'), ('email', 'contains', '"p3"'), ('email', 'is', '"p3@example.com"')
) c (field, operator, value);
create temp table asked as
select n, jsonb_build_object(
  'filter', jsonb_build_object(
    'search', (array['', '', '', 'p3', 'person 3'])[1 + n % 5], 'match', case when random() < 0.3 then 'any' else 'all' end,
    'conditions', coalesce((select jsonb_agg(condition) from (select condition from parts order by random() + n * 0 limit n % 3) p), '[]')
  ),
  'sort', ('{last_activity_at,name,email,param:mrr}'::text[])[1 + n % 4], 'descending', random() < 0.5, 'limit', 1 + n % 9, 'count', n % 2 = 0
) as question
from generate_series(1, 120) n;

/* What a key is answered, or why not. */
create function pg_temp.ask(nick text, key text, asked jsonb) returns text language plpgsql as $$
begin
  return read.customers(tests.read_key_hash(nick, key), asked)::text;
exception
  when others then return sqlstate || ' ' || sqlerrm;
end
$$;
create function pg_temp.look_up(nick text, email text) returns text language plpgsql as $$
begin
  return read.customer(tests.read_key_hash(nick, 'hidden'), null, email)::text;
exception
  when others then return sqlstate || ' ' || sqlerrm;
end
$$;
create temp table answered as
select key, n, pg_temp.ask('owner', key, question) as owner, pg_temp.ask('stranger', key, question) as stranger
from asked, unnest('{hidden,hidden here}'::text[]) key;

select is((select count(*) from answered where owner <> stranger), 0::bigint, 'no filter, sort, search, count or page tells of an address');
select ok(
  (select count(*) filter (where owner like '%Person%') > 20 and count(*) filter (where owner like '0A000 %') > 20 from answered),
  'while many of them find some people, and those about addresses are refused'
);
select is(
  (select string_agg(read.customer(tests.read_key_hash('owner', 'hidden'), pg_temp.number(n), null)::text, '' order by n) from generate_series(1, 31) n),
  (select string_agg(read.customer(tests.read_key_hash('stranger', 'hidden'), pg_temp.number(n), null)::text, '' order by n) from generate_series(1, 31) n),
  'nor does any person who is looked up by id'
);
select is(
  pg_temp.look_up('owner', 'p3@example.com'), pg_temp.look_up('stranger', 'p3@example.com'),
  'nor looking somebody up by address, whether there is one or not'
);
create function pg_temp.changes(nick text) returns text language sql as $$
  select string_agg(((c.value -> 'change') - 'id')::text, ' ' order by c.n)
  from jsonb_array_elements(read.changes(tests.read_key_hash(nick, 'hidden'), '{"limit": 200}') -> 'changes') with ordinality c (value, n)
$$;
select is(pg_temp.changes('owner'), pg_temp.changes('stranger'), 'nor the changes');
select is(
  (select count(*) from answered where owner ~ '@example') + (pg_temp.changes('owner') ~ '@example')::integer, 0::bigint,
  'and no answer has one in it'
);
update public.read_keys set hide_emails = false where name = 'hidden';
select ok(
  (select count(*) > 20 from asked where pg_temp.ask('owner', 'hidden', question) <> pg_temp.ask('stranger', 'hidden', question)),
  'a key that showed them would be seen'
);
