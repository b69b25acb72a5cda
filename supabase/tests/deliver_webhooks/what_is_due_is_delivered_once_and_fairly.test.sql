-- What the deliverer is given, when it is tried again, and when a webhook is turned off.
select plan(39);
select tests.create_cast();
create function pg_temp.secret() returns text language sql immutable as $$ select repeat('s', 32) $$;
create function pg_temp.claim(max_deliveries integer default 100) returns setof record language sql as $$
  select c from public.claim_webhooks(pg_temp.secret(), max_deliveries) c
$$;
create function pg_temp.settle(status integer, retry_after integer default null) returns void language sql as $$
  select public.settle_webhook(pg_temp.secret(), d.account_id, d.endpoint_id, d.id, d.attempts, settle.status, 'ok', 5, retry_after)
  from private.webhook_deliveries d, (select status) settle where d.is_claimed
$$;
create function pg_temp.wait() returns interval language sql as $$ select max(next_at) - now() from private.webhook_deliveries $$;
create function pg_temp.make_due() returns void language sql as $$ update private.webhook_deliveries set next_at = now() where next_at is not null $$;

select tests.act_as_anon();
select throws_ok($$ select public.claim_webhooks(pg_temp.secret()) $$, '42501', null, 'without the secret nobody delivers');
select throws_ok($$ select public.settle_webhook('x', gen_random_uuid(), gen_random_uuid(), 1, 1, 200, '', 1) $$, '42501', null, 'or says that something was delivered');
select tests.act_as_superuser();
select private.set_cron_secret(pg_temp.secret());

