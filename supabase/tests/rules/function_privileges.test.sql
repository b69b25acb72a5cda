-- Who may call which function. A new one that anyone but tinycrm may call must be stated here.
select plan(8);

-- The superuser, `postgres` and `tinycrm`, who own the functions, are left out.
create temp view function_privileges as
select case when n.nspname = 'public' then 'public.' else '' end || p.oid::regprocedure as name, r.rolname::text as role
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace and n.nspname in ('public', 'private', 'ingest', 'billing', 'notifications', 'dashboard', 'read'),
  pg_roles r
where not r.rolsuper and r.rolname !~ '^pg_' and r.rolname not in ('postgres', 'tinycrm')
  and has_function_privilege(r.oid, p.oid, 'EXECUTE');

create temp view stated_function_privileges as
select name, role
from (
  values
    ('ingest.identify(jsonb)', 'ingest'),
    ('ingest.ping(jsonb)', 'ingest'),
    ('ingest.project_limits(text[])', 'ingest'),
    ('ingest.report_refusals(jsonb)', 'ingest'),
    ('ingest.start_import(text,text)', 'ingest'),
    ('ingest.import_customers(text,uuid,integer,jsonb)', 'ingest'),
    ('ingest.undo_import(text,uuid)', 'ingest'),
    ('ingest.find_receiver(uuid)', 'ingest'),
    ('ingest.receive(uuid,jsonb)', 'ingest'),
    ('public.create_receiver(uuid,text,text)', 'authenticated'),
    ('private.create_receiver(uuid,text,text)', 'authenticated'),
    ('public.set_receiver_secret(uuid,text)', 'authenticated'),
    ('private.set_receiver_secret(uuid,text)', 'authenticated'),
    ('public.set_receiver_mapping(uuid,jsonb)', 'authenticated'),
    ('private.set_receiver_mapping(uuid,jsonb)', 'authenticated'),
    ('public.delete_receiver(uuid)', 'authenticated'),
    ('private.delete_receiver(uuid)', 'authenticated'),
    ('public.list_webhooks(uuid)', 'authenticated'),
    ('private.list_webhooks(uuid)', 'authenticated'),
    ('public.list_webhook_deliveries(uuid,uuid)', 'authenticated'),
    ('private.list_webhook_deliveries(uuid,uuid)', 'authenticated'),
    ('public.create_webhook(uuid,text,text[])', 'authenticated'),
    ('private.create_webhook(uuid,text,text[])', 'authenticated'),
    ('public.set_webhook(uuid,uuid,text[])', 'authenticated'),
    ('private.set_webhook(uuid,uuid,text[])', 'authenticated'),
    ('public.rotate_webhook_secret(uuid,uuid)', 'authenticated'),
    ('private.rotate_webhook_secret(uuid,uuid)', 'authenticated'),
    ('public.delete_webhook(uuid,uuid)', 'authenticated'),
    ('private.delete_webhook(uuid,uuid)', 'authenticated'),
    ('public.test_webhook(uuid,uuid)', 'authenticated'),
    ('private.test_webhook(uuid,uuid)', 'authenticated'),
    ('public.replay_webhook(uuid,uuid,bigint)', 'authenticated'),
    ('private.replay_webhook(uuid,uuid,bigint)', 'authenticated'),
    ('billing.apply_event(jsonb)', 'billing'),
    ('public.billing_state(uuid)', 'authenticated'),
    ('private.billing_state(uuid)', 'authenticated'),
    ('public.my_session(uuid)', 'authenticated'),
    ('private.my_session(uuid)', 'authenticated'),
    ('public.billing_owner(uuid)', 'authenticated'),
    ('private.billing_owner(uuid)', 'authenticated'),
    ('public.recent_calls(uuid)', 'authenticated'),
    ('public.invite_member(uuid,text,member_role)', 'authenticated'),
    ('private.invite_member(uuid,text,member_role)', 'authenticated'),
    ('public.withdraw_invitation(uuid,uuid)', 'authenticated'),
    ('private.withdraw_invitation(uuid,uuid)', 'authenticated'),
    ('public.read_invitation(text)', 'authenticated'),
    ('private.read_invitation(text)', 'authenticated'),
    ('public.accept_invitation(text)', 'authenticated'),
    ('private.accept_invitation(text)', 'authenticated'),
    ('public.set_role(uuid,uuid,member_role)', 'authenticated'),
    ('private.set_role(uuid,uuid,member_role)', 'authenticated'),
    ('public.remove_member(uuid,uuid)', 'authenticated'),
    ('private.remove_member(uuid,uuid)', 'authenticated'),
    ('public.leave_account(uuid)', 'authenticated'),
    ('private.leave_account(uuid)', 'authenticated'),
    ('public.transfer_ownership(uuid,uuid)', 'authenticated'),
    ('private.transfer_ownership(uuid,uuid)', 'authenticated'),
    ('public.create_account(text)', 'authenticated'),
    ('private.create_account(text)', 'authenticated'),
    ('public.index_param(uuid,text)', 'authenticated'),
    ('private.index_param(uuid,text)', 'authenticated'),
    ('public.overview(uuid,text,boolean)', 'authenticated'),
    ('public.overview_period(uuid,date,date,integer)', 'authenticated'),
    ('private.overview(uuid,text,boolean)', 'authenticated'),
    ('private.overview_period(uuid,date,date,integer)', 'authenticated'),
    ('private.recent_calls(uuid)', 'authenticated'),
    ('public.create_project(uuid,text)', 'authenticated'),
    ('public.rename_project(uuid,text)', 'authenticated'),
    ('private.rename_project(uuid,text)', 'authenticated'),
    ('public.set_project_color(uuid,text)', 'authenticated'),
    ('private.set_project_color(uuid,text)', 'authenticated'),
    ('public.set_project_mark(uuid,text)', 'authenticated'),
    ('private.set_project_mark(uuid,text)', 'authenticated'),
    ('public.archive_project(uuid)', 'authenticated'),
    ('private.archive_project(uuid)', 'authenticated'),
    ('public.unarchive_project(uuid)', 'authenticated'),
    ('private.unarchive_project(uuid)', 'authenticated'),
    ('public.delete_project(uuid,text)', 'authenticated'),
    ('private.delete_project(uuid,text)', 'authenticated'),
    ('public.add_sample_data(uuid)', 'authenticated'),
    ('private.add_sample_data(uuid)', 'authenticated'),
    ('public.remove_sample_data(uuid)', 'authenticated'),
    ('private.remove_sample_data(uuid)', 'authenticated'),
    ('public.create_api_key(uuid,text)', 'authenticated'),
    ('public.rotate_api_key(uuid,integer)', 'authenticated'),
    ('public.revoke_api_key(uuid)', 'authenticated'),
    ('public.search_customers(uuid,jsonb,text,boolean,jsonb,integer)', 'authenticated'),
    ('public.count_customers(uuid,jsonb)', 'authenticated'),
    ('public.get_customer(uuid,uuid)', 'authenticated'),
    ('private.my_account_ids()', 'authenticated'),
    ('private.create_project(uuid,text)', 'authenticated'),
    ('public.rename_account(uuid,text)', 'authenticated'),
    ('public.schedule_account_deletion(uuid,text)', 'authenticated'),
    ('public.stop_account_deletion(uuid)', 'authenticated'),
    ('public.export_customers(uuid,uuid,integer)', 'authenticated'),
    ('public.notification_settings(uuid)', 'authenticated'),
    ('private.notification_settings(uuid)', 'authenticated'),
    ('public.set_notifications(uuid,boolean,boolean)', 'authenticated'),
    ('private.set_notifications(uuid,boolean,boolean)', 'authenticated'),
    -- With the secret of the sender only.
    ('public.claim_notifications(text,integer)', 'anon'),
    ('notifications.claim(text,integer)', 'anon'),
    ('public.release_notification(text,uuid,uuid,text,date)', 'anon'),
    ('notifications.release(text,uuid,uuid,text,date)', 'anon'),
    ('public.weekly_summary(text,uuid,date)', 'anon'),
    ('notifications.week(text,uuid,date)', 'anon'),
    ('public.stop_notification(text,uuid,uuid,text)', 'anon'),
    ('notifications.stop(text,uuid,uuid,text)', 'anon'),
    ('public.claim_webhooks(text,integer)', 'anon'),
    ('notifications.claim_webhooks(text,integer)', 'anon'),
    ('public.settle_webhook(text,uuid,uuid,bigint,integer,integer,text,integer,integer)', 'anon'),
    ('notifications.settle_webhook(text,uuid,uuid,bigint,integer,integer,text,integer,integer)', 'anon'),
    ('public.take_attempt(text,text,integer,integer)', 'anon'),
    ('dashboard.take_attempt(text,text,integer,integer)', 'anon'),
    ('public.my_sessions()', 'authenticated'),
    ('private.my_sessions()', 'authenticated'),
    ('public.end_session(uuid)', 'authenticated'),
    ('private.end_session(uuid)', 'authenticated'),
    ('public.read_audit_log(uuid,timestamp with time zone,uuid,integer)', 'authenticated'),
    ('public.record_export(uuid,text,bigint,text)', 'authenticated'),
    ('public.set_account_settings(uuid,text,text,text)', 'authenticated'),
    ('public.add_note(uuid,uuid,text)', 'authenticated'),
    ('private.add_note(uuid,uuid,text)', 'authenticated'),
    ('public.delete_note(uuid,uuid,uuid)', 'authenticated'),
    ('private.delete_note(uuid,uuid,uuid)', 'authenticated'),
    ('public.untag_customers(uuid,text,uuid[],uuid)', 'authenticated'),
    ('public.untag_matching(uuid,text,jsonb,uuid)', 'authenticated'),
    ('private.untag_customers(uuid,text,uuid[],jsonb,uuid)', 'authenticated'),
    ('public.start_import(uuid,text,text,integer,jsonb)', 'authenticated'),
    ('private.start_import(uuid,text,text,integer,jsonb)', 'authenticated'),
    ('public.import_customers(uuid,integer,jsonb)', 'authenticated'),
    ('private.import_customers(uuid,integer,jsonb)', 'authenticated'),
    ('public.import_preview(uuid,jsonb)', 'authenticated'),
    ('private.import_preview(uuid,jsonb)', 'authenticated'),
    ('public.preview_people(uuid,jsonb)', 'authenticated'),
    ('private.preview_people(uuid,jsonb)', 'authenticated'),
    ('public.preview_undo(uuid)', 'authenticated'),
    ('private.preview_undo(uuid)', 'authenticated'),
    ('public.undo_import(uuid)', 'authenticated'),
    ('private.undo_import(uuid)', 'authenticated'),
    ('public.save_view(uuid,text,text)', 'authenticated'),
    ('private.save_view(uuid,text,text)', 'authenticated'),
    ('public.rename_view(uuid,uuid,text)', 'authenticated'),
    ('private.rename_view(uuid,uuid,text)', 'authenticated'),
    ('public.move_view(uuid,uuid,integer)', 'authenticated'),
    ('private.move_view(uuid,uuid,integer)', 'authenticated'),
    ('public.delete_view(uuid,uuid)', 'authenticated'),
    ('private.delete_view(uuid,uuid)', 'authenticated'),
    ('public.edit_customer(uuid,uuid,text)', 'authenticated'),
    ('private.edit_customer(uuid,uuid,text)', 'authenticated'),
    ('public.edit_customer_project(uuid,uuid,uuid,customer_status,jsonb,uuid)', 'authenticated'),
    ('private.edit_customer_project(uuid,uuid,uuid,customer_status,jsonb,uuid)', 'authenticated'),
    ('public.tag_customers(uuid,text,uuid[],uuid)', 'authenticated'),
    ('public.tag_matching(uuid,text,jsonb,uuid)', 'authenticated'),
    ('private.tag_customers(uuid,text,uuid[],jsonb,uuid)', 'authenticated'),
    ('public.list_tags(uuid)', 'authenticated'),
    ('public.set_status(uuid,uuid,customer_status,uuid[],uuid)', 'authenticated'),
    ('public.set_status_matching(uuid,uuid,customer_status,jsonb,uuid)', 'authenticated'),
    ('private.set_status(uuid,uuid,customer_status,uuid[],jsonb,uuid)', 'authenticated'),
    ('public.preview_status(uuid,uuid,customer_status,uuid[],jsonb)', 'authenticated'),
    ('private.preview_status(uuid,uuid,customer_status,uuid[],jsonb)', 'authenticated'),
    ('public.list_emails(uuid,jsonb)', 'authenticated'),
    ('private.list_emails(uuid,jsonb)', 'authenticated'),
    ('public.undo_edit(uuid,uuid)', 'authenticated'),
    ('private.undo_edit(uuid,uuid)', 'authenticated'),
    ('public.erase_customers(uuid,uuid[])', 'authenticated'),
    ('public.erase_matching(uuid,jsonb,integer)', 'authenticated'),
    ('private.erase_customers(uuid,uuid[],jsonb,integer)', 'authenticated'),
    ('private.rename_account(uuid,text)', 'authenticated'),
    ('private.schedule_account_deletion(uuid,text)', 'authenticated'),
    ('private.stop_account_deletion(uuid)', 'authenticated'),
    ('private.read_audit_log(uuid,timestamp with time zone,uuid,integer)', 'authenticated'),
    ('private.record_export(uuid,text,bigint,text)', 'authenticated'),
    ('private.set_account_settings(uuid,text,text,text)', 'authenticated'),
    ('private.create_api_key(uuid,text)', 'authenticated'),
    ('private.rotate_api_key(uuid,integer)', 'authenticated'),
    ('private.revoke_api_key(uuid)', 'authenticated'),
    ('private.search_customers(uuid,jsonb,text,boolean,jsonb,integer)', 'authenticated'),
    ('private.count_customers(uuid,jsonb)', 'authenticated'),
    ('private.customer_projects_of(uuid,uuid)', 'authenticated'),
    ('public.create_read_key(uuid,text,uuid[])', 'authenticated'),
    ('private.create_read_key(uuid,text,uuid[])', 'authenticated'),
    ('public.revoke_read_key(uuid)', 'authenticated'),
    ('private.revoke_read_key(uuid)', 'authenticated'),
    ('read.customers(text,jsonb)', 'reader'),
    ('read.customer(text,uuid,text)', 'reader'),
    ('read.projects(text)', 'reader'),
    ('read.overview(text)', 'reader'),
    -- What the question of a limited key calls, which row-level security answers.
    ('private.as_limited(uuid,uuid[],text)', 'limited_reader'),
    ('private.limited_account()', 'limited_reader'),
    ('private.limited_projects()', 'limited_reader'),
    ('private.readable_customer(uuid,uuid)', 'limited_reader'),
    ('private.param_number(jsonb,text)', 'limited_reader'),
    ('private.number_pattern()', 'limited_reader'),
    ('private.overview_figures(uuid,text)', 'limited_reader'),
    ('private.overview_per_project(uuid,timestamp with time zone,text)', 'limited_reader'),
    ('private.sum_by_currency(jsonb,text)', 'limited_reader'),
    ('private.overview_currency(uuid,jsonb)', 'limited_reader'),
    ('private.overview_people(uuid,text,text,uuid[])', 'limited_reader'),
    ('private.overview_radar(uuid)', 'limited_reader'),
    ('private.overview_trials(uuid)', 'limited_reader')
) as stated (name, role);

