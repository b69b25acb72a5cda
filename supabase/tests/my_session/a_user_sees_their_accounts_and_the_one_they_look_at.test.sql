-- What the pages know about who asks.
select plan(12);
select tests.create_cast();
select tests.create_user('guest');
select tests.add_member(tests.account_of('owner'), 'guest', 'viewer');
update public.members set created_at = created_at + interval '1 day'
where account_id = tests.account_of('owner') and user_id = tests.user_id('guest');
update public.subscriptions set state = 'past_due' where account_id = tests.account_of('owner');
create function pg_temp.roles(session jsonb) returns text language sql immutable as $$
  select string_agg(account ->> 'role', ' ' order by place)
  from jsonb_array_elements(session -> 'accounts') with ordinality list (account, place)
$$;

select tests.act_as('guest');
select is(pg_temp.roles(public.my_session()), 'owner viewer', 'a user sees their accounts, the oldest membership first, with their role in each');
select is(public.my_session() ->> 'account_id', tests.account_of('guest')::text, 'and looks at the first');
select is(public.my_session(tests.account_of('owner')) ->> 'account_id', tests.account_of('owner')::text, 'or at the one that they ask for');
select is(public.my_session(tests.account_of('owner')) #>> '{billing,state}', 'past_due', 'whose billing comes with it');
select is(public.my_session(tests.account_of('guest')) -> 'billing', public.billing_state(tests.account_of('guest')), 'as billing_state has it');
select is(public.my_session(tests.account_of('stranger')) ->> 'account_id', tests.account_of('guest')::text, 'of one that is not theirs they see nothing: it is their first again');
select is(pg_temp.roles(public.my_session(tests.account_of('stranger'))), 'owner viewer', 'and the list has none of it');
select is(
  (select array_agg(key order by key) from jsonb_object_keys(public.my_session() #> '{accounts,0}') key),
  '{currency,deletion_at,id,mrr_param,name,role,time_zone}', 'an account has what the pages show');

select tests.act_as('viewer');
select is(jsonb_array_length(public.my_session() -> 'accounts'), 2, 'the other members of an account are not in it');
select tests.act_as('nobody');
select is(public.my_session(tests.account_of('owner')), '{"accounts": [], "account_id": null, "billing": null}', 'who belongs to no account looks at none');
select tests.act_as_anon();
select throws_ok('select public.my_session()', '42501', null, 'without a session nobody asks');
select tests.act_as_ingest();
select throws_ok('select public.my_session()', '42501', null, 'nor does the write path');
