select plan(20);
select tests.create_cast();
select tests.create_project_with_key('owner', 'B');
create temp table before as select tests.fingerprint();

create function pg_temp.calls(project text, email text default 'jo@example.com') returns jsonb language sql as $$
  select jsonb_build_array(tests.call(tests.key_hash('owner', project), email))
$$;

-- Who may call it.
select tests.act_as_anon();
select throws_ok('select * from ingest.identify(pg_temp.calls(''A''))', '42501', 'permission denied for schema ingest', 'an anonymous caller may not call it');
select tests.act_as('owner');
select throws_ok('select * from ingest.identify(pg_temp.calls(''A''))', '42501', 'permission denied for schema ingest', 'nor may an owner');
select tests.act_as('stranger');
select throws_ok('select * from ingest.identify(pg_temp.calls(''A''))', '42501', 'permission denied for schema ingest', 'nor a stranger');
select tests.act_as_service();
select throws_ok('select * from ingest.identify(pg_temp.calls(''A''))', '42501', 'permission denied for schema ingest', 'nor the service role');
select tests.act_as_ingest();
select throws_ok('select * from private.identify_group(pg_temp.calls(''A''))', '42501', 'permission denied for schema private', 'role ingest cannot reach what is behind it');
select tests.act_as_superuser();
select is(tests.fingerprint(), (table before), 'whoever was refused has written nothing');

-- Which keys are good.
update public.api_keys set revoked_at = now() - interval '1 second' where hash = decode(tests.key_hash('owner', 'B'), 'hex');
drop table before;
create temp table before as select tests.fingerprint();
select tests.act_as_ingest();
select is((select outcome from ingest.identify(pg_temp.calls('B'))), 'unauthorized', 'a revoked key is refused');
select is((select outcome from ingest.identify(pg_temp.calls('B', 'alex@example.com'))), 'unauthorized', 'also for a customer who exists');
select is((select outcome from ingest.identify(pg_temp.calls('no such project'))), 'unauthorized', 'an unknown key is refused');
select is((select outcome from ingest.identify('[{"email": "jo@example.com"}]')), 'unauthorized', 'no key is refused');
select is((select outcome from ingest.identify('[{"key_hash": null, "email": "jo@example.com"}]')), 'unauthorized', 'a key that is null is refused');
select is((select outcome from ingest.identify('[{"key_hash": "", "email": "jo@example.com"}]')), 'unauthorized', 'an empty key is refused');
select is((select outcome from ingest.identify('[{"key_hash": "not hex", "email": "jo@example.com"}]')), 'invalid', 'a key that cannot be a hash is refused');
select tests.act_as_superuser();
update public.api_keys set revoked_at = null, expires_at = now() where hash = decode(tests.key_hash('owner', 'B'), 'hex');
select is(tests.identify(tests.call(tests.key_hash('owner', 'B'), 'jo@example.com')), 'unauthorized', 'a key is refused from the moment it expires');
update public.api_keys set expires_at = null, revoked_at = now() - interval '1 second' where hash = decode(tests.key_hash('owner', 'B'), 'hex');
select is(tests.fingerprint(), (table before), 'a refused key writes nothing, not even that it was used');

select is(
  tests.identify(
    tests.call(tests.key_hash('owner', 'A'), 'jo@example.com'), tests.call(tests.key_hash('owner', 'B'), 'jo@example.com'),
    tests.call(tests.key_hash('stranger', 'A'), 'jo@example.com')
  ),
  'created, unauthorized, created', 'a refused key in a group harms no other call'
);
update public.api_keys set revoked_at = null, expires_at = now() + interval '1 second' where hash = decode(tests.key_hash('owner', 'B'), 'hex');
select is(tests.identify(tests.call(tests.key_hash('owner', 'B'), 'jo@example.com')), 'created', 'a key works until it expires');

-- What is kept of its use.
select is((select last_used_at from public.api_keys where hash = decode(tests.key_hash('owner', 'A'), 'hex')), now(), 'a good key is marked used');
update public.api_keys set last_used_at = now() - interval '59 seconds' where hash = decode(tests.key_hash('owner', 'A'), 'hex');
select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'jo@example.com'));
select is((select now() - last_used_at from public.api_keys where hash = decode(tests.key_hash('owner', 'A'), 'hex')), interval '59 seconds', 'but not again within a minute');
update public.api_keys set last_used_at = now() - interval '61 seconds' where hash = decode(tests.key_hash('owner', 'A'), 'hex');
select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'jo@example.com'));
select is((select last_used_at from public.api_keys where hash = decode(tests.key_hash('owner', 'A'), 'hex')), now(), 'and again after it');
