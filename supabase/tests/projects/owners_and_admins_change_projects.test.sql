-- Every setting of a project is for owners and admins of its account.
select plan(28);
select tests.create_cast();
create temp table settings as
select call, replace(call, '%', tests.project_id('owner', 'A')::text) as statement
from unnest(array[
  $$ select public.rename_project('%', 'B') $$,
  $$ select public.set_project_color('%', 'lime') $$,
  $$ select public.set_project_mark('%', 'B') $$,
  $$ select public.archive_project('%') $$,
  $$ select public.unarchive_project('%') $$,
  $$ select public.delete_project('%', 'A') $$
]) call;
grant select on settings to public;
create temp table before as select tests.fingerprint();

select tests.act_as('viewer');
select throws_ok(statement, '42501', 'You have view-only access. Ask an owner or admin of this account.', 'a viewer is refused:' || call) from settings;
select tests.act_as('stranger');
select throws_ok(statement, '42501', 'You are not a member of this account.', 'a stranger is refused:' || call) from settings;
select throws_ok(replace(statement, 'public.', 'private.'), '42501', null, 'the function behind checks for itself:' || call) from settings;
select tests.act_as_anon();
select throws_ok(statement, '42501', null, 'an anonymous caller may not call it:' || call) from settings;
select tests.act_as_superuser();
select is(tests.fingerprint(), (table before), 'whoever was refused has written nothing');

select tests.act_as('admin');
select lives_ok($$ select public.rename_project(tests.project_id('owner', 'A'), 'B') $$, 'an admin may rename a project');
select lives_ok($$ select public.archive_project(tests.project_id('owner', 'A')) $$, 'and archive it');
select ok(public.delete_project(tests.project_id('owner', 'A'), 'B'), 'and delete it');
