-- How every function must be made.
select plan(9);

create temp view our_functions as
select oid, oid::regprocedure as name, pronamespace::regnamespace::text as schema, proowner, prosecdef, proconfig
from pg_proc
where pronamespace in ('public'::regnamespace, 'private'::regnamespace, 'ingest'::regnamespace, 'billing'::regnamespace, 'notifications'::regnamespace, 'dashboard'::regnamespace, 'read'::regnamespace);

create temp view functions_with_a_search_path as
select name from our_functions where not coalesce('search_path=""' = any (proconfig), false);

select isnt_empty('table our_functions', 'there are functions to check');
select is_empty('table functions_with_a_search_path', 'every function pins an empty search path');
savepoint s;
alter function public.get_customer(uuid, uuid) reset search_path;
select isnt_empty('table functions_with_a_search_path', 'a function without one would be seen');
rollback to s;
savepoint s;
alter function public.get_customer(uuid, uuid) set search_path = public;
select isnt_empty('table functions_with_a_search_path', 'a function that looks into a schema would be seen');
rollback to s;

create temp view definers_of_others as
select f.name, r.rolname from our_functions f join pg_roles r on r.oid = f.proowner
where f.prosecdef and (r.rolname <> 'tinycrm' or f.schema = 'public')
  -- Only a role that passes by row-level security reads the sessions of Auth where they are hosted.
  and f.name::text not in ('private.my_sessions()', 'private.end_session(uuid)')
  -- Belongs to the role to which row-level security shows what a limited key may see.
  and (f.name::text, r.rolname) <> ('private.as_limited(uuid,uuid[],text,uuid[])', 'limited_reader');

select isnt_empty('select from our_functions where prosecdef', 'there are definer functions to check');
select is_empty('table definers_of_others', 'definer functions belong to tinycrm and are not in the exposed schema');
savepoint s;
alter function private.create_project(uuid, text) owner to postgres;
select isnt_empty('table definers_of_others', 'a definer function that runs as postgres would be seen');
rollback to s;
savepoint s;
alter function public.get_customer(uuid, uuid) owner to tinycrm;
alter function public.get_customer(uuid, uuid) security definer;
select isnt_empty('table definers_of_others', 'an exposed definer function would be seen');
rollback to s;

select results_eq(
  $$ select rolsuper, rolbypassrls, rolcanlogin, rolinherit, rolcreaterole, rolcreatedb,
       exists (select from pg_auth_members where member = r.oid)
     from pg_roles r where rolname in ('tinycrm', 'limited_reader') $$,
  $$ select false, false, false, false, false, false, false from generate_series(1, 2) $$,
  'tinycrm and limited_reader are no superusers, pass by no policy, cannot sign in and are in no other role'
);
