select plan(6);
select tests.create_cast();
create function pg_temp.claimed() returns text language sql as $$
  select string_agg(c.kind || ' ' || split_part(c.email, '@', 1), ', ' order by c.email, c.kind)
  from public.claim_notifications(repeat('s', 32), 20) c
$$;
select private.set_cron_secret(repeat('s', 32));
select tests.act_as('owner');
select public.create_webhook(tests.account_of('owner'), 'https://example.com', '{customer.created}');
select public.set_notifications(tests.account_of('owner'), false, false, true);
select tests.act_as('viewer');
select public.set_notifications(tests.account_of('owner'), false, false, true);
select tests.act_as_superuser();
select is(pg_temp.claimed(), null, 'nobody hears of a webhook that works');
update private.webhook_endpoints set disabled_at = now(), disabled_reason = 'failing';
select is(pg_temp.claimed(), 'webhook_off owner', 'who asked hears that one was turned off, and no viewer, who sees none');
select is(pg_temp.claimed(), null, 'once');
delete from private.notifications_sent;
update private.webhook_endpoints set disabled_at = now() - interval '3 days';
select is(pg_temp.claimed(), null, 'and not days later');
update private.webhook_endpoints set disabled_at = now();
select public.stop_notification(repeat('s', 32), tests.account_of('owner'), tests.user_id('owner'), 'webhook_alerts');
select is(pg_temp.claimed(), null, 'nor whoever unsubscribed');
select tests.act_as('owner');
select is(public.notification_settings(tests.account_of('owner')) ->> 'webhook_alerts', 'false', 'whose setting says so');
