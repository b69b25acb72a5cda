-- Who sees the figures, and how those of a large account are kept.
select plan(19);
select tests.create_cast();

create function pg_temp.see(nick text, anew boolean default false) returns jsonb language sql as $$
  select public.overview(tests.account_of(nick), 30, 'mrr', anew)
$$;
-- An account that takes a second to count.
create function pg_temp.keep(age interval) returns void language sql as $$
  insert into private.overview_snapshots (account_id, days, mrr_param, counted_at, took_ms, figures)
  values (
    tests.account_of('owner'), 30, 'mrr', clock_timestamp() - age, 1000, jsonb_build_object(
      'people', 77, 'radar', '{}'::jsonb, 'top', jsonb_build_array(
        jsonb_build_object('customer_id', gen_random_uuid(), 'mrr', 9),
        jsonb_build_object('customer_id', (tests.customer('owner', 'alex@example.com')).id, 'mrr', 5)
      )
    )
  )
  on conflict on constraint overview_snapshots_pkey do update set counted_at = excluded.counted_at, figures = excluded.figures
$$;

select tests.act_as('owner');
select is(pg_temp.see('owner') ->> 'people', '1', 'an owner sees the figures');
select tests.act_as('viewer');
select is(pg_temp.see('owner') ->> 'people', '1', 'a viewer sees them');
select tests.act_as('stranger');
select throws_ok($$ select pg_temp.see('owner') $$, '42501', null, 'a stranger does not');
select is(pg_temp.see('stranger') ->> 'people', '1', 'their own they see');
select tests.act_as_anon();
select throws_ok($$ select pg_temp.see('owner') $$, '42501', null, 'an anonymous caller does not');
select tests.act_as_ingest();
select throws_ok($$ select pg_temp.see('owner') $$, '42501', null, 'nor does role ingest');
select tests.act_as_service();
select throws_ok($$ select pg_temp.see('owner') $$, '42501', null, 'nor the service role');

select tests.act_as('viewer');
select throws_ok($$ select public.overview(tests.account_of('owner'), 0) $$, '22023', 'The overview shows between 1 and 366 days.', 'a period has a day at least');
select throws_ok($$ select public.overview(tests.account_of('owner'), 367) $$, '22023', null, 'and a year at most');
select throws_ok($$ select public.overview(tests.account_of('owner'), 30, '') $$, '22023', null, 'the param has a name');
select throws_ok($$ select from private.overview_snapshots $$, '42501', null, 'nobody reads what is kept');

select tests.act_as_superuser();
select pg_temp.keep('1 minute');
select tests.act_as('viewer');
select is(pg_temp.see('owner') ->> 'people', '77', 'what took long to count is shown as it was counted');
select is(pg_temp.see('owner') -> 'top_people' -> 0 ->> 'email', 'alex@example.com', 'without people who were erased since');
select is(pg_temp.see('owner', anew => true) ->> 'people', '77', 'and not counted again for a hundred times as long');
select tests.act_as_superuser();
select pg_temp.keep('3 minutes');
select tests.act_as('viewer');
select is(pg_temp.see('owner') ->> 'is_due', 'true', 'after that the reader is told');
select is(pg_temp.see('owner', anew => true) ->> 'people', '1', 'and may have it counted again');
select tests.act_as_superuser();
select pg_temp.keep('2 hours');
select tests.act_as('viewer');
select is(pg_temp.see('owner') ->> 'people', '1', 'what is older than an hour is never shown');
select is(pg_temp.see('owner') ->> 'is_due', 'false', 'fresh figures are not due');
select tests.act_as_superuser();
select is_empty('select from private.overview_snapshots', 'and those of a small account are not kept');
