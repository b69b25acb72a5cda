select plan(20);
select tests.create_cast();

-- Who may look.
select ok(
  not exists (
    select from unnest(array['anon', 'authenticated', 'service_role', 'ingest', 'billing', 'tinycrm']) role
    where has_schema_privilege(role, 'support', 'usage')
  ), 'no role of the API may use the schema'
);
select is_empty(
  $$ select relname, role from pg_class, unnest(array['anon', 'authenticated', 'service_role', 'ingest', 'billing', 'tinycrm']) role
     where relnamespace = 'support'::regnamespace and has_table_privilege(role, pg_class.oid, 'select, insert, update, delete') $$,
  'nor any view in it'
);
select is_empty(
  $$ select relname from pg_class
     where relnamespace = 'support'::regnamespace and (relkind <> 'v' or not coalesce(reloptions @> '{security_invoker=on}', false)) $$,
  'there is nothing but views, which read with the rights of their caller'
);
select is_empty('select from pg_proc where pronamespace = ''support''::regnamespace', 'and no function');
select tests.act_as('owner');
select throws_ok('table support.accounts', '42501', null, 'an owner cannot read it');
select tests.act_as_anon();
select throws_ok('table support.members', '42501', null, 'nor can a visitor');
select tests.act_as_superuser();

-- What they say.
update public.accounts set name = 'Acme' where id = tests.account_of('owner');
select is(owners, 'owner@example.com', 'an account names its owners') from support.accounts where name = 'Acme';
select is(
  customers, (select count(*) from public.customers where account_id = tests.account_of('owner')), 'and counts its customers'
) from support.accounts where name = 'Acme';
select is(state::text, 'trialing', 'and says that it is on trial') from support.accounts where name = 'Acme';
select ok(trial_ends_at > now(), 'and until when') from support.accounts where name = 'Acme';
select is(
  members, (select count(*) from support.members where account = 'Acme'), 'members are listed one by one'
) from support.accounts where name = 'Acme';

insert into public.projects (account_id, name, color) select tests.account_of('owner'), 'Quiet', min(color) from public.projects;
create function pg_temp.add_key(name text, created interval, used interval, expires interval) returns void language sql as $$
  insert into public.api_keys (account_id, project_id, name, hash, hint, created_at, last_used_at, expires_at)
  select account_id, id, $1, sha256($1::bytea), 'hint', now() + created, now() + used, now() + expires
  from public.projects where projects.name = 'Quiet'
$$;
create function pg_temp.trouble(text) returns text language sql as $$ select trouble from support.stuck_keys where key = $1 $$;
select pg_temp.add_key('new', '-1 hour', null, null), pg_temp.add_key('unused', '-2 days', null, null),
  pg_temp.add_key('good', '-9 days', '-1 minute', null), pg_temp.add_key('silent', '-9 days', '-8 days', null),
  pg_temp.add_key('replaced', '-9 days', '-1 hour', '1 day'), pg_temp.add_key('ended', '-9 days', '-3 days', '-3 days');
select is(pg_temp.trouble('new'), null, 'a key made just now is not stuck');
select is(pg_temp.trouble('good'), null, 'nor one in use');
select is(pg_temp.trouble('unused'), 'never used', 'one that nobody used is');
select is(pg_temp.trouble('silent'), 'silent for a week', 'and one gone silent');
select is(pg_temp.trouble('replaced'), 'replaced, and still in use', 'and one that was replaced but not in the product');
select is(pg_temp.trouble('ended'), 'ended while it was in use', 'and one that ended in use');
select is(working_keys, 5::bigint, 'a project counts the keys that work') from support.projects where project = 'Quiet';

insert into public.refused_calls (account_id, project_id, minute, kind, code, pointer, detail, status, count, last_at)
select account_id, id, date_trunc('minute', now()) - n * interval '1 minute', 'identify', 'validation_failed', '/email', 'ada@example.com is none', 422, 3, now()
from public.projects, generate_series(1, 2) n where name = 'Quiet';
select is(calls, 6::numeric, 'refused calls are added up by their reason') from support.refused_calls where project = 'Quiet';
select is(refused_in_a_day, 6::numeric, 'and for the project') from support.projects where project = 'Quiet';
