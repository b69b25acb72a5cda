select plan(12);
select tests.create_cast();
create function pg_temp.calls() returns jsonb language sql as $$
  select jsonb_build_array(tests.call(tests.key_hash('owner', 'A'), 'alex@example.com'))
$$;
update public.customer_projects set last_activity_at = now() - interval '1 hour';
create temp table before as select tests.fingerprint();

select tests.act_as_anon();
select throws_ok('select * from ingest.ping(pg_temp.calls())', '42501', 'permission denied for schema ingest', 'an anonymous caller may not call it');
select tests.act_as('owner');
select throws_ok('select * from ingest.ping(pg_temp.calls())', '42501', 'permission denied for schema ingest', 'nor may an owner');
select tests.act_as('stranger');
select throws_ok('select * from ingest.ping(pg_temp.calls())', '42501', 'permission denied for schema ingest', 'nor a stranger');
select tests.act_as_service();
select throws_ok('select * from ingest.ping(pg_temp.calls())', '42501', 'permission denied for schema ingest', 'nor the service role');
select tests.act_as_superuser();
select is(tests.fingerprint(), (table before), 'whoever was refused has written nothing');

update public.api_keys set revoked_at = now();
drop table before;
create temp table before as select tests.fingerprint();
select tests.act_as_ingest();
select is((select outcome from ingest.ping(pg_temp.calls())), 'unauthorized', 'a revoked key is refused');
select tests.act_as_superuser();
select is(tests.fingerprint(), (table before), 'and writes nothing');
update public.api_keys set revoked_at = null, expires_at = now();
drop table before;
create temp table before as select tests.fingerprint();
select tests.act_as_ingest();
select is((select outcome from ingest.ping(pg_temp.calls())), 'unauthorized', 'an expired key is refused');
select tests.act_as_superuser();
select is(tests.fingerprint(), (table before), 'and writes nothing, not even that it was used');
update public.api_keys set expires_at = null;
select tests.act_as_ingest();
select is((select outcome from ingest.ping(pg_temp.calls())), 'updated', 'a good key is taken');
select tests.act_as_superuser();
select isnt(tests.fingerprint(), (table before), 'which is a change that this test sees');
select is((tests.customer_project('stranger', 'A', 'alex@example.com')).last_activity_at, now() - interval '1 hour', 'in no other account');
