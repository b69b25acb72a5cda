-- Who may do what with each table, sequence and view. A new one, or a new grant, must be stated here.
select plan(8);

-- The superuser and `postgres`, who owns everything, are left out.
create temp view roles_to_check as
select oid, rolname from pg_roles where not rolsuper and rolname !~ '^pg_' and rolname <> 'postgres';

create temp view relations_to_check as
select oid, relkind, relnamespace::regnamespace || '.' || relname as name from pg_class
where relnamespace in ('public'::regnamespace, 'private'::regnamespace, 'ingest'::regnamespace, 'billing'::regnamespace, 'notifications'::regnamespace, 'dashboard'::regnamespace, 'read'::regnamespace)
  and relkind in ('r', 'p', 'v', 'm', 'f', 'S');

create temp view table_privileges as
select t.name, r.rolname::text as role, string_agg(p, ' ' order by p) as privileges
from relations_to_check t, roles_to_check r,
  unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER,MAINTAIN,USAGE}'::text[]) p
where case
  when p <> 'USAGE' then has_table_privilege(r.oid, t.oid, p)
  when relkind = 'S' then has_sequence_privilege(r.oid, t.oid, p)
end
group by 1, 2;

create temp view stated_table_privileges as
select 'public.' || name, role, privileges
from (
  values
    ('accounts', 'authenticated', 'SELECT'),
    ('accounts', 'tinycrm', 'DELETE INSERT SELECT'),
    ('accounts', 'service_role', 'DELETE INSERT SELECT UPDATE'),
    ('members', 'authenticated', 'SELECT'),
    ('members', 'tinycrm', 'DELETE INSERT SELECT'),
    ('members', 'service_role', 'DELETE INSERT SELECT UPDATE'),
    ('projects', 'authenticated', 'SELECT'),
    ('projects', 'tinycrm', 'DELETE INSERT SELECT UPDATE'),
    ('projects', 'service_role', 'DELETE INSERT SELECT UPDATE'),
    ('invitations', 'tinycrm', 'DELETE INSERT SELECT UPDATE'),
    ('invitations', 'service_role', 'DELETE SELECT'),
    ('api_keys', 'tinycrm', 'INSERT SELECT UPDATE'),
    ('refused_calls', 'authenticated', 'SELECT'),
    ('refused_calls', 'tinycrm', 'DELETE INSERT SELECT UPDATE'),
    ('refused_calls', 'service_role', 'DELETE INSERT SELECT UPDATE'),
    ('api_keys', 'service_role', 'DELETE INSERT SELECT UPDATE'),
    ('receivers', 'authenticated', 'SELECT'),
    ('receivers', 'tinycrm', 'DELETE INSERT SELECT UPDATE'),
    ('receivers', 'service_role', 'DELETE SELECT'),
    ('receiver_deliveries', 'tinycrm', 'DELETE INSERT SELECT UPDATE'),
    ('customers', 'authenticated', 'SELECT'),
    ('customers', 'tinycrm', 'DELETE INSERT SELECT UPDATE'),
    ('customers', 'service_role', 'DELETE INSERT SELECT UPDATE'),
    ('customer_activity', 'authenticated', 'SELECT'),
    ('customer_activity', 'tinycrm', 'INSERT SELECT UPDATE'),
    ('customer_activity', 'service_role', 'DELETE INSERT SELECT UPDATE'),
    ('customer_projects', 'authenticated', 'SELECT'),
    ('customer_projects', 'tinycrm', 'DELETE INSERT SELECT UPDATE'),
    ('customer_projects', 'service_role', 'DELETE INSERT SELECT UPDATE'),
    ('customer_notes', 'authenticated', 'SELECT'),
    ('customer_notes', 'tinycrm', 'DELETE INSERT SELECT'),
    ('customer_notes', 'service_role', 'DELETE INSERT SELECT UPDATE'),
    ('customer_tags', 'authenticated', 'SELECT'),
    ('customer_tags', 'tinycrm', 'DELETE INSERT SELECT'),
    ('customer_tags', 'service_role', 'DELETE INSERT SELECT UPDATE'),
    ('param_keys', 'authenticated', 'SELECT'),
    ('param_keys', 'tinycrm', 'DELETE INSERT SELECT UPDATE'),
    ('param_keys', 'service_role', 'DELETE INSERT SELECT UPDATE'),
    ('views', 'authenticated', 'SELECT'),
    ('views', 'tinycrm', 'DELETE INSERT SELECT UPDATE'),
    ('views', 'service_role', 'DELETE INSERT SELECT UPDATE'),
    ('subscriptions', 'authenticated', 'SELECT'),
    ('subscriptions', 'tinycrm', 'INSERT SELECT UPDATE'),
    ('subscriptions', 'service_role', 'SELECT'),
    ('imports', 'authenticated', 'SELECT'),
    ('imports', 'tinycrm', 'INSERT SELECT UPDATE'),
    ('imports', 'service_role', 'DELETE SELECT'),
    ('mrr_changes', 'authenticated', 'SELECT'),
    ('mrr_changes', 'tinycrm', 'DELETE INSERT SELECT UPDATE'),
    ('mrr_changes', 'service_role', 'DELETE SELECT'),
    ('status_changes', 'authenticated', 'SELECT'),
    ('status_changes', 'tinycrm', 'INSERT SELECT'),
    ('status_changes', 'service_role', 'DELETE SELECT'),
    ('feeds', 'tinycrm', 'INSERT SELECT UPDATE'),
    ('feeds', 'service_role', 'DELETE INSERT SELECT UPDATE'),
    ('read_keys', 'tinycrm', 'INSERT SELECT UPDATE'),
    ('read_keys', 'service_role', 'DELETE INSERT SELECT UPDATE')
) as stated (name, role, privileges)
union all
select 'public.' || t, 'limited_reader', 'SELECT'
from unnest('{accounts,projects,customers,customer_projects,customer_tags,status_changes,mrr_changes}'::text[]) t
union all
select 'private.' || t, 'tinycrm', 'DELETE INSERT SELECT UPDATE'
from unnest('{overview_snapshots,indexed_params,param_numbers,param_sums}'::text[]) t
union all
select 'private.import_changes', 'tinycrm', 'DELETE INSERT SELECT UPDATE'
union all
select 'private.import_changes', 'limited_reader', 'SELECT'
union all
select 'private.edits', 'tinycrm', 'DELETE INSERT SELECT'
union all
select 'private.receiver_secrets', 'tinycrm', 'DELETE INSERT SELECT UPDATE'
union all
select 'private.' || t, 'tinycrm', 'DELETE INSERT SELECT UPDATE'
from unnest('{webhook_endpoints,webhook_secrets,webhook_deliveries}'::text[]) t
union all
select 'private.webhook_events', 'tinycrm', 'DELETE INSERT SELECT'
union all
select 'private.receiver_people', 'tinycrm', 'DELETE INSERT SELECT UPDATE'
union all
select 'private.notification_settings', 'tinycrm', 'INSERT SELECT UPDATE'
union all
select 'private.notification_sender', 'tinycrm', 'INSERT SELECT UPDATE'
union all
select 'private.notifications_sent', 'tinycrm', 'DELETE INSERT SELECT'
union all
select 'private.attempts', 'tinycrm', 'DELETE INSERT SELECT UPDATE'
union all
select 'private.billing_settings', 'tinycrm', 'SELECT UPDATE'
union all
select 'private.audit_log', 'tinycrm', 'INSERT SELECT'
union all
select 'private.stripe_events', 'tinycrm', 'DELETE INSERT SELECT';

