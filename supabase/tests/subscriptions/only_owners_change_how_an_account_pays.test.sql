select plan(12);
select tests.create_cast();

select tests.act_as('owner');
select is(public.billing_state(tests.account_of('owner')) ->> 'state', 'trialing', 'an owner knows where the account stands');
select is(public.billing_owner(tests.account_of('owner')) ->> 'state', 'trialing', 'and may go to Stripe');
select tests.act_as('admin');
select is(public.billing_state(tests.account_of('owner')) ->> 'state', 'trialing', 'an admin knows it too');
select throws_ok(format($$ select public.billing_owner(%L) $$, tests.account_of('owner')), '42501', 'Only an owner of this account can change billing.', 'and may not go to Stripe');
select tests.act_as('viewer');
select is(public.billing_state(tests.account_of('owner')) ->> 'state', 'trialing', 'a viewer knows it too');
select throws_ok(format($$ select public.billing_owner(%L) $$, tests.account_of('owner')), '42501', null, 'and may not go to Stripe');
select tests.act_as('stranger');
select throws_ok(format($$ select public.billing_state(%L) $$, tests.account_of('owner')), '42501', null, 'a stranger knows nothing');
select throws_ok(format($$ select public.billing_owner(%L) $$, tests.account_of('owner')), '42501', 'You are not a member of this account.', 'and may not go to Stripe');
select tests.act_as_anon();
select throws_ok(format($$ select public.billing_state(%L) $$, tests.account_of('owner')), '42501', null, 'nobody without a session may ask');

select tests.act_as('owner');
select throws_ok($$ select private.set_billing(true) $$, '42501', null, 'an owner does not switch billing');
select throws_ok($$ select billing.apply_event('{}') $$, '42501', null, 'nor tell what Stripe should');

select tests.act_as_superuser();
set local role postgres;
select lives_ok($$ select private.set_billing(true) $$, 'who deploys switches billing');
