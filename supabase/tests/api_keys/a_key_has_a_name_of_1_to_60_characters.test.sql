select plan(6);
select tests.create_cast();
select tests.act_as('owner');

select lives_ok($$ select public.create_api_key(tests.project_id('owner', 'A')) $$, 'a key may be made without a name');
select is((select count(id) from public.api_keys where name = 'default'), 2::bigint, 'and is then called default, as often as one likes');
select lives_ok(format($$ select public.create_api_key(tests.project_id('owner', 'A'), %L) $$, repeat('ä', 60)), 'a name has up to 60 characters');
select throws_ok(
  format($$ select public.create_api_key(tests.project_id('owner', 'A'), %L) $$, repeat('a', 61)), '23514',
  'Enter a key name of 1 to 60 characters.', '61 are refused'
);
select throws_ok($$ select public.create_api_key(tests.project_id('owner', 'A'), '  ') $$, '23514', 'Enter a key name of 1 to 60 characters.', 'a blank name is refused');
select throws_ok($$ select public.create_api_key(tests.project_id('owner', 'A'), null) $$, '23514', 'Enter a key name of 1 to 60 characters.', 'no name is refused');
