-- The role whose password the Edge Functions `read` and `mcp` hold: five functions and nothing else.
select plan(7);

create temp view callable_by_reader as
select p.oid::regprocedure::text as name
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname not in ('pg_catalog', 'information_schema', 'tap', 'tests')
  and has_schema_privilege('reader', n.oid, 'USAGE')
  and has_function_privilege('reader', p.oid, 'EXECUTE');

select set_eq('table callable_by_reader', $$ values ('read.customers(text,jsonb)'), ('read.customer(text,uuid,text)'), ('read.projects(text)'), ('read.overview(text)'), ('read.names(text)') $$,
  'role reader may call customers, customer, projects, overview and names, and nothing else');
savepoint s;
grant execute on function public.create_project(uuid, text) to reader;
select set_has('table callable_by_reader', $$ values ('create_project(uuid,text)') $$, 'another function would be seen');
rollback to s;

create temp view readable_by_reader as
select c.oid::regclass
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'tap', 'tests') and n.nspname !~ '^pg_temp'
  and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
  and (
    has_table_privilege('reader', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER, MAINTAIN')
    or c.relkind <> 'S' and has_any_column_privilege('reader', c.oid, 'SELECT, INSERT, UPDATE, REFERENCES')
  );

select is_empty('table readable_by_reader', 'role reader has no right on any table');
savepoint s;
grant select (hash) on public.api_keys to reader;
select isnt_empty('table readable_by_reader', 'a right on one column would be seen');
rollback to s;

select row_eq(
  $$ select rolsuper, rolbypassrls, rolinherit, rolcreaterole, rolcreatedb, rolreplication,
       exists (select from pg_auth_members where member = r.oid),
       exists (select from pg_shdepend where refobjid = r.oid and deptype = 'o')
     from pg_roles r where rolname = 'reader' $$,
  row (false, false, false, false, false, false, false, false),
  'role reader is in no other role and owns nothing'
);
select set_has(
  $$ select split_part(unnest(rolconfig), '=', 1) from pg_roles where rolname = 'reader' $$,
  $$ values ('statement_timeout'), ('lock_timeout'), ('idle_in_transaction_session_timeout') $$,
  'nothing that role reader does waits without an end'
);
select is_empty(
  $$ select n.nspname from pg_namespace n
     where n.nspname not in ('tap', 'tests') and n.nspname !~ '^pg_temp' and has_schema_privilege('reader', n.oid, 'CREATE') $$,
  'role reader makes no objects'
);
