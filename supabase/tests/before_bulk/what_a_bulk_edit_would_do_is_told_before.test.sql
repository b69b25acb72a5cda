select plan(11);
select tests.create_cast();
select tests.create_project_with_key('owner', 'B');
select tests.identify(
  tests.call(tests.key_hash('owner', 'A'), 'bo@example.com', '{"status": "trial"}'),
  tests.call(tests.key_hash('owner', 'A'), 'cy@example.com', '{"status": "paid"}'),
  tests.call(tests.key_hash('owner', 'B'), 'di@example.com', '{"status": "free"}')
);
create temp table x as select
  tests.account_of('owner') as account, tests.project_id('owner', 'A') as project,
  array(select (tests.customer('owner', e || '@example.com')).id from unnest('{bo,cy,di}'::text[]) e) as ids;
grant select on x to public;

select tests.act_as('owner');
select results_eq($$ select p.* from x, public.preview_status(account, project, 'paid', ids) p $$, 'values (1, 1, 1)', 'one changes, one has it, one is not in the project');
select results_eq(
  $$ select p.* from x, public.preview_status(account, project, 'paid', null, '{"search": "y@example.com"}') p $$, 'values (0, 1, 0)',
  'also of all who match a filter'
);
select is((tests.customer_project('owner', 'A', 'bo@example.com')).status, 'trial', 'and nobody is changed');
select is(
  (select p.changed from x, public.preview_status(account, project, 'paid', ids) p), public.set_status(account, project, 'paid', ids),
  'as many are changed as was said'
) from x;
select is(public.list_emails(account, '{"search": "i@example.com"}'), '{di@example.com}', 'the emails of who matches') from x;
select tests.act_as('viewer');
select is(public.list_emails(account, '{"search": "i@example.com"}'), '{di@example.com}', 'a viewer copies them too') from x;
select throws_ok($$ select public.preview_status(account, project, 'paid', ids) from x $$, '42501', null, 'and sees no preview of what they may not do');
select tests.act_as('stranger');
select throws_ok($$ select public.list_emails(account, '{}') from x $$, '42501', null, 'a stranger copies none');
select throws_ok($$ select public.preview_status(account, project, 'paid', ids) from x $$, '42501', null, 'and counts none');
select tests.act_as_anon();
select throws_ok($$ select public.list_emails(account, '{}') from x $$, '42501', null, 'nor does somebody without a session');
select throws_ok($$ select public.preview_status(account, project, 'paid', ids) from x $$, '42501', null, 'who counts none either');
