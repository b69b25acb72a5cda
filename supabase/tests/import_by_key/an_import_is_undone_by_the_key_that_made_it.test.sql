-- An API key imports rows as a member does, and takes back its own imports and no others.
select plan(19);
select tests.create_cast();
select tests.create_project_with_key('owner', 'B');
create function pg_temp.start(project text, name text) returns uuid language sql as $$
  select set_config('test.import', (ingest.start_import(tests.key_hash('owner', project), name)).import_id::text, true)::uuid
$$;
create function pg_temp.id() returns uuid language sql as $$ select current_setting('test.import')::uuid $$;
create function pg_temp.write(project text, first_row integer, variadic rows jsonb[]) returns text language sql as $$
  select string_agg(outcome, ' ' order by ordinal)
  from ingest.import_customers(tests.key_hash('owner', project), pg_temp.id(), first_row, to_jsonb(rows))
$$;
create function pg_temp.undo(project text, import_id uuid default null) returns text language sql as $$
  select case outcome when 'undone' then format('%s: %s removed, %s restored, %s kept', file_name, removed, restored, kept) else outcome end
  from ingest.undo_import(tests.key_hash('owner', project), import_id)
$$;
create temp table was as
select to_jsonb(tests.customer_project('owner', 'A', 'alex@example.com')) as customer_project, to_jsonb(tests.customer('owner', 'alex@example.com')) as customer;
create temp table audited as select count(*) from private.audit_log;

select tests.act_as_ingest();
select is((ingest.start_import(repeat('0', 64), 'x')).outcome, 'unauthorized', 'a key that is not valid begins nothing');
select pg_temp.start('A', '  people.csv ');
select is(
  pg_temp.write('A', 0, '{"email": "new@example.com", "status": "paid"}', '{"email": "alex@example.com", "name": "Alexander", "status": "churned"}', '{"email": "no"}'),
  'created updated invalid', 'its rows are merged, and a bad one harms no other'
);
select is(
  pg_temp.write('A', 0, '{"email": "new@example.com", "status": "paid"}', '{"email": "alex@example.com", "name": "Alexander", "status": "churned"}', '{"email": "no"}'),
  'unchanged unchanged invalid', 'rows that come again, because their answer was lost, change nothing'
);
select is(pg_temp.write('B', 0, '{"email": "foe@example.com"}'), 'not_found', 'another key adds nothing to it');
select is(pg_temp.undo('B', pg_temp.id()), 'not_found', 'and takes nothing back');
select is(pg_temp.undo('B'), 'not_found', 'not as the latest either');

select tests.act_as_superuser();
select is(
  (select concat_ws(' ', file_name, rows_done, created, updated, unchanged, invalid, row_count, user_email) from public.imports where id = pg_temp.id()),
  'people.csv 6 1 1 2 2', 'the import has a name and what became of its rows'
);
select is((select count(*) from private.audit_log), (select count from audited), 'what a program does is not in the audit log of the members');
select is((tests.customer('owner', 'alex@example.com')).name, 'Alexander', 'somebody is changed');

select tests.act_as_ingest();
select is(pg_temp.undo('A'), 'people.csv: 1 removed, 1 restored, 0 kept', 'without an id the latest import of the key is undone');
select is(pg_temp.undo('A'), 'people.csv: 1 removed, 1 restored, 0 kept', 'once more does nothing more, and nothing to an earlier one');
select is(pg_temp.write('A', 3, '{"email": "late@example.com"}'), 'not_found', 'and no row comes after it');
select tests.act_as_superuser();
select is(to_jsonb(tests.customer_project('owner', 'A', 'alex@example.com')), (select customer_project from was), 'who was there is as before');
select is(to_jsonb(tests.customer('owner', 'alex@example.com')), (select customer from was), 'in their name too');
select is((tests.customer('owner', 'new@example.com')).id, null, 'and who was made is gone');

-- The steps of a source come side by side, in any order.
select tests.act_as_ingest();
select pg_temp.start('A', 'steps');
select tests.act_as_superuser();
-- All of this file is at one time, and nothing is later than now.
update public.imports set created_at = now() - interval '1 minute' where id = pg_temp.id();
select tests.act_as_ingest();
select pg_temp.write('A', 500, '{"email": "twice@example.com", "params": {"plan": "last"}}'),
  pg_temp.write('A', 0, '{"email": "twice@example.com", "params": {"plan": "first", "seats": 1}}');
select tests.act_as_superuser();
select is(
  (tests.customer_project('owner', 'A', 'twice@example.com')).params, '{"plan": "last", "seats": 1}',
  'of rows without dates the last of the source wins, whichever comes first'
);

-- Members see it, and may undo it too.
select tests.act_as('admin');
select is((public.undo_import(pg_temp.id())).removed, 1, 'a member undoes what a key imported');
select tests.act_as_superuser();
select is((select count(*) from private.audit_log where action = 'import_undone'), 1::bigint, 'which the audit log has');

select tests.act_as_ingest();
select pg_temp.start('A', 'old');
select tests.act_as_superuser();
update public.imports set created_at = now() - interval '31 days' where id = pg_temp.id();
select tests.act_as_ingest();
select is(pg_temp.undo('A', pg_temp.id()), 'not_found', 'after 30 days it stays');
