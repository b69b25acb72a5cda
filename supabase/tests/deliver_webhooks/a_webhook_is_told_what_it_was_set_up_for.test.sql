-- Filters by project and status, what an erasure tells, and what somebody pays in all.
select plan(15);
select tests.create_cast();
select private.set_cron_secret(repeat('s', 32));
select tests.create_project_with_key('owner', 'B');
create function pg_temp.told() returns text[] language sql as $$
  select array_agg(concat_ws(' ', url, body::jsonb ->> 'type', body::jsonb #>> '{data,to}') order by url, id)
  from public.claim_webhooks(repeat('s', 32))
$$;
create function pg_temp.call(project text, email text, status text, params text default '{}') returns text language sql as $$
  select tests.identify(tests.call(
    tests.key_hash('owner', project), email, jsonb_build_object('status', status, 'params', params::jsonb)
  ))
$$;
create function pg_temp.add(url text, filter text) returns void language sql as $$
  select from public.create_webhook(
    tests.account_of('owner'), url, '{customer.created,customer.joined_project,customer.status_changed,customer.erased}', 'webhook',
    case filter when 'B' then array[tests.project_id('owner', 'B')] end,
    case filter when 'paid' then '{paid,churned}'::public.customer_status[] end
  )
$$;

select tests.act_as('owner');
select throws_ok(
  $$ select public.create_webhook(tests.account_of('owner'), 'https://x.example', '{customer.created}', 'webhook', array[tests.project_id('stranger', 'A')]) $$,
  '22023', 'One of these projects was deleted. Reload the page and choose again.', 'nobody chooses a project of another account'
);
select throws_ok($$ select public.create_webhook(tests.account_of('owner'), 'https://x.example', '{customer.created}', 'webhook', '{}') $$, '22023', null, 'or none');
select throws_ok($$ select public.create_webhook(tests.account_of('owner'), 'https://x.example', '{customer.created}', 'webhook', null, '{}') $$, '22023', null, 'or no status');
select throws_ok($$ select public.create_webhook(tests.account_of('owner'), 'https://x.example', '{customer.created}', 'pager') $$, '22023', null, 'or a kind that there is not');
select pg_temp.add('https://b.example', 'B');
select pg_temp.add('https://paid.example', 'paid');
select is((select w -> 'statuses' from jsonb_array_elements(public.list_webhooks(tests.account_of('owner'))) w where w ->> 'url' = 'https://paid.example'), '["paid", "churned"]', 'what was chosen is shown');
select tests.act_as_superuser();

select pg_temp.call('A', 'alex@example.com', 'trial');
select is(pg_temp.told(), null, 'a trial in A is told to neither');
select pg_temp.call('A', 'alex@example.com', 'paid', '{"mrr": 29}');
select is(pg_temp.told(), '{https://paid.example customer.status_changed paid}', 'that it is paid to the one for that status');
select pg_temp.call('B', 'alex@example.com', 'trial');
select is(pg_temp.told(), '{https://b.example customer.joined_project trial}', 'a trial in B to the one for that project');
select pg_temp.call('B', 'alex@example.com', 'paid', '{"mrr": 9.5, "currency": "eur"}');
create temp table claimed as select * from public.claim_webhooks(repeat('s', 32));
select is(
  (select body::jsonb #> '{data,totals}' from claimed where url = 'https://b.example'),
  '{"projects": 2, "paid": 2, "mrr": [{"amount": 9.500, "currency": "EUR"}, {"amount": 29.000, "currency": null}]}',
  'what somebody pays in all is told in each currency'
);

-- Erased.
select pg_temp.call('A', 'only-a@example.com', 'free');
create temp table ids as select (tests.customer('owner', 'alex@example.com')).id as alex, (tests.customer('owner', 'only-a@example.com')).id as only_a;
grant select on ids to public;
select from public.claim_webhooks(repeat('s', 32));
select tests.act_as('owner');
select public.erase_customers(tests.account_of('owner'), (select array[alex, only_a] from ids));
select tests.act_as_superuser();
select is((select count(*)::integer from private.webhook_deliveries), 0, 'all that was sent of them is gone');
create temp table told as select * from public.claim_webhooks(repeat('s', 32));
select is((select count(*)::integer from told where url = 'https://b.example'), 1, 'the one for a project is told of who was in it');
select is((select count(*)::integer from told where url = 'https://paid.example'), 2, 'the others of all');
select is(
  (select body::jsonb -> 'data' from told where url = 'https://b.example'),
  jsonb_build_object(
    'customer', jsonb_build_object('id', (select alex from ids), 'email_sha256', encode(sha256('alex@example.com'), 'hex')),
    'projects', jsonb_build_array(
      jsonb_build_object('id', tests.project_id('owner', 'A'), 'name', 'A'), jsonb_build_object('id', tests.project_id('owner', 'B'), 'name', 'B')
    )
  ),
  'by what only those know who know the customer'
);
select is((select count(*)::integer from private.webhook_deliveries d where d::text like '%@example.com%'), 0, 'and no address is kept');
delete from private.webhook_endpoints;
select pg_temp.call('A', 'alex@example.com', 'free');
select tests.act_as('owner');
select public.erase_customers(tests.account_of('owner'), array[(tests.customer('owner', 'alex@example.com')).id]);
select tests.act_as_superuser();
select is((select count(*)::integer from private.webhook_events), 0, 'without a webhook an erasure is no event');
