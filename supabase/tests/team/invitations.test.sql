select plan(31);
select tests.create_cast();
select tests.create_user('guest');
delete from public.invitations;
create function pg_temp.act_as(nick text) returns void language sql as $$
  select tests.act_as(nick), set_config('request.jwt.claims', json_build_object('sub', tests.user_id(nick), 'role', 'authenticated', 'email', nick || '@example.com')::text, true)
$$;
create temp table tokens (who text, token text);
grant all on tokens to public;

select pg_temp.act_as('owner');
insert into tokens select 'guest', public.invite_member(tests.account_of('owner'), ' Guest@Example.com ', 'viewer');
select is((select email || ' ' || role || ' ' || invited_by from public.invitations), 'guest@example.com viewer owner@example.com', 'an owner invites an email');
select ok((select token ~ '^[0-9A-Za-z]{43}$' from tokens), 'by a token of 256 bits');
select throws_ok($$ select token_hash from public.invitations $$, '42501', null, 'whose hash nobody reads');
select throws_ok($$ select public.invite_member(tests.account_of('owner'), 'two@example.com, three@example.com', 'viewer') $$, '22023', 'Enter the email of one person.', 'one at a time');
select throws_ok($$ select public.invite_member(tests.account_of('owner'), 'new@example.com', null) $$, '22023', null, 'as something');
select throws_ok($$ select public.invite_member(tests.account_of('owner'), 'ADMIN@example.com', 'viewer') $$, '22023', 'admin@example.com is a member already.', 'not twice');

select pg_temp.act_as('admin');
select lives_ok($$ select public.invite_member(tests.account_of('owner'), 'new@example.com', 'admin') $$, 'an admin invites too');
select throws_ok($$ select public.invite_member(tests.account_of('owner'), 'new@example.com', 'owner') $$, '42501', 'Only an owner can invite an owner.', 'but no owner');
select pg_temp.act_as('viewer');
select is((select count(*)::integer from public.invitations), 2, 'a viewer sees who is invited');
select throws_ok($$ select public.invite_member(tests.account_of('owner'), 'x@example.com', 'viewer') $$, '42501', null, 'and invites nobody');
select throws_ok($$ select public.withdraw_invitation(account_id, id) from public.invitations $$, '42501', null, 'nor withdraws');
select pg_temp.act_as('stranger');
select is_empty('select id from public.invitations', 'a stranger sees none');
select throws_ok(format($$ select public.invite_member(%L, 'x@example.com', 'viewer') $$, tests.account_of('owner')), '42501', null, 'nor invites');

select pg_temp.act_as('stranger');
select is((select account_name || ' ' || email || ' ' || role || ' ' || invited_by from public.read_invitation((select token from tokens))), 'owner guest@example.com viewer owner@example.com', 'whoever has the link sees what it is about');
select is_empty($$ select * from public.read_invitation('guess') $$, 'a guess shows nothing');
select tests.act_as_anon();
select throws_ok($$ select public.accept_invitation((select token from tokens)) $$, '42501', null, 'nobody accepts without a session');
select pg_temp.act_as('stranger');
select throws_ok($$ select public.accept_invitation((select token from tokens)) $$, '42501', 'This invitation is for guest@example.com. Sign in with that email.', 'nor somebody else');
select pg_temp.act_as('guest');
select is_empty(format('select from public.projects where account_id = %L', tests.account_of('owner')), 'before, the guest reads nothing');
select is(public.accept_invitation((select token from tokens)), tests.account_of('owner'), 'the guest accepts');
select isnt_empty(format('select from public.projects where account_id = %L', tests.account_of('owner')), 'and reads');
select throws_ok(format($$ select public.rename_account(%L, 'Mine') $$, tests.account_of('owner')), '42501', null, 'as what they were invited for');
select throws_ok($$ select public.accept_invitation((select token from tokens)) $$, '22023', null, 'once');

-- Another invitation ends the first, time and withdrawal end it too.
select pg_temp.act_as('owner');
insert into tokens select 'first', public.invite_member(tests.account_of('owner'), 'stranger@example.com', 'viewer');
insert into tokens select 'second', public.invite_member(tests.account_of('owner'), 'stranger@example.com', 'admin');
select is((select count(*)::integer from public.invitations where email = 'stranger@example.com'), 1, 'an email has one invitation');
select pg_temp.act_as('stranger');
select is_empty($$ select * from public.read_invitation((select token from tokens where who = 'first')) $$, 'the first link has ended');
select is((select role from public.read_invitation((select token from tokens where who = 'second'))), 'admin', 'the second counts');
select tests.act_as_superuser();
update public.invitations set expires_at = now() where email = 'stranger@example.com';
select pg_temp.act_as('stranger');
select is_empty($$ select * from public.read_invitation((select token from tokens where who = 'second')) $$, 'until it is too old');
select throws_ok($$ select public.accept_invitation((select token from tokens where who = 'second')) $$, '22023', null, 'and cannot be accepted');
select pg_temp.act_as('owner');
select lives_ok($$ select public.withdraw_invitation(account_id, id) from public.invitations $$, 'an owner withdraws');
select is_empty('select id from public.invitations', 'what is withdrawn is gone');

select tests.act_as_superuser();
insert into public.invitations (account_id, email, role, token_hash, expires_at)
select tests.account_of('owner'), i || '@example.com', 'viewer', sha256(i::text::bytea), now() + interval '1 day' from generate_series(1, 50) i;
select pg_temp.act_as('owner');
select throws_ok($$ select public.invite_member(tests.account_of('owner'), '51@example.com', 'viewer') $$, '22023', 'An account has 50 open invitations at most. Withdraw one first.', 'fifty are open at most');
select lives_ok($$ select public.invite_member(tests.account_of('owner'), '50@example.com', 'viewer') $$, 'of which each can be sent again');
