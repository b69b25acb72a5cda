select plan(20);
select tests.create_cast();

create function pg_temp.found(nick text) returns text language sql as $$
  select string_agg(email, ' ') || ' ' || public.count_customers(tests.account_of(nick)) from public.search_customers(tests.account_of(nick))
$$;

select tests.act_as('owner');
select is(pg_temp.found('owner'), 'alex@example.com 1', 'an owner finds the customers');
select tests.act_as('admin');
select is(pg_temp.found('owner'), 'alex@example.com 1', 'an admin finds them');
select tests.act_as('viewer');
select is(pg_temp.found('owner'), 'alex@example.com 1', 'a viewer finds them');

select tests.act_as('stranger');
select is(pg_temp.found('stranger'), 'alex@example.com 1', 'a stranger finds their own');
select throws_ok(format('select public.search_customers(%L)', tests.account_of('owner')), '42501', 'You are not a member of this account.', 'and is refused those of another account');
select throws_ok(format('select public.count_customers(%L)', tests.account_of('owner')), '42501', 'You are not a member of this account.', 'may not count them');
select throws_ok(
  format($$ select private.search_customers(%L, '{}', 'email', true, null, 1) $$, tests.account_of('owner')), '42501',
  'You are not a member of this account.', 'the function behind checks for itself'
);
select throws_ok(format($$ select private.count_customers(%L, '{}') $$, tests.account_of('owner')), '42501', 'You are not a member of this account.', 'the one that counts too');
select is(private.customer_projects_of(tests.account_of('owner'), (tests.customer('owner', 'alex@example.com')).id), '[]', 'and the one for products shows nothing');
select is(jsonb_array_length(private.customer_projects_of(tests.account_of('stranger'), (tests.customer('stranger', 'alex@example.com')).id)), 1, 'but their own');
select throws_ok(format('select public.search_customers(%L)', gen_random_uuid()), '42501', 'You are not a member of this account.', 'an account that does not exist is refused in the same words');
select throws_ok('select public.search_customers(null)', '42501', null, 'no account is refused');
select tests.act_as('nobody who ever signed up');
select throws_ok(format('select public.search_customers(%L)', tests.account_of('owner')), '42501', null, 'an unknown user is refused');
select tests.act_as_anon();
select throws_ok(format('select public.search_customers(%L)', tests.account_of('owner')), '42501', 'permission denied for function search_customers', 'an anonymous caller may not call it');
select throws_ok(format('select public.count_customers(%L)', tests.account_of('owner')), '42501', 'permission denied for function count_customers', 'nor count');
select tests.act_as_ingest();
select throws_ok(format('select public.search_customers(%L)', tests.account_of('owner')), '42501', null, 'nor may role ingest');

-- A filter cannot reach into another account.
select tests.act_as('stranger');
select is(
  (select count(*) from public.search_customers(tests.account_of('stranger'), jsonb_build_object('conditions', jsonb_build_array(
    jsonb_build_object('field', 'project', 'operator', 'any_of', 'value', jsonb_build_array(tests.project_id('owner', 'A')))
  )))),
  0::bigint, 'a filter by a project of another account finds nobody'
);
select is(
  (select count(*) from public.search_customers(tests.account_of('stranger'), jsonb_build_object('conditions', jsonb_build_array(
    jsonb_build_object('field', 'status', 'operator', 'is', 'value', '["trial"]'::jsonb, 'project', tests.project_id('owner', 'A'))
  )))),
  0::bigint, 'nor one by a status in it'
);

-- An id may be in use in two accounts: only both together name a customer.
select tests.act_as_superuser();
insert into public.customers (account_id, id, email, first_seen_at)
values (tests.account_of('stranger'), (tests.customer('owner', 'alex@example.com')).id, 'twin@example.com', now());
insert into public.customer_activity (account_id, customer_id, last_activity_at)
values (tests.account_of('stranger'), (tests.customer('owner', 'alex@example.com')).id, now());
select tests.act_as('stranger');
select is(
  (select string_agg(email, ' ') from public.search_customers(
    tests.account_of('stranger'), '{"conditions": [{"field": "status", "operator": "is", "value": ["trial"]}]}'
  )),
  'alex@example.com', 'a customer is not found by the status of one with the same id in another account'
);
select is(
  (select projects from public.search_customers(tests.account_of('stranger'), '{"search": "twin"}')), '[]',
  'and does not show the other''s projects'
);