select set_eq('table function_privileges', 'table stated_function_privileges', 'every right to call a function is one of the stated ones');
savepoint s;
create function public.forgotten() returns int language sql set search_path = '' as 'select 1';
grant execute on function public.forgotten() to public;
select set_has('table function_privileges', $$ values ('public.forgotten()', 'anon') $$, 'a new function that everyone may call would be seen');
rollback to s;
savepoint s;
grant execute on function ingest.ping(jsonb) to service_role;
select set_has('table function_privileges', $$ values ('ingest.ping(jsonb)', 'service_role') $$, 'a grant on a known function would be seen');
rollback to s;

create temp view functions_for_public as
select p.oid::regprocedure
from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace, 'ingest'::regnamespace, 'billing'::regnamespace, 'notifications'::regnamespace, 'dashboard'::regnamespace, 'read'::regnamespace) and a.grantee = 0;

select is_empty('table functions_for_public', 'no function is open to everyone');
savepoint s;
create function private.forgotten() returns int language sql set search_path = '' as 'select 1';
select isnt_empty('table functions_for_public', 'a function made without a word about rights would be seen');
rollback to s;

create temp view schema_privileges as
select n.nspname::text as schema, r.rolname::text as role, string_agg(p, ' ' order by p) as privileges
from pg_namespace n, pg_roles r, unnest('{USAGE,CREATE}'::text[]) p
where n.nspname in ('private', 'ingest', 'billing', 'notifications', 'dashboard', 'read')
  and not r.rolsuper and r.rolname !~ '^pg_' and r.rolname <> 'postgres'
  and has_schema_privilege(r.oid, n.oid, p)
