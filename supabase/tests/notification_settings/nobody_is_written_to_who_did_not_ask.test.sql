select plan(14);
select tests.create_cast();
create function pg_temp.mine() returns jsonb language sql as $$ select public.notification_settings(tests.account_of('owner')) $$;
create function pg_temp.turn(summary boolean, notices boolean) returns void language sql as $$
  select public.set_notifications(tests.account_of('owner'), summary, notices)
$$;

select tests.act_as('viewer');
select is(pg_temp.mine(), '{"weekly_summary": false, "billing_notices": false, "webhook_alerts": false}', 'nobody is written to who did not ask for it');
select lives_ok($$ select pg_temp.turn(true, false) $$, 'a viewer turns a mail on');
select is(pg_temp.mine(), '{"weekly_summary": true, "billing_notices": false, "webhook_alerts": false}', 'and it is on');
select tests.act_as('owner');
select is(pg_temp.mine(), '{"weekly_summary": false, "billing_notices": false, "webhook_alerts": false}', 'for nobody else');
select lives_ok($$ select pg_temp.turn(true, true) $$, 'each member has their own');
select lives_ok($$ select pg_temp.turn(false, true) $$, 'and changes it');
select is(pg_temp.mine(), '{"weekly_summary": false, "billing_notices": true, "webhook_alerts": false}', 'to what they want');
select throws_ok($$ select pg_temp.turn(null, true) $$, '22023', 'Choose on or off for each email.', 'there is nothing between on and off');
select throws_ok('select from private.notification_settings', '42501', null, 'the table is closed');
select tests.act_as('stranger');
select throws_ok($$ select pg_temp.mine() $$, '42501', null, 'a stranger reads nothing of the account');
select throws_ok($$ select pg_temp.turn(true, true) $$, '42501', null, 'and is not written to');
select tests.act_as_anon();
select throws_ok($$ select pg_temp.turn(true, true) $$, '42501', null, 'nor is anybody without a session');

select tests.act_as_superuser();
delete from public.members where user_id = tests.user_id('viewer');
select is((select count(*)::integer from private.notification_settings), 1, 'who leaves is not written to anymore');
select tests.add_member(tests.account_of('owner'), 'viewer', 'viewer');
select tests.act_as('viewer');
select is(pg_temp.mine() ->> 'weekly_summary', 'false', 'nor when they come back');
