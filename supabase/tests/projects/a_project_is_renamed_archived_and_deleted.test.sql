select plan(35);
select tests.create_cast();
select tests.create_project_with_key('owner', 'B');
select tests.create_project_with_key('owner', 'C');
create function pg_temp.a() returns uuid language sql as $$ select tests.project_id('owner', 'A') $$;
create function pg_temp.send(project text default 'A') returns text language sql as $$
  select tests.identify(tests.call(tests.key_hash('owner', project), 'sam@example.com'))
$$;

select tests.act_as('owner');
select is((public.rename_project(pg_temp.a(), '  Inkwell ')).name, 'Inkwell', 'a new name is trimmed');
select throws_ok($$ select public.rename_project(pg_temp.a(), 'B') $$, '23505', 'You already have a project with this name. Choose another one.', 'a name that is taken is refused');
select throws_ok($$ select public.rename_project(pg_temp.a(), ' ') $$, '23514', 'Enter a project name of 1 to 60 characters.', 'so is none');
select throws_ok($$ select public.rename_project(pg_temp.a(), null) $$, '23514', null, 'and null');
select is((public.set_project_color(pg_temp.a(), 'pink')).color, 'pink', 'a color is changed');
select is((public.set_project_mark(pg_temp.a(), ' 👩‍🚀 ')).mark, '👩‍🚀', 'a mark is a letter or an emoji');
select throws_ok($$ select public.set_project_mark(pg_temp.a(), 'two words') $$, '23514', 'A mark is one letter or one emoji.', 'and nothing longer');
select is((public.set_project_mark(pg_temp.a(), null)).mark, '', 'it can be taken away');
select throws_ok($$ select public.set_project_color(pg_temp.a(), 'mauve') $$, '23514', 'Choose a color: blue, green, violet, orange, pink, teal, red, amber, indigo or lime.', 'to one that there is');

-- Archiving.
select tests.act_as_superuser();
insert into public.api_keys (account_id, project_id, name, hash, hint, expires_at, revoked_at)
select tests.account_of('owner'), pg_temp.a(), nick, sha256(nick::bytea), 'test', expires_at, revoked_at
from (values ('ends', now() + interval '1 day', null), ('ended', now() - interval '1 day', null), ('revoked', null, now())) k (nick, expires_at, revoked_at);
create temp table keys_before as select id, expires_at, revoked_at from public.api_keys;
select is(pg_temp.send(), 'created', 'a project takes calls');
select tests.act_as('owner');
select isnt((public.archive_project(pg_temp.a())).archived_at, null, 'an archived project says since when');
select is(pg_temp.send(), 'unauthorized', 'and takes no calls');
select is(pg_temp.send('B'), 'created', 'which the others do');
select lives_ok($$ select public.archive_project(pg_temp.a()) $$, 'archiving twice is no mistake');
select throws_ok($$ select public.create_api_key(pg_temp.a()) $$, '22023', 'This project is archived. Restore it to create a key.', 'an archived project gets no new key');
select is((select count(*) from public.customer_projects where project_id = pg_temp.a()), 2::bigint, 'its customers stay');
select is((public.unarchive_project(pg_temp.a())).archived_at, null, 'it can be brought back');
select is(pg_temp.send(), 'updated', 'and takes calls again');
select tests.act_as_superuser();
select set_eq('select id, expires_at, revoked_at from public.api_keys', 'table keys_before', 'each key is what it was before');
select tests.act_as('owner');
select lives_ok($$ select public.unarchive_project(pg_temp.a()) $$, 'bringing back what is there is no mistake');
select lives_ok($$ select public.create_api_key(pg_temp.a()) $$, 'and new keys are made again');
select public.archive_project(pg_temp.a());
select public.revoke_api_key(id) from public.api_keys where project_id = pg_temp.a() and name = 'default';
select public.unarchive_project(pg_temp.a());
select is(pg_temp.send(), 'unauthorized', 'a key that is revoked meanwhile stays so');

-- Deleting. sam is in A and B, alex in A alone.
select throws_ok($$ select public.delete_project(pg_temp.a(), 'inkwell') $$, '22023', 'To delete the project, type its name exactly.', 'a project is deleted by its name, to the letter');
select throws_ok($$ select public.delete_project(pg_temp.a(), null) $$, '22023', null, 'not without one');
select is((select count(*) from public.customer_projects where project_id = pg_temp.a()), 2::bigint, 'and keeps all until then');
select ok(public.delete_project(pg_temp.a(), ' Inkwell '), 'a deleted project is gone at once when it is small');
select is_empty($$ select from public.projects where id = pg_temp.a() $$, 'with its name');
select is_empty($$ select from public.api_keys where project_id = pg_temp.a() $$, 'its keys');
select is_empty($$ select from public.status_changes where project_id = pg_temp.a() $$, 'and its history');
select set_eq('select email::text from public.customers', $$ values ('sam@example.com') $$, 'people who are in another project stay, the others go');
select is((select count(*) from public.customer_activity), 1::bigint, 'with all that was kept of them');
select tests.act_as('stranger');
select is((select count(*) from public.customer_projects), 1::bigint, 'another account keeps its own');

-- One that is large goes in steps.
select tests.act_as_superuser();
insert into public.customers (account_id, email, first_seen_at)
select tests.account_of('owner'), 'p' || n || '@example.com', now() from generate_series(1, 5001) n;
insert into public.customer_projects
  (account_id, customer_id, project_id, status, status_at, params, params_at, first_seen_at, last_activity_at)
select account_id, id, tests.project_id('owner', 'C'), 'free', now(), '{}', '{}', now(), now()
from public.customers where account_id = tests.account_of('owner') and email like 'p%';
select tests.act_as('owner');
select ok(not public.delete_project(tests.project_id('owner', 'C'), 'C'), 'a project of more than 5,000 people says that there is more to do');
select is(pg_temp.send('C'), 'unauthorized', 'nobody new comes in meanwhile');
select ok(public.delete_project(tests.project_id('owner', 'C'), 'C'), 'and is gone in the end');
