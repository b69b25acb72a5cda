select plan(5);

create temp view callable_by_billing as
select p.oid::regprocedure::text as name
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname not in ('pg_catalog', 'information_schema', 'tap', 'tests')
  and has_schema_privilege('billing', n.oid, 'USAGE')
  and has_function_privilege('billing', p.oid, 'EXECUTE');
select set_eq('table callable_by_billing', $$ values ('billing.apply_event(jsonb)') $$, 'role billing may call apply_event and nothing else');
select is_empty(
  $$ select c.oid::regclass
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'tap', 'tests') and n.nspname !~ '^pg_temp'
       and c.relkind in ('r', 'p', 'v', 'm', 'f')
       and (has_table_privilege('billing', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER, MAINTAIN')
         or has_any_column_privilege('billing', c.oid, 'SELECT, INSERT, UPDATE, REFERENCES')) $$,
  'role billing has no right on any table'
);
select row_eq(
  $$ select rolsuper, rolbypassrls, rolinherit, rolcreaterole, rolcreatedb, rolreplication,
       exists (select from pg_auth_members where member = r.oid),
       exists (select from pg_shdepend where refobjid = r.oid and deptype = 'o')
     from pg_roles r where rolname = 'billing' $$,
  row (false, false, false, false, false, false, false, false),
  'role billing is in no other role and owns nothing'
);
select set_has(
  $$ select split_part(unnest(rolconfig), '=', 1) from pg_roles where rolname = 'billing' $$,
  $$ values ('statement_timeout'), ('lock_timeout'), ('idle_in_transaction_session_timeout') $$,
  'nothing that role billing does waits without an end'
);
select set_has(
  $$ select unnest(rolconfig) from pg_roles where rolname = 'billing' $$,
  $$ values ('synchronous_commit=on') $$,
  'what role billing commits is on disk'
);
