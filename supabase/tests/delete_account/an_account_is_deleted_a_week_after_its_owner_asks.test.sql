select plan(26);
select tests.create_cast();
create temp table cast_accounts as select tests.account_of('owner') as account, tests.account_of('stranger') as other;
grant select on cast_accounts to public;
create function pg_temp.schedule(name text default 'owner') returns timestamptz
language sql as $$ select public.schedule_account_deletion((select account from cast_accounts), name) $$;

select tests.act_as('admin');
select throws_ok($$ select pg_temp.schedule() $$, '42501', 'Only an owner can do this.', 'an admin deletes no account');
select throws_ok($$ select public.stop_account_deletion((select account from cast_accounts)) $$, '42501', null, 'nor keeps one');
select tests.act_as('stranger');
select throws_ok($$ select pg_temp.schedule() $$, '42501', 'You are not a member of this account.', 'nor does a stranger');
select tests.act_as_anon();
select throws_ok($$ select pg_temp.schedule() $$, '42501', null, 'nor nobody');

select tests.act_as('owner');
select throws_ok($$ select pg_temp.schedule('Owner!') $$, '22023', 'To delete the account, type its name exactly.', 'another name is refused');
select is(pg_temp.schedule(' owner '), now() + interval '7 days', 'an owner who types the name has it deleted in 7 days');
select is((select deletion_at from public.accounts where id = (select account from cast_accounts)), now() + interval '7 days', 'and members see when');
select is(pg_temp.schedule(), now() + interval '7 days', 'asking twice changes nothing');
select throws_ok($$ select private.delete_due_accounts() $$, '42501', null, 'a user cannot carry it out');
select is(tests.identify(tests.call(tests.key_hash('owner', 'A'), 'late@example.com')), 'created', 'until then calls are accepted');

select set_config('role', 'postgres', true);
select is(private.delete_due_accounts(), 0, 'nothing is deleted before its time');
select tests.act_as('owner');
select lives_ok($$ select public.stop_account_deletion((select account from cast_accounts)) $$, 'an owner keeps the account');
select is((select deletion_at from public.accounts where id = (select account from cast_accounts)), null, 'and then it is kept');
select is((select count(*) from public.read_audit_log((select account from cast_accounts)) where action like 'account_deletion%'), 2::bigint, 'the audit log has both');

select tests.act_as_superuser();
create function pg_temp.subscribe(state public.subscription_state, ends boolean) returns void language sql as $$
  update public.subscriptions s set state = subscribe.state, cancel_at_period_end = subscribe.ends
  where s.account_id = (select account from cast_accounts)
$$;
select pg_temp.subscribe('active', false);
select tests.act_as('owner');
select lives_ok($$ select pg_temp.schedule() $$, 'with billing off nobody is charged');
select public.stop_account_deletion((select account from cast_accounts));
select tests.act_as_superuser();
select private.set_billing(true);
select tests.act_as('owner');
select throws_ok(
  $$ select pg_temp.schedule() $$, '22023',
  'This account still has a subscription. Cancel it under Billing, then delete the account.',
  'an account that is charged is not deleted'
);
select tests.act_as_superuser();
select pg_temp.subscribe('active', true);
select tests.act_as('owner');
select lives_ok($$ select pg_temp.schedule() $$, 'one whose subscription ends is');
select tests.act_as_superuser();
select pg_temp.subscribe('active', false);
select is((select deletion_at from public.accounts where id = (select account from cast_accounts)), null, 'a subscription that goes on keeps the account');
select pg_temp.subscribe('canceled', false);
select tests.act_as('owner');

select pg_temp.schedule();
select tests.act_as_superuser();
select pg_temp.subscribe('canceled', true);
select isnt((select deletion_at from public.accounts where id = (select account from cast_accounts)), null, 'other news of a subscription do not');
update public.accounts set deletion_at = now() - interval '1 second' where id = (select account from cast_accounts);
select set_config('role', 'postgres', true);
select is(private.delete_due_accounts(1), 1, 'when the time has come it begins');
select tests.act_as_superuser();
select is(tests.identify(tests.call(tests.key_hash('owner', 'A'), 'late@example.com')), 'unauthorized', 'first with the keys, so that nobody new comes in');
select tests.act_as('owner');
select throws_ok(
  $$ select public.stop_account_deletion((select account from cast_accounts)) $$, '22023',
  'This account is already being deleted, so it can’t be restored. Create a new one to continue.', 'from then on it cannot be kept'
);
select set_config('role', 'postgres', true);
select is(private.delete_due_accounts(50), 0, 'further calls delete it');
select tests.act_as_superuser();
select is(
  (
    select array_agg(t) from tests.tables() t
    where (xpath('/row/n/text()', query_to_xml(format(
      'select count(*) as n from public.%I where %I = %L', t, case t when 'accounts' then 'id' else 'account_id' end, (select account from cast_accounts)
    ), false, true, '')))[1]::text <> '0'
  ),
  null::text[], 'with every row of every table'
);
select isnt_empty($$ select from public.customers where account_id = (select other from cast_accounts) $$, 'other accounts keep theirs');
select is(tests.identify(tests.call(tests.key_hash('owner', 'A'), 'late@example.com')), 'unauthorized', 'and its keys are unknown');
