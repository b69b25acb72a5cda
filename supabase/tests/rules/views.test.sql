-- A plain view reads with its owner's rights and so passes by row level security.
select plan(4);

create temp view views_with_own_rights as
select oid::regclass from pg_class
where relnamespace in ('public'::regnamespace, 'private'::regnamespace, 'ingest'::regnamespace, 'support'::regnamespace)
  and (relkind = 'm' or relkind = 'v' and not coalesce(reloptions && '{security_invoker=true,security_invoker=on}', false));

select is_empty('table views_with_own_rights', 'every view reads with the rights of its caller');
savepoint s;
create view public.forgotten as select * from public.customers;
select isnt_empty('table views_with_own_rights', 'a plain view would be seen');
rollback to s;
savepoint s;
create materialized view private.forgotten as select * from public.customers;
select isnt_empty('table views_with_own_rights', 'a materialized view, which has no policies, would be seen');
rollback to s;
create view public.correct with (security_invoker = on) as select * from public.customers;
select is_empty('table views_with_own_rights', 'a view with security_invoker passes');
