-- Which changes become events, and which do not.
select plan(20);
select tests.create_cast();
select tests.create_project_with_key('owner', 'B');
create function pg_temp.events() returns text[] language plpgsql as $$
declare
  v_events text[];
begin
  with gone as (delete from private.webhook_events returning *)
  select array_agg(concat_ws(' ', type, from_status, to_status) order by id) into v_events from gone;
  return v_events;
end
$$;
create function pg_temp.call(project text, email text, fields jsonb default '{}') returns text language sql as $$
  select tests.identify(tests.call(tests.key_hash('owner', project), email, fields))
$$;

select pg_temp.call('A', 'before@example.com', '{"status": "paid"}');
select is(pg_temp.events(), null, 'without a webhook nothing is written');

select tests.act_as('owner');
select public.create_webhook(tests.account_of('owner'), 'https://example.com', '{customer.created}');
select tests.act_as_superuser();
select pg_temp.call('A', 'new@example.com');
select is(pg_temp.events(), '{customer.created free}', 'somebody new is one event');
select pg_temp.call('B', 'new@example.com', '{"status": "trial"}');
select is(pg_temp.events(), '{customer.joined_project trial}', 'and one more in another project');
select pg_temp.call('A', 'new@example.com', '{"status": "paid"}');
select is(pg_temp.events(), '{customer.status_changed free paid}', 'a new status is one');
select pg_temp.call('A', 'new@example.com', '{"status": "paid", "params": {"plan": "max"}}');
select tests.ping(tests.call(tests.key_hash('owner', 'A'), 'new@example.com'));
select is(pg_temp.events(), null, 'params, pings and what was known already are none');
select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'one@example.com'), tests.call(tests.key_hash('stranger', 'A'), 'one@example.com'), tests.call(tests.key_hash('owner', 'A'), 'two@example.com'));
select is((select array_agg(distinct account_id) from private.webhook_events), array[tests.account_of('owner')], 'in a group of calls, those of the account that has a webhook');
select is(pg_temp.events(), '{customer.created free,customer.created free}', 'and one for each of its people');

savepoint before;
select pg_temp.call('A', 'rolled@example.com');
rollback to before;
select is(pg_temp.events(), null, 'what is rolled back was no event');

update public.customer_projects set status = 'churned' where customer_id = (tests.customer('owner', 'one@example.com')).id;
select is(pg_temp.events(), '{customer.status_changed free churned}', 'an edit in Studio is one');
select tests.act_as('owner');
select public.edit_customer_project(tests.account_of('owner'), (tests.customer('owner', 'one@example.com')).id, tests.project_id('owner', 'A'), 'trial');
select tests.act_as_superuser();
select is(pg_temp.events(), '{customer.status_changed churned trial}', 'and so is one in the dashboard');

select tests.act_as('owner');
create temp table imported as select id from public.start_import(tests.project_id('owner', 'A'), 'people.csv', 'hash', 2, '{}');
select public.import_customers((select id from imported), 0, '[{"email": "i1@example.com"}]');
select tests.act_as_superuser();
select is(pg_temp.events(), null, 'whom an import brings are none');
select tests.act_as('owner');
select public.import_customers((select id from imported), 1, '[{"email": "one@example.com", "status": "paid"}]');
select tests.act_as_superuser();
select is(pg_temp.events(), '{import.finished}', 'but its end is one');
select tests.act_as('owner');
select public.undo_import((select id from imported));
select tests.act_as_superuser();
select is(pg_temp.events(), null, 'taking it back is none');
select from ingest.import_customers(
  tests.key_hash('owner', 'A'), (select import_id from ingest.start_import(tests.key_hash('owner', 'A'), 'people')), 0, '[{"email": "i2@example.com"}]'
);
select is(pg_temp.events(), null, 'nor are those of an import by key');
select pg_temp.call('A', 'after@example.com');
select is(pg_temp.events(), '{customer.created free}', 'and what comes after is told again');
select tests.act_as('owner');
select public.add_sample_data(tests.account_of('owner'));
select tests.act_as_superuser();
select is(pg_temp.events(), null, 'sample data is none');

update private.webhook_endpoints set disabled_at = now(), disabled_reason = 'gone';
select pg_temp.call('A', 'off@example.com');
select is(pg_temp.events(), null, 'nor is anything while the webhook is off');
update private.webhook_endpoints set disabled_at = null, disabled_reason = null;
select tests.act_as('owner');
select public.create_webhook(tests.account_of('owner'), 'https://example.com/second', '{customer.created}');
select tests.act_as_superuser();
select pg_temp.call('A', 'waiting@example.com');
delete from private.webhook_endpoints where url = 'https://example.com/second';
select is((select count(*)::integer from private.webhook_events), 1, 'what waits stays while there is a webhook');
delete from private.webhook_endpoints;
select is((select count(*)::integer from private.webhook_events), 0, 'and goes with the last');
select tests.act_as('owner');
select throws_ok('table private.webhook_events', '42501', null, 'no member reads them');
