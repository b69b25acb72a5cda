select plan(7);
select tests.create_user('owner');
select tests.create_project_with_key('owner', 'A');

create function pg_temp.add(first integer, last integer) returns void language sql security definer as $$
  insert into public.customers (account_id, email, first_seen_at)
  select tests.account_of('owner'), format('p%s@example.com', i), now() from generate_series(first, last) i
$$;

select tests.act_as('owner');
select is(public.count_customers(tests.account_of('owner')), 0, 'an empty account has no customers');
select pg_temp.add(1, 9999);
select is(public.count_customers(tests.account_of('owner')), 9999, 'a count is exact');
select pg_temp.add(10000, 10000);
select is(public.count_customers(tests.account_of('owner')), 10000, 'up to 10,000');
select pg_temp.add(10001, 10001);
select is(public.count_customers(tests.account_of('owner')), 10001, 'more is 10,001');
select pg_temp.add(10002, 10010);
select is(public.count_customers(tests.account_of('owner')), 10001, 'however many');
select is(public.count_customers(tests.account_of('owner'), '{"search": "p77@"}'), 1, 'a filter is counted exactly all the same');
select is(public.count_customers(tests.account_of('owner'), '{"search": "p"}'), 10001, 'up to the same limit');
