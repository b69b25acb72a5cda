select plan(6);
select tests.create_cast();
select tests.create_project_with_key('owner', 'B');
select tests.act_as_superuser();
delete from public.api_keys;
insert into public.api_keys (account_id, project_id, name, hash, hint)
select tests.account_of('owner'), tests.project_id('owner', 'A'), 'default', sha256(i::text::bytea), 'test' from generate_series(1, 1999) i;

select tests.act_as('owner');
select lives_ok($$ select public.create_api_key(tests.project_id('owner', 'A')) $$, 'there may be 2,000 live keys');
select throws_ok(
  $$ select public.create_api_key(tests.project_id('owner', 'A')) $$, '22023',
  'An account can have up to 2,000 live API keys. Revoke one you don’t use first.', 'and no more, which says what to do'
);
select throws_ok($$ select public.rotate_api_key(id) from public.api_keys limit 1 $$, '22023', null, 'nor by exchanging one');
select public.archive_project(tests.project_id('owner', 'A'));
select throws_ok($$ select public.create_api_key(tests.project_id('owner', 'B')) $$, '22023', null, 'those of an archived project come back, so they count');
select public.unarchive_project(tests.project_id('owner', 'A'));
select public.revoke_api_key(id) from (select id from public.api_keys limit 1) k;
select lives_ok($$ select public.create_api_key(tests.project_id('owner', 'B')) $$, 'one that was revoked makes room');
select tests.act_as('stranger');
select lives_ok($$ select public.create_api_key(tests.project_id('stranger', 'A')) $$, 'another account has its own');
