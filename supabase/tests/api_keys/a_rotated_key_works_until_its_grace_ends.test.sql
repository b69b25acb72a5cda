select plan(20);
select tests.create_cast();
create temp table keys as select id from public.api_keys where account_id = tests.account_of('owner');
create temp table made (id uuid, api_key text, step text);
grant all on keys, made to public;

create function pg_temp.expires_in() returns interval language sql security definer as $$
  select expires_at - now() from public.api_keys join keys using (id)
$$;
create function pg_temp.call(email text) returns text language sql as $$
  select tests.identify(tests.call(tests.key_hash('owner', 'A'), email))
$$;

select tests.act_as('owner');
insert into made select r.*, 'default' from keys, public.rotate_api_key(keys.id) r;
select is(pg_temp.expires_in(), interval '24 hours', 'the old key ends after a day');
select matches((select api_key from made), '^tcrm_proj_[0-9A-Za-z]{49}$', 'the new key is returned whole');
select row_eq(
  $$ select k.project_id, k.name, k.hint, k.expires_at from public.api_keys k join made using (id) $$,
  row (tests.project_id('owner', 'A'), 'default'::text, (select right(api_key, 4) from made), null::timestamptz),
  'it belongs to the same project, has the same name and does not end'
);
select is(pg_temp.call('one@example.com'), 'created', 'the old key works meanwhile');
select is(
  tests.identify(tests.call(encode(sha256(convert_to((select api_key from made), 'UTF8')), 'hex'), 'two@example.com')), 'created',
  'and so does the new one'
);

insert into made select r.*, 'longer' from keys, public.rotate_api_key(keys.id, 168) r;
select is(pg_temp.expires_in(), interval '24 hours', 'a longer grace never lengthens a life that has an end');
insert into made select r.*, 'shorter' from keys, public.rotate_api_key(keys.id, 1) r;
select is(pg_temp.expires_in(), interval '1 hour', 'a shorter grace shortens it');
select is((select count(distinct api_key) from made), 3::bigint, 'every rotation makes another key');

select throws_ok('select public.rotate_api_key(id, -1) from keys', '22023', 'The old key can keep working for 0 to 168 hours.', 'a grace below 0 is refused');
select throws_ok('select public.rotate_api_key(id, 169) from keys', '22023', 'The old key can keep working for 0 to 168 hours.', 'a grace over a week is refused');
select throws_ok('select public.rotate_api_key(id, null) from keys', '22023', null, 'no grace is refused');
select is((select count(id) from public.api_keys where project_id = tests.project_id('owner', 'A')), 4::bigint, 'a refused rotation makes no key');

insert into made select r.*, 'at once' from keys, public.rotate_api_key(keys.id, 0) r;
select is(pg_temp.expires_in(), interval '0', 'a grace of 0 ends the old key at once');
select is(pg_temp.call('one@example.com'), 'unauthorized', 'which is then refused');
select throws_ok('select public.rotate_api_key(id) from keys', '22023', 'This key has already ended. Create a new one instead.', 'an expired key is not rotated');

select lives_ok($$ select public.revoke_api_key(id) from made where step = 'at once' $$, 'a new key may be revoked');
select throws_ok($$ select public.rotate_api_key(id) from made where step = 'at once' $$, '22023', 'This key has already ended. Create a new one instead.', 'a revoked key is not rotated');
select lives_ok($$ select public.rotate_api_key(id) from made where step = 'shorter' $$, 'a living one is');
select is(
  (select expires_at - now() from public.api_keys join made using (id) where step = 'shorter'), interval '24 hours',
  'and ends after its own grace'
);
select is(
  (select count(*) from public.api_keys join made using (id) where expires_at is not null), 1::bigint, 'no other key has got an end'
);
