select plan(13);

select tests.create_user('jo');
select is((select count(*) from public.members where user_id = tests.user_id('jo')), 1::bigint, 'a new user is in one account');
select is((select role from public.members where user_id = tests.user_id('jo')), 'owner', 'who signs up owns the account');
select is((select name from public.accounts where id = tests.account_of('jo')), 'jo', 'the account is named after the part of the email before @');

select tests.create_user('named', '{"account_name": "  Acme  "}');
select is((select name from public.accounts where id = tests.account_of('named')), 'Acme', 'or as asked for at sign-up, without space around it');
select tests.create_user('blank', '{"account_name": "   "}');
select is((select name from public.accounts where id = tests.account_of('blank')), 'blank', 'a blank name counts as none');
select tests.create_user('long', jsonb_build_object('account_name', repeat('x', 200)));
select is((select name from public.accounts where id = tests.account_of('long')), repeat('x', 80), 'a long name is cut to 80 characters and stops nobody');
insert into auth.users (id) values (tests.user_id('phone'));
select is((select name from public.accounts where id = tests.account_of('phone')), 'My account', 'a user without an email has an account too');

create function pg_temp.figures(who text) returns text language sql as $$
  select time_zone || ' ' || coalesce(currency, 'none') from public.accounts where id = tests.account_of(who)
$$;
select is(pg_temp.figures('jo'), 'UTC none', 'without a guess of the browser times are in UTC, and money has no currency');
select tests.create_user('berlin', '{"time_zone": "Europe/Berlin", "currency": "EUR"}');
select is(pg_temp.figures('berlin'), 'Europe/Berlin EUR', 'time zone and currency are as the browser guessed');
select tests.create_user('nowhere', '{"time_zone": "Mars/Olympus", "currency": "dollars"}');
select is(pg_temp.figures('nowhere'), 'UTC none', 'a guess that is none stops nobody');

select isnt(tests.account_of('jo'), tests.account_of('named'), 'every user gets an account of their own');

delete from auth.users where id = tests.user_id('jo');
select is((select count(*) from public.members where user_id = tests.user_id('jo')), 0::bigint, 'a deleted user is in no account');

select lives_ok(
  $$ set local role supabase_auth_admin; insert into auth.users (id, email) values (gen_random_uuid(), 'auth@example.com') $$,
  'Auth''s own role, which has no right on our tables, signs users up'
);
