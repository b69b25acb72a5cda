select plan(36);
select tests.create_cast();
select tests.identify(
  tests.call(tests.key_hash('owner', 'A'), 'bo@example.com', '{"status": "trial", "params": {"plan": "pro"}, "age_ms": 86400000}'),
  tests.call(tests.key_hash('owner', 'A'), 'cy@example.com', '{"status": "free", "age_ms": 86400000}'),
  tests.call(tests.key_hash('owner', 'A'), 'di@example.com', '{"status": "paid", "age_ms": 86400000}')
);
create temp table x as select
  tests.account_of('owner') as account, tests.project_id('owner', 'A') as project,
  (tests.customer('owner', 'bo@example.com')).id as bo, (tests.customer('owner', 'cy@example.com')).id as cy,
  (tests.customer('owner', 'di@example.com')).id as di;
grant select on x to public;
create function pg_temp.edit(i integer) returns uuid language sql immutable as $$ select format('00000000-0000-0000-0000-%s', lpad(i::text, 12, '0'))::uuid $$;
create function pg_temp.states() returns text language sql security definer as $$
  select string_agg(concat_ws(' ', cp.status, cp.status_at, cp.edited_at, cp.params, cp.params_at), ', ' order by c.email)
  from public.customers c join public.customer_projects cp on cp.account_id = c.account_id and cp.customer_id = c.id, x
  where c.account_id = x.account and cp.project_id = x.project and c.id in (x.bo, x.cy, x.di)
$$;
create function pg_temp.status(who text) returns text language sql as $$
  select (tests.customer_project('owner', 'A', who || '@example.com')).status::text
$$;
create function pg_temp.kept() returns bigint language sql security definer as $$ select count(*) from private.edits e, x where e.account_id = x.account $$;
create temp table before as select pg_temp.states() as states;
grant select on before to public;

-- A status of many.
select tests.act_as('admin');
select is(public.set_status(account, project, 'paid', array[bo, cy, di], pg_temp.edit(1)), 2, 'an admin sets the status of three, one of whom has it') from x;
select is(pg_temp.status('bo') || pg_temp.status('cy'), 'paidpaid', 'and they have it');
select throws_ok($$ select public.set_status(account, project, 'free', array[bo], pg_temp.edit(1)) from x $$, '22023', 'This change was made already.', 'an id is of one edit');
select tests.act_as('viewer');
select throws_ok($$ select public.undo_edit(account, pg_temp.edit(1)) from x $$, '42501', null, 'a viewer undoes nothing');
select tests.act_as('stranger');
select throws_ok($$ select public.undo_edit(account, pg_temp.edit(1)) from x $$, '42501', null, 'nor does a stranger');
select results_eq($$ select * from public.undo_edit(tests.account_of('stranger'), pg_temp.edit(1)) $$, 'values (0, 0)', 'in whose own account there is no such edit');
select tests.act_as_anon();
select throws_ok($$ select public.undo_edit(account, pg_temp.edit(1)) from x $$, '42501', null, 'nor somebody without a session');
select tests.act_as('owner');
select results_eq($$ select u.* from x, public.undo_edit(account, pg_temp.edit(1)) u $$, 'values (3, 0)', 'an owner does');
select is(pg_temp.states(), (select states from before), 'and all are exactly as they were, with the times');
select results_eq($$ select u.* from x, public.undo_edit(account, pg_temp.edit(1)) u $$, 'values (0, 0)', 'twice does no more');
select is(pg_temp.states(), (select states from before), 'and changes nothing');
select tests.act_as_superuser();
select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'cy@example.com', '{"status": "trial", "age_ms": 3600000}'));
select is(pg_temp.status('cy'), 'trial', 'a call from before the edit counts again, as if it had never been');

-- Who was changed since stays.
select tests.act_as('owner');
select is(public.set_status_matching(account, project, 'churned', '{"search": "@example.com"}', pg_temp.edit(2)) > 2, true, 'all who match get a status') from x;
select tests.act_as_superuser();
select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'bo@example.com', jsonb_build_object('status', 'paid', 'timestamp', clock_timestamp() + interval '1 second')));
select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'di@example.com', '{"params": {"seats": 3}}'));
update public.customer_projects cp set edited_at = edited_at + interval '1 second' from x where cp.customer_id = x.cy and cp.project_id = x.project;
select tests.act_as('owner');
select is((select u.kept from x, public.undo_edit(account, pg_temp.edit(2)) u), 2, 'two of them were changed since: by a call, and by hand');
select is(pg_temp.status('bo') || ' ' || pg_temp.status('cy'), 'paid churned', 'and stay as they are');
select is(pg_temp.status('di'), 'paid', 'a param that came since is no reason to keep the status');
select is((tests.customer_project('owner', 'A', 'di@example.com')).params, '{"seats": 3}', 'and stays');

