-- Undoing an import takes back what it did, and leaves alone whom somebody changed since.
select plan(27);
select tests.create_cast();
create function pg_temp.import(variadic rows jsonb[]) returns uuid language plpgsql as $$
declare
  v_import public.imports := public.start_import(tests.project_id('owner', 'A'), 'people.csv', 'hash', cardinality(rows), '{}');
begin
  perform public.import_customers(v_import.id, 0, to_jsonb(rows)), set_config('test.import', v_import.id::text, true);
  return v_import.id;
end
$$;
create function pg_temp.id() returns uuid language sql as $$ select current_setting('test.import')::uuid $$;
create function pg_temp.undo() returns text language sql as $$
  select format('%s removed, %s restored, %s kept', removed, restored, kept) from public.undo_import(pg_temp.id()) where undone_at is not null
$$;
create function pg_temp.state(email text) returns jsonb language sql security definer as $$
  select jsonb_build_object(
    'name', (tests.customer('owner', $1)).name, 'first', (tests.customer('owner', $1)).first_seen_at,
    'customer_project', to_jsonb(tests.customer_project('owner', 'A', $1)),
    'activity', (select to_jsonb(a) from public.customer_activity a where a.customer_id = (tests.customer('owner', $1)).id)
  )
$$;
create temp table was as select pg_temp.state('alex@example.com') as state;
grant select on was to public;

select tests.act_as('owner');
select pg_temp.import(
  '{"email": "new@example.com", "status": "paid", "params": {"shoe": 43}}',
  '{"email": "alex@example.com", "name": "Alexander", "status": "churned", "params": {"plan": "max", "seats": 3}, "created_at": "2024-01-01T00:00:00Z"}'
);
select is((tests.customer_project('owner', 'A', 'alex@example.com')).status, 'churned', 'an import changes somebody');
select is(pg_temp.undo(), '1 removed, 1 restored, 0 kept', 'undoing removes whom it made and restores whom it changed');
select is((tests.customer('owner', 'new@example.com')).id, null, 'who is in no other project is gone');
select is(pg_temp.state('alex@example.com'), (select state from was), 'who was there is as before in everything');
select is((select count(*) from public.param_keys where key = 'shoe'), 0::bigint, 'and nobody is offered a param that nobody has');
select is(pg_temp.undo(), '1 removed, 1 restored, 0 kept', 'undoing twice does nothing more');
select throws_ok(
  format($$ select public.import_customers(%L, 2, '[{"email": "late@example.com"}]') $$, pg_temp.id()), '22023',
  'This import was undone. Start a new one.', 'and no row comes after it'
);

-- Changed since.
select pg_temp.import(
  '{"email": "seen@example.com"}', '{"email": "noted@example.com"}', '{"email": "both@example.com"}',
  '{"email": "edited@example.com"}', '{"email": "alex@example.com", "status": "paid"}'
);
select public.add_note(tests.account_of('owner'), (tests.customer('owner', 'noted@example.com')).id, 'Called back');
select public.edit_customer_project(tests.account_of('owner'), (tests.customer('owner', 'edited@example.com')).id, tests.project_id('owner', 'A'), 'trial');
select tests.act_as_superuser();
select tests.create_project_with_key('owner', 'B');
select tests.identify(
  tests.call(tests.key_hash('owner', 'B'), 'both@example.com'),
  tests.call(tests.key_hash('owner', 'A'), 'seen@example.com', '{"params": {"plan": "pro"}}'),
  tests.call(tests.key_hash('owner', 'A'), 'alex@example.com', '{"params": {"plan": "ultra"}}')
);
select tests.act_as('admin');
select is(pg_temp.undo(), '1 removed, 0 restored, 4 kept', 'who was changed since is kept');
select isnt((tests.customer_project('owner', 'A', 'seen@example.com')).customer_id, null, 'who sent a call');
select isnt((tests.customer_project('owner', 'A', 'noted@example.com')).customer_id, null, 'whom somebody wrote about');
select isnt((tests.customer_project('owner', 'A', 'edited@example.com')).customer_id, null, 'whom somebody edited');
select is((tests.customer_project('owner', 'A', 'alex@example.com')).status, 'paid', 'who was there before and sent a call');
select is((tests.customer_project('owner', 'A', 'both@example.com')).customer_id, null, 'who came to another project leaves this one');
select isnt((tests.customer_project('owner', 'B', 'both@example.com')).customer_id, null, 'and stays in the other');

