select plan(17);
create function pg_temp.secret() returns text language sql immutable as $$ select repeat('s', 32) $$;
create function pg_temp.visitor(nick text) returns text language sql immutable as $$ select encode(sha256(convert_to(nick, 'UTF8')), 'hex') $$;
create function pg_temp.take(nick text, cost integer default 1) returns integer language sql as $$
  select public.take_attempt(pg_temp.secret(), pg_temp.visitor(nick), 3, cost)
$$;
select tests.act_as_superuser();
select private.set_cron_secret(pg_temp.secret());

-- Whoever could call it without the secret could shut out somebody else.
select tests.act_as_anon();
select throws_ok($$ select public.take_attempt('x', pg_temp.visitor('a'), 3) $$, '42501', null, 'without the secret nothing is counted');
select throws_ok($$ select public.take_attempt(null, pg_temp.visitor('a'), 3) $$, '42501', null, 'nor with none');
select throws_ok('select from private.attempts', '42501', null, 'nobody reads who tried what');
select throws_ok('delete from private.attempts', '42501', null, 'nor makes it forgotten');

select is(pg_temp.take('a'), 0, 'a first attempt is allowed');
select is(pg_temp.take('a'), 0, 'and a second');
select is(pg_temp.take('a', 0), 0, 'asking counts nothing');
select is(pg_temp.take('a'), 0, 'so that there is a third');
select is(pg_temp.take('a'), 300, 'and then five minutes of none');
select is(pg_temp.take('a', 0), 300, 'which asking tells as well');
select is(pg_temp.take('b'), 0, 'nobody else waits for that');

select throws_ok($$ select public.take_attempt(pg_temp.secret(), 'abcd', 3) $$, '23514', null, 'a visitor is a hash');

select tests.act_as_superuser();
select is((select count from private.attempts where subject = decode(pg_temp.visitor('a'), 'hex')), 3, 'a refused attempt is not written down');
update private.attempts set ends_at = now() + interval '90.2 seconds';
select tests.act_as_anon();
select is(pg_temp.take('a'), 91, 'the seconds are whole, and never too few');
select tests.act_as_superuser();
update private.attempts set ends_at = now();
select tests.act_as_anon();
select is(pg_temp.take('a'), 0, 'when the time is over there are attempts again');
select tests.act_as_superuser();
select is((select count from private.attempts where subject = decode(pg_temp.visitor('a'), 'hex')), 1, 'counted from the first');
select is((select count(*)::integer from private.attempts), 1, 'and what is over of others is forgotten');
