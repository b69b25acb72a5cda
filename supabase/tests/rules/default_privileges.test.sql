-- What a later migration makes is closed until it says otherwise, whatever the hosted project grants by default.
select plan(4);

set local role postgres;
create table public.forgotten (account_id uuid primary key);
create sequence public.forgotten_ids;
create function public.forgotten() returns int language sql set search_path = '' as 'select 1';
create function private.forgotten() returns int language sql set search_path = '' as 'select 1';
reset role;

create temp view everyone as
select oid, rolname from pg_roles where not rolsuper and rolname !~ '^pg_' and rolname <> 'postgres';

select is_empty(
  $$ select rolname, p from everyone, unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER,MAINTAIN}'::text[]) p
     where has_table_privilege(oid, 'public.forgotten', p) $$,
  'nobody has a right on a new table'
);
select is_empty(
  $$ select rolname, p from everyone, unnest('{SELECT,UPDATE,USAGE}'::text[]) p
     where has_sequence_privilege(oid, 'public.forgotten_ids', p) $$,
  'nor on a new sequence'
);
select is_empty(
  $$ select rolname from everyone where has_function_privilege(oid, 'public.forgotten()', 'EXECUTE') $$,
  'nobody may call a new function in the exposed schema'
);
select is_empty(
  $$ select rolname from everyone where has_function_privilege(oid, 'private.forgotten()', 'EXECUTE') $$,
  'nor one in an unexposed schema'
);
