-- Who makes, changes and removes receivers, and what nobody reads.
select plan(24);
select tests.create_cast();

select tests.act_as('admin');
create temp table made as select * from public.create_receiver(tests.project_id('owner', 'A'), 'stripe', 'whsec_12345678');
grant select on made to public;
select is((select secret_made from made), null, 'a secret that is given is not told again');
select throws_ok($$ select public.create_receiver(tests.project_id('owner', 'A'), 'stripe', 'whsec_12345678') $$, '23505', 'This service is already connected to this project.', 'a project has one receiver for a service');
select throws_ok($$ select public.create_receiver(tests.project_id('owner', 'A'), 'fax') $$, '22023', 'This service isn’t supported.', 'of those there are');
select throws_ok($$ select public.create_receiver(tests.project_id('owner', 'A'), 'paddle', 'short') $$, '22023', 'A signing secret has 8 to 500 characters. Copy the whole secret.', 'with a whole secret');
select matches((public.create_receiver(tests.project_id('owner', 'A'), 'woocommerce')).secret_made, '^[0-9A-Za-z]{40}$', 'without one, one is made');
select matches(public.set_receiver_secret((select id from made)), '^[0-9A-Za-z]{40}$', 'and can be made anew');
select is(public.set_receiver_secret((select id from made), ' whsec_87654321 '), null, 'or given');

select tests.act_as_ingest();
select is(ingest.find_receiver((select id from made)), '{"service": "stripe", "mapping": {}, "secret": "whsec_87654321"}', 'the function finds it with its secret');
select is(ingest.find_receiver(gen_random_uuid()), null, 'and nothing where there is none');

select tests.act_as('owner');
select throws_ok('table private.receiver_secrets', '42501', null, 'no owner reads a secret');
select throws_ok($$ select ingest.find_receiver((select id from made)) $$, '42501', null, 'by no way');
select tests.act_as_service();
select throws_ok('table private.receiver_secrets', '42501', null, 'nor does the service role');

select tests.act_as('owner');
select is((public.set_receiver_mapping(id, '{"statuses": {"past_due": "churned", "paused": null}, "params": {"plan": "tier", "mrr": null}}')).mapping ->> 'params', '{"mrr": null, "plan": "tier"}', 'a mapping is kept') from made;
select throws_ok($$ select public.set_receiver_mapping(id, '{"statuses": {"past_due": "gone"}}') from made $$, '22023', null, 'with statuses there are');
select throws_ok($$ select public.set_receiver_mapping(id, '{"params": {"plan": ""}}') from made $$, '22023', null, 'and params with a name');
select throws_ok($$ select public.set_receiver_mapping(id, '{"more": {}}') from made $$, '22023', null, 'and nothing else');
select throws_ok($$ select public.set_receiver_mapping(id, null) from made $$, '22023', null, 'or nothing');
select throws_ok($$ select public.set_receiver_mapping(id, jsonb_build_object('params', (select jsonb_object_agg('k' || i, repeat('v', 100)) from generate_series(1, 90) i))) from made $$, '22023', 'This mapping is larger than 8 KB. Remove some of it.', 'of 8 KB at most');

select tests.act_as('viewer');
select is((select count(*)::integer from public.receivers), 3, 'a viewer sees the receivers');
select throws_ok($$ select public.delete_receiver(id) from made $$, '42501', null, 'and removes none');
select tests.act_as('stranger');
select throws_ok($$ select public.set_receiver_secret(id, 'whsec_mine12345') from made $$, '42501', null, 'a stranger changes none of another account');
select throws_ok($$ select public.create_receiver(tests.project_id('owner', 'A'), 'paddle', 'pdl_12345678') $$, '42501', null, 'and makes none there');

select tests.act_as('owner');
select public.delete_receiver(id) from made;
select is((select string_agg(service, ' ' order by service) from public.receivers), 'clerk woocommerce', 'an owner removes one');
select tests.act_as_superuser();
select is(
  (select string_agg(action, ' ' order by action) from (select distinct action from private.audit_log where action like 'receiver%' and account_id = tests.account_of('owner')) a),
  'receiver_created receiver_mapping_changed receiver_removed receiver_secret_changed', 'and the audit log tells of all that'
);
