-- Ten zones from +14 to -8, a leap day, and the nights on which clocks change.
select plan(3);
select tests.create_cast();
create temp table days (zone text, day date, starts timestamptz, ends timestamptz);
-- Counted by hand: when a day begins somewhere, and when the next one does.
insert into days values
  ('Pacific/Kiritimati', '2024-02-29', '2024-02-28 10:00Z', '2024-02-29 10:00Z'),
  ('Pacific/Chatham', '2024-02-29', '2024-02-28 10:15Z', '2024-02-29 10:15Z'),
  ('Australia/Lord_Howe', '2024-02-29', '2024-02-28 13:00Z', '2024-02-29 13:00Z'),
  ('Asia/Tokyo', '2024-02-29', '2024-02-28 15:00Z', '2024-02-29 15:00Z'),
  ('Asia/Kathmandu', '2024-02-29', '2024-02-28 18:15Z', '2024-02-29 18:15Z'),
  ('Asia/Kolkata', '2024-02-29', '2024-02-28 18:30Z', '2024-02-29 18:30Z'),
  ('Europe/Berlin', '2024-02-29', '2024-02-28 23:00Z', '2024-02-29 23:00Z'),
  ('Africa/Casablanca', '2024-02-29', '2024-02-28 23:00Z', '2024-02-29 23:00Z'),
  ('UTC', '2024-02-29', '2024-02-29 00:00Z', '2024-03-01 00:00Z'),
  ('America/St_Johns', '2024-02-29', '2024-02-29 03:30Z', '2024-03-01 03:30Z'),
  ('America/Los_Angeles', '2024-02-29', '2024-02-29 08:00Z', '2024-03-01 08:00Z'),
  -- Clocks go forward: 23 hours, 23.5 on Lord Howe. In Santiago the day has no midnight.
  ('Pacific/Chatham', '2025-09-28', '2025-09-27 11:15Z', '2025-09-28 10:15Z'),
  ('Australia/Lord_Howe', '2025-10-05', '2025-10-04 13:30Z', '2025-10-05 13:00Z'),
  ('Europe/Berlin', '2025-03-30', '2025-03-29 23:00Z', '2025-03-30 22:00Z'),
  ('America/St_Johns', '2025-03-09', '2025-03-09 03:30Z', '2025-03-10 02:30Z'),
  ('America/Los_Angeles', '2025-03-09', '2025-03-09 08:00Z', '2025-03-10 07:00Z'),
  ('America/Santiago', '2025-09-07', '2025-09-07 04:00Z', '2025-09-08 03:00Z'),
  -- And back: 25 hours, 24.5 on Lord Howe.
  ('Pacific/Chatham', '2025-04-06', '2025-04-05 10:15Z', '2025-04-06 11:15Z'),
  ('Australia/Lord_Howe', '2025-04-06', '2025-04-05 13:00Z', '2025-04-06 13:30Z'),
  ('Europe/Berlin', '2025-10-26', '2025-10-25 22:00Z', '2025-10-26 23:00Z'),
  ('America/St_Johns', '2025-11-02', '2025-11-02 02:30Z', '2025-11-03 03:30Z'),
  ('America/Los_Angeles', '2025-11-02', '2025-11-02 07:00Z', '2025-11-03 08:00Z');

/* What the radar says of a trial of alex that ends on a day, in a zone. */
create function pg_temp.radar(zone text, day text) returns jsonb language plpgsql as $$
begin
  update public.accounts set time_zone = zone where id = tests.account_of('owner');
  update public.customer_projects set
    params = jsonb_build_object('trial_ends_at', day), status_at = now() - interval '20 days', first_seen_at = now() - interval '20 days'
  where account_id = tests.account_of('owner');
  return private.overview_radar(tests.account_of('owner'));
end
$$;

select is_empty(
  $$ select zone, day from days where
    (pg_temp.radar(zone, day::text) #>> '{stuck_14,people,0,ends_at}')::timestamptz is distinct from ends - interval '1 millisecond' $$,
  'a trial that ends on a day ends with its last millisecond where the account is'
);
select is_empty(
  $$ select zone from (select distinct zone from days) z
    where pg_temp.radar(zone, (now() at time zone zone)::date::text) #>> '{ending_3,total}' is distinct from '1' $$,
  'one that ends today, wherever today is, is about to end'
);
select is_empty(
  $$ select zone, ahead from (select distinct zone from days) z, (values (3, 'ending_3'), (4, 'ending_7'), (7, 'ending_7'), (8, null)) t (ahead, list)
    where (
      select string_agg(key, ',') from jsonb_each(pg_temp.radar(zone, ((now() at time zone zone)::date + ahead)::text)) where value ->> 'total' = '1'
    ) is distinct from list $$,
  'days ahead are counted in the calendar of the account'
);
