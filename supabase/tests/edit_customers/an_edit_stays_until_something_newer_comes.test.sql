-- What members write by hand stays until something newer comes.
select plan(38);
select tests.create_cast();
select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'bo@example.com', '{"name": "Bo", "status": "trial", "params": {"plan": "pro", "seats": 3}, "age_ms": 86400000}'));
create temp table bo as select (tests.customer('owner', 'bo@example.com')).id as id, tests.project_id('owner', 'A') as project, tests.account_of('owner') as account;
grant select on bo to public;
create function pg_temp.identify(fields jsonb) returns text language sql as $$
  select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'bo@example.com', fields))
$$;
create function pg_temp.bo() returns text language sql security definer as $$
  select concat_ws(' ', cp.status, cp.params, c.name) from public.customer_projects cp
  join public.customers c on c.account_id = cp.account_id and c.id = cp.customer_id
  join bo on bo.id = c.id
$$;

select tests.act_as('admin');
select lives_ok($$ select public.edit_customer(account, id, ' Bo Li ') from bo $$, 'an admin names a customer');
select lives_ok($$ select public.edit_customer_project(account, id, project, 'paid', '{"seats": null, "vat": "CH"}') from bo $$, 'and sets status and params in a project');
select is(pg_temp.bo(), 'paid {"vat": "CH", "plan": "pro"} Bo Li', 'null removes a param, and the others stay');
select is(
  (select jsonb_agg(s - 'changed_at' - 'project_id' - 'user_email') from bo, jsonb_array_elements(public.get_customer(account, id) -> 'status_changes') s),
  '[{"changed_by": "dashboard", "to_status": "paid", "from_status": "trial"}, {"changed_by": "api", "to_status": "trial", "from_status": null}]',
  'the history says which of the changes came from the dashboard'
);
select is((tests.customer_project('owner', 'A', 'bo@example.com')).last_activity_at < now() - interval '23 hours', true, 'an edit is no activity of the customer');

-- Late calls.
select pg_temp.identify('{"name": "Old", "status": "churned", "params": {"seats": 9, "vat": "DE", "late": 1}, "age_ms": 3600000}');
select is(pg_temp.bo(), 'paid {"vat": "CH", "late": 1, "plan": "pro"} Bo Li', 'a call from before the edit that is newer than all activity undoes nothing, and adds what nobody wrote');
select pg_temp.identify('{"status": "churned", "params": {"seats": 9}, "age_ms": 90000000}');
select is(pg_temp.bo(), 'paid {"vat": "CH", "late": 1, "plan": "pro"} Bo Li', 'nor does an older one');
select pg_temp.identify(jsonb_build_object('status', 'churned', 'name', 'New', 'params', '{"vat": "FR"}'::jsonb, 'timestamp', clock_timestamp() + interval '1 second'));
select is(pg_temp.bo(), 'churned {"vat": "FR", "late": 1, "plan": "pro"} New', 'a newer call counts');

-- Studio changes the status alone.
select tests.act_as_superuser();
update public.customer_projects cp set status = 'free' from bo where cp.customer_id = bo.id;
update public.customer_projects cp set status_at = now() - interval '1 hour', last_activity_at = now() - interval '1 hour' from bo where cp.customer_id = bo.id;
update public.customer_projects cp set status = 'trial' from bo where cp.customer_id = bo.id;
select is((tests.customer_project('owner', 'A', 'bo@example.com')).status_at, now(), 'a status that is changed in Studio has the time of the change');
select pg_temp.identify('{"status": "churned", "age_ms": 60000}');
select is((tests.customer_project('owner', 'A', 'bo@example.com')).status, 'trial', 'so that an older call does not undo it');
select is(
  (select changed_by from public.status_changes s join bo on s.customer_id = bo.id where to_status = 'trial' and from_status = 'free' limit 1),
  'studio', 'and the history says where it came from'
);

-- An admin hands over a call. tests.identify() does it as ingest; here it is the admin's own.
select tests.act_as_superuser();
select outcome from unnest('{free,paid}'::text[]) status, ingest.identify(jsonb_build_array(tests.call(
  tests.key_hash('owner', 'A'), 'admin@example.com', jsonb_build_object('status', status, 'timestamp', now() - interval '1 hour')
)));
select is((tests.customer_project('owner', 'A', 'admin@example.com')).status, 'paid', 'a call may come from an admin');
select is(
  ((tests.customer_project('owner', 'A', 'admin@example.com')).status_at, (tests.customer_project('owner', 'A', 'admin@example.com')).edited_at)::text,
  (now() - interval '1 hour', '-infinity'::timestamptz)::text, 'and its status has the time of the call: it is no edit'
);

