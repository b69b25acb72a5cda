select plan(14);
select tests.create_cast();

select tests.act_as('owner');
select is((select count(*) from public.create_api_key(tests.project_id('owner', 'A'), 'By the owner')), 1::bigint, 'an owner makes a key');
select tests.act_as('admin');
select is((select count(*) from public.create_api_key(tests.project_id('owner', 'A'), 'By the admin')), 1::bigint, 'an admin makes a key');

select tests.act_as_superuser();
select set_eq(
  $$ select account_id, project_id, name from public.api_keys where name like 'By the %' $$,
  format('values (%1$L::uuid, %2$L::uuid, %3$L), (%1$L, %2$L, %4$L)', tests.account_of('owner'), tests.project_id('owner', 'A'), 'By the owner', 'By the admin'),
  'both belong to the project and its account'
);
create temp table before as select tests.fingerprint();

select tests.act_as('viewer');
select throws_ok(
  $$ select public.create_api_key(tests.project_id('owner', 'A')) $$, '42501',
  'You have view-only access. Ask an owner or admin of this account.', 'a viewer is refused and told whom to ask'
);
select tests.act_as('stranger');
select throws_ok($$ select public.create_api_key(tests.project_id('owner', 'A')) $$, '42501', 'You are not a member of this account.', 'a stranger is refused');
select throws_ok($$ select public.create_api_key(gen_random_uuid()) $$, '42501', 'You are not a member of this account.', 'a project that does not exist is refused in the same words');
select throws_ok($$ select public.create_api_key(null) $$, '42501', null, 'no project is refused');
select throws_ok($$ select private.create_api_key(tests.project_id('owner', 'A'), 'x') $$, '42501', 'You are not a member of this account.', 'the function behind checks for itself');
select tests.act_as('nobody who ever signed up');
select throws_ok($$ select public.create_api_key(tests.project_id('owner', 'A')) $$, '42501', null, 'an unknown user is refused');
select tests.act_as_anon();
select throws_ok($$ select public.create_api_key(tests.project_id('owner', 'A')) $$, '42501', 'permission denied for function create_api_key', 'an anonymous caller may not call it');
select tests.act_as_ingest();
select throws_ok($$ select public.create_api_key(tests.project_id('owner', 'A')) $$, '42501', null, 'nor may role ingest');
select tests.act_as_service();
select throws_ok($$ select public.create_api_key(tests.project_id('owner', 'A')) $$, '42501', null, 'nor the service role');

select tests.act_as_superuser();
select is(tests.fingerprint(), (table before), 'whoever was refused has written nothing');
select tests.act_as('stranger');
select lives_ok($$ select public.create_api_key(tests.project_id('stranger', 'A')) $$, 'the stranger may make a key for their own project');
