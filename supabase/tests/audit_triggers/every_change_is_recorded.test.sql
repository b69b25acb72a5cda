select plan(26);
select tests.create_cast();
create temp table begins as select tests.account_of('owner') as account;
grant select on begins to public;
create function pg_temp.newest(nick text default 'owner') returns text language plpgsql as $$
declare
  v_role text := current_setting('role');
  v_claims text := current_setting('request.jwt.claims');
  v_text text;
begin
  perform tests.act_as(nick);
  -- Entries of one transaction have one time.
  select string_agg(concat_ws(' ', l.actor, l.action, l.subject, l.details - 'name'), '; ' order by l.action desc) into v_text
  from public.read_audit_log((select account from begins), page_size => 200) l
  where not exists (select from pg_temp.seen s where s.id = l.id);
  insert into pg_temp.seen select l.id from public.read_audit_log((select account from begins), page_size => 200) l on conflict do nothing;
  perform set_config('role', v_role, true), set_config('request.jwt.claims', v_claims, true);
  return v_text;
end
$$;
create temp table seen (id uuid primary key);
grant all on seen to public;
select pg_temp.newest();

select tests.act_as('owner');
select public.rename_account(tests.account_of('owner'), 'Acme');
select is(pg_temp.newest(), 'owner@example.com account_renamed {}', 'a new name of the account');
select public.set_account_settings(tests.account_of('owner'), 'UTC', 'EUR', 'mrr');
select is(pg_temp.newest(), 'owner@example.com account_settings_changed {}', 'other settings');
select public.rename_project(tests.project_id('owner', 'A'), 'Inkwell');
select is(pg_temp.newest(), 'owner@example.com project_renamed Inkwell {}', 'a new name of a project');
select public.archive_project(tests.project_id('owner', 'A'));
select is(pg_temp.newest(), 'owner@example.com project_archived Inkwell {}', 'a project is archived');
select public.unarchive_project(tests.project_id('owner', 'A'));
select is(pg_temp.newest(), 'owner@example.com project_unarchived Inkwell {}', 'and brought back');
select public.create_api_key(tests.project_id('owner', 'A'), 'laptop');
select matches(pg_temp.newest(), '^owner@example.com key_created Inkwell {"key": "laptop", "hint": "...."}$', 'a key, by its name and last four characters');
select public.rotate_api_key(id, 24) from public.api_keys where name = 'laptop';
select matches(
  pg_temp.newest(), '^owner@example.com key_rotated Inkwell {"key": "laptop", "hint": "....", "ends_at": "20.*"}; owner@example.com key_created Inkwell {"key": "laptop", "hint": "...."}$',
  'a key that is replaced, with its end, and the new one'
);
select public.revoke_api_key(id) from public.api_keys where name = 'laptop' and expires_at is null;
select matches(pg_temp.newest(), '^owner@example.com key_revoked Inkwell {"key": "laptop"', 'a key is revoked');
select public.create_read_key(tests.account_of('owner'), 'cube', array[tests.project_id('owner', 'A')]);
select matches(pg_temp.newest(), '^owner@example.com read_key_created {"key": "cube", "hint": "....", "projects": 1}$', 'a read key, with how many projects it sees');
select public.revoke_read_key(id) from public.read_keys where name = 'cube';
select matches(pg_temp.newest(), '^owner@example.com read_key_revoked {"key": "cube"', 'and that it was revoked');
select public.create_feed(tests.account_of('owner'), v.id) from public.views v;
select matches(pg_temp.newest(), '^owner@example.com feed_created {"hint": "....", "view": "A view"}$', 'a feed, with its view');
select public.rotate_feed(f.id) from public.feeds f where hint <> 'test';
select matches(pg_temp.newest(), '^owner@example.com feed_rotated {"hint": "....", "view": "A view"}$', 'its new address');
select public.revoke_feed(f.id) from public.feeds f where hint <> 'test';
select matches(pg_temp.newest(), '^owner@example.com feed_revoked {"hint": "....", "view": "A view"}$', 'and that it was revoked');
select public.set_role(tests.account_of('owner'), tests.user_id('viewer'), 'admin');
select is(pg_temp.newest(), 'owner@example.com member_role_changed viewer@example.com {"role": "admin", "before": "viewer"}', 'a role, with the one before');
select public.remove_member(tests.account_of('owner'), tests.user_id('viewer'));
select is(pg_temp.newest(), format('owner@example.com member_left user %s {"role": "admin"}', left(tests.user_id('viewer')::text, 8)), 'a member who is gone is a number');
select public.invite_member(tests.account_of('owner'), 'somebody@example.com', 'viewer');
select is(pg_temp.newest(), 'owner@example.com member_invited {"role": "viewer"}', 'an invitation, without the email');

create temp table import as
select * from public.start_import(tests.project_id('owner', 'A'), 'canary.csv', '', 12, '{}');
select is(pg_temp.newest(), 'owner@example.com import_started Inkwell {"count": 12}', 'an import, without the name of the file');
select public.undo_import(id) from import;
select is(pg_temp.newest(), 'owner@example.com import_undone Inkwell {"count": 12}', 'and that it was taken back');

select tests.act_as('admin');
select public.set_status(tests.account_of('owner'), tests.project_id('owner', 'A'), 'paid', array[(tests.customer('owner', 'alex@example.com')).id]);
select is(pg_temp.newest(), 'admin@example.com status_set Inkwell {"count": 1, "status": "paid"}', 'a status of many by hand, as a number');
select public.edit_customer_project(tests.account_of('owner'), (tests.customer('owner', 'alex@example.com')).id, tests.project_id('owner', 'A'), 'churned', '{"secret": "canary"}');
select is(pg_temp.newest(), 'admin@example.com customer_edited Inkwell {"status": "churned"}', 'one customer by hand, without who and what');
select public.record_export(tests.account_of('owner'), 'csv', 12);
select is(pg_temp.newest(), 'admin@example.com customers_exported {"count": 12, "format": "csv"}', 'an export');
select public.erase_customers(tests.account_of('owner'), array[(tests.customer('owner', 'alex@example.com')).id]);
select is(pg_temp.newest(), 'admin@example.com customers_erased {"count": 1}', 'erased customers, as a number');
select tests.act_as_superuser();
update auth.users set last_sign_in_at = now() where id = tests.user_id('admin');
select is(pg_temp.newest(), 'admin@example.com signed_in {}', 'a sign-in');
update public.members set role = 'viewer' where user_id = tests.user_id('admin');
select is(pg_temp.newest(), 'member_role_changed admin@example.com {"role": "viewer", "before": "admin"}', 'what is done with the database itself has no actor');
select tests.act_as('owner');
select public.delete_project(tests.project_id('owner', 'A'), 'Inkwell');
select is(pg_temp.newest(), 'owner@example.com project_deleted Inkwell {}; owner@example.com project_archived Inkwell {}', 'a project is deleted');
select tests.act_as_superuser();
select is(
  (select count(*) from private.audit_log l where position('alex' in l::text) + position('canary' in l::text) + position('@' in l::text) > 0),
  0::bigint, 'no entry has an address or anything of a customer'
);
