-- A look-up by a primary key takes that, and no other index with the same columns: where the planner finds them
-- equally cheap, as for a member whose policy names the account once more, it takes the newest.
select plan(2);

create temp view newer_than_its_key as
select i.indexrelid::regclass::text as name
from pg_index i
join pg_index k on k.indrelid = i.indrelid and k.indisprimary
join pg_class c on c.oid = i.indexrelid and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
join pg_am m on m.oid = c.relam and m.amname = 'btree'
where i.indexrelid > k.indexrelid and (i.indkey::int2[])[0:i.indnkeyatts - 1] @> k.indkey::int2[];

select is_empty('table newer_than_its_key', 'no index with all columns of a primary key is newer than it');
create index forgotten on public.customers (account_id, name, id);
select isnt_empty('table newer_than_its_key', 'one that is would be seen');
