-- An invitation is a mail with words of the account in it: without a limit anybody has free mail to whom they like.
select plan(8);
select tests.create_cast();
select tests.act_as('stranger');
create function pg_temp.invite(nick text) returns text language sql as $$
  select public.invite_member(tests.account_of('stranger'), nick || '@example.com', 'viewer')
$$;
-- As somebody who has another account.
create function pg_temp.invite_elsewhere(nick text) returns text language sql as $$
  select public.invite_member(tests.account_of('owner'), nick || '@example.com', 'viewer')
$$;

select lives_ok($$ select pg_temp.invite('one') from generate_series(1, 5) $$, 'somebody is invited again five times');
select throws_ok(
  $$ select pg_temp.invite('one') $$, '22023',
  'This email already got 5 invitations in the last hour. Share the last link, or try again in an hour.',
  'and not a sixth time'
);
select tests.act_as('owner');
select throws_ok($$ select pg_temp.invite_elsewhere('One') $$, '22023', null, 'nor by another account');
select lives_ok($$ select pg_temp.invite_elsewhere('another') $$, 'which may invite others');

select tests.act_as('stranger');
select lives_ok($$ select pg_temp.invite('many' || i) from generate_series(1, 45) i $$, 'an account sends 50 a day');
select public.withdraw_invitation(account_id, id) from public.invitations;
select throws_ok(
  $$ select pg_temp.invite('too many') $$, '22023',
  'Enter one email address.', 'what is no email is not counted'
);
select throws_ok(
  $$ select pg_temp.invite('last') $$, '22023',
  'An account can send 50 invitations a day. Send the rest tomorrow.',
  'and no more, although it withdrew them'
);
select tests.act_as_superuser();
update private.attempts set ends_at = now();
select tests.act_as('stranger');
select lives_ok($$ select pg_temp.invite('last') $$, 'until the next day');
