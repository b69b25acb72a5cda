-- The database keeps projects. A product is what the founder owns, and so a message may speak of yours.
select plan(4);

create temp view that_say_product as
select oid::regprocedure::text as name
from pg_proc
where pronamespace in (
    'public'::regnamespace, 'private'::regnamespace, 'ingest'::regnamespace, 'billing'::regnamespace,
    'notifications'::regnamespace, 'dashboard'::regnamespace, 'read'::regnamespace
  )
  and replace(oid::regprocedure || ' ' || coalesce(proargnames::text, '') || prosrc, 'your product', '') ~* 'product(?!ion)'
union all
select format('%s.%s', attrelid::regclass, attname)
from pg_attribute a
join pg_class c on c.oid = a.attrelid
where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace, 'support'::regnamespace)
  and (attname ~* 'product' or c.relname ~* 'product');

select is_empty('table that_say_product', 'no function, table, view or column says product for a project');
savepoint s;
create function public.list_products() returns void language sql as $$ select $$;
select set_has('table that_say_product', $$ values ('list_products()') $$, 'a function that is named so would be seen');
rollback to s;
savepoint s;
create function private.forgotten() returns void language plpgsql as $$
begin
  raise invalid_parameter_value using message = 'This product is archived.';
end
$$;
select set_has('table that_say_product', $$ values ('private.forgotten()') $$, 'so would a message');
rollback to s;
create view support.forgotten as select name as product from public.projects;
select set_has('table that_say_product', $$ values ('support.forgotten.product') $$, 'and a column of a view');
