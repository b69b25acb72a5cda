select plan(18);
select tests.create_cast();
delete from public.views;
create function pg_temp.names() returns text language sql as $$
  select string_agg(name, ' ' order by position) from public.views
$$;
create function pg_temp.id(text) returns uuid language sql as $$ select id from public.views where name = $1 $$;

select tests.act_as('owner');
select is((public.save_view(tests.account_of('owner'), ' One ', 'status=paid')).name, 'One', 'an owner saves a view');
select tests.act_as('admin');
select public.save_view(tests.account_of('owner'), 'Two', 'search=b'), public.save_view(tests.account_of('owner'), 'Three', '');
select is(pg_temp.names(), 'One Two Three', 'an admin too, and views stay in the order in which they were made');
select is((public.save_view(tests.account_of('owner'), 'Two', 'search=c')).query, 'search=c', 'a name that is taken is saved over');
select is(pg_temp.names(), 'One Two Three', 'at its place');
select public.move_view(tests.account_of('owner'), pg_temp.id('Three'), 1);
select is(pg_temp.names(), 'Three One Two', 'a view moves to the front');
select public.move_view(tests.account_of('owner'), pg_temp.id('Three'), 2);
select is(pg_temp.names(), 'One Three Two', 'to the middle');
select public.move_view(tests.account_of('owner'), pg_temp.id('One'), 99);
select is(pg_temp.names(), 'Three Two One', 'and to the end');
select public.rename_view(tests.account_of('owner'), pg_temp.id('One'), 'Last');
select is(pg_temp.names(), 'Three Two Last', 'a view is renamed');
select throws_ok(
  format($$ select public.rename_view(%L, %L, 'Two') $$, tests.account_of('owner'), pg_temp.id('Last')), '23505',
  'A view with this name already exists.', 'but not like another'
);
select throws_ok(format($$ select public.save_view(%L, ' ', '') $$, tests.account_of('owner')), '22023', 'Enter a view name of 1 to 80 characters.', 'a view has a name');
select throws_ok(format($$ select public.rename_view(%L, %L, '') $$, tests.account_of('owner'), pg_temp.id('Two')), '22023', null, 'and keeps one');
select public.delete_view(tests.account_of('owner'), pg_temp.id('Two'));
select is(pg_temp.names(), 'Three Last', 'a view is deleted');

select tests.act_as('viewer');
select is(pg_temp.names(), 'Three Last', 'a viewer sees the views');
select throws_ok(format($$ select public.save_view(%L, 'Mine', '') $$, tests.account_of('owner')), '42501', null, 'and saves none');
select throws_ok(format($$ select public.delete_view(%L, %L) $$, tests.account_of('owner'), pg_temp.id('Last')), '42501', null, 'and deletes none');
select throws_ok(format($$ select public.move_view(%L, %L, 1) $$, tests.account_of('owner'), pg_temp.id('Last')), '42501', null, 'and moves none');
select tests.act_as('stranger');
select is(pg_temp.names(), null, 'a stranger sees none');
select throws_ok(format($$ select public.rename_view(%L, %L, 'x') $$, tests.account_of('owner'), gen_random_uuid()), '42501', null, 'and renames none');
