select plan(15);
select tests.create_cast();
-- As hosted, where nobody but a role that passes by row-level security sees a row.
alter table auth.sessions enable row level security;
create function pg_temp.session_id(nick text) returns uuid language sql immutable as $$ select md5('session ' || nick)::uuid $$;
insert into auth.sessions (id, user_id, created_at, updated_at, refreshed_at, user_agent, not_after)
values
  (pg_temp.session_id('desk'), tests.user_id('owner'), '2026-01-01 09:00Z', now(), null, 'Desk', null),
  (pg_temp.session_id('phone'), tests.user_id('owner'), '2026-01-01 08:00Z', now(), '2026-01-02 10:00', 'Phone', now() + interval '1 day'),
  (pg_temp.session_id('old'), tests.user_id('owner'), '2025-01-01 08:00Z', now(), null, 'Old', now() - interval '1 day'),
  (pg_temp.session_id('admin'), tests.user_id('admin'), now(), now(), null, null, null);
create function pg_temp.act_in(nick text, session text) returns void language sql as $$
  select tests.act_as(nick), set_config('request.jwt.claims', json_build_object(
    'sub', tests.user_id(nick), 'role', 'authenticated', 'session_id', pg_temp.session_id(session))::text, true)
$$;

select pg_temp.act_in('owner', 'desk');
select results_eq(
  $$ select user_agent, signed_in_at, refreshed_at, is_current from public.my_sessions() $$,
  $$ values ('Desk', '2026-01-01 09:00Z'::timestamptz, '2026-01-01 09:00Z'::timestamptz, true),
    ('Phone', '2026-01-01 08:00Z', '2026-01-02 10:00Z', false) $$,
  'somebody sees where they are signed in, this one first and what is over not at all'
);
set local timezone = 'Asia/Tokyo';
select is((select refreshed_at from public.my_sessions() where user_agent = 'Phone'), '2026-01-02 10:00Z'::timestamptz, 'in whatever zone the database is');
select throws_ok('select from auth.sessions', '42501', null, 'and the table itself is closed to them');
select is(public.end_session(pg_temp.session_id('admin')), false, 'the session of another member is not theirs to end');
select is(public.end_session(null), false, 'and none is none');
select is(public.end_session(pg_temp.session_id('phone')), true, 'their own is');
select is(public.end_session(pg_temp.session_id('phone')), false, 'once');
select is((select count(*)::integer from public.my_sessions()), 1, 'and it is gone from the list');
select tests.act_as_superuser();
select is((select count(*)::integer from auth.sessions where id = pg_temp.session_id('phone')), 0, 'and from Auth');

select pg_temp.act_in('admin', 'admin');
select is((select count(*)::integer from public.my_sessions()), 1, 'the session of another member is there still');
select tests.act_as('stranger');
select is_empty('select from public.my_sessions()', 'a stranger sees none');
select is(public.end_session(pg_temp.session_id('desk')), false, 'and ends none');
select tests.act_as('admin');
select is((select is_current from public.my_sessions()), false, 'without the id of a session in the token none is this one');
select tests.act_as_anon();
select throws_ok('select public.my_sessions()', '42501', null, 'without a session nobody asks');
select throws_ok($$ select public.end_session(pg_temp.session_id('desk')) $$, '42501', null, 'nor ends one');
