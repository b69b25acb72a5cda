select plan(8);
select tests.create_cast();
create function pg_temp.secret() returns text language sql immutable as $$ select repeat('s', 32) $$;
select private.set_cron_secret(pg_temp.secret());

select results_eq(
  $$ select notifications.last_week(zone, at::timestamptz) from (values
    ('UTC', '2026-11-22 23:59:59Z'), ('UTC', '2026-11-23 00:00Z'), ('UTC', '2026-11-29 23:00Z'),
    ('Asia/Tokyo', '2026-11-22 15:00Z'), ('America/Los_Angeles', '2026-11-23 07:59Z'), ('America/Los_Angeles', '2026-11-23 08:00Z')
  ) t (zone, at) $$,
  $$ values ('2026-11-09'::date), ('2026-11-16'), ('2026-11-16'), ('2026-11-16'), ('2026-11-09'), ('2026-11-16') $$,
  'a week is over when Monday begins where the account is'
);

-- Customers who came in the week before this.
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
  '{"new": 2, "paid": 1, "churned": 1, "mrr": {"": 20}}', 'a week has its seven days, and the revenue of now'
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
