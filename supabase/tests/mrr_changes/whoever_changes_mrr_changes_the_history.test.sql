select plan(12);
select tests.create_cast();
select tests.create_project_with_key('owner', 'B');
create function pg_temp.pay(email text, mrr numeric, project text default 'A') returns text language sql as $$
  select tests.identify(tests.call(tests.key_hash('owner', project), email || '@mrr.example', jsonb_build_object(
    'status', 'paid', 'params', jsonb_build_object('mrr', mrr), 'timestamp', now() - interval '9 days')))
$$;
create function pg_temp.mrr(email text) returns text language sql security definer as $$
  select string_agg(format('%s %s %s', (now() at time zone 'UTC')::date - m.day, m.kind, coalesce(trim_scale(m.mrr)::text, '-')), ', ' order by m.day)
  from public.mrr_changes m where m.customer_id = (tests.customer('owner', email || '@mrr.example')).id
$$;
create function pg_temp.id(email text) returns uuid language sql as $$ select (tests.customer('owner', email || '@mrr.example')).id $$;
select pg_temp.pay('ann', 10), pg_temp.pay('bob', 20), pg_temp.pay('cat', 30), pg_temp.pay('dan', 40), pg_temp.pay('ann', 5, 'B');

select tests.act_as('owner');
select public.edit_customer_project(tests.account_of('owner'), pg_temp.id('bob'), tests.project_id('owner', 'A'), null, '{"mrr": 25}');
select is(pg_temp.mrr('bob'), '9 new 20, 0 expansion 25', 'a member who edits params by hand');
select public.edit_customer_project(tests.account_of('owner'), pg_temp.id('bob'), tests.project_id('owner', 'A'), null, '{"mrr": 20}');
select is(pg_temp.mrr('bob'), '9 new 20', 'and who takes that back at once');
select public.set_status(tests.account_of('owner'), tests.project_id('owner', 'A'), 'churned', array[pg_temp.id('bob'), pg_temp.id('cat')]);
select is(pg_temp.mrr('bob') || ', ' || pg_temp.mrr('cat'), '9 new 20, 0 churn -, 9 new 30, 0 churn -', 'who sets the status of many');

create temp table import as select (public.start_import(
  tests.project_id('owner', 'A'), 'people.csv', '', 3, '{}'
)).id;
select public.import_customers((select id from import), 0, jsonb_build_array(
  '{"email": "dan@mrr.example", "status": "paid", "params": {"mrr": 41}}'::jsonb,
  jsonb_build_object('email', 'eve@mrr.example', 'status', 'paid', 'params', '{"mrr": 6}'::jsonb, 'created_at', now() - interval '30 days'),
  jsonb_build_object('email', 'fay@mrr.example', 'status', 'churned', 'params', '{"mrr": 6}'::jsonb, 'created_at', now() - interval '30 days')
));
select is(pg_temp.mrr('dan'), '9 new 40, 0 expansion 41', 'an import of somebody who is known');
select is(pg_temp.mrr('eve'), '30 new 6', 'an import with dates, as far back as they say');
select is(pg_temp.mrr('fay'), null, 'but for who comes churned');
select public.undo_import((select id from import));
select is(pg_temp.mrr('dan'), '9 new 40', 'taking an import back takes back its changes');
select is_empty($$ select from public.mrr_changes m where m.customer_id not in (select c.id from public.customers c) $$, 'and whom it made');

select tests.act_as_superuser();
update public.customer_projects set status = 'churned' where customer_id = pg_temp.id('dan');
select is(pg_temp.mrr('dan'), '9 new 40, 0 churn -', 'an edit in Studio');

select tests.act_as('owner');
select public.erase_customers(tests.account_of('owner'), array[pg_temp.id('dan')]);
select tests.act_as_superuser();
select is((select count(*) from public.mrr_changes where mrr = 40), 0::bigint, 'whoever is erased has none');
select private.erase_project(tests.account_of('owner'), tests.project_id('owner', 'A'));
select is(pg_temp.mrr('ann'), '9 new 5', 'a project that is deleted takes its own along');

update public.accounts set mrr_param = 'price' where id = tests.account_of('owner');
select tests.identify(tests.call(tests.key_hash('owner', 'B'), 'ann@mrr.example', '{"params": {"price": 7}}'));
select is(pg_temp.mrr('ann'), '9 new 0, 0 expansion 7', 'with another param it begins anew, when they became paid');