select set_eq('table table_privileges', 'table stated_table_privileges', 'every right on a table is one of the stated ones');
select is_empty($$ select * from table_privileges where role = 'anon' $$, 'anonymous callers have no right on any table');
select is_empty(
  $$ select * from table_privileges where role = 'authenticated' and privileges <> 'SELECT' $$,
  'signed-in users only read tables'
);
savepoint s;
grant select on public.customers to public;
select set_has('table table_privileges', $$ values ('public.customers', 'anon', 'SELECT') $$, 'a grant to everyone would be seen');
rollback to s;
savepoint s;
create sequence public.forgotten;
grant usage on sequence public.forgotten to anon;
select isnt_empty($$ select * from table_privileges where name = 'public.forgotten' and role = 'anon' $$, 'a grant on a new sequence would be seen');
rollback to s;
savepoint s;
grant tinycrm to authenticator with inherit true;
select isnt_empty($$ select * from table_privileges where role = 'authenticator' $$, 'a right that comes through another role would be seen');
rollback to s;

create temp view column_privileges as
select t.name, r.rolname::text as role, string_agg(distinct p, ' ') as privileges, string_agg(distinct a.attname, ' ') as columns
from relations_to_check t
join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped,
  roles_to_check r, unnest('{SELECT,INSERT,UPDATE,REFERENCES}'::text[]) p
where has_column_privilege(r.oid, t.oid, a.attnum, p) and not has_table_privilege(r.oid, t.oid, p)
group by 1, 2;

select set_eq(
  'table column_privileges',
  $$ values ('public.api_keys', 'authenticated', 'SELECT',
    'account_id created_at expires_at hint id last_used_at name project_id revoked_at'),
    ('public.feeds', 'authenticated', 'SELECT',
    'account_id created_at hint id last_used_at old_until revoked_at view_id'),
    ('public.read_keys', 'authenticated', 'SELECT',
    'account_id calls can_erase counted_on created_at expires_at hide_emails hint id last_used_at name project_ids revoked_at'),
    ('public.accounts', 'tinycrm', 'UPDATE', 'currency deletion_at deletion_began_at mrr_param name time_zone'),
    ('public.members', 'tinycrm', 'UPDATE', 'email role'),
    ('private.account_moves', 'tinycrm', 'SELECT', 'account_id state'),
    ('public.invitations', 'authenticated', 'SELECT', 'account_id created_at email expires_at id invited_by role'),
    ('public.receiver_deliveries', 'authenticated', 'SELECT',
    'account_id customer_id detail event_at event_type id outcome received_at receiver_id times'),
    ('public.receiver_deliveries', 'service_role', 'SELECT',
    'account_id customer_id detail event_at event_type id outcome received_at receiver_id times') $$,
  'rights on single columns are only those that leave out a hash, what names an account, what a member may become, and what a move keeps'
);
savepoint s;
grant update (name) on public.customers to authenticated;
select set_has('table column_privileges', $$ values ('public.customers', 'authenticated', 'UPDATE', 'name') $$, 'a grant on one column would be seen');
rollback to s;
