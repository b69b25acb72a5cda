-- Who is erased is found in no table anymore.
select plan(19);
select tests.create_cast();
select tests.create_project_with_key('owner', 'B');
insert into private.indexed_params (account_id, key, is_ready) values (tests.account_of('owner'), 'mrr', true);
select tests.identify(
  tests.call(tests.key_hash('owner', 'A'), 'canary-7f3@example.com', '{"name": "canary-7f3 name", "status": "trial", "params": {"canary-7f3 key": "canary-7f3 value", "mrr": 9}}'),
  tests.call(tests.key_hash('owner', 'B'), 'canary-7f3@example.com', '{"status": "paid"}'),
  tests.call(tests.key_hash('owner', 'A'), 'bo@example.com', '{"status": "paid"}'),
  tests.call(tests.key_hash('owner', 'A'), 'cy@example.com', '{"status": "paid"}')
);
create temp table canary as select (tests.customer('owner', 'canary-7f3@example.com')).id as id, tests.account_of('owner') as account;
grant select on canary to public;

/* How many rows of all our tables have this text anywhere. */
create function pg_temp.found(needle text) returns bigint language plpgsql security definer as $$
declare
  v_table regclass;
  v_rows bigint;
  v_found bigint := 0;
begin
  for v_table in
    select oid from pg_class where relkind in ('r', 'p', 'm') and relnamespace in ('public'::regnamespace, 'private'::regnamespace, 'ingest'::regnamespace)
  loop
    execute format('select count(*) from %s t where position(%L in t::text) > 0', v_table, needle) into v_rows;
    v_found := v_found + v_rows;
  end loop;
  return v_found;
end
$$;

/* The tables with a column customer_id that have no row of the canary. */
create function pg_temp.unwatched() returns setof regclass language plpgsql as $$
declare
  v_table regclass;
  v_has boolean;
begin
  for v_table in
    select attrelid from pg_attribute where attname = 'customer_id' and attrelid::regclass::text in (select 'public.' || tests.tables() union select tests.tables() union values ('private.param_numbers'), ('private.param_sums'))
  loop
    execute format('select exists (select from %s where customer_id = (select id from canary))', v_table) into v_has;
    if not v_has then
      return next v_table;
    end if;
  end loop;
end
$$;

select tests.receive(tests.receiver_id('owner', 'clerk'), '{"event_id": "canary-7f3 event", "event_type": "user.updated", "at": "2025-01-01T00:00:00Z", "external_id": "canary-7f3 user", "email": "canary-7f3@example.com"}');
select tests.act_as('owner');
select public.add_note(account, id, 'canary-7f3 note'), public.tag_customers(account, 'canary-7f3 tag', array[id]) from canary;
select cmp_ok(pg_temp.found('canary-7f3'), '>=', 4::bigint, 'before, the canary is in the customer, a param, a note and a tag');
select cmp_ok(pg_temp.found((select id::text from canary)), '>=', 7::bigint, 'and the id in every table that knows customers');

select tests.act_as_superuser();
select is_empty($$ select pg_temp.unwatched() $$, 'and no table that knows customers goes unwatched');
select is((select count(*)::integer from public.param_keys where key = 'canary-7f3 key' and samples @> '"canary-7f3 value"'), 1, 'nor does the catalog of params');

select tests.act_as('viewer');
select throws_ok($$ select public.erase_customers(account, array[id]) from canary $$, '42501', null, 'a viewer erases nobody');
select throws_ok($$ select public.erase_matching(account, '{}', 4) from canary $$, '42501', null, 'by no way');
select tests.act_as('stranger');
select throws_ok($$ select public.erase_customers(account, array[id]) from canary $$, '42501', null, 'nor does a stranger');
select is(public.erase_customers(tests.account_of('stranger'), array[id]), 0, 'and through their own account finds nobody') from canary;

select tests.act_as('owner');
select is(public.erase_customers(account, array[id]), 1, 'an owner erases a customer') from canary;
select is(pg_temp.found('canary-7f3'), 0::bigint, 'after that nothing of them is in any table');
select is(pg_temp.found((select id::text from canary)), 0::bigint, 'nor is their id');
select is(tests.identify(tests.call(tests.key_hash('owner', 'A'), 'canary-7f3@example.com', '{}')), 'created', 'a later call makes somebody new');
select isnt((tests.customer('owner', 'canary-7f3@example.com')).id, (select id from canary), 'with another id');

select throws_ok(
  $$ select public.erase_matching(account, '{"conditions": [{"field": "status", "operator": "is", "value": ["paid"]}]}', 3) from canary $$, '22023',
  '2 customers match now, not 3. Check them again before you delete.', 'a filter that matches others than expected erases nobody'
);
select is(
  public.erase_matching(account, '{"conditions": [{"field": "status", "operator": "is", "value": ["paid"]}]}', 2), 2, 'and else all who match'
) from canary;
select is(
  (select string_agg(split_part(email, '@', 1), ' ' order by email) from public.customers), 'alex canary-7f3', 'the others stay'
);

-- Many at once, and none in vain.
select throws_ok(
  $$ select public.erase_customers(account, array(select gen_random_uuid() from generate_series(1, 10001))) from canary $$, '22023',
  'That’s more than 10,000 customers. Choose fewer and do it in parts.', 'more than 10,000 customers are not erased at once'
);
select is(public.erase_customers(account, array[]::uuid[]), 0, 'nobody is erased by an empty choice') from canary;
select is(public.erase_customers(account, null), 0, 'nor by none') from canary;