group by 1, 2;

select set_eq(
  'table schema_privileges',
  $$ values
    ('private', 'authenticated', 'USAGE'),
    ('private', 'tinycrm', 'CREATE USAGE'),
    ('dashboard', 'anon', 'USAGE'),
    ('dashboard', 'tinycrm', 'CREATE USAGE'),
    ('read', 'reader', 'USAGE'),
    ('read', 'tinycrm', 'CREATE USAGE'),
    ('private', 'limited_reader', 'USAGE'),
    ('notifications', 'anon', 'USAGE'),
    ('notifications', 'tinycrm', 'CREATE USAGE'),
    ('billing', 'billing', 'USAGE'),
    ('billing', 'tinycrm', 'CREATE USAGE'),
    ('ingest', 'ingest', 'USAGE'),
    ('ingest', 'tinycrm', 'CREATE USAGE') $$,
  'the unexposed schemas are open only to those who need them'
);
savepoint s;
grant usage on schema ingest to anon;
select set_has('table schema_privileges', $$ values ('ingest', 'anon', 'USAGE') $$, 'an opened schema would be seen');
rollback to s;

select is_empty(
  $$ select r.rolname from pg_roles r
     where not r.rolsuper and r.rolname !~ '^pg_' and r.rolname <> 'postgres'
       and has_schema_privilege(r.oid, 'public', 'CREATE') $$,
  'nobody but the owner makes objects in the exposed schema'
);
