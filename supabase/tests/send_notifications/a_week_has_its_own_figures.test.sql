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
create function pg_temp.week(days integer, nick text default 'owner') returns jsonb language sql as $$
  select public.weekly_summary(pg_temp.secret(), tests.account_of(nick), (select day + days from monday))
$$;
select is(
  pg_temp.week(0) -> 'period' -> 'changes', '{"new": {"customers": 1, "mrr": 20}, "churn": {"customers": 1, "mrr": -10}}', 'a week has what changed on its seven days'
);
select is(pg_temp.week(0) #>> '{period,new_customers}', '2', 'and who came');
select is(concat_ws(' ', pg_temp.week(0) #> '{period,start}', pg_temp.week(0) #> '{period,end}')::text, '10.000 20.000', 'from its start to its end');
select is(pg_temp.week(0) -> 'before' -> 'changes', '{"new": {"customers": 1, "mrr": 10}}', 'beside the week before');
select is((pg_temp.week(0) ->> 'people')::integer, 4, 'everybody is counted, alex too');
select is((pg_temp.week(0, 'stranger') ->> 'people')::integer, 1, 'of one account alone');
select tests.act_as('owner');
create temp table seen as select public.overview_period(tests.account_of('owner'), (select day from monday), (select day + 6 from monday)) as seen;
select tests.act_as_superuser();
select is(pg_temp.week(0) - 'people' - 'trials_ending', (select seen - 'steps' from seen), 'they are those of the overview');
