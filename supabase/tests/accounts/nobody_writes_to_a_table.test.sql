-- Nobody writes to a table: every change goes through a function. A new table joins these tests by itself.
select plan(14);
select tests.create_cast();
create temp table before as select tests.fingerprint();

create function pg_temp.writes(nick text) returns text language sql as $$
  select string_agg(distinct tests.writes(t, nick), ', ') from tests.tables() t
$$;

select tests.act_as('owner');
select is(pg_temp.writes('owner'), 'refused refused refused refused', 'an owner is refused insert, update, delete and truncate of every table');
select is(pg_temp.writes('stranger'), 'refused refused refused refused', 'also of another account''s rows');
select tests.act_as('admin');
select is(pg_temp.writes('owner'), 'refused refused refused refused', 'an admin is refused');
select tests.act_as('viewer');
select is(pg_temp.writes('owner'), 'refused refused refused refused', 'a viewer is refused');
select tests.act_as('stranger');
select is(pg_temp.writes('owner'), 'refused refused refused refused', 'a stranger is refused');
select tests.act_as_anon();
select is(pg_temp.writes('owner'), 'refused refused refused refused', 'an anonymous caller is refused');
select tests.act_as_ingest();
select is(pg_temp.writes('owner'), 'refused refused refused refused', 'role ingest is refused');
select tests.act_as_reader();
select is(pg_temp.writes('owner'), 'refused refused refused refused', 'and so is role reader');

select tests.act_as_superuser();
select is(tests.fingerprint(), (table before), 'and nothing has changed');

-- The same attempts by those who may.
select tests.act_as_service();
select is(tests.writes('status_changes', 'owner'), 'refused refused 1 refused', 'the platform''s service role can delete history and not write it');
select is(tests.writes('customers', 'owner'), 'incomplete 1 1 refused', 'it can change and delete customers');
select is(tests.writes('accounts', 'owner'), 'incomplete 1 1 refused', 'and accounts');
select is(tests.writes('members', 'stranger'), 'incomplete 1 1 refused', 'and members');
select tests.act_as_superuser();
select isnt(tests.fingerprint(), (table before), 'which is a change that this test sees');
