-- What an import and a step of it may hold.
select plan(14);
select tests.create_cast();
update public.imports set row_count = 900;

select tests.act_as('owner');
create function pg_temp.step(first_row integer, rows jsonb) returns text language sql as $$
  select format('select public.import_customers(%L, %s, %L)', id, first_row, rows) from public.imports
  where account_id = tests.account_of('owner') and file_name = 'people.csv'
$$;
select throws_ok(pg_temp.step(0, '[]'), '22023', 'An import takes 1 to 500 rows at a time.', 'a step has rows');
select throws_ok(pg_temp.step(0, '{}'), '22023', 'An import takes 1 to 500 rows at a time.', 'in a list');
select throws_ok(pg_temp.step(0, (select jsonb_agg('{}'::jsonb) from generate_series(1, 501))), '22023', null, 'and 500 of them at most');
select throws_ok(pg_temp.step(0, '[1]'), '22023', 'Each row of an import must be an object.', 'each an object');
select lives_ok(pg_temp.step(0, '[{}, {"email": "a@example.com", "status": "vip"}, {"email": "a@example.com", "created_at": "soon"}, {"email": "a@example.com", "params": 3}, {"email": "a@example.com", "name": ""}]'), 'any field may be wrong');
select is((select invalid from public.imports where file_name = 'people.csv'), 5, 'and each such row is counted, and none of them written');
select is(tests.customer('owner', 'a@example.com'), null, 'whatever else it says');
select lives_ok(
  pg_temp.step(5, jsonb_build_array(
    '{"email": "b@example.com"}'::jsonb,
    jsonb_build_object('email', 'c@example.com', 'params', jsonb_build_object('x', (select string_agg(md5(i::text), '') from generate_series(1, 4000) i)))
  )), 'params may be too large'
);
select isnt(tests.customer('owner', 'b@example.com'), null, 'which harms no other row');
select is((select invalid from public.imports where file_name = 'people.csv'), 6, 'and is invalid');
select throws_ok(format($$ select public.start_import(%L, '', '', 1, '{}') $$, tests.project_id('owner', 'A')), '22023', null, 'an import has a name');
select throws_ok(format($$ select public.start_import(%L, 'a', '', 0, '{}') $$, tests.project_id('owner', 'A')), '22023', null, 'and rows');
select public.archive_project(tests.project_id('owner', 'A'));
select throws_ok(
  format($$ select public.start_import(%L, 'a.csv', '', 1, '{}') $$, tests.project_id('owner', 'A')), '22023',
  'This project is archived. Restore it to import into it.', 'nothing is imported into an archived project'
);

select public.unarchive_project(tests.project_id('owner', 'A'));
select tests.act_as_superuser();
update private.billing_settings set enabled = true;
update public.subscriptions set trial_ends_at = now() - interval '15 days';
select tests.act_as('owner');
select throws_ok(pg_temp.step(7, '[{"email": "d@example.com"}]'), '22023', null, 'nor into an account that must pay first');
