select plan(8);
select tests.create_cast();

create function pg_temp.see(nick text, anew boolean default false) returns jsonb language sql as $$
  select public.overview(tests.account_of(nick), 'mrr', anew)
$$;
-- An account that takes a second to count.
create function pg_temp.keep(age interval) returns void language sql as $$
  insert into private.overview_snapshots (account_id, mrr_param, counted_at, took_ms, figures)
  values (
    tests.account_of('owner'), 'mrr', clock_timestamp() - age, 1000, jsonb_build_object(
      'people', 77, 'radar', '{}'::jsonb, 'top', jsonb_build_array(
        jsonb_build_object('customer_id', gen_random_uuid(), 'mrr', 9),
        jsonb_build_object('customer_id', (tests.customer('owner', 'alex@example.com')).id, 'mrr', 5)
      )
    )
  )
  on conflict on constraint overview_snapshots_pkey do update set counted_at = excluded.counted_at, figures = excluded.figures
$$;

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
