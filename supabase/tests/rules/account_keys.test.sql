-- account_id leads every key, so that the tables can be distributed by account without a change.
select plan(16);

create temp view our_keys as
select conrelid::regclass as relation, conname as name, contype, conkey, confrelid, confkey,
  (select attname from pg_attribute where attrelid = conrelid and attnum = conkey[1]) as first_column,
  (select attname from pg_attribute where attrelid = confrelid and attnum = confkey[1]) as first_target
from pg_constraint
where connamespace = 'public'::regnamespace and contype in ('p', 'u', 'f', 'x')
union all
select indrelid::regclass, c.relname, 'i', indkey::int2[], 0, null, a.attname, null
from pg_index i
join pg_class c on c.oid = i.indexrelid and c.relnamespace = 'public'::regnamespace
left join pg_attribute a on a.attrelid = indrelid and a.attnum = indkey[0]
where indisunique;

create temp view keys_not_by_account as
select relation, name from our_keys
where first_column is distinct from 'account_id'
  or contype = 'f' and first_target <> 'account_id' and confrelid <> 'public.accounts'::regclass;

select isnt_empty('table our_keys', 'there are keys to check');
select set_eq(
  'select name::text from keys_not_by_account',
  -- The account itself, the lookups that find out the account, and the platform's users.
  $$ values ('accounts_pkey'), ('api_keys_hash_key'), ('feeds_hash_key'), ('feeds_old_hash_key'), ('invitations_token_hash_key'), ('members_user_id_fkey'), ('read_keys_hash_key'), ('receivers_id_key') $$,
  'account_id leads every primary, unique and foreign key but the stated ones'
);
savepoint s;
create table public.forgotten (id uuid primary key, account_id uuid);
select set_has('select name::text from keys_not_by_account', $$ values ('forgotten_pkey') $$, 'a primary key without the account would be seen');
rollback to s;
savepoint s;
create unique index forgotten on public.projects (lower(name), account_id);
select set_has('select name::text from keys_not_by_account', $$ values ('forgotten') $$, 'a unique index that begins with something else would be seen');
rollback to s;
savepoint s;
alter table public.customers add unique (id);
create table public.forgotten (account_id uuid primary key references public.customers (id));
select set_has('select name::text from keys_not_by_account', $$ values ('forgotten_account_id_fkey') $$, 'a foreign key to a row of any account would be seen');
rollback to s;

create temp view tables_without_account as
select t from tests.tables() t
where t <> 'accounts' and not exists (
  select from pg_attribute
  where attrelid = ('public.' || t)::regclass and attname = 'account_id' and attnotnull and atttypid = 'uuid'::regtype
);

select is_empty('table tables_without_account', 'every row belongs to an account');
savepoint s;
create table public.forgotten (account_id uuid);
select isnt_empty('table tables_without_account', 'a table whose account may be missing would be seen');
rollback to s;

create temp view foreign_keys_without_index as
select relation, name from our_keys k
where contype = 'f' and not exists (
  select from pg_index i
  where i.indrelid = k.relation and i.indisvalid and i.indpred is null
    and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey
);

select isnt_empty($$ select from our_keys where contype = 'f' $$, 'there are foreign keys to check');
select is_empty('table foreign_keys_without_index', 'every foreign key has an index that begins with its columns');
savepoint s;
drop index public.api_keys_project_idx;
select isnt_empty('table foreign_keys_without_index', 'a dropped index would be seen');
rollback to s;
savepoint s;
drop index public.api_keys_project_idx;
create index on public.api_keys (project_id, created_at, account_id);
select isnt_empty('table foreign_keys_without_index', 'an index that does not begin with the columns would be seen');
rollback to s;

-- Indexes that are not unique as well, whatever their kind: one of all accounts together gets slower for everybody
-- with each customer of anybody.
create temp view our_indexes as
select i.indrelid::regclass as relation, c.relname as name, am.amname as kind, a.attname as first_column
from pg_index i
join pg_class c on c.oid = i.indexrelid and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
join pg_am am on am.oid = c.relam
left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = (i.indkey::int2[])[0];
create temp view indexes_not_by_account as
select relation, name from our_indexes where first_column is distinct from 'account_id';

select set_has('select distinct kind::text from our_indexes', $$ values ('btree'), ('gin') $$, 'there are indexes of both kinds to check');
select set_eq(
  'select name::text from indexes_not_by_account',
  $$ values
    -- The account itself, and the lookups that find out the account.
    ('accounts_pkey'), ('api_keys_hash_key'), ('feeds_hash_key'), ('feeds_old_hash_key'), ('invitations_token_hash_key'), ('read_keys_hash_key'), ('receivers_id_key'), ('members_user_id_idx'),
    -- What is old is removed of all accounts at once.
    ('refused_calls_minute_idx'), ('receiver_people_waiting_idx'),
    -- One row for the whole installation, and the events of Stripe before they are known to be anybody's.
    ('billing_settings_pkey'), ('notification_sender_pkey'), ('stripe_events_pkey'), ('stripe_events_created_idx'),
    -- Visitors who have no account yet, or whose account is not known.
    ('attempts_pkey'), ('attempts_ends_at_idx') $$,
  'account_id leads every index of both schemas but the stated ones'
);
savepoint s;
create index forgotten on public.customer_projects using gin (params jsonb_path_ops);
select set_has('select name::text from indexes_not_by_account', $$ values ('forgotten') $$, 'a GIN index of all accounts would be seen');
rollback to s;
savepoint s;
create table private.forgotten (id uuid primary key, account_id uuid);
select set_has('select name::text from indexes_not_by_account', $$ values ('forgotten_pkey') $$, 'and so would the key of a private table');
rollback to s;
select set_eq(
  $$
    select c.relname::text from pg_class c
    where c.relnamespace = 'private'::regnamespace and c.relkind in ('r', 'p') and not exists (
      select from pg_attribute where attrelid = c.oid and attname = 'account_id' and attnotnull and atttypid = 'uuid'::regtype
    )
  $$,
  $$ values ('billing_settings'), ('notification_sender'), ('stripe_events'), ('attempts') $$,
  'every row of a private table belongs to an account but the stated ones'
);
