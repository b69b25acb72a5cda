select plan(20);
select tests.create_cast();
create temp table made (by_whom text, id uuid, read_key text);
grant all on made to public;

select tests.act_as('owner');
insert into made select 'owner', m.* from public.create_read_key(tests.account_of('owner'), 'Everything') m;
select tests.act_as('admin');
insert into made select 'admin', m.* from public.create_read_key(tests.account_of('owner'), ' One  product ', array[tests.project_id('owner', 'A')]) m;
select tests.act_as_superuser();
select results_eq(
  $$ select k.account_id, k.name, k.project_ids, k.hint, k.hash from public.read_keys k join made using (id) order by by_whom desc $$,
  $$ select tests.account_of('owner'), case by_whom when 'owner' then 'Everything' else 'One  product' end,
       case by_whom when 'admin' then array[tests.project_id('owner', 'A')] end, right(read_key, 4), sha256(convert_to(read_key, 'UTF8'))
     from made order by by_whom desc $$,
  'owners and admins make keys of all projects or of some, which are kept as a hash'
);
select is(
  (select count(*) from made where read_key ~ '^tcrm_read_[0-9A-Za-z]{49}$' and right(read_key, 6) = private.api_key_checksum(left(read_key, -6))),
  2::bigint, 'a key says what it is for, and has a checksum'
);
savepoint s;
select tests.act_as('owner');
select from public.create_read_key(tests.account_of('owner'), 'For a month', null, true, 30);
select tests.act_as_superuser();
select results_eq(
  $$ select hide_emails, expires_at from public.read_keys where name = 'For a month' $$, $$ values (true, now() + interval '30 days') $$,
  'a key can expire, and hide addresses'
);
rollback to s;
select tests.act_as('viewer');
select is((select count(*) from public.read_keys where last_used_at is null), 3::bigint, 'a viewer sees which keys there are');
select throws_ok($$ select hash from public.read_keys $$, '42501', null, 'and nobody sees a hash');
create temp table before as select tests.fingerprint();

select throws_ok(
  $$ select public.create_read_key(tests.account_of('owner'), 'x') $$, '42501',
  'You have view-only access. Ask an owner or admin of this account.', 'a viewer is refused and told whom to ask'
);
select throws_ok($$ select public.revoke_read_key(id) from made limit 1 $$, '42501', null, 'a viewer revokes none');
select tests.act_as('stranger');
select throws_ok($$ select public.create_read_key(tests.account_of('owner'), 'x') $$, '42501', 'You are not a member of this account.', 'a stranger is refused');
select throws_ok($$ select private.create_read_key(tests.account_of('owner'), 'x', null, false, null, false) $$, '42501', null, 'the function behind checks for itself');
select throws_ok($$ select public.revoke_read_key(id) from made limit 1 $$, '42501', 'You are not a member of this account.', 'a stranger revokes none');
select throws_ok($$ select public.revoke_read_key(gen_random_uuid()) $$, '42501', 'You are not a member of this account.', 'a key that does not exist is refused in the same words');
select tests.act_as_anon();
select throws_ok($$ select public.create_read_key(tests.account_of('owner'), 'x') $$, '42501', 'permission denied for function create_read_key', 'an anonymous caller may not call it');
select tests.act_as('owner');
select throws_ok(
  $$ select public.create_read_key(tests.account_of('owner'), 'x', array[tests.project_id('owner', 'A'), tests.project_id('stranger', 'A')]) $$,
  '22023', 'Choose one or more projects of this account.', 'a key sees no project of another account'
);
select throws_ok($$ select public.create_read_key(tests.account_of('owner'), 'x', '{}') $$, '22023', 'Choose one or more projects of this account.', 'nor none');
select throws_ok($$ select public.create_read_key(tests.account_of('owner'), ' ') $$, '23514', 'Enter a key name of 1 to 60 characters.', 'it has a name');
select throws_ok(
  $$ select public.create_read_key(tests.account_of('owner'), 'x', null, false, 0) $$, '22023', 'A read key can expire in 1 to 3,650 days.',
  'and expires later than now'
);
select tests.act_as_superuser();
select is(tests.fingerprint(), (table before), 'whoever was refused has written nothing');

insert into public.read_keys (account_id, name, hash, hint)
select tests.account_of('owner'), 'one of many', sha256(convert_to(n::text, 'UTF8')), 'many' from generate_series(1, 197) n;
select tests.act_as('owner');
select throws_ok(
  $$ select public.create_read_key(tests.account_of('owner'), 'x') $$, '22023',
  'An account can have up to 200 live read keys. Revoke one you don’t use first.', 'there are 200 at most'
);
select tests.act_as('admin');
select lives_ok($$ select public.revoke_read_key(id) from made $$, 'an admin revokes keys');
select lives_ok($$ select public.create_read_key(tests.account_of('owner'), 'x') $$, 'and those that are revoked no longer count');
