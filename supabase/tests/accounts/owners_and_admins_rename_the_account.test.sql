select plan(9);
select tests.create_cast();

select tests.act_as('owner');
select lives_ok(format($$ select public.rename_account(%L, '  Acme  ') $$, tests.account_of('owner')), 'an owner names the account');
select is((select name from public.accounts where id = tests.account_of('owner')), 'Acme', 'without space around the name');
select tests.act_as('admin');
select lives_ok(format($$ select public.rename_account(%L, 'Acme Inc') $$, tests.account_of('owner')), 'an admin does too');
select throws_ok(format($$ select public.rename_account(%L, '  ') $$, tests.account_of('owner')), '22023', 'Enter an account name of 1 to 80 characters.', 'a name has characters');
select throws_ok(format($$ select public.rename_account(%L, %L) $$, tests.account_of('owner'), repeat('a', 81)), '22023', null, 'and not too many');
select tests.act_as('viewer');
select throws_ok(format($$ select public.rename_account(%L, 'Mine') $$, tests.account_of('owner')), '42501', null, 'a viewer is refused');
select tests.act_as('stranger');
select throws_ok(format($$ select public.rename_account(%L, 'Mine') $$, tests.account_of('owner')), '42501', 'You are not a member of this account.', 'a stranger is refused');
select tests.act_as_anon();
select throws_ok(format($$ select public.rename_account(%L, 'Mine') $$, tests.account_of('owner')), '42501', null, 'nobody without a session may call it');
select tests.act_as_superuser();
select is((select name from public.accounts where id = tests.account_of('owner')), 'Acme Inc', 'and the refused changed nothing');