-- An edit that waited for its lock while a call came through.
savepoint s;
update public.customer_projects cp set status_at = now() + interval '1 second', last_activity_at = now() + interval '1 second',
  params_at = params_at || jsonb_build_object('vat', (extract(epoch from now() + interval '1 second') * 1000000)::bigint)
from bo where cp.customer_id = bo.id;
select tests.act_as('owner');
select public.edit_customer_project(account, id, project, 'paid', '{"vat": "IT"}') from bo;
select is((tests.customer_project('owner', 'A', 'bo@example.com')).status || ((tests.customer_project('owner', 'A', 'bo@example.com')).params ->> 'vat'), 'paidIT', 'an edit counts, also when a call came through while it waited');
select is((tests.customer_project('owner', 'A', 'bo@example.com')).status_at, now() + interval '1 second', 'and is not older than that call');
select is(((tests.customer_project('owner', 'A', 'bo@example.com')).params_at ->> 'vat')::bigint, (extract(epoch from now() + interval '1 second') * 1000000)::bigint, 'nor are its params');
select public.set_status(account, project, 'churned', array[id]) from bo;
select is((tests.customer_project('owner', 'A', 'bo@example.com')).status_at, now() + interval '1 second', 'nor is a status that is set for many');
rollback to s;

-- Who has a status that is set has it by hand from then on.
savepoint s;
update public.customer_projects cp set status = 'paid', status_at = now() - interval '1 day', last_activity_at = now() - interval '1 day'
from bo where cp.customer_id = bo.id;
select tests.act_as('owner');
select public.set_status(account, project, 'paid', array[id]) from bo;
select tests.act_as_superuser();
select pg_temp.identify('{"status": "churned", "age_ms": 60000}');
select is((tests.customer_project('owner', 'A', 'bo@example.com')).status, 'paid', 'an older call does not change a status that somebody confirmed');
rollback to s;

-- A status in one transaction for many.
select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'cy@example.com', '{"status": "free"}'));
select tests.act_as('owner');
select is(public.set_status(account, project, 'paid', array[id, (tests.customer('owner', 'cy@example.com')).id]), 2, 'two customers get a status') from bo;
select is(public.set_status(account, project, 'paid', array[id]), 0, 'who has it already is not counted') from bo;
select is(public.set_status(account, project, 'churned', array[(tests.customer('stranger', 'alex@example.com')).id]), 0, 'who is of another account is not found') from bo;
select is(
  public.set_status_matching(account, project, 'trial', '{"search": "cy@"}'), 1, 'all who match a filter get it'
) from bo;
select is((tests.customer_project('owner', 'A', 'cy@example.com')).status, 'trial', 'and have it');
select is((tests.customer_project('stranger', 'A', 'alex@example.com')).status, 'trial', 'and nobody else');

-- Refusals.
select throws_ok($$ select public.edit_customer(account, gen_random_uuid(), 'x') from bo $$, '22023', 'This customer doesn’t exist or was deleted.', 'nobody cannot be named');
select throws_ok($$ select public.edit_customer(account, id, repeat('a', 201)) from bo $$, '22023', null, 'a name has an end');
select throws_ok($$ select public.edit_customer_project(account, id, gen_random_uuid(), 'paid') from bo $$, '22023', 'This customer isn’t in this project.', 'a project the customer does not use is refused');
select throws_ok($$ select public.edit_customer_project(account, id, project, null, '[]') from bo $$, '22023', 'Params must be a JSON object.', 'params are an object');
select throws_ok(
  $$ select public.edit_customer_project(account, id, project, null, jsonb_build_object('a', (select string_agg(md5(i::text), '') from generate_series(1, 3000) i))) from bo $$,
  '22023', null, 'and not a large one'
);
select throws_ok($$ select public.set_status(account, project, null, '{}') from bo $$, '22023', null, 'a status is needed');
select lives_ok($$ select public.edit_customer(account, id, '') from bo $$, 'an empty name');
select is((tests.customer('owner', 'bo@example.com')).name, null, 'is none');

select tests.act_as('viewer');
select throws_ok($$ select public.edit_customer(account, id, 'x') from bo $$, '42501', null, 'a viewer names nobody');
select throws_ok($$ select public.edit_customer_project(account, id, project, 'paid') from bo $$, '42501', null, 'and edits nothing');
select throws_ok($$ select public.set_status(account, project, 'paid', '{}') from bo $$, '42501', null, 'and sets no status');
select tests.act_as('stranger');
select throws_ok($$ select public.edit_customer(account, id, 'x') from bo $$, '42501', null, 'nor does a stranger');
select throws_ok($$ select public.edit_customer_project(account, id, project, 'paid') from bo $$, '42501', null, 'edit');
select throws_ok($$ select public.set_status_matching(account, project, 'paid', '{}') from bo $$, '42501', null, 'or set a status');
