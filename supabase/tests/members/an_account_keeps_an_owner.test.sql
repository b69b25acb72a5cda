select plan(32);
select tests.create_cast();
select tests.create_user('second');
select tests.add_member(tests.account_of('owner'), 'second', 'admin');
create temp table a as select tests.account_of('owner') as id;
grant select on a to public;
create function pg_temp.role_of(nick text) returns text language sql security definer as $$
  select role::text from public.members where account_id = (select id from a) and user_id = tests.user_id(nick)
$$;

select is((select email from public.members where user_id = tests.user_id('stranger')), 'stranger@example.com', 'a member has the email of the user');
update auth.users set email = 'moved@example.com' where id = tests.user_id('stranger');
select is((select email from public.members where user_id = tests.user_id('stranger')), 'moved@example.com', 'also after it has changed');

select tests.act_as('viewer');
select is((select count(*)::integer from public.members where account_id = (select id from a)), 4, 'a viewer sees who is in the account');
select throws_ok($$ select public.set_role((select id from a), tests.user_id('viewer'), 'admin') $$, '42501', null, 'and raises nobody, not themselves either');
select throws_ok($$ select public.remove_member((select id from a), tests.user_id('admin')) $$, '42501', null, 'nor removes');
select throws_ok($$ select public.transfer_ownership((select id from a), tests.user_id('viewer')) $$, '42501', null, 'nor takes the account');
select throws_ok($$ update public.members set role = 'owner' $$, '42501', null, 'no right to the table is a way around');
select tests.act_as('stranger');
select throws_ok($$ select public.set_role((select id from a), tests.user_id('stranger'), 'owner') $$, '42501', null, 'a stranger sets no role');
select throws_ok($$ select public.remove_member((select id from a), tests.user_id('viewer')) $$, '42501', null, 'removes nobody');
select throws_ok($$ select public.leave_account((select id from a)) $$, '42501', null, 'and has nothing to leave');

select tests.act_as('admin');
select throws_ok($$ select public.set_role((select id from a), tests.user_id('admin'), 'owner') $$, '42501', 'Only an owner can make someone an owner.', 'an admin does not become an owner');
select throws_ok($$ select public.set_role((select id from a), tests.user_id('owner'), 'viewer') $$, '42501', 'Only an owner can change an owner.', 'nor demotes one');
select throws_ok($$ select public.remove_member((select id from a), tests.user_id('owner')) $$, '42501', 'Only an owner can change an owner.', 'nor removes one');
select throws_ok($$ select public.transfer_ownership((select id from a), tests.user_id('admin')) $$, '42501', 'Only an owner can transfer ownership.', 'nor takes the account');
select lives_ok($$ select public.set_role((select id from a), tests.user_id('viewer'), 'admin') $$, 'but makes a viewer an admin');
select lives_ok($$ select public.set_role((select id from a), tests.user_id('viewer'), 'viewer') $$, 'and back');
select throws_ok($$ select public.remove_member((select id from a), tests.user_id('admin')) $$, '22023', 'You can’t remove yourself. Leave the account instead.', 'nobody is removed by themselves');

select tests.act_as('owner');
select throws_ok($$ select public.leave_account((select id from a)) $$, '22023', 'This is the only owner. Make someone else an owner first.', 'the last owner stays');
select throws_ok($$ select public.set_role((select id from a), tests.user_id('owner'), 'viewer') $$, '22023', 'This is the only owner. Make someone else an owner first.', 'as an owner');
select throws_ok($$ select public.set_role((select id from a), tests.user_id('stranger'), 'viewer') $$, '22023', 'This person is no longer a member of the account.', 'only members have a role');
select throws_ok($$ select public.set_role((select id from a), tests.user_id('viewer'), null) $$, '22023', null, 'and a role is one of three');
select lives_ok($$ select public.remove_member((select id from a), tests.user_id('viewer')) $$, 'an owner removes somebody');
select tests.act_as('viewer');
select is_empty($$ select from public.customers where account_id = (select id from a) $$, 'who at once reads nothing anymore');
select throws_ok($$ select * from public.search_customers((select id from a)) $$, '42501', null, 'by no function');

select tests.act_as('owner');
select throws_ok($$ select public.transfer_ownership((select id from a), tests.user_id('owner')) $$, '22023', null, 'an account is handed to somebody else');
select lives_ok($$ select public.transfer_ownership((select id from a), tests.user_id('second')) $$, 'by its owner');
select is(pg_temp.role_of('second') || ' ' || pg_temp.role_of('owner'), 'owner admin', 'who is an admin then');
select lives_ok($$ select public.leave_account((select id from a)) $$, 'and may leave');
select is(pg_temp.role_of('owner'), null, 'which they did');

select tests.act_as('stranger');
select lives_ok($$ select public.create_account(' Second ') $$, 'a user makes another account');
select results_eq(
  $$ select a.name, m.role::text from public.accounts a join public.members m on m.account_id = a.id where m.user_id = tests.user_id('stranger') order by 1 $$,
  $$ values ('Second', 'owner'), ('stranger', 'owner') $$, 'and owns both'
);
select throws_ok($$ select public.create_account(' ') $$, '22023', 'Enter an account name of 1 to 80 characters.', 'each has a name');
