select plan(13);
select tests.create_cast();
select tests.create_project_with_key('owner', 'B');
create temp table before as select tests.fingerprint();

create function pg_temp.calls(project text) returns jsonb language sql as $$
  select public.recent_calls(tests.project_id('owner', project)) -> 'calls'
$$;

select tests.act_as('stranger');
select throws_ok($$ select pg_temp.calls('A') $$, '42501', 'You are not a member of this account.', 'a stranger is refused');
select throws_ok('select public.recent_calls(gen_random_uuid())', '42501', 'You are not a member of this account.', 'a project that does not exist is refused in the same words');
select throws_ok('select public.recent_calls(null)', '42501', null, 'no project is refused');
select throws_ok($$ select private.recent_calls(tests.project_id('owner', 'A')) $$, '42501', null, 'the function behind checks for itself');
select tests.act_as_anon();
select throws_ok($$ select pg_temp.calls('A') $$, '42501', 'permission denied for function recent_calls', 'an anonymous caller may not call it');
select tests.act_as_ingest();
select throws_ok($$ select pg_temp.calls('A') $$, '42501', null, 'nor may role ingest');
select tests.act_as('owner');
select throws_ok($$ select ingest.report_refusals('[]') $$, '42501', 'permission denied for schema ingest', 'nobody but the Edge Function reports refusals');
select throws_ok($$ insert into public.refused_calls default values $$, '42501', null, 'or writes them into the table');

select tests.act_as('viewer');
select is(pg_temp.calls('A') -> 0 ->> 'email', 'alex@example.com', 'a viewer sees the last calls of a project');
select is(pg_temp.calls('B'), '[]', 'a project nobody called has none');
select tests.act_as_superuser();
select is(tests.fingerprint(), (table before), 'looking changes nothing');

select tests.identify(variadic array(
  select tests.call(tests.key_hash('owner', 'B'), 'p' || n || '@example.com', jsonb_build_object('age_ms', n * 1000, 'status', 'trial'))
  from generate_series(1, 12) n
));
select tests.act_as('owner');
select is(
  (select string_agg(call ->> 'email', ' ' order by position) from jsonb_array_elements(pg_temp.calls('B')) with ordinality c (call, position)),
  (select string_agg('p' || n || '@example.com', ' ' order by n) from generate_series(1, 10) n),
  'ten are told, the newest first'
);
select is(pg_temp.calls('B') -> 0 ->> 'status', 'trial', 'each with the status it has in that project');
