-- Who adds, changes and removes webhooks, and what nobody reads.
select plan(27);
select tests.create_cast();
create function pg_temp.account() returns uuid language sql as $$ select tests.account_of('owner') $$;
create function pg_temp.all_events() returns text[] language sql immutable as $$
  select array['customer.created', 'customer.joined_project', 'customer.status_changed', 'import.finished']
$$;

select tests.act_as('admin');
create temp table made as select * from public.create_webhook(pg_temp.account(), ' https://example.com/hook ', pg_temp.all_events());
grant select on made to public;
select matches((select secret from made), '^whsec_[A-Za-z0-9+/]{43}=$', 'a secret of 32 bytes is told, as Standard Webhooks writes it');
select is(public.list_webhooks(pg_temp.account()) #>> '{0,url}', 'https://example.com/hook', 'an admin reads the URL');
select is((public.list_webhooks(pg_temp.account()) -> 0) - array['id', 'kind', 'url', 'events', 'project_ids', 'statuses', 'hide_emails', 'failing_since', 'disabled_at', 'disabled_reason', 'previous_until'], '{}', 'and the secret is told once');
select throws_ok($$ select public.create_webhook(pg_temp.account(), 'ftp://example.com', pg_temp.all_events()) $$, '22023', 'Enter a URL that starts with https:// and choose at least one event, project and status.', 'a URL is one');
select throws_ok($$ select public.create_webhook(pg_temp.account(), 'https://example.com', '{}') $$, '22023', null, 'with events');
select throws_ok($$ select public.create_webhook(pg_temp.account(), 'https://example.com', '{customer.pinged}') $$, '22023', null, 'that there are');
select throws_ok($$ select public.set_webhook(pg_temp.account(), (select id from made), '{}') $$, '22023', 'Choose at least one event, project and status.', 'always');

select tests.act_as('owner');
select lives_ok($$ select public.set_webhook(pg_temp.account(), (select id from made), '{customer.created}') $$, 'an owner chooses events');
select is(public.list_webhooks(pg_temp.account()) #> '{0,events}', '["customer.created"]', 'which are kept');
select matches(public.rotate_webhook_secret(pg_temp.account(), (select id from made)), '^whsec_', 'an owner rotates');
select isnt(public.list_webhooks(pg_temp.account()) #>> '{0,previous_until}', null, 'and sees until when the old secret signs too');
select throws_ok('table private.webhook_secrets', '42501', null, 'no owner reads a secret');
select throws_ok('table private.webhook_endpoints', '42501', null, 'or the table of URLs');
select tests.act_as_service();
select throws_ok('table private.webhook_secrets', '42501', null, 'nor does the service role');

select tests.act_as('viewer');
select throws_ok($$ select public.list_webhooks(pg_temp.account()) $$, '42501', null, 'a viewer sees no URL');
select throws_ok($$ select public.create_webhook(pg_temp.account(), 'https://example.com', pg_temp.all_events()) $$, '42501', null, 'and adds none');
select tests.act_as('stranger');
select throws_ok($$ select public.list_webhooks(pg_temp.account()) $$, '42501', null, 'nor does the owner of another account');
select throws_ok($$ select public.set_webhook(pg_temp.account(), (select id from made), pg_temp.all_events()) $$, '42501', null, 'who changes none');
select throws_ok($$ select public.rotate_webhook_secret(tests.account_of('stranger'), (select id from made)) $$, '22023', 'This webhook was removed.', 'or rotates one by saying that it is theirs');
select throws_ok($$ select public.delete_webhook(pg_temp.account(), (select id from made)) $$, '42501', null, 'or removes one');
select throws_ok($$ select public.delete_webhook(tests.account_of('stranger'), (select id from made)) $$, '22023', null, 'by no way');
select tests.act_as_anon();
select throws_ok($$ select public.list_webhooks(tests.account_of('owner')) $$, '42501', null, 'a visitor may call nothing');

select tests.act_as('owner');
do $$ begin for i in 1..4 loop perform public.create_webhook(pg_temp.account(), 'https://example.com', pg_temp.all_events()); end loop; end $$;
select throws_ok($$ select public.create_webhook(pg_temp.account(), 'https://example.com', pg_temp.all_events()) $$, '22023', 'An account can have 5 webhooks, Slack and Discord channels included. Remove one first.', 'an account has five at most');
select lives_ok($$ select public.delete_webhook(pg_temp.account(), (select id from made)) $$, 'an owner removes one');
select is(jsonb_array_length(public.list_webhooks(pg_temp.account())), 4, 'which is gone');
select tests.act_as_superuser();
select is((select count(*)::integer from private.webhook_secrets), 4, 'with its secret');
select set_eq($$ select action from private.audit_log where action like 'webhook%' $$, $$ values ('webhook_created'), ('webhook_secret_changed'), ('webhook_removed') $$, 'and the audit log tells of it');