-- Status and params of one.
select is((select count(*) from (select public.edit_customer_project(account, bo, project, 'free', '{"plan": null, "vat": "CH"}', pg_temp.edit(3)) from x) e), 1::bigint, 'one is edited');
select results_eq($$ select u.* from x, public.undo_edit(account, pg_temp.edit(3)) u $$, 'values (1, 0)', 'and set back');
select is((tests.customer_project('owner', 'A', 'bo@example.com')).params, '{"plan": "pro"}', 'with the params');
select is(pg_temp.status('bo'), 'paid', 'and the status');
select public.edit_customer_project(account, bo, project, null, '{"vat": "CH"}', pg_temp.edit(4)) from x;
select tests.act_as_superuser();
select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'bo@example.com', jsonb_build_object('params', '{"vat": "FR"}'::jsonb, 'timestamp', clock_timestamp() + interval '2 seconds')));
select tests.act_as('owner');
select results_eq($$ select u.* from x, public.undo_edit(account, pg_temp.edit(4)) u $$, 'values (0, 1)', 'a param that a call has changed since is not set back');

-- Tags.
select public.tag_customers(account, 'vip', array[bo]) from x;
select is(public.tag_customers(account, 'vip', array[bo, cy], pg_temp.edit(5)), 1, 'one of two gets a tag') from x;
select results_eq($$ select u.* from x, public.undo_edit(account, pg_temp.edit(5)) u $$, 'values (1, 0)', 'which is taken off');
select is((select string_agg(t.customer_id::text, '') from public.customer_tags t, x where t.account_id = x.account and tag = 'vip'), (select bo::text from x), 'and not from who had it before');
select is(public.untag_matching(account, 'vip', '{"search": "@example.com"}', pg_temp.edit(6)), 1, 'all who match lose a tag') from x;
select results_eq($$ select u.* from x, public.undo_edit(account, pg_temp.edit(6)) u $$, 'values (1, 0)', 'and get it back');
select is((select count(*) from public.customer_tags t, x where t.customer_id = x.bo and tag = 'vip'), 1::bigint, 'and have it');
select tests.act_as('viewer');
select throws_ok($$ select public.untag_matching(account, 'vip', '{}') from x $$, '42501', null, 'a viewer takes no tags off');
select tests.act_as('owner');

-- A note.
select public.add_note(account, bo, 'Met in Bern.') from x;
select public.delete_note(account, (public.get_customer(account, bo) #>> '{notes,0,id}')::uuid, pg_temp.edit(7)) from x;
select is((select public.get_customer(account, bo) -> 'notes' from x), '[]', 'a note is deleted');
select results_eq($$ select u.* from x, public.undo_edit(account, pg_temp.edit(7)) u $$, 'values (1, 0)', 'and comes back');
select is((select jsonb_path_query_array(public.get_customer(account, bo), '$.notes[*].body') from x), '["Met in Bern."]', 'as it was');

-- For a day, and never of who is erased.
select public.tag_customers(account, 'old', array[bo, cy], pg_temp.edit(8)) from x;
select public.erase_customers(account, array[cy]) from x;
select is(pg_temp.kept(), 1::bigint, 'nothing is kept of who is erased');
select tests.act_as_superuser();
update private.edits set edited_at = edited_at - interval '25 hours';
select tests.act_as('owner');
select results_eq($$ select u.* from x, public.undo_edit(account, pg_temp.edit(8)) u $$, 'values (0, 0)', 'after a day there is nothing to undo');
select is(pg_temp.kept(), 0::bigint, 'and nothing is kept for it');
select tests.act_as_superuser();
select is((select count(*) from private.audit_log l, x where l.account_id = x.account and action = 'edit_undone'), 3::bigint, 'the log says what was set back');
