-- Eight people in two projects, few enough to count by hand.
select plan(23);
select tests.create_cast();
select tests.create_project_with_key('owner', 'B');

create function pg_temp.call(project text, email text, days_ago integer, fields jsonb) returns jsonb language sql as $$
  select tests.call(tests.key_hash('owner', project), email, fields || jsonb_build_object('timestamp', now() - make_interval(days => days_ago)))
$$;
create function pg_temp.in_days(days integer) returns jsonb language sql as $$
  select jsonb_build_object('status', 'trial', 'params', jsonb_build_object('trial_ends_at', now() + make_interval(days => days)))
$$;
-- alex@example.com is in trial on A since now.
select tests.identify(
  pg_temp.call('A', 'ann@example.com', 40, '{"status": "trial", "name": "Ann"}'),
  pg_temp.call('A', 'ann@example.com', 5, '{"status": "paid", "params": {"mrr": 29}}'),
  pg_temp.call('B', 'ann@example.com', 3, '{"status": "paid", "params": {"mrr": 10.5, "seats": 4}}'),
  pg_temp.call('A', 'bob@example.com', 20, '{"status": "trial"}'),
  pg_temp.call('A', 'bob@example.com', 2, '{"status": "paid", "params": {"mrr": "9"}}'),
  pg_temp.call('B', 'bob@example.com', 1, '{"params": {"mrr": 1000}}'),
  pg_temp.call('A', 'cat@example.com', 20, '{"status": "trial"}'),
  pg_temp.call('B', 'dan@example.com', 2, pg_temp.in_days(2)),
  pg_temp.call('B', 'eve@example.com', 2, pg_temp.in_days(5)),
  pg_temp.call('A', 'fay@example.com', 10, '{"status": "trial"}'),
  pg_temp.call('A', 'fay@example.com', 8, '{"status": "paid", "params": {"mrr": 99}}'),
  pg_temp.call('A', 'fay@example.com', 1, '{"status": "churned"}'),
  pg_temp.call('B', 'gus@example.com', 20, '{"status": "trial", "params": {"trial_ends_at": "2026-99-99"}}')
);
select tests.act_as('viewer');
create temp table shown as select public.overview(tests.account_of('owner')) as o, public.overview_period(tests.account_of('owner'), current_date - 29, current_date) as of_30_days;

