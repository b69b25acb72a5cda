-- What rows of an import make of customers, old and new.
select plan(27);
select tests.create_cast();
create function pg_temp.start(row_count integer) returns text language sql as $$
  select set_config('test.import', (public.start_import(tests.project_id('owner', 'A'), 'people.csv', 'hash', row_count, '{}')).id::text, true)
$$;
create function pg_temp.id() returns uuid language sql as $$ select current_setting('test.import')::uuid $$;
create function pg_temp.outcomes(import_id uuid, first_row integer, variadic rows jsonb[]) returns text language sql as $$
  select string_agg(o #>> '{}', ', ')
  from jsonb_path_query(public.import_customers(import_id, first_row, to_jsonb(rows)), '$.outcomes[*] ? (@ != null)') o
$$;
create function pg_temp.preview(variadic rows jsonb[]) returns text language sql as $$
  select array_to_string(public.import_preview(tests.project_id('owner', 'A'), to_jsonb(rows)), ', ')
$$;
create function pg_temp.count(import_id uuid) returns text language sql as $$
  select format('%s/%s %s %s %s %s', rows_done, row_count, created, updated, unchanged, invalid) from public.imports where id = import_id
$$;

select tests.act_as('admin');
select is(
  pg_temp.preview('{"email": "new@example.com"}', '{"email": "alex@example.com"}', '{"email": "alex@example.com", "params": {"plan": "max"}}', '{"email": "No"}'),
  'created, unchanged, updated, invalid', 'a preview says what would become of each row'
);
select is((tests.customer('owner', 'new@example.com')).id, null, 'and writes nothing');

select pg_temp.start(4);
select is(
  pg_temp.outcomes(pg_temp.id(), 0,
    '{"email": "new@example.com", "name": "New", "status": "paid", "params": {"mrr": 29}, "created_at": "2024-01-05T00:00:00Z", "seen_at": "2024-06-01T00:00:00Z"}',
    '{"email": "No", "name": "x"}',
    '{"email": "alex@example.com", "params": {"seats": 3}}'),
  'created, invalid, updated', 'good rows are written and a bad one is not'
);
select is((tests.customer_project('owner', 'A', 'new@example.com')).first_seen_at, '2024-01-05T00:00:00Z', 'somebody new came when the row says');
select is((tests.customer_project('owner', 'A', 'new@example.com')).last_activity_at, '2024-06-01T00:00:00Z', 'and was seen when it says');
select is((tests.customer('owner', 'new@example.com')).first_seen_at, '2024-01-05T00:00:00Z', 'in all projects together too');
select is(
  (select string_agg(to_status::text, ' ') from public.status_changes where customer_id = (tests.customer('owner', 'new@example.com')).id and changed_at = '2024-01-05T00:00:00Z'),
  'paid', 'the status is as old as the customer, and no other went before it'
);
select is((tests.customer_project('owner', 'A', 'alex@example.com')).params, '{"plan": "pro", "seats": 3}', 'params are merged into what is there');
select is((tests.customer_project('owner', 'A', 'alex@example.com')).last_activity_at, now(), 'a row without a date is no activity');
select is(pg_temp.count(pg_temp.id()), '3/4 1 1 0 1', 'the import counts what became of its rows');
select is(pg_temp.outcomes(pg_temp.id(), 0, '{"email": "new@example.com", "name": "Other"}'), null, 'a step that is sent again is not written again');
select is((tests.customer('owner', 'new@example.com')).name, 'New', 'so that nothing changes');
select throws_ok(format($$ select public.import_customers(%L, 2, '[{}, {}]') $$, pg_temp.id()), '22023', 'The next row of this import is 3 of 4.', 'and none is left out');
select is(pg_temp.outcomes(pg_temp.id(), 3, '{"email": "alex@example.com", "params": {"seats": 3}}'), 'unchanged', 'who is already so is unchanged');
select isnt((select finished_at from public.imports where id = pg_temp.id()), null, 'the last row finishes the import');

-- Against what the project sends.
select tests.act_as_superuser();
select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'live@example.com', '{"name": "Live", "status": "paid", "timestamp": "2025-03-01T00:00:00Z", "params": {"plan": "pro"}}'));
select tests.act_as('owner');
select pg_temp.start(3);
select is(
  pg_temp.outcomes(pg_temp.id(), 0, '{"email": "live@example.com", "status": "trial", "params": {"plan": "old", "city": "Rome"}, "seen_at": "2025-01-01T00:00:00Z"}'),
  'updated', 'a row about an earlier time adds what is not known'
);
select is((tests.customer_project('owner', 'A', 'live@example.com')).params || jsonb_build_object('status', (tests.customer_project('owner', 'A', 'live@example.com')).status),
  '{"plan": "pro", "city": "Rome", "status": "paid"}', 'and undoes nothing that is newer');
select is(
  pg_temp.preview('{"email": "live@example.com", "name": "Old", "status": "free", "params": {"plan": "old"}, "seen_at": "2025-01-01T00:00:00Z"}'),
  'unchanged', 'and a preview knows that newer things stay'
);
select is(pg_temp.preview('{"email": "live@example.com", "params": {"city": "Rome"}}'), 'unchanged', 'a preview takes a row without a date for no activity either');
select is(pg_temp.outcomes(pg_temp.id(), 1, '{"email": "live@example.com", "status": "churned", "params": {"city": "Lima"}, "created_at": "2024-01-01T00:00:00Z"}'), 'updated', 'a row that does not say when is of now');
select is((tests.customer_project('owner', 'A', 'live@example.com')).status, 'churned', 'and counts');
select is((tests.customer_project('owner', 'A', 'live@example.com')).last_activity_at, '2025-03-01T00:00:00Z', 'without any activity');
select tests.act_as_superuser();
select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'live@example.com', '{"status": "paid", "timestamp": "2025-06-01T00:00:00Z", "params": {"city": "Oslo"}}'));
select is((tests.customer_project('owner', 'A', 'live@example.com')).status, 'churned', 'a late call does not undo what an import said');
select is((tests.customer_project('owner', 'A', 'live@example.com')).params ->> 'city', 'Lima', 'nor of params');
select tests.act_as('owner');
select is(
  pg_temp.outcomes(pg_temp.id(), 2, '{"email": "twice@example.com", "name": "One", "params": {"a": 1}}'), 'created', 'somebody new without a date came now'
);
select pg_temp.start(2);
select is(
  pg_temp.outcomes(pg_temp.id(), 0, '{"email": "double@example.com", "params": {"a": 1}}', '{"email": "double@example.com", "params": {"a": 2, "b": 3}}'),
  'created, updated', 'somebody can be in a file twice'
);
select is((tests.customer_project('owner', 'A', 'double@example.com')).params, '{"a": 2, "b": 3}', 'and the later row counts');
