-- Every table, by persona. A new table joins these tests by itself, once tests.create_cast() fills it.
select plan(16);
select tests.create_cast();

create function pg_temp.seen(nick text) returns text language sql as $$
  select string_agg(distinct tests.rows_seen(t, nick), ' ') from tests.tables() t where t <> 'members'
$$;

select is(pg_temp.seen('owner'), '1', 'every table holds a row of the account');

select tests.act_as('owner');
select is(pg_temp.seen('owner'), '1', 'an owner reads every table of the account');
select is(pg_temp.seen('stranger'), '0', 'and nothing of another account');
select is(tests.rows_seen('members', 'owner'), '3', 'an owner sees who is in the account');

select tests.act_as('admin');
select is(pg_temp.seen('owner'), '1', 'an admin reads every table of the account');
select is(pg_temp.seen('stranger'), '0', 'and nothing of another account');

select tests.act_as('viewer');
select is(pg_temp.seen('owner'), '1', 'a viewer reads every table of the account');
select is(pg_temp.seen('stranger'), '0', 'and nothing of another account');

select tests.act_as('stranger');
select is(pg_temp.seen('owner') || tests.rows_seen('members', 'owner'), '00', 'a stranger reads nothing of the account');
select is(pg_temp.seen('stranger'), '1', 'and all of their own');

select tests.act_as('nobody who ever signed up');
select is(pg_temp.seen('owner') || tests.rows_seen('members', 'owner'), '00', 'a token of an unknown user reads nothing');
select set_config('request.jwt.claims', '{"role": "authenticated"}', true);
select is(pg_temp.seen('owner') || tests.rows_seen('members', 'owner'), '00', 'a token of no user reads nothing');

select tests.act_as_anon();
select is(pg_temp.seen('owner') || ' ' || tests.rows_seen('members', 'owner'), 'refused refused', 'an anonymous caller is refused every table');

select tests.act_as_ingest();
select is(pg_temp.seen('owner') || ' ' || tests.rows_seen('members', 'owner'), 'refused refused', 'role ingest is refused every table');

select tests.act_as_superuser();
delete from public.members where user_id = tests.user_id('viewer') and role = 'viewer';
select tests.act_as('viewer');
select is(pg_temp.seen('owner'), '0', 'who is taken out of an account reads nothing of it from then on');

select tests.act_as_service();
select is(pg_temp.seen('owner') || pg_temp.seen('stranger'), '11', 'the platform''s service role reads everything');
