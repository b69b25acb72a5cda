select plan(17);
select tests.create_cast();
select tests.create_project_with_key('owner', 'B');

create function pg_temp.call(day text, email text, status text, params jsonb default null, project text default 'A') returns text language sql as $$
  select tests.identify(tests.call(tests.key_hash('owner', project), email || '@mrr.example', jsonb_strip_nulls(
    jsonb_build_object('status', status, 'params', params, 'timestamp', case when length(day) = 10 then day || ' 12:00Z' else day end))))
$$;
create function pg_temp.mrr(email text) returns text language sql as $$
  select string_agg(format('%s %s %s', to_char(m.day, 'MM-DD'), coalesce(m.kind, 'none'), coalesce(trim_scale(m.mrr)::text, '-')), ', ' order by m.day)
  from public.mrr_changes m where m.customer_id = (tests.customer('owner', email || '@mrr.example')).id
$$;

select pg_temp.call('2026-01-01', 'ann', 'trial', '{"mrr": 29}'), pg_temp.call('2026-01-05', 'ann', 'paid');
select is(pg_temp.mrr('ann'), '01-05 new 29', 'whoever becomes paid is new on the day of it');
select pg_temp.call('2026-01-07', 'ann', 'paid', '{"mrr": 29, "seats": 3}'), tests.ping(tests.call(tests.key_hash('owner', 'A'), 'ann@mrr.example'));
select is(pg_temp.mrr('ann'), '01-05 new 29', 'the same again changes nothing, nor does another param or a ping');
select pg_temp.call('2026-02-01', 'ann', null, '{"mrr": 49}'), pg_temp.call('2026-03-01', 'ann', null, '{"mrr": 19}'),
  pg_temp.call('2026-04-01', 'ann', 'churned'), pg_temp.call('2026-05-01', 'ann', 'paid', '{"mrr": 5}'), pg_temp.call('2026-05-01 15:00Z', 'ann', null, '{"mrr": "19.5"}'),
  pg_temp.call('2026-06-01', 'ann', 'free');
select is(
  pg_temp.mrr('ann'), '01-05 new 29, 02-01 expansion 49, 03-01 contraction 19, 04-01 churn -, 05-01 reactivation 19.5, 06-01 churn -',
  'more is an expansion, less a contraction, no longer paid is churn, and paid again a reactivation'
);

select pg_temp.call('2026-01-05', 'bob', 'churned', '{"mrr": 9}');
select is(pg_temp.mrr('bob'), null, 'who arrives churned did not churn');
select pg_temp.call('2026-01-06', 'cat', 'trial'), pg_temp.call('2026-01-09', 'cat', 'churned');
select is(pg_temp.mrr('cat'), null, 'nor did who never paid');
select pg_temp.call('2026-01-05', 'dan', 'paid');
select is(pg_temp.mrr('dan'), '01-05 new 0', 'who pays and says no number pays 0');
select pg_temp.call('2026-01-05', 'dan', null, '{"mrr": 1e12}');
select is(pg_temp.mrr('dan'), '01-05 new 0', 'as does who says what can be no money');

select pg_temp.call('2026-01-05 08:00Z', 'eve', 'paid', '{"mrr": 9}'), pg_temp.call('2026-01-05 09:00Z', 'eve', null, '{"mrr": 19}');
select is(pg_temp.mrr('eve'), '01-05 new 19', 'what changes twice a day changed once');
select pg_temp.call('2026-01-07 08:00Z', 'eve', 'churned'), pg_temp.call('2026-01-07 09:00Z', 'eve', 'paid');
select is(pg_temp.mrr('eve'), '01-05 new 19', 'and what is undone on the same day did not');

-- Late calls.
select pg_temp.call('2026-03-01', 'fay', 'trial'), pg_temp.call('2026-03-20', 'fay', null, '{"seats": 1}'), pg_temp.call('2026-03-10', 'fay', 'paid', '{"mrr": 5}');
select is(pg_temp.mrr('fay'), '03-10 new 5', 'a late call counts on the day of its event');
select pg_temp.call('2026-03-05', 'fay', null, '{"currency": "eur"}');
select is(pg_temp.mrr('fay'), '03-10 new 5', 'but never before a day that has a change already');
select pg_temp.call('2026-03-12', 'fay', null, '{"mrr": 7}'), pg_temp.call('2026-03-11', 'fay', null, '{"mrr": 6}'), pg_temp.call('2026-03-11', 'fay', 'churned');
select is(pg_temp.mrr('fay'), '03-10 new 5, 03-12 churn -', 'nor does what is older than what is known');
select pg_temp.call('2026-05-01', 'gus', 'paid', '{"mrr": 5}'), pg_temp.call('2026-05-20', 'gus', null, '{"mrr": 5}'), pg_temp.call('2026-05-10', 'gus', 'churned');
select is(pg_temp.mrr('gus'), '05-01 new 5, 05-10 churn -', 'a time is that of what changed, not of what was only said again');

select pg_temp.call('2026-05-01', 'hal', 'paid', '{"mrr": 5}'), pg_temp.call('2026-05-01', 'hal', 'paid', '{"mrr": 8}', 'B'), pg_temp.call('2026-05-02', 'hal', 'churned', null, 'B');
select is(pg_temp.mrr('hal'), '05-01 new 5, 05-01 new 8, 05-02 churn -', 'each project has its own');
select pg_temp.call('2026-05-01', 'ida', 'paid', '{"mrr": 5, "currency": "usd"}'), pg_temp.call('2026-05-03', 'ida', null, '{"currency": "eur"}');
select is(
  (select string_agg(currency_before || ' ' || currency, ', ' order by day) from public.mrr_changes where customer_id = (tests.customer('owner', 'ida@mrr.example')).id),
  'USD USD, USD EUR', 'a change of currency is one'
);

update public.accounts set time_zone = 'Asia/Tokyo' where id = tests.account_of('owner');
select pg_temp.call('2026-05-04 14:59Z', 'jon', 'paid', '{"mrr": 5}'), pg_temp.call('2026-05-04 15:00Z', 'jon', null, '{"mrr": 6}');
select is(pg_temp.mrr('jon'), '05-04 new 5, 05-05 expansion 6', 'days are those of the account');
select tests.identify(
  tests.call(tests.key_hash('owner', 'A'), 'kim@mrr.example', '{"status": "paid", "params": {"mrr": 1}, "timestamp": "2026-05-01T00:00:00Z"}'),
  tests.call(tests.key_hash('owner', 'A'), 'kim@mrr.example', '{"status": "churned", "timestamp": "2026-05-03T00:00:00Z"}'),
  tests.call(tests.key_hash('owner', 'A'), 'lea@mrr.example', '{"status": "paid", "params": {"mrr": 2}, "timestamp": "2026-05-01T00:00:00Z"}')
);
select is(pg_temp.mrr('kim') || ', ' || pg_temp.mrr('lea'), '05-01 new 1, 05-03 churn -, 05-01 new 2', 'calls of one group count as each would alone');
