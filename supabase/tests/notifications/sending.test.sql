select plan(39);
select tests.create_cast();
create function pg_temp.secret() returns text language sql immutable as $$ select repeat('s', 32) $$;
create function pg_temp.act_as_sender() returns void language sql as $$ select tests.act_as_anon() $$;
/* What is due now, and given away by asking. */
create function pg_temp.claimed(most integer default 20) returns text language sql as $$
  select string_agg(c.kind || ' ' || split_part(c.email, '@', 1), ', ' order by c.email, c.kind)
  from public.claim_notifications(pg_temp.secret(), most) c
$$;
create function pg_temp.turn_on(nick text, summary boolean, notices boolean) returns void language sql security definer as $$
  insert into private.notification_settings (account_id, user_id, weekly_summary, billing_notices)
  values (tests.account_of('owner'), tests.user_id(nick), summary, notices)
  on conflict on constraint notification_settings_pkey do update set weekly_summary = summary, billing_notices = notices
$$;

-- The secret.
select pg_temp.act_as_sender();
select throws_ok($$ select pg_temp.claimed() $$, '42501', null, 'before there is a secret nobody sends');
select throws_ok($$ select * from public.claim_notifications(null) $$, '42501', null, 'nor without one');
select throws_ok($$ select private.set_cron_secret(pg_temp.secret()) $$, '42501', null, 'who may not set it cannot');
select tests.act_as('owner');
select throws_ok($$ select private.set_cron_secret(pg_temp.secret()) $$, '42501', null, 'an owner of an account cannot either');
select tests.act_as_superuser();
select throws_ok($$ select private.set_cron_secret('short') $$, '22023', null, 'it is long');
select lives_ok($$ select private.set_cron_secret(repeat('o', 32)) $$, 'it is set');
select lives_ok($$ select private.set_cron_secret(pg_temp.secret()) $$, 'and changed');
select pg_temp.act_as_sender();
select throws_ok($$ select * from public.claim_notifications(repeat('o', 32)) $$, '42501', null, 'the one before is good for nothing');
select throws_ok($$ select public.weekly_summary('x', tests.account_of('owner'), current_date) $$, '42501', null, 'without it there are no figures');
select throws_ok($$ select public.stop_notification('x', tests.account_of('owner'), tests.user_id('owner'), 'weekly_summary') $$, '42501', null, 'nothing is turned off');
select throws_ok($$ select public.release_notification('x', tests.account_of('owner'), tests.user_id('owner'), 'weekly_summary', current_date) $$, '42501', null, 'and nothing is sent again');
select throws_ok('select from private.notification_sender', '42501', null, 'its hash is not shown');

-- The week.
select tests.act_as_superuser();
select results_eq(
  $$ select notifications.last_week(zone, at::timestamptz) from (values
    ('UTC', '2026-11-22 23:59:59Z'), ('UTC', '2026-11-23 00:00Z'), ('UTC', '2026-11-29 23:00Z'),
    ('Asia/Tokyo', '2026-11-22 15:00Z'), ('America/Los_Angeles', '2026-11-23 07:59Z'), ('America/Los_Angeles', '2026-11-23 08:00Z')
  ) t (zone, at) $$,
  $$ values ('2026-11-09'::date), ('2026-11-16'), ('2026-11-16'), ('2026-11-16'), ('2026-11-09'), ('2026-11-16') $$,
  'a week is over when Monday begins where the account is'
);

-- What is due, once.
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
select is(public.notification_settings(tests.account_of('owner')), '{"weekly_summary": false, "billing_notices": true}', 'that one alone');
select tests.act_as('viewer');
select is(public.notification_settings(tests.account_of('owner')) ->> 'weekly_summary', 'true', 'of that member alone');

-- The figures, with customers who came in the week before this.
select tests.act_as_superuser();
create temp table monday as select (date_trunc('week', now() at time zone 'UTC') - interval '7 days')::date as day;
grant select on monday to public;
create function pg_temp.call(email text, days integer, fields jsonb) returns jsonb language sql as $$
  select tests.call(tests.key_hash('owner', 'A'), email, fields || jsonb_build_object(
    'timestamp', ((select day from monday) + days)::timestamp at time zone 'UTC'))
$$;
select tests.identify(
  pg_temp.call('before@example.com', -1, '{"status": "paid", "params": {"mrr": 10}}'),
  pg_temp.call('first@example.com', 0, '{"status": "paid", "params": {"mrr": 20}}'),
  pg_temp.call('last@example.com', 6, '{"status": "free"}'),
  pg_temp.call('before@example.com', 3, '{"status": "churned"}')
);
select is(
  public.weekly_summary(pg_temp.secret(), tests.account_of('owner'), (select day from monday)) - 'people' - 'trials_ending',
  '{"new": 2, "paid": 1, "churned": 1, "mrr": 20}', 'a week has its seven days, and the revenue of now'
);
select is(public.weekly_summary(pg_temp.secret(), tests.account_of('owner'), (select day - 7 from monday)) ->> 'new', '1', 'the week before has its own');
select is((public.weekly_summary(pg_temp.secret(), tests.account_of('owner'), (select day from monday)) ->> 'people')::integer, 4, 'everybody is counted, alex too');
select is((public.weekly_summary(pg_temp.secret(), tests.account_of('stranger'), (select day from monday)) ->> 'people')::integer, 1, 'of one account alone');

-- Kept figures of a large account.
insert into private.overview_snapshots (account_id, days, mrr_param, counted_at, took_ms, figures)
values (tests.account_of('owner'), 30, 'mrr', now() - interval '7 hours', 1000, '{"people": 77, "daily": [], "per_project": []}');
select is((public.weekly_summary(pg_temp.secret(), tests.account_of('owner'), (select day from monday)) ->> 'people')::integer, 4, 'figures that were kept too long ago are counted anew');
delete from private.overview_snapshots;
insert into private.overview_snapshots (account_id, days, mrr_param, counted_at, took_ms, figures)
values (tests.account_of('owner'), 30, 'mrr', now(), 1000, '{"people": 77, "daily": [], "per_project": []}');
select is((public.weekly_summary(pg_temp.secret(), tests.account_of('owner'), (select day from monday)) ->> 'people')::integer, 77, 'those of today are taken as they are');
select is(
  (public.weekly_summary(pg_temp.secret(), tests.account_of('owner'), (select day + 7 from monday)) ->> 'people')::integer, 4,
  'but not for a week that was not over when they were counted'
);
insert into private.notifications_sent (account_id, user_id, kind, period, claimed_at)
values (tests.account_of('owner'), tests.user_id('owner'), 'weekly_summary', '2020-01-06', now() - interval '61 days');
select pg_temp.claimed();
select is((select count(*)::integer from private.notifications_sent where period = '2020-01-06'), 0, 'what was sent is not kept forever');
