select plan(14);
select tests.create_cast();

select tests.act_as('owner');
select row_eq(
  format($$ select account_id, name from public.create_project(%L, 'By the owner') $$, tests.account_of('owner')),
  row (tests.account_of('owner'), 'By the owner'::text),
  'an owner creates a project and gets it back'
);
select tests.act_as('admin');
select lives_ok(format($$ select public.create_project(%L, 'By the admin') $$, tests.account_of('owner')), 'an admin creates a project');

select tests.act_as_superuser();
select is((select count(*) from public.projects where name like 'By the %'), 2::bigint, 'both are there');
create temp table before as select tests.fingerprint();

select tests.act_as('viewer');
select throws_ok(
  format($$ select public.create_project(%L, 'Mine') $$, tests.account_of('owner')), '42501',
  'You have view-only access. Ask an owner or admin of this account.', 'a viewer is refused and told whom to ask'
);
select tests.act_as('stranger');
select throws_ok(
  format($$ select public.create_project(%L, 'Mine') $$, tests.account_of('owner')), '42501',
  'You are not a member of this account.', 'a stranger is refused'
);
select throws_ok(
  format($$ select public.create_project(%L, 'Mine') $$, gen_random_uuid()), '42501',
  'You are not a member of this account.', 'an account that does not exist is refused in the same words'
);
select throws_ok($$ select public.create_project(null, 'Mine') $$, '42501', null, 'no account is refused');
select throws_ok(
  format($$ select private.create_project(%L, 'Mine') $$, tests.account_of('owner')), '42501',
  'You are not a member of this account.', 'the function behind checks for itself'
);
select tests.act_as('nobody who ever signed up');
select throws_ok(format($$ select public.create_project(%L, 'Mine') $$, tests.account_of('owner')), '42501', null, 'an unknown user is refused');
select tests.act_as_anon();
select throws_ok(
  format($$ select public.create_project(%L, 'Mine') $$, tests.account_of('owner')), '42501',
  'permission denied for function create_project', 'an anonymous caller may not call it'
);
select tests.act_as_ingest();
select throws_ok(format($$ select public.create_project(%L, 'Mine') $$, tests.account_of('owner')), '42501', null, 'nor may role ingest');
select tests.act_as_service();
select throws_ok(format($$ select public.create_project(%L, 'Mine') $$, tests.account_of('owner')), '42501', null, 'nor the service role, which has no account');

select tests.act_as_superuser();
select is(tests.fingerprint(), (table before), 'whoever was refused has written nothing');
select tests.act_as('stranger');
select lives_ok(format($$ select public.create_project(%L, 'Mine') $$, tests.account_of('stranger')), 'the stranger may create one in their own account');
