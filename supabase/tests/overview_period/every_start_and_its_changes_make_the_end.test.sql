select plan(17);
select tests.create_cast();
select tests.create_project_with_key('owner', 'B');
update public.accounts set currency = 'USD', time_zone = case when extract(hour from now() at time zone 'UTC') < 12 then 'Pacific/Pago_Pago' else 'UTC' end where id = tests.account_of('owner');

create function pg_temp.call(project text, day date, email text, status text, params jsonb default null) returns text language sql as $$
  select tests.identify(tests.call(tests.key_hash('owner', project), email || '@mrr.example', jsonb_strip_nulls(
    jsonb_build_object('status', status, 'params', params, 'timestamp', day + time '12:00' at time zone 'UTC'))))
$$;
create function pg_temp.see(first_day date, last_day date) returns jsonb language sql as $$
  select public.overview_period(tests.account_of('owner'), first_day, last_day)
$$;
create function pg_temp.changes(seen jsonb) returns text language sql as $$
  select string_agg(format('%s %s %s', key, value ->> 'customers', trim_scale((value ->> 'mrr')::numeric)), ', ' order by key) from jsonb_each(seen -> 'changes')
$$;
create function pg_temp.lines(seen jsonb, project text) returns text language sql as $$
  select string_agg(format('%s %s', step ->> 'last', trim_scale((step -> 'mrr' ->> tests.project_id('owner', project)::text)::numeric)), ', ' order by step ->> 'last')
  from jsonb_array_elements(seen -> 'steps') step
$$;

select
  pg_temp.call('A', '2026-01-10', 'ann', 'paid', '{"mrr": 100}'), pg_temp.call('A', '2026-02-10', 'ann', 'paid', '{"mrr": 130.5}'),
  pg_temp.call('A', '2026-01-20', 'bob', 'paid', '{"mrr": 50}'), pg_temp.call('A', '2026-02-20', 'bob', 'churned'),
  pg_temp.call('A', '2026-03-03', 'bob', 'paid', '{"mrr": 40}'), pg_temp.call('A', '2026-03-04', 'ann', 'paid', '{"mrr": 90}'),
  pg_temp.call('B', '2026-02-01', 'ann', 'paid', '{"mrr": 20}'), pg_temp.call('B', '2026-02-28', 'cat', 'paid', '{"mrr": 5}'),
  pg_temp.call('B', '2026-02-05', 'dan', 'churned', '{"mrr": 77}'), pg_temp.call('B', '2026-02-06', 'eve', 'free'),
  pg_temp.call('B', '2026-01-31', 'fay', 'paid', '{"mrr": 10, "currency": "jpy"}'), pg_temp.call('B', '2026-02-14', 'fay', 'paid', '{"mrr": 10, "currency": "usd"}');

select tests.act_as('viewer');
create temp table february as select pg_temp.see('2026-02-01', '2026-02-28') as seen;
select is(
  pg_temp.changes((select seen -> 'period' from february)), 'churn 1 -50, expansion 2 40.5, new 2 25', 'each kind has its customers and its money'
);
select is((select concat_ws(' ', seen #> '{period,start}', seen #> '{period,end}') from february), '150.000 165.500', 'from a start to an end');
select is((select seen #> '{period,mrr}' from february), '{"USD": 165.5}', 'money in another currency is a sum of its own');
select is((select seen #> '{before,mrr}' from february), '{"USD": 150, "JPY": 10}', 'until it is changed for this one');
select is((select concat_ws(' ', seen #> '{period,payers_start}', seen #> '{period,payers_end}') from february), '3 4', 'who pays is counted in each project');
select is((select concat_ws(' ', seen #> '{period,new_customers}', seen #> '{before,new_customers}') from february), '3 3', 'as are people, on the day on which they came');
select is(pg_temp.changes((select seen -> 'before' from february)), 'new 3 150', 'as many days before are beside it');
select is((select concat_ws(' ', seen #>> '{before,first}', seen #>> '{before,last}') from february), '2026-01-04 2026-01-31', 'up to its first day');
select is((select concat_ws(' ', jsonb_array_length(seen -> 'steps'), seen ->> 'step') from february), '28 day', 'a month is drawn by day');
select is(
  pg_temp.lines(pg_temp.see('2026-01-25', '2026-05-02'), 'A'),
  '2026-01-25 150, 2026-02-01 150, 2026-02-08 150, 2026-02-15 180.5, 2026-02-22 130.5, 2026-03-01 130.5, 2026-03-08 130, 2026-03-15 130, 2026-03-22 130, 2026-03-29 130, 2026-04-05 130, 2026-04-12 130, 2026-04-19 130, 2026-04-26 130, 2026-05-02 130',
  'more than three by week, the last as far as it goes'
);
select is(
  right(pg_temp.lines(pg_temp.see('2024-01-01', '2026-03-03'), 'B'), 42), '2026-01-31 0, 2026-02-28 35, 2026-03-03 35', 'and more than two years by month'
);
select is_empty(
  $$ select first, last from (values
      ('2026-01-01'::date, '2026-01-31'::date), ('2026-02-01', '2026-02-28'), ('2026-03-01', '2026-03-31'), ('2026-02-10', '2026-02-10'),
      ('2026-02-28', '2026-03-03'), ('2025-01-01', '2026-11-30'), ('2025-12-01', '2026-03-04'), ('2020-01-01', '2025-12-31')
    ) range (first, last),
    lateral (select pg_temp.see(first, last) as seen) s, unnest('{period,before}'::text[]) name
    where (seen -> name ->> 'start')::numeric + coalesce((select sum((value ->> 'mrr')::numeric) from jsonb_each(seen -> name -> 'changes')), 0) <> (seen -> name ->> 'end')::numeric
      or (seen #> '{period,end}') <> (pg_temp.see(last, last) #> '{period,end}')
      or (seen -> 'before' -> 'end') <> (seen -> 'period' -> 'start')
      or (select sum(value::numeric) from jsonb_each_text(seen #> '{steps,-1,mrr}')) <> (seen #>> '{period,end}')::numeric $$,
  'the start and what changed it make the end, which is where the next begins and the lines end, of any range'
);
select is(
  (select (sum(value::numeric))::text from jsonb_each_text(pg_temp.see('2026-11-01', '2026-11-30') #> '{steps,-1,mrr}')),
  (select (sum((p #>> '{mrr,USD}')::numeric)::numeric(15, 3))::text from jsonb_array_elements(public.overview(tests.account_of('owner')) -> 'per_project') p),
  'and what there is now is what the overview counts from the customers'
);
select throws_ok($$ select pg_temp.see('2026-02-02', '2026-02-01') $$, '22023', null, 'a range has a day at least');
select is(
  (select seen #>> '{period,first}' || ' ' || (seen #>> '{period,last}') from public.overview_period(tests.account_of('owner'), days => 7) seen),
  (select format('%s %s', today - 6, today) from (select (now() at time zone time_zone)::date as today from public.accounts where id = tests.account_of('owner')) a),
  'so many days end on the day that it is where the account is'
);
select tests.act_as('stranger');
select throws_ok($$ select pg_temp.see('2026-02-01', '2026-02-28') $$, '42501', null, 'a stranger sees nothing of it');
select is(
  public.overview_period(tests.account_of('stranger'), '2026-02-01', '2026-02-28') #> '{period,changes}', '{}', 'and an account where nobody pays has nothing'
);
