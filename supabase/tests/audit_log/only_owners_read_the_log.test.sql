select plan(14);
select tests.create_cast();
create temp table begins as select tests.account_of('owner') as account;
grant select on begins to public;

select tests.act_as('owner');
select results_eq(
  $$ with first as (select * from public.read_audit_log((select account from begins), page_size => 3))
     select count(*) from first join public.read_audit_log(
       (select account from begins), (select at from first order by at, id limit 1), (select id from first order by at, id limit 1), 200
     ) next using (id) $$,
  $$ values (0::bigint) $$, 'the next page begins after the last entry'
);
select tests.act_as('admin');
select throws_ok($$ select public.read_audit_log((select account from begins)) $$, '42501', 'Only owners can see the audit log.', 'an admin or viewer does not read it');
select throws_ok($$ select * from private.audit_log $$, '42501', null, 'nor the table');
select throws_ok($$ select public.record_export((select account from begins), 'xls', 1) $$, '22023', null, 'an export has a known format');

select tests.act_as_superuser();
select private.set_cron_secret(repeat('s', 32));
select tests.act_as('admin');
select throws_ok($$ select public.record_export((select account from begins), 'csv', 1000000) $$, '42501', null, 'a member cannot say how many were exported');
select throws_ok($$ select public.record_export((select account from begins), 'csv', 1000000, repeat('x', 32)) $$, '42501', null, 'nor with a secret of their own');
select throws_ok($$ select public.record_export((select account from begins), 'csv') $$, '42501', null, 'and is told before the first row');
select lives_ok(
  $$ select public.record_export((select account from begins), 'csv', secret => repeat('s', 32)),
    public.record_export((select account from begins), 'csv', 7, repeat('s', 32)) $$,
  'the server of the dashboard can'
);
select tests.act_as_superuser();
select results_eq(
  $$ select details ->> 'count' from private.audit_log where action = 'customers_exported' $$, $$ values ('7') $$,
  'and writes one entry, when it knows how many'
);
select tests.act_as('stranger');
select throws_ok($$ select public.read_audit_log((select account from begins)) $$, '42501', 'You are not a member of this account.', 'a stranger reads none');
select throws_ok($$ select public.record_export((select account from begins), 'csv', 1) $$, '42501', null, 'and writes none');
select tests.act_as_anon();
select throws_ok($$ select public.read_audit_log((select account from begins)) $$, '42501', null, 'nor does nobody');
select tests.act_as_superuser();
set local role tinycrm;
select throws_ok($$ delete from private.audit_log $$, '42501', null, 'our own functions delete no entry');
select tests.act_as_superuser();
select lives_ok($$ delete from public.accounts where id = (select account from begins) $$, 'an account goes with its log');
