select plan(15);
select tests.create_cast();
create temp table keys as select k.id, m.nick from public.api_keys k, unnest('{owner,stranger}'::text[]) m (nick) where k.account_id = tests.account_of(m.nick);
grant select on keys to public;
create temp table before as select tests.fingerprint();

create function pg_temp.revoke(nick text) returns void language sql as $$
  select public.revoke_api_key(id) from keys where keys.nick = revoke.nick
$$;

select tests.act_as('viewer');
select throws_ok($$ select pg_temp.revoke('owner') $$, '42501', 'You have view-only access. Ask an owner or admin of this account.', 'a viewer is refused and told whom to ask');
select tests.act_as('stranger');
select throws_ok($$ select pg_temp.revoke('owner') $$, '42501', 'You are not a member of this account.', 'a stranger is refused');
select throws_ok('select public.revoke_api_key(gen_random_uuid())', '42501', 'You are not a member of this account.', 'a key that does not exist is refused in the same words');
select throws_ok('select public.revoke_api_key(null)', '42501', null, 'no key is refused');
select throws_ok(
  $$ select private.revoke_api_key(id) from keys where nick = 'owner' $$, '42501', 'You are not a member of this account.',
  'the function behind checks for itself'
);
select tests.act_as('nobody who ever signed up');
select throws_ok($$ select pg_temp.revoke('owner') $$, '42501', null, 'an unknown user is refused');
select tests.act_as_anon();
select throws_ok($$ select pg_temp.revoke('owner') $$, '42501', 'permission denied for function revoke_api_key', 'an anonymous caller may not call it');
select tests.act_as_ingest();
select throws_ok($$ select pg_temp.revoke('owner') $$, '42501', null, 'nor may role ingest');
select tests.act_as_service();
select throws_ok($$ select pg_temp.revoke('owner') $$, '42501', null, 'nor the service role');

select tests.act_as_superuser();
select is(tests.fingerprint(), (table before), 'whoever was refused has written nothing');

select tests.act_as('stranger');
select lives_ok($$ select pg_temp.revoke('stranger') $$, 'the stranger may revoke their own key');
select tests.act_as('admin');
select lives_ok($$ select pg_temp.revoke('owner') $$, 'an admin may revoke a key');
select tests.act_as('owner');
select lives_ok($$ select pg_temp.revoke('owner') $$, 'an owner may revoke a key');
select tests.act_as_superuser();
select isnt(tests.fingerprint(), (table before), 'which is a change that this test sees');
select is(
  (select count(*) from public.api_keys where revoked_at is not null), 2::bigint,
  'the keys meant have ended and no others'
);
