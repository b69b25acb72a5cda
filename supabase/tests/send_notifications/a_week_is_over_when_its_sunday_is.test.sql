-- Zones from +14 to -8. Some of the Sundays have 23 or 25 hours.
select plan(3);
select tests.create_cast();
create temp table mondays (zone text, monday date, begins timestamptz);
insert into mondays values
  ('Pacific/Kiritimati', '2026-11-30', '2026-11-29 10:00Z'), ('Pacific/Chatham', '2025-09-29', '2025-09-28 10:15Z'),
  ('Australia/Lord_Howe', '2025-04-07', '2025-04-06 13:30Z'), ('Asia/Tokyo', '2024-03-04', '2024-03-03 15:00Z'),
  ('Asia/Kathmandu', '2026-11-30', '2026-11-29 18:15Z'), ('Asia/Kolkata', '2026-11-30', '2026-11-29 18:30Z'),
  ('Europe/Berlin', '2025-03-31', '2025-03-30 22:00Z'), ('Europe/Berlin', '2025-10-27', '2025-10-26 23:00Z'),
  ('Africa/Casablanca', '2025-04-07', '2025-04-06 23:00Z'), ('UTC', '2024-03-04', '2024-03-04 00:00Z'),
  ('America/St_Johns', '2025-03-10', '2025-03-10 02:30Z'), ('America/St_Johns', '2025-11-03', '2025-11-03 03:30Z'),
  ('America/Los_Angeles', '2025-11-03', '2025-11-03 08:00Z');

select is_empty(
  $$ select zone, monday from mondays where notifications.last_week(zone, begins) <> monday - 7
    or notifications.last_week(zone, begins - interval '1 microsecond') <> monday - 14 $$,
  'the week is over when Monday begins where the account is, and not a moment before'
);

-- A trial's end is one moment, whatever zone it is told in.
create function pg_temp.claimed(zone text) returns text language plpgsql as $$
begin
  update public.accounts set time_zone = zone where id = tests.account_of('owner');
  return (select string_agg(c.kind, ', ') from public.claim_notifications(repeat('s', 32)) c);
end
$$;
select private.set_cron_secret(repeat('s', 32));
insert into private.notification_settings (account_id, user_id, weekly_summary, billing_notices)
values (tests.account_of('owner'), tests.user_id('owner'), false, true);
update private.billing_settings set enabled = true;
update public.subscriptions set trial_ends_at = now() + interval '2 days' where account_id = tests.account_of('owner');
select is(pg_temp.claimed('Pacific/Kiritimati'), 'trial_ending', 'the end of a trial is told');
select is(pg_temp.claimed('Pacific/Pago_Pago'), null, 'and not again when the account has another zone');
