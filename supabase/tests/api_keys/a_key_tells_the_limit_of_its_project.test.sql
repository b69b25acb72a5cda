select plan(13);
select tests.create_cast();
create function pg_temp.hashes() returns text[] language sql as $$
  select array[tests.key_hash('owner', 'A'), tests.key_hash('stranger', 'A'), repeat('0', 64)]
$$;

select tests.act_as_anon();
select throws_ok('select * from ingest.project_limits(pg_temp.hashes())', '42501', 'permission denied for schema ingest', 'an anonymous caller may not ask for limits');
select tests.act_as('owner');
select throws_ok('select * from ingest.project_limits(pg_temp.hashes())', '42501', 'permission denied for schema ingest', 'nor may an owner');
select throws_ok('update public.projects set calls_per_second = 1000000', '42501', 'permission denied for table projects', 'and nobody gives themselves a higher one');
select tests.act_as_service();
select throws_ok('select * from ingest.project_limits(pg_temp.hashes())', '42501', 'permission denied for schema ingest', 'nor may the service role');

select tests.act_as_ingest();
select set_eq(
  'select key_hash, calls_per_second from ingest.project_limits(pg_temp.hashes())',
  $$ values (tests.key_hash('owner', 'A'), null::integer), (tests.key_hash('stranger', 'A'), null) $$,
  'a project has no limit of its own at first, and a key that does not exist is left out'
);

select tests.act_as_superuser();
update public.projects set calls_per_second = 50 where account_id = tests.account_of('owner') and name = 'A';
select tests.act_as_ingest();
select is(
  (select l.calls_per_second from ingest.project_limits(pg_temp.hashes()) l where l.key_hash = tests.key_hash('owner', 'A')),
  50, 'one that an admin set is told'
);
select is(
  (select l.calls_per_second from ingest.project_limits(pg_temp.hashes()) l where l.key_hash = tests.key_hash('stranger', 'A')),
  null, 'for that project only'
);

select tests.act_as_superuser();
select throws_ok('update public.projects set calls_per_second = 0', '23514', null, 'a limit of 0 would lock a project out: revoke its keys for that');
select is(
  (select l.account_id from ingest.project_limits(pg_temp.hashes()) l where l.key_hash = tests.key_hash('stranger', 'A')),
  tests.account_of('stranger'), 'keys tell whose they are'
);
select is(
  (select count(distinct l.project_id) from ingest.project_limits(pg_temp.hashes()) l), 2::bigint,
  'keys tell their projects apart'
);
update public.api_keys set revoked_at = now() where account_id = tests.account_of('owner');
select is((select count(*) from ingest.project_limits(pg_temp.hashes())), 1::bigint, 'a revoked key has no limit: it sends nothing');
update public.api_keys set expires_at = now();
select is((select count(*) from ingest.project_limits(pg_temp.hashes())), 0::bigint, 'nor has an expired one');
select is((select count(*) from ingest.project_limits('{}')), 0::bigint, 'nothing asked, nothing answered');
