-- Each rule is a view of what breaks it. It must be empty, and must see an offender made on purpose.
select plan(14);

create temp view tables_without_forced_rls as
select relname from pg_class
where relnamespace in ('public'::regnamespace, 'private'::regnamespace, 'ingest'::regnamespace, 'billing'::regnamespace, 'notifications'::regnamespace, 'dashboard'::regnamespace, 'read'::regnamespace)
  and relkind in ('r', 'p')
  and not (relrowsecurity and relforcerowsecurity);

select isnt_empty('select tests.tables()', 'there are tables to check');
select is_empty('table tables_without_forced_rls', 'row level security is enabled and forced on every table');
savepoint s;
create table public.forgotten (account_id uuid primary key);
select isnt_empty('table tables_without_forced_rls', 'a table without row level security would be seen');
alter table public.forgotten enable row level security;
select isnt_empty('table tables_without_forced_rls', 'a table whose owner skips its policies would be seen');
rollback to s;

create temp view policies_without_a_role as
select polrelid::regclass, polname from pg_policy where 0 = any (polroles);

select is_empty('table policies_without_a_role', 'every policy names the roles it is for');
savepoint s;
create policy "for everyone" on public.customers for select using (account_id is null);
select isnt_empty('table policies_without_a_role', 'a policy for public would be seen');
rollback to s;

create temp view policies_not_by_account as
select tablename, policyname from pg_policies
where schemaname = 'public'
  and roles <> '{tinycrm}' and roles <> '{limited_reader}'
  and (roles <> '{authenticated}' or cmd <> 'SELECT' or permissive <> 'PERMISSIVE' or qual is distinct from format(
    '(%s = ANY (( SELECT private.my_account_ids() AS my_account_ids)::uuid[]))',
    case tablename when 'accounts' then 'id' else 'account_id' end
  ));

select is_empty('table policies_not_by_account', 'signed-in users have one kind of policy: read the rows of my accounts');
savepoint s;
create policy "see all" on public.customers for select to authenticated using (true);
select isnt_empty('table policies_not_by_account', 'a policy that shows every row would be seen');
rollback to s;
savepoint s;
create policy "write mine" on public.customers for update to authenticated
  using (account_id = any ((select private.my_account_ids())::uuid[]));
select isnt_empty('table policies_not_by_account', 'a policy that lets users write would be seen');
rollback to s;

create temp view policies_of_limited_readers as
select tablename::text, cmd || ' ' || permissive || ' ' || case
  when qual like '%project_id = ANY%' or tablename = 'projects' and qual like '%(id = ANY%' then 'by project'
  when qual like '%EXISTS ( SELECT%customer_projects%' then 'by badge'
  else qual
end as shows
from pg_policies where roles = '{limited_reader}';
select set_eq(
  'table policies_of_limited_readers',
  $$ values ('projects', 'SELECT PERMISSIVE by project'), ('customer_projects', 'SELECT PERMISSIVE by project'),
    ('status_changes', 'SELECT PERMISSIVE by project'), ('mrr_changes', 'SELECT PERMISSIVE by project'),
    ('customers', 'SELECT PERMISSIVE by badge'), ('customer_tags', 'SELECT PERMISSIVE false'),
    ('accounts', 'SELECT PERMISSIVE (id = ( SELECT private.limited_account() AS limited_account))') $$,
  'a key that is limited to projects reads their rows, and its account'
);
savepoint s;
create policy "more" on public.customer_tags for select to limited_reader using (true);
select set_has('table policies_of_limited_readers', $$ values ('customer_tags', 'SELECT PERMISSIVE true') $$, 'a policy that shows it more would be seen');
rollback to s;

create temp view tables_without_both_policies as
select t from tests.tables() t
where (
  select string_agg(roles::text, ' ' order by roles::text) from pg_policies
  where schemaname = 'public' and tablename = t and roles <> '{limited_reader}'
) is distinct from '{authenticated} {tinycrm}';

select is_empty('table tables_without_both_policies', 'every table has a policy for members and one for the functions');
savepoint s;
drop policy "members read their customers" on public.customers;
select isnt_empty('table tables_without_both_policies', 'a dropped policy would be seen');
rollback to s;

select set_eq(
  $$ select rolname from pg_roles where (rolsuper or rolbypassrls) and rolname !~ '^pg_' $$,
  $$ values ('supabase_admin'::name), ('postgres'), ('service_role') $$,
  'only the platform''s roles pass by row level security'
);
