select plan(21);
select tests.create_cast();
select tests.create_project_with_key('owner', 'B');
update public.projects set created_at = now() - interval '1 day' where id = tests.project_id('owner', 'B');
select tests.identify(
  tests.call(tests.key_hash('owner', 'B'), 'alex@example.com', '{"age_ms": 5000, "params": {"seats": 3}}'),
  tests.call(tests.key_hash('owner', 'B'), 'alex@example.com', '{"age_ms": 4000, "status": "paid"}'),
  tests.call(tests.key_hash('owner', 'B'), 'jo@example.com', '{"age_ms": 3000, "status": "churned"}')
);

create function pg_temp.get(nick text, email text default 'alex@example.com') returns jsonb language sql as $$
  select public.get_customer(tests.account_of(nick), (tests.customer(nick, email)).id)
$$;

select tests.act_as('owner');
select is(
  pg_temp.get('owner') - 'projects' - 'status_changes' - 'mrr_changes' - 'tags' - 'notes',
  jsonb_build_object(
    'id', (tests.customer('owner', 'alex@example.com')).id, 'email', 'alex@example.com', 'name', 'Alex',
    'first_seen_at', now() - interval '5 seconds', 'last_activity_at', now()
  ),
  'a profile says who the person is and when they were seen'
);
select is(
  pg_temp.get('owner') -> 'projects',
  jsonb_build_array(
    jsonb_build_object('project_id', tests.project_id('owner', 'B'), 'status', 'paid', 'params', '{"seats": 3}'::jsonb, 'first_seen_at', now() - interval '5 seconds', 'last_activity_at', now() - interval '4 seconds'),
    jsonb_build_object('project_id', tests.project_id('owner', 'A'), 'status', 'trial', 'params', '{"plan": "pro"}'::jsonb, 'first_seen_at', now(), 'last_activity_at', now())
  ),
  'it has every project, in the order of the account''s projects'
);
select is(
  (select jsonb_agg(s - 'changed_by' - 'user_email') from jsonb_array_elements(pg_temp.get('owner') -> 'status_changes') s),
  jsonb_build_array(
    jsonb_build_object('project_id', tests.project_id('owner', 'A'), 'from_status', null, 'to_status', 'trial', 'changed_at', now()),
    jsonb_build_object('project_id', tests.project_id('owner', 'B'), 'from_status', 'free', 'to_status', 'paid', 'changed_at', now() - interval '4 seconds'),
    jsonb_build_object('project_id', tests.project_id('owner', 'B'), 'from_status', null, 'to_status', 'free', 'changed_at', now() - interval '5 seconds')
  ),
  'and every change of status, the newest first, and nobody else''s'
);
select is(
  pg_temp.get('owner') #> '{mrr_changes,1}',
  jsonb_build_object('project_id', tests.project_id('owner', 'B'), 'day', ((now() - interval '4 seconds') at time zone 'UTC')::date, 'kind', 'new', 'mrr', 0, 'mrr_before', null, 'currency', '', 'currency_before', ''),
  'and every change of what they pay'
);
select is(pg_temp.get('owner', 'jo@example.com') ->> 'name', null, 'a person may have no name');
select is(pg_temp.get('owner', 'jo@example.com') ? 'name', true, 'which is said');

select tests.act_as_superuser();
insert into public.status_changes (account_id, customer_id, project_id, from_status, to_status, changed_at)
select account_id, customer_id, project_id, 'free', 'paid', now() + i * interval '1 second'
from public.customer_projects, generate_series(1, 250) i
where account_id = tests.account_of('owner') and customer_id = (tests.customer('owner', 'jo@example.com')).id;
select tests.act_as('owner');
select is(jsonb_array_length(pg_temp.get('owner', 'jo@example.com') -> 'status_changes'), 200, 'of many changes the latest 200 are shown');
select is(pg_temp.get('owner', 'jo@example.com') #>> '{status_changes,0,changed_at}', to_jsonb(now() + interval '250 seconds') #>> '{}', 'beginning with the last');

-- Who sees it.
select tests.act_as('admin');
select is(pg_temp.get('owner') ->> 'email', 'alex@example.com', 'an admin sees a profile');
select tests.act_as('viewer');
select is(pg_temp.get('owner') ->> 'email', 'alex@example.com', 'a viewer sees it');
select is(jsonb_array_length(pg_temp.get('owner') -> 'projects') || ' ' || jsonb_array_length(pg_temp.get('owner') -> 'status_changes'), '2 3', 'with all that is in it');
select tests.act_as('stranger');
select is(pg_temp.get('owner'), null, 'a stranger sees nothing');
select is(public.get_customer(tests.account_of('stranger'), (tests.customer('owner', 'alex@example.com')).id), null, 'also not through their own account');
select is(public.get_customer(tests.account_of('owner'), (tests.customer('stranger', 'alex@example.com')).id), null, 'nor their own through another');
select is(pg_temp.get('stranger') ->> 'email', 'alex@example.com', 'their own they see');
select is(public.get_customer(tests.account_of('stranger'), gen_random_uuid()), null, 'a customer who does not exist is nothing too');
select is(public.get_customer(null, null), null, 'and so is none');
select tests.act_as('nobody who ever signed up');
select is(pg_temp.get('owner'), null, 'an unknown user sees nothing');
select tests.act_as_anon();
select throws_ok($$ select pg_temp.get('owner') $$, '42501', 'permission denied for function get_customer', 'an anonymous caller may not call it');
select tests.act_as_ingest();
select throws_ok($$ select pg_temp.get('owner') $$, '42501', null, 'nor may role ingest');
select tests.act_as_service();
select throws_ok($$ select pg_temp.get('owner') $$, '42501', null, 'nor the service role, which reads the tables');
