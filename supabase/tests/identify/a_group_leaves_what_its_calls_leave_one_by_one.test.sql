-- A group of calls leaves what the same calls leave one after the other, in the order of their events.
select plan(14);
select tests.create_user(nick) from unnest('{one,many}'::text[]) nick;
select tests.create_project_with_key(nick, project) from unnest('{one,many}'::text[]) nick, unnest('{A,B,C}'::text[]) project;

-- 300 calls of 3 projects for 7 people, ages in no order and some alike.
create temp table calls as
select i, tests.call(
  tests.key_hash(nick, (array['A', 'B', 'C'])[1 + i * 7 % 3]),
  format('person-%s@example.com', i * 5 % 7),
  jsonb_strip_nulls(jsonb_build_object(
    'age_ms', i * 37 % 100 * 1000,
    'name', case when i % 4 = 0 then 'Name ' || i end,
    'status', case when i % 3 = 0 then (array['free', 'trial', 'paid', 'churned'])[1 + i / 3 % 4] end
  )) || jsonb_build_object('params', jsonb_build_object('k' || i % 5, i, 'k' || i % 6, case when i % 8 > 0 then i end))
) as call, nick
from generate_series(1, 300) i, unnest('{one,many}'::text[]) nick;

select tests.identify(call) from (
  select call from calls where nick = 'one' order by (call ->> 'age_ms')::int desc, i
) one_by_one;
create temp table outcomes as
select ordinal, outcome from ingest.identify((select jsonb_agg(call order by i) from calls where nick = 'many'));

create function pg_temp.state(nick text) returns table (line text) language sql as $$
  select concat_ws(
    ' ', c.email, c.name, now() - c.first_seen_at, now() - a.last_activity_at, p.name, cp.status,
    now() - cp.status_at, cp.params, cp.params_at, now() - cp.first_seen_at, now() - cp.last_activity_at
  )
  from public.customers c
  join public.customer_activity a on a.account_id = c.account_id and a.customer_id = c.id
  join public.customer_projects cp on cp.account_id = c.account_id and cp.customer_id = c.id
  join public.projects p on p.account_id = cp.account_id and p.id = cp.project_id
  where c.account_id = tests.account_of(nick)
$$;
create function pg_temp.history(nick text) returns table (line text) language sql as $$
  select concat_ws(' ', c.email, p.name, s.from_status, s.to_status, now() - s.changed_at)
  from public.status_changes s
  join public.customers c on c.account_id = s.account_id and c.id = s.customer_id
  join public.projects p on p.account_id = s.account_id and p.id = s.project_id
  where s.account_id = tests.account_of(nick)
$$;

select is((select count(*) from pg_temp.state('one')), 21::bigint, 'seven people in three projects');
select bag_eq($$ select pg_temp.state('many') $$, $$ select pg_temp.state('one') $$, 'one group of 300 calls leaves what 300 groups of one leave');
select bag_eq($$ select pg_temp.history('many') $$, $$ select pg_temp.history('one') $$, 'and the same history of status');
select is((select count(*) from outcomes where outcome = 'created'), 21::bigint, 'it answers created once for each person and project');
select is((select count(*) from outcomes where outcome = 'updated'), 279::bigint, 'and updated for the others');
select is((select array_agg(ordinal) from outcomes), array(select generate_series(0, 299)), 'in the order of the calls');

-- Replays.
create temp table before as select tests.fingerprint();
select is(
  (select string_agg(distinct outcome, ', ') from ingest.identify((select jsonb_agg(call order by i) from calls where nick = 'many'))), 'updated',
  'the whole group may be sent again'
);
select bag_eq($$ select pg_temp.state('many') $$, $$ select pg_temp.state('one') $$, 'which changes nothing');
select is((select tests.fingerprint()), (table before), 'not even the history');
select is(
  (select string_agg(distinct outcome, ', ') from ingest.identify((select jsonb_agg(call order by (call ->> 'age_ms')::int, i) from calls where nick = 'many'))), 'updated',
  'the calls may come again in another order'
);
select is(
  (select count(*) from pg_temp.state('many') as m(line) full join pg_temp.state('one') as o(line) using (line) where m.line is null or o.line is null), 0::bigint,
  'which changes nothing either'
);

-- One person, several calls, one group.
select is(
  tests.identify(
    tests.call(tests.key_hash('one', 'A'), 'new@example.com', '{"params": {"a": 1, "b": 1}, "name": "One"}'),
    tests.call(tests.key_hash('one', 'A'), 'new@example.com', '{"params": {"a": null, "c": 3}, "status": "paid"}'),
    tests.call(tests.key_hash('one', 'B'), 'new@example.com', '{"name": "Two"}'),
    tests.call(tests.key_hash('one', 'A'), 'new@example.com', '{"params": {"b": 2}}')
  ),
  'created, updated, created, updated', 'calls for one person in one group each have their own outcome'
);
select row_eq(
  $$ select (tests.customer_project('one', 'A', 'new@example.com')).params, (tests.customer_project('one', 'A', 'new@example.com')).status $$,
  row ('{"b": 2, "c": 3}'::jsonb, 'paid'::public.customer_status), 'they are merged in their order'
);
select is((tests.customer('one', 'new@example.com')).name, 'Two', 'across projects');
