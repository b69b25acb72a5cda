select plan(10);
select tests.create_cast();

create function pg_temp.see(nick text) returns jsonb language sql as $$ select public.overview(tests.account_of(nick)) $$;

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
select throws_ok($$ select public.overview(tests.account_of('owner'), '') $$, '22023', null, 'the param has a name');
select throws_ok($$ select from private.overview_snapshots $$, '42501', null, 'nobody reads what is kept');

select tests.act_as_superuser();
update public.accounts set mrr_param = 'seats' where id = tests.account_of('owner');
select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'alex@example.com', '{"status": "paid", "params": {"seats": 7}}'));
select tests.act_as('owner');
select is(pg_temp.see('owner') #>> '{per_project,0,mrr}', '{"": 7}', 'money is in the param that the account says, unless another is asked for');
