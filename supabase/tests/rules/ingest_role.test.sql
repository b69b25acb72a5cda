-- The role whose password the Edge Function holds: nine functions and nothing else.
select plan(8);

create temp view callable_by_ingest as
select p.oid::regprocedure::text as name
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname not in ('pg_catalog', 'information_schema', 'tap', 'tests')
  and has_schema_privilege('ingest', n.oid, 'USAGE')
  and has_function_privilege('ingest', p.oid, 'EXECUTE');

select set_eq('table callable_by_ingest', $$ values ('ingest.identify(jsonb)'), ('ingest.ping(jsonb)'), ('ingest.project_limits(text[])'), ('ingest.report_refusals(jsonb)'), ('ingest.start_import(text,text)'), ('ingest.import_customers(text,uuid,integer,jsonb)'), ('ingest.undo_import(text,uuid)'), ('ingest.find_receiver(uuid)'), ('ingest.receive(uuid,jsonb)') $$,
  'role ingest may call identify, ping, project_limits, report_refusals, start_import, import_customers, undo_import, find_receiver and receive, and nothing else');
savepoint s;
grant execute on function public.create_project(uuid, text) to ingest;
select set_has('table callable_by_ingest', $$ values ('create_project(uuid,text)') $$, 'another function would be seen');
rollback to s;

create temp view readable_by_ingest as
select c.oid::regclass
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'tap', 'tests') and n.nspname !~ '^pg_temp'
  and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
  and (
    has_table_privilege('ingest', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER, MAINTAIN')
    or c.relkind <> 'S' and has_any_column_privilege('ingest', c.oid, 'SELECT, INSERT, UPDATE, REFERENCES')
  );

select is_empty('table readable_by_ingest', 'role ingest has no right on any table');
savepoint s;
grant select (hash) on public.api_keys to ingest;
select isnt_empty('table readable_by_ingest', 'a right on one column would be seen');
rollback to s;

select row_eq(
  $$ select rolsuper, rolbypassrls, rolinherit, rolcreaterole, rolcreatedb, rolreplication,
       exists (select from pg_auth_members where member = r.oid),
       exists (select from pg_shdepend where refobjid = r.oid and deptype = 'o')
     from pg_roles r where rolname = 'ingest' $$,
  row (false, false, false, false, false, false, false, false),
  'role ingest is in no other role and owns nothing'
);
select set_has(
  $$ select unnest(rolconfig) from pg_roles where rolname = 'ingest' $$,
  $$ values ('synchronous_commit=on') $$,
  'what role ingest commits is on disk'
);
select set_has(
  $$ select split_part(unnest(rolconfig), '=', 1) from pg_roles where rolname = 'ingest' $$,
  $$ values ('statement_timeout'), ('lock_timeout'), ('idle_in_transaction_session_timeout') $$,
  'nothing that role ingest does waits without an end'
);
select is_empty(
  $$ select n.nspname from pg_namespace n
     where n.nspname not in ('tap', 'tests') and n.nspname !~ '^pg_temp' and has_schema_privilege('ingest', n.oid, 'CREATE') $$,
  'role ingest makes no objects'
);
