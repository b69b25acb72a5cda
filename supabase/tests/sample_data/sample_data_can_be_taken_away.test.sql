select plan(22);
select tests.create_cast();
create temp table before as select tests.fingerprint();
create function pg_temp.add() returns void language sql as $$ select public.add_sample_data(tests.account_of('owner')) $$;
create function pg_temp.remove() returns void language sql as $$ select public.remove_sample_data(tests.account_of('owner')) $$;

select tests.act_as('viewer');
select throws_ok('select pg_temp.add()', '42501', 'You have view-only access. Ask an owner or admin of this account.', 'a viewer adds no sample data');
select throws_ok('select pg_temp.remove()', '42501', null, 'nor removes it');
select tests.act_as('stranger');
select throws_ok('select pg_temp.add()', '42501', 'You are not a member of this account.', 'a stranger is refused');
select throws_ok('select pg_temp.remove()', '42501', null, 'both ways');
select throws_ok($$ select private.add_sample_data(tests.account_of('owner')) $$, '42501', null, 'the function behind checks for itself');
select tests.act_as_anon();
select throws_ok('select pg_temp.add()', '42501', 'permission denied for function add_sample_data', 'an anonymous caller may not call it');
select tests.act_as_superuser();
select is(tests.fingerprint(), (table before), 'whoever was refused has written nothing');

select tests.act_as('admin');
select lives_ok('select pg_temp.add()', 'an admin adds sample data');
select set_eq('select name from public.projects where is_sample', $$ values ('Sample Notes'), ('Sample Mail') $$, 'two projects are marked as samples');
select cmp_ok(
  (select created_at from public.projects where name = 'Sample Notes'), '<', (select created_at from public.projects where name = 'Sample Mail'),
  'in an order that stays'
);
select is((select count(*) from public.customers where email like '%@sample.example'), 40::bigint, 'forty people are in them');
select is(
  (select count(distinct cp.status) from public.customer_projects cp join public.projects p on p.id = cp.project_id where p.is_sample), 4::bigint,
  'in every status'
);
select cmp_ok(
  (select count(*) from (select customer_id from public.customer_projects group by 1 having count(*) = 2) twice), '>', 5::bigint, 'some in both'
);
select isnt_empty(
  $$ select from public.customer_projects cp join public.customer_activity a using (account_id, customer_id)
    join public.projects p on p.id = cp.project_id
    where p.is_sample and cp.status in ('trial', 'paid') and a.last_activity_at < now() - interval '30 days' $$,
  'somebody has gone quiet'
);
select is_empty(
  $$ select from public.customer_projects cp join public.projects p on p.id = cp.project_id
    where p.is_sample and (cp.params ? 'mrr') and cp.params ->> 'mrr' <> '0' and not cp.params ? 'currency' $$,
  'money has its currency'
);
select is_empty($$ select from public.customer_activity where last_activity_at > now() $$, 'nobody was seen in the future');
select is_empty($$ select from public.api_keys k join public.projects p on p.id = k.project_id where p.is_sample and k.revoked_at is null $$, 'no key of theirs works');
select lives_ok('select pg_temp.add()', 'adding it twice is no mistake');
select is((select count(*) from public.projects where is_sample), 2::bigint, 'and adds nothing');

select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'mira.okafor@sample.example'));
select lives_ok('select pg_temp.remove()', 'it can be taken away');
select set_eq(
  'select email::text from public.customers', $$ values ('alex@example.com'), ('mira.okafor@sample.example') $$,
  'with everybody who is in no real project'
);
select is_empty('select from public.projects where is_sample', 'and both projects');