-- Changed between two rows of the same import.
select set_config('test.import', (public.start_import(tests.project_id('owner', 'A'), 'x.csv', '', 4, '{}')).id::text, true);
select public.import_customers(pg_temp.id(), 0, '[{"email": "twice@example.com", "params": {"n": 1}}, {"email": "thrice@example.com", "params": {"n": 1}}]');
select tests.act_as_superuser();
select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'twice@example.com', '{"params": {"plan": "pro"}}'));
select tests.act_as('admin');
select public.import_customers(pg_temp.id(), 2, '[{"email": "twice@example.com", "params": {"n": 2}}, {"email": "thrice@example.com", "params": {"n": 2}}]');
select is(pg_temp.undo(), '1 removed, 0 restored, 1 kept', 'who sent a call between two rows is kept, and who did not goes');
select is((tests.customer_project('owner', 'A', 'twice@example.com')).params, '{"n": 2, "plan": "pro"}', 'with what the call said');

-- Erased in between.
select pg_temp.import('{"email": "gone@example.com"}', '{"email": "stays@example.com"}');
select public.erase_customers(tests.account_of('owner'), array[(tests.customer('owner', 'gone@example.com')).id]);
select tests.act_as_superuser();
select is((select count(*) from private.import_changes where import_id = pg_temp.id()), 1::bigint, 'of who is erased an import knows nothing more');
select tests.act_as('admin');
select is(pg_temp.undo(), '1 removed, 0 restored, 0 kept', 'and the others can still be undone');

-- In the order in which they were made.
select pg_temp.import('{"email": "order@example.com", "params": {"n": 1}}');
select set_config('test.first', pg_temp.id()::text, true);
select pg_temp.import('{"email": "order@example.com", "params": {"n": 2}}');
select is(pg_temp.undo(), '0 removed, 1 restored, 0 kept', 'the later of two imports is undone first');
select is((tests.customer_project('owner', 'A', 'order@example.com')).params, '{"n": 1}', 'to what the earlier made');
select set_config('test.import', current_setting('test.first'), true);
select is(pg_temp.undo(), '1 removed, 0 restored, 0 kept', 'and then the earlier');

-- Not forever.
select pg_temp.import('{"email": "old@example.com"}');
select tests.act_as_superuser();
update public.imports set created_at = now() - interval '31 days' where id = pg_temp.id();
select tests.act_as('owner');
select throws_ok(
  format('select public.undo_import(%L)', pg_temp.id()), '22023',
  'This import is more than 30 days old, so it can’t be undone.', 'after 30 days it stays'
);
select set_config('test.first', pg_temp.id()::text, true), pg_temp.import('{"email": "next@example.com"}');
select tests.act_as_superuser();
select is((select count(*) from private.import_changes where import_id = current_setting('test.first')::uuid), 0::bigint, 'and what was kept for it goes with the next import');

-- A thousand at a time.
select tests.act_as('owner');
select set_config('test.import', (public.start_import(tests.project_id('owner', 'A'), 'x.csv', '', 1200, '{}')).id::text, true);
select public.import_customers(pg_temp.id(), n * 400, (
  select jsonb_agg(jsonb_build_object('email', 'many' || n * 400 + i || '@example.com')) from generate_series(1, 400) i
)) from generate_series(0, 2) n;
select is((select rows_done || ' ' || created from public.imports where id = pg_temp.id()), '1200 1200', 'a large import comes in steps');
select is(pg_temp.undo(), null, 'and takes more than one call to undo');
select throws_ok(
  format($$ select public.import_customers(%L, 1199, '[{"email": "many9999@example.com"}]') $$, pg_temp.id()), '22023', null, 'meanwhile nobody new comes'
);
select is(pg_temp.undo(), '1200 removed, 0 restored, 0 kept', 'until all are gone');
