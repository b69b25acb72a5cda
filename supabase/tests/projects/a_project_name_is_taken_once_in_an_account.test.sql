select plan(13);
select tests.create_user('owner');
select tests.create_user('other');
select tests.act_as('owner');

create function pg_temp.create_project(name text) returns text language sql as $$
  select name from public.create_project(tests.account_of('owner'), name)
$$;

select is(pg_temp.create_project('  Project A '), 'Project A', 'the name is taken without space around it');
select throws_ok(
  $$ select pg_temp.create_project('Project A') $$, '23505',
  'You already have a project with this name. Choose another one.', 'a name is taken once in an account'
);
select throws_ok($$ select pg_temp.create_project(' Project A  ') $$, '23505', null, 'also with space around it');
select is(pg_temp.create_project('project a'), 'project a', 'names differ by case');
select is(pg_temp.create_project(repeat('ä', 60)), repeat('ä', 60), 'a name has up to 60 characters, of any kind');
select throws_ok(
  format('select pg_temp.create_project(%L)', repeat('a', 61)), '23514', 'Enter a project name of 1 to 60 characters.', '61 are refused'
);
select throws_ok($$ select pg_temp.create_project('') $$, '23514', 'Enter a project name of 1 to 60 characters.', 'an empty name is refused');
select throws_ok($$ select pg_temp.create_project('   ') $$, '23514', 'Enter a project name of 1 to 60 characters.', 'a blank name is refused');
select throws_ok($$ select pg_temp.create_project(null) $$, '23514', 'Enter a project name of 1 to 60 characters.', 'no name is refused');

select tests.act_as('other');
select lives_ok(format($$ select public.create_project(%L, 'Project A') $$, tests.account_of('other')), 'another account may use the same name');

select tests.act_as('owner');
select pg_temp.create_project('Project ' || i) from generate_series(4, 13) i;
select is(
  array(select color from public.projects where name ~ '^Project \d' order by split_part(name, ' ', 2)::int),
  '{orange,pink,teal,red,amber,indigo,lime,blue,green,violet}', 'colors go round'
);
select is((select count(distinct color) from public.projects), 10::bigint, 'and all ten are used');
select is((select count(*) from public.projects), 13::bigint, 'refused names made no project');
