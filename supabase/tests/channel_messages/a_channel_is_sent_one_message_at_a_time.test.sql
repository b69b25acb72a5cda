-- What a Slack or Discord channel is sent, how many events one message tells, and when a channel is off.
select plan(21);
select tests.create_cast();
select private.set_cron_secret(repeat('s', 32));
create temp table claimed as select * from public.claim_webhooks(repeat('s', 32));
create function pg_temp.claim() returns integer language plpgsql as $$
begin
  delete from claimed;
  insert into claimed select * from public.claim_webhooks(repeat('s', 32));
  return (select count(*) from claimed);
end
$$;
create function pg_temp.settle(status integer, retry_after integer default null) returns void language sql as $$
  select public.settle_webhook(repeat('s', 32), account_id, endpoint_id, id, attempt, settle.status, 'ok', 5, retry_after) from claimed
$$;
create function pg_temp.people(first integer, last integer, status text default 'free') returns text language sql as $$
  select tests.identify(variadic (
    select array_agg(tests.call(tests.key_hash('owner', 'A'), lpad(n::text, 3, '0') || '@example.com', jsonb_build_object('status', status)))
    from generate_series(first, last) n
  ))
$$;
create function pg_temp.pass_time() returns void language sql as $$
  update private.webhook_endpoints set quiet_until = null;
  update private.webhook_deliveries set next_at = now() where next_at is not null;
$$;

select tests.act_as('owner');
select public.create_webhook(tests.account_of('owner'), 'https://hooks.slack.com/services/T/B/X', '{customer.created,customer.status_changed}', 'slack', null, null, true);
select tests.act_as_superuser();
select pg_temp.people(1, 2);
select is(pg_temp.claim(), 1, 'what is due is one message');
select is((select array[kind, hide_emails::text, secrets::text] from claimed), '{slack,true,"{}"}', 'for a channel, which is sent no signature');
select is((select jsonb_array_length(body::jsonb -> 'events') from claimed), 2, 'that tells all of it');
select is((select body::jsonb #>> '{events,0,data,customer,email}' from claimed), '001@example.com', 'as webhooks are told');
select pg_temp.people(3, 3);
update private.webhook_endpoints set quiet_until = null;
select is(pg_temp.claim(), 0, 'while a message is on its way there is no other');
select set_config('tinycrm.lead', (select id::text from private.webhook_deliveries order by id limit 1), true);
select public.settle_webhook(repeat('s', 32), d.account_id, d.endpoint_id, d.id, d.attempts, 200, 'ok', 5)
from private.webhook_deliveries d where d.id = current_setting('tinycrm.lead')::bigint;
select is((select count(*)::integer from private.webhook_deliveries where delivered_at is not null), 2, 'what it told is delivered, all at once');
select pg_temp.pass_time();
select is(pg_temp.claim(), 1, 'then the next tells what came meanwhile');
select ok((select quiet_until between now() + interval '9 seconds' and now() + interval '11 seconds' from private.webhook_endpoints), 'and none follows for ten seconds');
select pg_temp.settle(200);
select pg_temp.people(4, 5);
select is(pg_temp.claim(), 0, 'during which what comes waits');
select ok(not private.webhooks_are_due(), 'and wakes nobody');

select pg_temp.pass_time();
select pg_temp.people(6, 200);
select pg_temp.people(1, 3, 'paid');
select is(pg_temp.claim(), 1, 'a burst is one message');
select is(
  (select body::jsonb -> 'groups' from claimed),
  '[{"type": "customer.created", "to": "free", "count": 197, "customers": [{"name": null, "email": "004@example.com"}, {"name": null, "email": "005@example.com"}, {"name": null, "email": "006@example.com"}]},
    {"type": "customer.status_changed", "to": "paid", "count": 3, "customers": [{"name": null, "email": "001@example.com"}, {"name": null, "email": "002@example.com"}, {"name": null, "email": "003@example.com"}]}]',
  'that counts each kind and names three'
);
select ok((select quiet_until > now() + interval '59 seconds' from private.webhook_endpoints), 'and leaves the channel in peace for a minute');
select pg_temp.settle(429, 300);
select is((select count(*)::integer from private.webhook_deliveries where delivered_at is null and not is_claimed), 200, 'refused, all of it waits');
select ok((select quiet_until = now() + interval '5 minutes' from private.webhook_endpoints), 'as long as the channel asks, for what comes meanwhile too');
select pg_temp.pass_time();
delete from public.customers where email in ('004@example.com', '001@example.com');
select is(pg_temp.claim(), 1, 'then it is told');
select is((select body::jsonb #>> '{groups,0,customers,0,email}' from claimed), '005@example.com', 'without whoever was erased since');
select pg_temp.settle(200);
select is((select count(*)::integer from private.webhook_deliveries where next_at is not null), 0, 'once');

select pg_temp.people(201, 201);
select pg_temp.pass_time();
select pg_temp.claim(); select pg_temp.settle(404);
select is((select disabled_reason from private.webhook_endpoints), 'gone', 'a channel whose URL is gone is off at once');
select tests.act_as('owner');
select public.set_webhook(tests.account_of('owner'), (public.list_webhooks(tests.account_of('owner')) #>> '{0,id}')::uuid, '{customer.created}');
select tests.act_as_superuser();
select is((select hide_emails from private.webhook_endpoints), false, 'what it is told is chosen again');
insert into private.account_moves (account_id, move_id, side, state) values (tests.account_of('owner'), gen_random_uuid(), 'source', 'closed');
select pg_temp.pass_time();
select is(pg_temp.claim(), 0, 'while its account is being moved a channel waits');
