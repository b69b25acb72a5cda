select plan(44);
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
select throws_ok($$ select public.invite_member(tests.account_of('owner'), 'two@example.com, three@example.com', 'viewer') $$, '22023', 'Enter one email address.', 'one at a time');
select throws_ok($$ select public.invite_member(tests.account_of('owner'), 'new@example.com', null) $$, '22023', null, 'as something');
select throws_ok($$ select public.invite_member(tests.account_of('owner'), 'ADMIN@example.com', 'viewer') $$, '22023', 'This person is already a member.', 'not twice');

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
select throws_ok($$ select public.accept_invitation((select token from tokens)) $$, '42501', 'This invitation is for a different email than the one you’re signed in with.', 'nor somebody else');
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
insert into public.invitations (account_id, email, inviter_id, role, token_hash, expires_at)
select tests.account_of('owner'), i || '@example.com', tests.user_id('owner'), 'viewer', sha256(i::text::bytea), now() + interval '1 day' from generate_series(1, 50) i;
select pg_temp.act_as('owner');
select throws_ok($$ select public.invite_member(tests.account_of('owner'), '51@example.com', 'viewer') $$, '22023', 'An account can have up to 50 pending invitations. Withdraw one first.', 'fifty are open at most');
select lives_ok($$ select public.invite_member(tests.account_of('owner'), '50@example.com', 'viewer') $$, 'of which each can be sent again');

-- An invitation lasts no longer than the right of who sent it: each inviter also has a second address.
select tests.act_as_superuser();
delete from public.invitations;
delete from tokens;
create temp table account as select tests.account_of('owner') as account_id;
grant select on account to public;
select tests.create_user('second_address');
select tests.create_user('deputy');
select tests.add_member(tests.account_of('owner'), 'deputy', 'owner');
create function pg_temp.open_invitations() returns text language sql security definer as $$
  select string_agg(split_part(email, '@', 1) || ' ' || role, ', ' order by email) from public.invitations
$$;
create function pg_temp.invite(by_nick text, nick text, role public.member_role) returns void language plpgsql as $$
begin
  perform pg_temp.act_as(by_nick);
  insert into tokens select nick, public.invite_member((select account_id from account), nick || '@example.com', role);
end
$$;
create function pg_temp.accept(nick text) returns uuid language plpgsql as $$
begin
  perform pg_temp.act_as(nick);
  return public.accept_invitation((select token from tokens where who = nick));
end
$$;
select pg_temp.invite('admin', 'second_address', 'admin');
select pg_temp.invite('owner', 'new', 'viewer');
select pg_temp.act_as('owner');
select public.remove_member((select account_id from account), tests.user_id('admin'));
select is(pg_temp.open_invitations(), 'new viewer', 'what a removed admin sent has ended, and nothing else');
select throws_ok(
  $$ select pg_temp.accept('second_address') $$, '22023',
  'This invitation is no longer valid: it was used, withdrawn or has expired. Ask for a new one.',
  'their second address does not bring them back'
);
select pg_temp.act_as('second_address');
select is_empty($$ select * from public.read_invitation((select token from tokens where who = 'second_address')) $$, 'and its link shows nothing');

select tests.act_as_superuser();
select tests.add_member((select account_id from account), 'admin', 'admin');
delete from tokens where who = 'second_address';
select pg_temp.invite('admin', 'second_address', 'admin');
select pg_temp.act_as('admin');
select lives_ok($$ select public.leave_account((select account_id from account)) $$, 'an admin leaves');
select is(pg_temp.open_invitations(), 'new viewer', 'and what they sent has ended');

select tests.act_as_superuser();
delete from tokens;
select pg_temp.invite('deputy', 'second_address', 'owner');
select pg_temp.invite('deputy', 'clerk', 'admin');
select pg_temp.act_as('owner');
select lives_ok($$ select public.set_role((select account_id from account), tests.user_id('deputy'), 'admin') $$, 'an owner becomes an admin');
select is(pg_temp.open_invitations(), 'clerk admin, new viewer', 'whose invitation of an owner has ended, and whose others stay');
select throws_ok($$ select pg_temp.accept('second_address') $$, '22023', null, 'it makes nobody an owner');
select pg_temp.act_as('owner');
select public.set_role((select account_id from account), tests.user_id('deputy'), 'viewer');
select is(pg_temp.open_invitations(), 'new viewer', 'a viewer has sent none');

select public.set_role((select account_id from account), tests.user_id('deputy'), 'owner');
select is(pg_temp.open_invitations(), 'new viewer', 'a new right brings none back');
select tests.act_as_superuser();
delete from tokens;
select pg_temp.invite('owner', 'second_address', 'owner');
select pg_temp.act_as('owner');
select public.transfer_ownership((select account_id from account), tests.user_id('deputy'));
select is(pg_temp.open_invitations(), 'new viewer', 'whoever hands the account over has invited no owner');

-- Sent again by somebody who may, an invitation is theirs.
select tests.act_as_superuser();
delete from tokens;
select pg_temp.invite('deputy', 'new', 'admin');
select pg_temp.act_as('deputy');
select public.remove_member((select account_id from account), tests.user_id('owner'));
select is(pg_temp.open_invitations(), 'new admin', 'an invitation belongs to whoever sent it last');
select tests.act_as_superuser();
delete from auth.users where id = tests.user_id('deputy');
select is(pg_temp.open_invitations(), null, 'and goes with a user who is deleted');
