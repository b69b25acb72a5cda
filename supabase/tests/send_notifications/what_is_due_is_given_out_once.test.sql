select plan(19);
select tests.create_cast();
create function pg_temp.secret() returns text language sql immutable as $$ select repeat('s', 32) $$;
create function pg_temp.act_as_sender() returns void language sql as $$ select tests.act_as_anon() $$;
/* What is due now, and given away by asking. */
create function pg_temp.claimed(max_mails integer default 20) returns text language sql as $$
  select string_agg(c.kind || ' ' || split_part(c.email, '@', 1), ', ' order by c.email, c.kind)
  from public.claim_notifications(pg_temp.secret(), max_mails) c
$$;
create function pg_temp.turn_on(nick text, summary boolean, notices boolean) returns void language sql security definer as $$
  insert into private.notification_settings (account_id, user_id, weekly_summary, billing_notices)
  values (tests.account_of('owner'), tests.user_id(nick), summary, notices)
  on conflict on constraint notification_settings_pkey do update set weekly_summary = summary, billing_notices = notices
$$;
select private.set_cron_secret(pg_temp.secret());

select pg_temp.act_as_sender();
select is(pg_temp.claimed(), null, 'nobody asked, and nobody is written to');
select pg_temp.turn_on('owner', true, true), pg_temp.turn_on('viewer', true, false), pg_temp.turn_on('admin', false, false);
select is(pg_temp.claimed(1), 'weekly_summary owner', 'what is due is given out in parts');
select is(pg_temp.claimed(), 'weekly_summary viewer', 'to the last');
select is(pg_temp.claimed(), null, 'and never twice');
select lives_ok(
  $$ select public.release_notification(pg_temp.secret(), tests.account_of('owner'), tests.user_id('viewer'), 'weekly_summary',
    (date_trunc('week', now() at time zone 'UTC') - interval '7 days')::date) $$, 'what could not be sent is given back'
);
select is(pg_temp.claimed(), 'weekly_summary viewer', 'and is due again');
select tests.act_as_superuser();
update private.notifications_sent set period = period - 7;
select pg_temp.act_as_sender();
select is(pg_temp.claimed(), 'weekly_summary owner, weekly_summary viewer', 'the next week has its own');

select tests.act_as_superuser();
delete from private.notifications_sent;
update public.accounts set deletion_at = now() + interval '3 days' where id = tests.account_of('owner');
select pg_temp.act_as_sender();
select is(pg_temp.claimed(), null, 'an account that is about to go writes no more');
select tests.act_as_superuser();
update public.accounts set deletion_at = null;

-- Trial and billing.
update public.subscriptions set trial_ends_at = now() + interval '2 days' where account_id = tests.account_of('owner');
select pg_temp.act_as_sender();
select is(pg_temp.claimed(), 'weekly_summary owner, weekly_summary viewer', 'with billing off no trial ends');
select tests.act_as_superuser();
update private.billing_settings set enabled = true;
select pg_temp.act_as_sender();
select is(pg_temp.claimed(), 'trial_ending owner', 'who asked hears that the trial ends within three days');
select is(pg_temp.claimed(), null, 'once');
select tests.act_as_superuser();
update public.subscriptions set state = 'active', stripe_subscription_id = 'sub_1' where account_id = tests.account_of('owner');
delete from private.notifications_sent where kind = 'trial_ending';
select pg_temp.act_as_sender();
select is(pg_temp.claimed(), null, 'who subscribed hears of no end');
select tests.act_as_superuser();
update public.subscriptions set state = 'past_due', current_period_end = now() where account_id = tests.account_of('owner');
select pg_temp.act_as_sender();
select is(pg_temp.claimed(), 'payment_failed owner', 'a payment that failed is told');
select is(pg_temp.claimed(), null, 'once a period');
select tests.act_as_superuser();
update public.subscriptions set state = 'canceled', trial_ends_at = now() - interval '1 day', ended_at = now() - interval '1 day'
where account_id = tests.account_of('owner');
delete from private.notifications_sent;
select pg_temp.act_as_sender();
select is(pg_temp.claimed(), null, 'of an account that is closed there is nothing to sum up');

-- Unsubscribing.
select is(
  (select count(*)::integer from (select public.stop_notification(pg_temp.secret(), tests.account_of('owner'), tests.user_id('owner'), 'weekly_summary')) t), 1,
  'a link turns a mail off'
);
select tests.act_as('owner');
select is(public.notification_settings(tests.account_of('owner')), '{"weekly_summary": false, "billing_notices": true, "webhook_alerts": false}', 'that one alone');
select tests.act_as('viewer');
select is(public.notification_settings(tests.account_of('owner')) ->> 'weekly_summary', 'true', 'of that member alone');

select tests.act_as_superuser();
insert into private.notifications_sent (account_id, user_id, kind, period, claimed_at)
values (tests.account_of('owner'), tests.user_id('owner'), 'weekly_summary', '2020-01-06', now() - interval '61 days');
select pg_temp.claimed();
select is((select count(*)::integer from private.notifications_sent where period = '2020-01-06'), 0, 'what was sent is not kept for ever');
