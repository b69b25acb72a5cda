select plan(17);
select tests.create_user('owner');
select tests.create_project_with_key('owner', project) from unnest('{A,B}'::text[]) project;

create function pg_temp.identify(project text, fields jsonb) returns text language sql as $$
  select tests.identify(tests.call(tests.key_hash('owner', project), 'alex@example.com', fields))
$$;
create function pg_temp.history(project text) returns text language sql as $$
  select string_agg(format('%s>%s at %s', from_status, to_status, extract(epoch from changed_at - now())::int), ', ' order by changed_at)
  from public.status_changes where project_id = tests.project_id('owner', project)
$$;

select pg_temp.identify('A', '{"age_ms": 60000}');
select is(pg_temp.history('A'), '>free at -60', 'the first status is in the history, with no status before');
select pg_temp.identify('A', '{"age_ms": 55000}');
select pg_temp.identify('A', '{"age_ms": 54000, "name": "Alex", "params": {"a": 1}}');
select is(pg_temp.history('A'), '>free at -60', 'a call without a status writes none');
select pg_temp.identify('A', '{"age_ms": 50000, "status": "free"}');
select is(pg_temp.history('A'), '>free at -60', 'nor does one that states the status that is there');
select pg_temp.identify('A', '{"age_ms": 40000, "status": "trial"}');
select is(pg_temp.history('A'), '>free at -60, free>trial at -40', 'a change is written with the time of the event');
select pg_temp.identify('A', '{"age_ms": 45000, "status": "churned"}');
select is(pg_temp.history('A'), '>free at -60, free>trial at -40', 'an older call that changes nothing writes none');
select pg_temp.identify('A', '{"age_ms": 40000, "status": "trial"}');
select is(pg_temp.history('A'), '>free at -60, free>trial at -40', 'a replay writes none');

select pg_temp.identify('B', '{"age_ms": 10000, "status": "paid"}');
select is(pg_temp.history('B'), '>paid at -10', 'a first status that is stated is the first in the history');
select is(pg_temp.history('A'), '>free at -60, free>trial at -40', 'of its own project only');

-- Several in one group, in the order of events and not of the list.
select is(
  tests.identify(
    tests.call(tests.key_hash('owner', 'A'), 'alex@example.com', '{"age_ms": 20000, "status": "churned"}'),
    tests.call(tests.key_hash('owner', 'A'), 'alex@example.com', '{"age_ms": 30000, "status": "paid"}'),
    tests.call(tests.key_hash('owner', 'B'), 'alex@example.com', '{"age_ms": 5000, "status": "free"}')
  ),
  'updated, updated, updated', 'a group may change one status twice'
);
select is(pg_temp.history('A'), '>free at -60, free>trial at -40, trial>paid at -30, paid>churned at -20', 'both changes are written, in the order of the events');
select is((tests.customer_project('owner', 'A', 'alex@example.com')).status, 'churned', 'and the newest holds');

update public.customer_projects set status = 'paid' where project_id = tests.project_id('owner', 'A');
select is(pg_temp.history('A'), '>free at -60, free>trial at -40, trial>paid at -30, paid>churned at -20, churned>paid at 0', 'a change by hand is written with the present time');
update public.customer_projects set params = '{"b": 1}' where project_id = tests.project_id('owner', 'A');
select is((select count(*) from public.status_changes), 7::bigint, 'a change of something else is not');

-- The Edge Functions may connect as postgres, whose own changes are an admin's.
create function pg_temp.writers() returns text language sql as $$
  select string_agg(changed_by, ' ' order by changed_at, id) from public.status_changes
  where customer_id = (tests.customer('owner', 'sam@example.com')).id
$$;
select is(
  (select outcome from ingest.identify(jsonb_build_array(tests.call(tests.key_hash('owner', 'A'), 'sam@example.com', '{"age_ms": 60000}')))),
  'created', 'a call may come as another role than ingest'
);
select from ingest.identify(jsonb_build_array(tests.call(tests.key_hash('owner', 'A'), 'sam@example.com', '{"age_ms": 50000, "status": "paid"}')));
select is(pg_temp.writers(), 'api api', 'and is a call in the history');
update public.customer_projects set status = 'churned' where customer_id = (tests.customer('owner', 'sam@example.com')).id;
select is(pg_temp.writers(), 'api api studio', 'unlike what an admin changes');
delete from public.customers where id = (tests.customer('owner', 'sam@example.com')).id;

delete from public.customers where id = (tests.customer('owner', 'alex@example.com')).id;
select is((select count(*) from public.status_changes), 0::bigint, 'the history goes with the customer');
