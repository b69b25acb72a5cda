select plan(5);
select tests.create_cast();
select tests.identify(
  tests.call(tests.key_hash('owner', 'A'), 'bo@example.com', '{"status": "paid", "params": {"plan": "pro"}}'),
  tests.call(tests.key_hash('owner', 'A'), 'cy@example.com')
);
create temp table cast_account as select tests.account_of('owner') as account;
grant select on cast_account to public;

select tests.act_as('viewer');
select set_eq(
  $$ select customer ->> 'email' from public.export_customers((select account from cast_account)) $$,
  '{alex@example.com,bo@example.com,cy@example.com}'::text[], 'a member has every customer of the account'
);
select results_eq(
  $$ select customer from public.export_customers((select account from cast_account)) where customer ->> 'email' = 'bo@example.com' $$,
  $$ select public.get_customer(account, (tests.customer('owner', 'bo@example.com')).id) from cast_account $$,
  'with all that is stored about each'
);
select results_eq(
  $$ with recursive pages as (
       (select id from public.export_customers((select account from cast_account), null, 1))
       union all
       select next.id from pages, public.export_customers((select account from cast_account), pages.id, 1) next
     ) select count(distinct id), count(*) from pages $$,
  $$ values (3::bigint, 3::bigint) $$, 'pages go on after the last one, and miss nobody'
);
select tests.act_as('stranger');
select is_empty($$ select * from public.export_customers((select account from cast_account)) $$, 'a stranger has none of them');
select tests.act_as_anon();
select throws_ok($$ select * from public.export_customers((select account from cast_account)) $$, '42501', null, 'nobody without a session may call it');