create function pg_temp.of_project(list text[], project text) returns jsonb language sql as $$
  select item - 'project_id' from shown, jsonb_array_elements(o #> list) item
  where item ->> 'project_id' = tests.project_id('owner', project)::text
$$;
create function pg_temp.pair(a text, b text) returns jsonb language sql as $$
  select item - 'a' - 'b' from shown, jsonb_array_elements(o -> 'overlap') item
  where item ->> 'a' = tests.project_id('owner', a)::text and item ->> 'b' = tests.project_id('owner', b)::text
$$;
create function pg_temp.days_with(what text) returns text language sql as $$
  select string_agg(((now() at time zone 'UTC')::date - (d ->> 'last')::date) || ': ' || (d ->> what), ', ' order by d ->> 'last')
  from shown, jsonb_array_elements(of_30_days -> 'steps') d where d ->> what <> '0'
$$;
create function pg_temp.radar(what text) returns text language sql as $$
  select (o #>> array['radar', what, 'total']) || ': ' ||
    (select string_agg(p ->> 'email', ', ' order by p ->> 'email') from jsonb_array_elements(o #> array['radar', what, 'people']) p)
  from shown
$$;

select is(
  pg_temp.of_project('{per_project}', 'A'),
  '{"customers": 5, "new": 4, "free": 0, "trial": 2, "paid": 2, "churned": 1, "mrr": {"": 38}, "payers": {"": 2}}',
  'a project has its customers by status, those who came in the period, and the money of those who pay'
);
select is(
  pg_temp.of_project('{per_project}', 'B'),
  '{"customers": 5, "new": 5, "free": 1, "trial": 3, "paid": 1, "churned": 0, "mrr": {"": 10.5}, "payers": {"": 1}}',
  'and so has each other one'
);
select is((select o ->> 'people' from shown), '8', 'a person in two projects is one person');
select is((select (o ->> 'several') || ' ' || (o ->> 'paying') from shown), '2 2', 'two use both, and two pay');
select is((select jsonb_array_length(of_30_days -> 'steps') from shown), 30, 'every day of the period is there');
select is(pg_temp.days_with('new_customers'), '20: 3, 10: 1, 2: 2, 0: 1', 'new people are counted on the day on which they came');
select is(pg_temp.days_with('churned'), '1: 1', 'and whoever stopped paying on the day of it');
select is(pg_temp.pair('A', 'B'), '{"people": 2, "both_pay": 1, "paid_a_not_b": 1}', 'two are in A and B, one pays for both, one pays A and not B');
select is(pg_temp.pair('B', 'A'), '{"people": 2, "both_pay": 1, "paid_a_not_b": 0}', 'nobody pays B and not A');
select is(
  public.count_customers(tests.account_of('owner'), jsonb_build_object('conditions', jsonb_build_array(
    jsonb_build_object('field', 'status', 'operator', 'is', 'value', '["paid"]'::jsonb, 'project', tests.project_id('owner', 'A')),
    jsonb_build_object('field', 'status', 'operator', 'is_not', 'value', '["paid"]'::jsonb, 'project', tests.project_id('owner', 'B'))
  ))), 1, 'which is what the customers page finds'
);
select is(
  (select string_agg(format('%s %s %s', p ->> 'email', p ->> 'name', p ->> 'mrr'), ', ') from shown, jsonb_array_elements(o -> 'top_people') p),
  'ann@example.com Ann 39.5, bob@example.com  9', 'the most valuable people pay most over all projects'
);
select is(pg_temp.of_project('{trials,per_project}', 'A'), '{"trials": 5, "converted": 3}', 'three of five trials of A became paid, one of them for a while');
select is(pg_temp.of_project('{trials,per_project}', 'B'), '{"trials": 3, "converted": 0}', 'and none of B; to pay at once is no trial');
select is(
  (select jsonb_agg(c -> 'trials') from shown, jsonb_array_elements(o #> '{trials,cohorts}') c
   where (c ->> 'month')::date = date_trunc('month', (now() - interval '40 days') at time zone 'UTC')::date
     and c ->> 'project_id' = tests.project_id('owner', 'A')::text and (c ->> 'converted')::integer >= 1) is not null,
  true, 'a cohort is of the month in which the person came'
);
select is((select sum((c ->> 'trials')::integer) || ' ' || sum((c ->> 'converted')::integer) from shown, jsonb_array_elements(o #> '{trials,cohorts}') c), '8 3', 'every trial is of one cohort');
select is(pg_temp.radar('ending_3'), '1: dan@example.com', 'a trial that ends in two days is among those of three');
select is(pg_temp.radar('ending_7'), '1: eve@example.com', 'one that ends in five among those of seven');
select is(pg_temp.radar('stuck_14'), '2: cat@example.com, gus@example.com', 'one that is older than 14 days and says no end that is a time is stuck');
select is(
  public.overview(tests.account_of('owner'), 'seats') -> 'mrr',
  '{"": 4}', 'the money can be in any param'
);

-- A day without an hour is all of that day where the account is.
select tests.act_as_superuser();
select set_config('request.jwt.claims', json_build_object('sub', tests.user_id('owner'), 'role', 'authenticated')::text, true);
create function pg_temp.ending(zone text, days integer, what text) returns text language plpgsql as $$
declare
  v_today date := (now() at time zone zone)::date;
begin
  update public.accounts set time_zone = zone where id = tests.account_of('owner');
  update public.customer_projects set params = jsonb_build_object('trial_ends_at', to_char(v_today + days, 'YYYY-MM-DD'))
  where account_id = tests.account_of('owner') and customer_id = (tests.customer('owner', 'dan@example.com')).id;
  return (
    select (p ->> 'ends_at')::timestamptz at time zone zone - v_today
    from jsonb_array_elements(public.overview(tests.account_of('owner')) #> array['radar', what, 'people']) p
    where p ->> 'email' = 'dan@example.com'
  );
end
$$;
create temp table zones (zone) on commit drop as
select unnest('{America/St_Johns,Pacific/Kiritimati,America/Los_Angeles,Europe/Berlin,UTC}'::text[]);
select is_empty(
  $$ select zone from zones where pg_temp.ending(zone, 0, 'ending_3') is distinct from '23:59:59.999' $$,
  'a trial that ends today is on the list until the last moment of the day'
);
select is_empty(
  $$ select zone from zones where pg_temp.ending(zone, 3, 'ending_3') is null or pg_temp.ending(zone, 4, 'ending_3') is not null $$,
  'what ends in three days of the calendar is in the first list, and what ends in four is not'
);
select is_empty(
  $$ select zone from zones where pg_temp.ending(zone, 4, 'ending_7') is null or pg_temp.ending(zone, 7, 'ending_7') is null or pg_temp.ending(zone, 8, 'ending_7') is not null $$,
  'the second goes on to seven, which the weekly mail counts'
);
select is_empty(
  $$ select zone from zones where coalesce(pg_temp.ending(zone, -1, 'ending_3'), pg_temp.ending(zone, -1, 'ending_7')) is not null $$,
  'and what ended yesterday is in neither'
);
