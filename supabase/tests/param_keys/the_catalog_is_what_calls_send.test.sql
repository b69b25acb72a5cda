-- The catalog of params is what calls send.
select plan(32);
select tests.create_cast();
select tests.create_project_with_key('owner', 'B');
select tests.create_project_with_key('owner', 'C');

create function pg_temp.send(project text, params jsonb, email text default 'bo@example.com') returns text language sql as $$
  select tests.identify(tests.call(tests.key_hash('owner', project), email, jsonb_build_object('params', params)))
$$;
create function pg_temp.entry(k text, project text default 'B') returns text language sql security definer as $$
  select concat_ws(' ', type, samples) from public.param_keys
  where account_id = tests.account_of('owner') and project_id = tests.project_id('owner', project) and key = k
$$;
create function pg_temp.keys(project text default 'B') returns text language sql security definer as $$
  select string_agg(key, ' ' order by key collate "C") from public.param_keys
  where account_id = tests.account_of('owner') and project_id = tests.project_id('owner', project)
$$;

select pg_temp.send('B', '{"plan": "pro", "seats": 3, "beta": true, "trial_ends_at": "2026-12-01", "seen": "2026-11-23T10:20:30.5Z", "address": {"city": "Bern"}, "roles": ["a"], "gone": null}');
select is(pg_temp.keys(), 'address beta plan roles seats seen trial_ends_at', 'a call makes its params known, but not one that it removes');
select is(pg_temp.entry('plan'), 'text ["pro"]', 'a text is a text');
select is(pg_temp.entry('seats'), 'number [3]', 'a number is a number');
select is(pg_temp.entry('beta'), 'boolean [true]', 'a boolean is a boolean');
select is(pg_temp.entry('trial_ends_at'), 'date ["2026-12-01"]', 'a day is a date');
select is(pg_temp.entry('seen'), 'date ["2026-11-23T10:20:30.5Z"]', 'so is a point in time');
select is(pg_temp.entry('address'), 'other []', 'an object is something else, without samples');
select is(pg_temp.entry('roles'), 'other []', 'and so is a list');
select is(pg_temp.entry('plan', 'A'), 'text ["pro"]', 'each project has its own');

select pg_temp.send('B', '{"plan": "team"}'), pg_temp.send('B', '{"plan": "pro"}');
select is(pg_temp.entry('plan'), 'text ["pro", "team"]', 'values are added once each');
select pg_temp.send('B', '{"seats": "three"}');
select is(pg_temp.entry('seats'), 'text [3, "three"]', 'the type is that of the latest value');
select pg_temp.send('B', jsonb_build_object('long', repeat('x', 61), 'short', repeat('y', 60)));
select is(pg_temp.entry('long'), 'text []', 'a long text is no sample');
select is(pg_temp.entry('short'), 'text ["' || repeat('y', 60) || '"]', 'a shorter one is');
select pg_temp.send('B', jsonb_build_object(repeat('k', 201), 1));
select is(pg_temp.entry(repeat('k', 201)), null, 'a key of more than 200 characters is left out');

-- What is known already is not written again.
create temp table before as select ctid as place, key from public.param_keys where project_id = tests.project_id('owner', 'B');
select pg_temp.send('B', '{"plan": "team", "beta": true}'), pg_temp.send('B', '{"plan": "pro"}', 'cy@example.com');
select results_eq(
  $$ select ctid, key from public.param_keys where project_id = tests.project_id('owner', 'B') order by key $$,
  $$ select place, key from before order by key $$,
  'a call with nothing new writes nothing'
);
update public.param_keys set last_seen_at = now() - interval '2 hours' where key = 'plan' and project_id = tests.project_id('owner', 'B');
select pg_temp.send('B', '{"plan": "pro"}');
select is((select last_seen_at from public.param_keys where key = 'plan' and project_id = tests.project_id('owner', 'B')), now(), 'but once an hour that it was seen');

-- Many.
select tests.identify(variadic array(
  select tests.call(tests.key_hash('owner', 'C'), 'p' || i || '@example.com', jsonb_build_object('params', jsonb_build_object('key' || i, i, 'all', i)))
  from generate_series(1, 30) i
));
select is((select count(*)::integer from public.param_keys where project_id = tests.project_id('owner', 'C')), 31, 'every key of a group of calls becomes known');
select is((select jsonb_array_length(samples) from public.param_keys where key = 'all'), 20, 'with 20 values at most');
select pg_temp.send('C', '{"all": 99}');
select is((select samples @> '99' from public.param_keys where key = 'all'), false, 'and stays so');
select pg_temp.send('C', (select jsonb_object_agg('more' || lpad(i::text, 3, '0'), i) from generate_series(1, 180) i));
select is((select count(*)::integer from public.param_keys where project_id = tests.project_id('owner', 'C')), 200, 'a project has 200 keys at most');
select is(pg_temp.entry('more169', 'C') || coalesce(pg_temp.entry('more170', 'C'), ''), 'number [169]', 'which are the first');
select is(pg_temp.send('C', '{"one more": 1, "key1": 5}'), 'updated', 'further ones are written to the customer');
select is(pg_temp.entry('one more', 'C') is null and pg_temp.entry('key1', 'C') = 'number [1, 5]', true, 'but not known, while known ones go on');

-- By hand.
select tests.act_as('owner');
select public.edit_customer_project(tests.account_of('owner'), (tests.customer('owner', 'bo@example.com')).id, tests.project_id('owner', 'B'), null, '{"by hand": true, "plan": null}');
select is(pg_temp.entry('by hand'), 'boolean [true]', 'a param that is set by hand becomes known too');

-- Who reads it.
select is((select count(*)::integer from public.param_keys where key = 'plan'), 2, 'an owner reads the params of all projects');
select tests.act_as('viewer');
select is((select count(*)::integer from public.param_keys where key = 'plan'), 2, 'and a viewer');
select tests.act_as('stranger');
select is((select count(*)::integer from public.param_keys), 1, 'a stranger only their own');
select tests.act_as_anon();
select throws_ok($$ select from public.param_keys $$, '42501', null, 'an anonymous caller none');

-- Forgetting.
select tests.act_as_superuser();
select pg_temp.send('A', '{"only here": 1, "plan": "secret plan", "note": "old secret"}', 'cy@example.com');
select pg_temp.send('A', '{"note": "new", "shared": "x"}', 'cy@example.com');
select pg_temp.send('A', '{"note": "theirs", "shared": "x"}', 'dan@example.com');
select tests.act_as('owner');
select public.erase_customers(tests.account_of('owner'), array[(tests.customer('owner', 'cy@example.com')).id]);
select is(pg_temp.keys('A'), 'note plan shared', 'a key that only an erased customer had is forgotten');
select is(pg_temp.entry('plan', 'A'), 'text ["pro"]', 'and so is their value');
select is(pg_temp.entry('note', 'A'), 'text ["theirs"]', 'also one that they had before');
select is(pg_temp.entry('shared', 'A'), 'text ["x"]', 'what others have stays');
