select plan(8);
select tests.create_cast();
select private.set_cron_secret(repeat('s', 32));
select tests.act_as('owner');
create temp table hook as select * from public.create_webhook(tests.account_of('owner'), 'https://example.com', '{customer.created}');
grant select on hook to public;
select isnt(public.test_webhook(tests.account_of('owner'), (select id from hook)), null, 'an owner has a test sent');
select throws_ok($$ select public.test_webhook(tests.account_of('owner'), (select id from hook)) $$, '22023', 'A test event is already on its way. Wait for its answer.', 'one at a time');
select tests.act_as('viewer');
select throws_ok($$ select public.test_webhook(tests.account_of('owner'), (select id from hook)) $$, '42501', null, 'a viewer none');
select tests.act_as('stranger');
select throws_ok($$ select public.test_webhook(tests.account_of('stranger'), (select id from hook)) $$, '22023', null, 'nor somebody else');
select tests.act_as_anon();
create temp table claimed as select * from public.claim_webhooks(repeat('s', 32));
select is((select body::jsonb - 'timestamp' from claimed), '{"type": "webhook.test", "data": {}}', 'it says that it is one');
select public.settle_webhook(repeat('s', 32), account_id, endpoint_id, id, attempt, 500, 'No.', 12) from claimed;
select tests.act_as('owner');
select is(
  (public.list_webhook_deliveries(tests.account_of('owner'), (select id from hook)) -> 0) - array['id', 'event_id', 'at', 'attempted_at'],
  '{"type": "webhook.test", "attempts": 1, "next_at": null, "delivered_at": null, "status": 500, "answer": "No.", "took_ms": 12, "customer_id": null}',
  'what was answered is shown, and it is not tried again'
);
select is(public.list_webhooks(tests.account_of('owner')) #>> '{0,failing_since}', null, 'a test that fails says nothing of the webhook');
select tests.act_as_superuser();
update private.webhook_endpoints set disabled_at = now(), disabled_reason = 'gone';
select tests.act_as('owner');
select throws_ok($$ select public.test_webhook(tests.account_of('owner'), (select id from hook)) $$, '22023', 'This webhook is off. Turn it on first.', 'what is off is not tested');
