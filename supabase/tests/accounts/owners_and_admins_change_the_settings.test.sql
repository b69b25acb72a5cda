select plan(13);
select tests.create_cast();
create function pg_temp.set_account_settings(time_zone text, currency text, mrr_param text) returns void
language sql as $$ select public.set_account_settings(tests.account_of('owner'), time_zone, currency, mrr_param) $$;
grant execute on function pg_temp.set_account_settings(text, text, text) to public;

select tests.act_as('viewer');
select results_eq(
  $$ select time_zone, currency, mrr_param from public.accounts where id = tests.account_of('owner') $$,
  $$ values ('UTC', null::text, 'mrr') $$, 'an account begins with UTC, no currency and the param mrr'
);
select tests.act_as('admin');
select lives_ok($$ select pg_temp.set_account_settings('Europe/Berlin', ' eur ', ' monthly ') $$, 'an admin sets them');
select results_eq(
  $$ select time_zone, currency, mrr_param from public.accounts where id = tests.account_of('owner') $$,
  $$ values ('Europe/Berlin', 'EUR', 'monthly') $$, 'without space around them, the currency in capitals'
);
select tests.act_as('owner');
select lives_ok($$ select pg_temp.set_account_settings('America/Argentina/Buenos_Aires', '', 'mrr') $$, 'an owner does, and no currency is none');
select throws_ok($$ select pg_temp.set_account_settings('Mars/Olympus', 'EUR', 'mrr') $$, '22023', 'Choose a time zone such as Europe/Berlin, or UTC.', 'a zone that is nowhere is refused');
select throws_ok($$ select pg_temp.set_account_settings('posix/Europe/Berlin', 'EUR', 'mrr') $$, '22023', null, 'and a name that browsers do not know');
select throws_ok($$ select pg_temp.set_account_settings(null, 'EUR', 'mrr') $$, '22023', null, 'and none');
select throws_ok($$ select pg_temp.set_account_settings('UTC', 'Euro', 'mrr') $$, '22023', 'Choose a currency such as USD, or none.', 'a currency is a code');
select throws_ok($$ select pg_temp.set_account_settings('UTC', 'EUR', ' ') $$, '22023', null, 'the param has a name');
select throws_ok(format($$ select pg_temp.set_account_settings('UTC', 'EUR', %L) $$, repeat('a', 201)), '22023', null, 'of 200 characters at most');
select tests.act_as('viewer');
select throws_ok($$ select pg_temp.set_account_settings('UTC', 'EUR', 'mrr') $$, '42501', null, 'a viewer is refused');
select tests.act_as('stranger');
select throws_ok($$ select pg_temp.set_account_settings('UTC', 'EUR', 'mrr') $$, '42501', 'You are not a member of this account.', 'a stranger is refused');
select tests.act_as_anon();
select throws_ok($$ select public.set_account_settings(tests.account_of('owner'), 'UTC', 'EUR', 'mrr') $$, '42501', null, 'nobody without a session may call it');
