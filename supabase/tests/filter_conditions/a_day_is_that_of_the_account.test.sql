-- Ten zones from +14 to -8, a leap day, and the nights on which clocks change.
select plan(2);
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

/* Whether somebody who came at a time is found by the filter on one day. */
create function pg_temp.found(zone text, day date, at timestamptz) returns boolean language plpgsql as $$
declare
  v_found boolean;
begin
  update public.accounts set time_zone = zone where id = tests.account_of('owner');
  execute format('select %s from (select $1 as first_seen_at) c', private.time_condition(
    tests.account_of('owner'), jsonb_build_object('field', 'first_seen', 'operator', 'between', 'value', jsonb_build_array(day, day))
  )) into v_found using at;
  return v_found;
end
$$;

select is_empty(
  $$ select zone, day from days where not pg_temp.found(zone, day, starts) or not pg_temp.found(zone, day, ends - interval '1 microsecond') $$,
  'whoever came in the first or the last moment of a day came on that day'
);
select is_empty(
  $$ select zone, day from days where pg_temp.found(zone, day, starts - interval '1 microsecond') or pg_temp.found(zone, day, ends) $$,
  'whoever came a moment before or after did not'
);