select tests.act_as('owner');
create temp table hook as select * from public.create_webhook(tests.account_of('owner'), 'https://example.com/a', '{customer.created,customer.status_changed}');
grant select on hook to public;
select tests.act_as_superuser();
select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'alex@example.com', '{"status": "paid", "params": {"mrr": 29}}'));
select ok(private.webhooks_are_due(), 'what happened wakes the deliverer');
select tests.act_as_anon();
create temp table claimed as select * from public.claim_webhooks(pg_temp.secret());
grant select on claimed to public;
select is((select count(*)::integer from claimed), 1, 'what happened is due');
select is((select array[url, body::jsonb ->> 'type', attempt::text] from claimed), array['https://example.com/a', 'customer.status_changed', '1'], 'for the URL that asked for it');
select is((select secrets from claimed), (select array[secret] from hook), 'signed with its secret');
select is((select body::jsonb #- '{timestamp}' #- '{data,customer,projects}' #- '{data,customer,first_seen_at}' from claimed),
  jsonb_build_object('type', 'customer.status_changed', 'data', jsonb_build_object(
    'from', 'trial', 'to', 'paid', 'totals', '{"projects": 1, "paid": 1, "mrr": [{"amount": 29.000, "currency": null}]}'::jsonb, 'project', jsonb_build_object('id', tests.project_id('owner', 'A'), 'name', 'A'),
    'customer', jsonb_build_object('id', (tests.customer('owner', 'alex@example.com')).id, 'email', 'alex@example.com', 'name', 'Alex'))),
  'and tells who, where and what');
select is((select body::jsonb #> '{data,customer,projects,0,params}' from claimed), '{"mrr": 29, "plan": "pro"}', 'with the params of every project');
select is((select count(*)::integer from public.claim_webhooks(pg_temp.secret())), 0, 'what is claimed is not given out again');
select tests.act_as_superuser();
select ok(not private.webhooks_are_due(), 'nor does it wake anybody');
update private.webhook_deliveries set next_at = now();
select ok(private.webhooks_are_due(), 'but what is due again does');
select is((select attempt from public.claim_webhooks(pg_temp.secret())), 2, 'until its deliverer is given up for lost');
select is((select event_id from private.webhook_deliveries), (select event_id from claimed), 'with the same id');
select public.settle_webhook(pg_temp.secret(), account_id, endpoint_id, id, 1, 500, 'late', 5) from claimed;
select ok((select is_claimed from private.webhook_deliveries), 'whose late failure changes nothing');
select public.settle_webhook(pg_temp.secret(), account_id, endpoint_id, id, 1, 200, 'late', 5) from claimed;
select isnt((select delivered_at from private.webhook_deliveries), null, 'and whose late success is one');
select is((select count(*)::integer from public.claim_webhooks(pg_temp.secret())), 0, 'what arrived is not sent again');

select tests.act_as('owner');
select public.replay_webhook(tests.account_of('owner'), (select id from hook), (select id from claimed));
select throws_ok($$ select public.replay_webhook(tests.account_of('owner'), (select id from hook), 0) $$, '22023', null, 'what is not there is not sent again');
select tests.act_as('viewer');
select throws_ok($$ select public.replay_webhook(tests.account_of('owner'), (select id from hook), (select id from claimed)) $$, '42501', null, 'nor by a viewer');
select throws_ok($$ select public.list_webhook_deliveries(tests.account_of('owner'), (select id from hook)) $$, '42501', null, 'who sees no delivery');
select tests.act_as('owner');
select public.rotate_webhook_secret(tests.account_of('owner'), (select id from hook));
select tests.act_as_superuser();
create temp table again as select * from public.claim_webhooks(pg_temp.secret());
select is((select event_id from again), (select event_id from claimed), 'unless somebody asks for it: with the same id');
select ok((select cardinality(a.secrets) = 2 and a.secrets[2] = h.secret from again a, hook h), 'after a rotation both secrets sign');
select pg_temp.settle(500);
select ok(pg_temp.wait() between interval '5 seconds' and interval '5.5 seconds', 'what failed is tried again after 5 seconds');
select isnt((select failing_since from private.webhook_endpoints), null, 'and the webhook is failing');
select pg_temp.make_due(); select from public.claim_webhooks(pg_temp.secret()); select pg_temp.settle(429, 3600);
select ok(pg_temp.wait() = interval '1 hour', 'then when the answer says');
create temp table pauses as select sum(private.webhook_pause(n)) as all from generate_series(1, 10) n;
select is((select "all" from pauses), interval '75:35:05', 'for 75 hours in all');
update private.webhook_deliveries set attempts = 9;
select pg_temp.make_due(); select from public.claim_webhooks(pg_temp.secret()); select pg_temp.settle(null);
select is((select next_at from private.webhook_deliveries), null, 'and not after the tenth attempt');

update private.webhook_endpoints set failing_since = now() - interval '4 days 23 hours';
update private.webhook_deliveries set attempts = 0, next_at = now();
select from public.claim_webhooks(pg_temp.secret()); select pg_temp.settle(500);
select is((select disabled_at from private.webhook_endpoints), null, 'a webhook may fail for 5 days');
update private.webhook_endpoints set failing_since = now() - interval '5 days 1 hour';
select pg_temp.make_due(); select from public.claim_webhooks(pg_temp.secret()); select pg_temp.settle(500);
select is((select disabled_reason from private.webhook_endpoints), 'failing', 'and is off after that');
select pg_temp.make_due();
select is((select count(*)::integer from public.claim_webhooks(pg_temp.secret())), 0, 'so that nothing is sent');
select tests.act_as('owner');
select public.set_webhook(tests.account_of('owner'), (select id from hook), '{customer.created,customer.status_changed}');
select tests.act_as_superuser();
select is((select count(*)::integer from public.claim_webhooks(pg_temp.secret())), 1, 'until it is turned on again, and what waited goes out');
select pg_temp.settle(200);
select is((select failing_since from private.webhook_endpoints), null, 'what arrives ends the failing');
select pg_temp.make_due(); update private.webhook_deliveries set next_at = now();
select from public.claim_webhooks(pg_temp.secret()); select pg_temp.settle(410);
select is((select disabled_reason from private.webhook_endpoints), 'gone', 'a URL that says it is gone is off at once');

-- Fair: 30 events of one account do not wait before the first of another.
delete from private.webhook_deliveries;
update private.webhook_endpoints set disabled_at = null, disabled_reason = null;
select tests.act_as('stranger');
select public.create_webhook(tests.account_of('stranger'), 'https://example.org', '{customer.created}');
select tests.act_as_superuser();
select tests.identify(variadic (select array_agg(tests.call(tests.key_hash('owner', 'A'), n || '@example.com')) from generate_series(1, 30) n));
select tests.identify(tests.call(tests.key_hash('stranger', 'A'), 'one@example.com'));
select set_eq($$ select url from public.claim_webhooks(pg_temp.secret(), 2) $$, $$ values ('https://example.com/a'), ('https://example.org') $$, 'each account has its turn');
select is((select count(*)::integer from public.claim_webhooks(pg_temp.secret())), 4, 'and one webhook has five on their way at most');
update private.webhook_deliveries set next_at = now() where next_at is not null;
insert into private.account_moves (account_id, move_id, side, state) values (tests.account_of('owner'), gen_random_uuid(), 'source', 'closed');
select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'moving@example.com'));
select set_eq($$ select url from public.claim_webhooks(pg_temp.secret()) $$, $$ values ('https://example.org') $$, 'an account that is being moved waits');
select is((select count(*)::integer from private.webhook_events), 1, 'with all that happened');
delete from private.account_moves;

-- Who is erased is told of to nobody.
select tests.identify(tests.call(tests.key_hash('stranger', 'A'), 'gone@example.com'));
delete from public.customers where account_id = tests.account_of('stranger');
select is((select count(*)::integer from public.claim_webhooks(pg_temp.secret()) where url = 'https://example.org'), 0, 'who was erased meanwhile is not told of');
select is((select count(*)::integer from private.webhook_deliveries where account_id = tests.account_of('stranger')), 0, 'and what was told of them is kept no longer');
select tests.act_as('owner');
select throws_ok('table private.webhook_deliveries', '42501', null, 'no member reads the table');
