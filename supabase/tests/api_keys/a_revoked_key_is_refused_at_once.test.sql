select plan(9);
select tests.create_cast();
create temp table keys as select id from public.api_keys where account_id = tests.account_of('owner');
grant select on keys to public;

create function pg_temp.call(nick text, email text) returns text language sql as $$
  select tests.identify(tests.call(tests.key_hash(nick, 'A'), email))
$$;

select is(pg_temp.call('owner', 'one@example.com'), 'created', 'a living key works');
select tests.act_as('owner');
select is((select k.revoked_at from public.api_keys k join keys using (id)), null, 'and is not revoked');
select lives_ok('select public.revoke_api_key(id) from keys', 'an owner revokes it');
select is((select k.revoked_at from public.api_keys k join keys using (id)), now(), 'the time is kept');

select tests.act_as_superuser();
create temp table before as select tests.fingerprint();
select is(pg_temp.call('owner', 'one@example.com') || ', ' || pg_temp.call('owner', 'two@example.com'), 'unauthorized, unauthorized', 'from then on it is refused');
select is(tests.fingerprint(), (table before), 'and writes nothing');
select is(pg_temp.call('stranger', 'one@example.com'), 'created', 'another key is not touched');

update public.api_keys set revoked_at = now() - interval '1 day' where id = (select id from keys);
select tests.act_as('owner');
select lives_ok('select public.revoke_api_key(id) from keys', 'revoking it again is no error');
select is((select k.revoked_at from public.api_keys k join keys using (id)), now() - interval '1 day', 'and keeps the first time');
