-- The roles whose passwords the Edge Functions hold: some functions each, and nothing else.
select plan(12);

create temp view function_roles as select * from (values ('ingest'), ('reader'), ('billing')) r (role);

create temp view callable as
select role, p.oid::regprocedure::text as name
from function_roles, pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname not in ('pg_catalog', 'information_schema', 'tap', 'tests')
  and has_schema_privilege(role, n.oid, 'USAGE')
  and has_function_privilege(role, p.oid, 'EXECUTE');

select set_eq($$ select name from callable where role = 'ingest' $$, $$ values ('ingest.identify(jsonb)'), ('ingest.ping(jsonb)'), ('ingest.project_limits(text[])'), ('ingest.report_refusals(jsonb)'), ('ingest.start_import(text,text)'), ('ingest.import_customers(text,uuid,integer,jsonb)'), ('ingest.undo_import(text,uuid)'), ('ingest.find_receiver(uuid)'), ('ingest.receive(uuid,jsonb)') $$,
  'role ingest may call identify, ping, project_limits, report_refusals, start_import, import_customers, undo_import, find_receiver and receive, and nothing else');
select set_eq($$ select name from callable where role = 'reader' $$, $$ values ('read.customers(text,jsonb)'), ('read.customer(text,uuid,text)'), ('read.projects(text)'), ('read.overview(text)') $$,
  'role reader may call customers, customer, projects and overview, and nothing else');
select set_eq($$ select name from callable where role = 'billing' $$, $$ values ('billing.apply_event(jsonb)') $$,
  'role billing may call apply_event and nothing else');
savepoint s;
grant execute on function public.create_project(uuid, text) to ingest;
select set_has('table callable', $$ values ('ingest', 'create_project(uuid,text)') $$, 'another function would be seen');
rollback to s;

create temp view usable as
select role, c.oid::regclass
from function_roles, pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'tap', 'tests') and n.nspname !~ '^pg_temp'
  and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
  and (
    has_table_privilege(role, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER, MAINTAIN')
    or c.relkind <> 'S' and has_any_column_privilege(role, c.oid, 'SELECT, INSERT, UPDATE, REFERENCES')
  );

select is_empty('table usable', 'none of them has a right on any table');
savepoint s;
grant select (hash) on public.api_keys to ingest;
select isnt_empty('table usable', 'a right on one column would be seen');
rollback to s;

select is_empty(
  $$ select role from function_roles join pg_roles on rolname = role
     where rolsuper or rolbypassrls or rolinherit or rolcreaterole or rolcreatedb or rolreplication $$,
  'none may more than log in'
);
select is_empty($$ select role from function_roles join pg_auth_members on member = role::regrole $$, 'none is in another role');
select is_empty($$ select role from function_roles join pg_shdepend on refobjid = role::regrole and deptype = 'o' $$, 'none owns anything');
select is_empty(
  $$ select role, n.nspname from function_roles, pg_namespace n
     where n.nspname not in ('tap', 'tests') and n.nspname !~ '^pg_temp' and has_schema_privilege(role, n.oid, 'CREATE') $$,
  'none makes objects'
);

create temp view settings as
select role, split_part(setting, '=', 1) as name, setting
from function_roles join pg_roles on rolname = role, unnest(rolconfig) as setting;

select set_eq($$ select role from settings where setting = 'synchronous_commit=on' $$, $$ values ('ingest'), ('billing') $$,
  'what those commit that write is on disk');
select is_empty(
  $$ select role, needed from function_roles,
       unnest('{statement_timeout,lock_timeout,idle_in_transaction_session_timeout}'::text[]) as needed
     except select role, name from settings $$,
  'nothing that they do waits without an end'
);
