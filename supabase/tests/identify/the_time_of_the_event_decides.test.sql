-- Retries and imports come late. The time of the event decides, not the time of arrival.
select plan(39);
select tests.create_user('owner');
select tests.create_project_with_key('owner', project) from unnest('{A,B}'::text[]) project;

create function pg_temp.identify(project text, fields jsonb) returns public.customer_projects language plpgsql as $$
begin
  perform tests.identify(tests.call(tests.key_hash('owner', project), 'alex@example.com', fields));
  return tests.customer_project('owner', project, 'alex@example.com');
end
$$;
create function pg_temp.name() returns text language sql as $$ select (tests.customer('owner', 'alex@example.com')).name $$;
create function pg_temp.first_seen() returns interval language sql as $$ select now() - (tests.customer('owner', 'alex@example.com')).first_seen_at $$;
create function pg_temp.last_activity() returns interval language sql as $$
  select now() - last_activity_at from public.customer_activity where customer_id = (tests.customer('owner', 'alex@example.com')).id
$$;

-- Status.
select is((pg_temp.identify('A', '{"age_ms": 60000}')).status, 'free', 'a first call without a status makes it free');
select is((pg_temp.identify('A', '{"age_ms": 90000, "status": "trial"}')).status, 'trial', 'a stated status wins over that, however old');
select is((pg_temp.identify('A', '{"age_ms": 50000}')).status, 'trial', 'a later call without a status keeps it');
select is((pg_temp.identify('A', '{"age_ms": 70000, "status": null}')).status, 'trial', 'a status that is null counts as none');
select is((pg_temp.identify('A', '{"age_ms": 40000, "status": "paid"}')).status, 'paid', 'a newer status replaces an older one');
select is((pg_temp.identify('A', '{"age_ms": 45000, "status": "churned"}')).status, 'paid', 'an older status replaces nothing');
select is((pg_temp.identify('A', '{"age_ms": 40000, "status": "churned"}')).status, 'churned', 'of two at the same time the last to come wins');
select is((pg_temp.identify('B', '{"age_ms": 80000, "status": "paid"}')).status, 'paid', 'each project has an order of its own');
update public.customer_projects set status = 'trial' where project_id = tests.project_id('owner', 'B');
select is((pg_temp.identify('B', '{}')).status, 'trial', 'a status changed by hand is kept by calls without one');
select is((pg_temp.identify('B', '{"status": "paid"}')).status, 'paid', 'and replaced by the next that states one');

-- The same by hand before any call stated one.
select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'jo@example.com'));
update public.customer_projects set status = 'paid' where customer_id = (tests.customer('owner', 'jo@example.com')).id;
select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'jo@example.com', '{"params": {"a": 1}}'));
select is((tests.customer_project('owner', 'A', 'jo@example.com')).status, 'paid', 'also where no call ever stated a status');

-- Name, which all projects share.
select is(pg_temp.name(), null, 'nobody has given a name yet');
select is((pg_temp.identify('A', '{"age_ms": 30000, "name": "Alex"}')).status, 'churned', 'a call with a name keeps the status');
select is(pg_temp.name(), 'Alex', 'the first name is taken');
select pg_temp.identify('B', '{"age_ms": 35000, "name": "Alexander"}');
select is(pg_temp.name(), 'Alex', 'an older name replaces nothing, from whatever project');
select pg_temp.identify('B', '{"age_ms": 20000, "name": "Sascha"}');
select is(pg_temp.name(), 'Sascha', 'a newer one does');
select pg_temp.identify('A', '{"age_ms": 20000, "name": "Sasha"}');
select is(pg_temp.name(), 'Sasha', 'of two at the same time the last to come wins');
select pg_temp.identify('A', '{"age_ms": 95000, "name": "Al"}');
select is(pg_temp.name(), 'Sasha', 'a name from before anything else was known replaces nothing');
select pg_temp.identify('A', '{"age_ms": 10000}');
select is(pg_temp.name(), 'Sasha', 'a call without a name keeps it');
select pg_temp.identify('A', '{"age_ms": 10000, "name": null}');
select is(pg_temp.name(), 'Sasha', 'and so does one whose name is null');

-- First seen and last activity.
select is(pg_temp.first_seen(), interval '95 seconds', 'first seen is the time of the earliest event');
select is(now() - (tests.customer_project('owner', 'A', 'alex@example.com')).first_seen_at, interval '95 seconds', 'in the project that saw it');
select is(now() - (tests.customer_project('owner', 'B', 'alex@example.com')).first_seen_at, interval '80 seconds', 'and in the other its own');
select is(now() - (pg_temp.identify('A', '{"age_ms": 120000}')).first_seen_at, interval '2 minutes', 'an older call moves it back');
select is(pg_temp.first_seen(), interval '2 minutes', 'for the person too');
select is(now() - (pg_temp.identify('B', '{"age_ms": 110000}')).first_seen_at, interval '110 seconds', 'an older call of one project moves its own');
select is(pg_temp.first_seen(), interval '2 minutes', 'and not the person''s, who was seen before');
select is((tests.customer_project('owner', 'A', 'alex@example.com')).last_activity_at, now() - interval '10 seconds', 'last activity is the time of the latest event');
select is(pg_temp.last_activity(), interval '0', 'the person''s is the latest of all projects');
select is((pg_temp.identify('A', '{"age_ms": 600000}')).last_activity_at, now() - interval '10 seconds', 'an older call does not move it back');

-- How a call says when it was.
select is((pg_temp.identify('A', jsonb_build_object('timestamp', now() - interval '5 seconds'))).last_activity_at, now() - interval '5 seconds', 'a timestamp is the time of the event');
select is((pg_temp.identify('A', '{"timestamp": "2019-02-03T04:05:06.789+01:00"}')).first_seen_at, '2019-02-03 03:05:06.789+00', 'in any zone, to the millisecond');
select is((pg_temp.identify('A', jsonb_build_object('timestamp', now() - interval '4 seconds', 'age_ms', 1000))).last_activity_at, now() - interval '4 seconds', 'it goes before an age');
select is((pg_temp.identify('A', '{"age_ms": 1500.5}')).last_activity_at, now() - interval '1.5005 seconds', 'an age has fractions of a millisecond');
select is((pg_temp.identify('A', jsonb_build_object('timestamp', now() + interval '1 year', 'status', 'paid'))).status_at, now(), 'a time in the future is now');
select is((pg_temp.identify('A', '{"age_ms": -60000}')).last_activity_at, now(), 'and so is an age below 0');
select is((pg_temp.identify('A', '{"status": "trial"}')).status, 'trial', 'so that it cannot win over what comes later');
select is((pg_temp.identify('A', '{"age_ms": null, "timestamp": null}')).last_activity_at, now(), 'no time is now');
select is((select count(*) from public.customer_projects), 3::bigint, 'no call made another row');
