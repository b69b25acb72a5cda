-- The audit log tells of receivers: of which product and for which service.

alter table private.audit_log drop constraint action_is_a_known_word;
alter table private.audit_log add constraint action_is_a_known_word check (action in (
  'account_renamed', 'account_settings_changed', 'account_deletion_scheduled', 'account_deletion_stopped',
  'project_created', 'project_renamed', 'project_archived', 'project_unarchived', 'project_deleted',
  'key_created', 'key_rotated', 'key_revoked',
  'receiver_created', 'receiver_mapping_changed', 'receiver_secret_changed', 'receiver_removed',
  'member_invited', 'member_joined', 'member_role_changed', 'member_left',
  'status_set', 'customer_edited', 'customers_erased', 'customers_exported',
  'import_started', 'import_undone',
  'signed_in'
)) not valid;

create function private.audit_receiver()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_receiver public.receivers := coalesce(new, old);
begin
  perform private.record_audit(
    v_receiver.account_id,
    case tg_op when 'INSERT' then 'receiver_created' when 'DELETE' then 'receiver_removed' else 'receiver_mapping_changed' end,
    p.id, jsonb_build_object('source', v_receiver.source, 'name', p.name)
  )
  -- What goes with its product leaves nothing.
  from public.projects p where p.account_id = v_receiver.account_id and p.id = v_receiver.project_id;
  return null;
end
$$;
alter function private.audit_receiver() owner to tinycrm;
revoke all on function private.audit_receiver() from public, anon, authenticated, service_role;
create trigger audit_receiver_created after insert on public.receivers
  for each row execute function private.audit_receiver();
create trigger audit_receiver_removed after delete on public.receivers
  for each row execute function private.audit_receiver();
create trigger audit_receiver_changed after update on public.receivers
  for each row when (old.mapping <> new.mapping) execute function private.audit_receiver();

create function private.audit_receiver_secret()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.record_audit(
    r.account_id, 'receiver_secret_changed', p.id, jsonb_build_object('source', r.source, 'name', p.name)
  )
  from public.receivers r
  join public.projects p on p.account_id = r.account_id and p.id = r.project_id
  where r.account_id = new.account_id and r.id = new.receiver_id;
  return null;
end
$$;
alter function private.audit_receiver_secret() owner to tinycrm;
revoke all on function private.audit_receiver_secret() from public, anon, authenticated, service_role;
create trigger audit_receiver_secret_changed after update on private.receiver_secrets
  for each row execute function private.audit_receiver_secret();
