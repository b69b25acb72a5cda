-- The key is shown once. What is kept cannot be turned back into it, and nobody signed in reads even that.
select plan(19);
select tests.create_cast();
create temp table made (id uuid, api_key text);
grant all on made to public;

select tests.act_as('owner');
insert into made select id, api_key from public.create_api_key(tests.project_id('owner', 'A'), ' Production ');
select matches((select api_key from made), '^tcrm_proj_[0-9A-Za-z]{49}$', 'a key is a prefix, 43 characters and a checksum of 6');

-- No right is needed to look for it.
select row_eq(
  $$ select k.id, k.name, k.hint, k.last_used_at, k.expires_at, k.revoked_at from public.api_keys k join made using (id) $$,
  row ((select id from made), 'Production'::text, (select right(api_key, 4) from made), null::timestamptz, null::timestamptz, null::timestamptz),
  'members read its name and last four characters'
);
select throws_ok('select hash from public.api_keys', '42501', 'permission denied for table api_keys', 'an owner cannot read the hash');
select throws_ok('select * from public.api_keys', '42501', null, 'nor the whole row');
select throws_ok('select k from public.api_keys k', '42501', null, 'nor the row as one value');
select throws_ok($$ select id from public.api_keys where hash = '\x00' $$, '42501', null, 'nor ask for a hash');
select throws_ok('select id from public.api_keys order by hash', '42501', null, 'nor sort by it');
select tests.act_as('viewer');
select throws_ok('select hash from public.api_keys', '42501', null, 'a viewer cannot read the hash');
select is((select count(id) from public.api_keys where name = 'Production'), 1::bigint, 'a viewer reads the rest');
select tests.act_as_anon();
select throws_ok('select id from public.api_keys', '42501', null, 'an anonymous caller reads nothing of it');

select tests.act_as_superuser();
select is(
  (select hash from public.api_keys join made using (id)), (select sha256(convert_to(api_key, 'UTF8')) from made),
  'the key is stored as its SHA-256'
);
select is(
  (select count(*) from public.api_keys k, made where k::text like '%' || left(made.api_key, 53) || '%'), 0::bigint,
  'and not as itself'
);
select is(tests.identify(tests.call((select encode(hash, 'hex') from public.api_keys join made using (id)), 'jo@example.com')), 'created', 'calls with it are accepted');

-- Both computed outside of this database.
select is(private.api_key_checksum('tcrm_proj_' || repeat('0', 43)), 'LzEJDA', 'the checksum of a known key');
select is(private.api_key_checksum('tcrm_proj_' || repeat('z', 43)), '23wIeN', 'the checksum of another known key');
select is((select right(api_key, 6) from made), (select private.api_key_checksum(left(api_key, 53)) from made), 'a new key ends with its checksum');

select is((select count(distinct private.random_base62(43)) from generate_series(1, 500)), 500::bigint, 'no two keys are the same');
select is(
  (select count(distinct c) from regexp_split_to_table(private.random_base62(5000), '') c), 62::bigint,
  'all 62 characters are used'
);
select is(
  (select count(*) from public.api_keys where project_id = tests.project_id('owner', 'A')), 2::bigint,
  'a project may have several keys at once'
);
