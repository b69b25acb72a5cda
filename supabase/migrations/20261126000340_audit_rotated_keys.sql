-- The audit log also tells of keys that end with a new one in their place.

alter table private.audit_log drop constraint action_is_a_known_word;
alter table private.audit_log add constraint action_is_a_known_word check (action in (
  'account_renamed', 'account_settings_changed', 'account_deletion_scheduled', 'account_deletion_stopped',
  'project_created', 'project_renamed', 'project_archived', 'project_unarchived', 'project_deleted',
  'key_created', 'key_rotated', 'key_revoked',
  'member_invited', 'member_joined', 'member_role_changed', 'member_left',
  'status_set', 'customer_edited', 'customers_erased', 'customers_exported',
  'import_started', 'import_undone',
  'signed_in'
)) not valid;

create or replace function private.audit_api_key()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.record_audit(
    new.account_id,
    case
      when tg_op = 'INSERT' then 'key_created'
      when old.revoked_at is null and new.revoked_at is not null then 'key_revoked'
      else 'key_rotated'
    end,
    new.project_id,
    jsonb_build_object(
      'key', new.name, 'hint', new.hint,
      'name', (select p.name from public.projects p where p.account_id = new.account_id and p.id = new.project_id),
      'ends_at', case when tg_op = 'UPDATE' and new.revoked_at is null then new.expires_at end
    )
  );
  return null;
end
$$;
-- Archiving a product ends its keys too, and is told as such.
create trigger audit_api_key_rotated after update on public.api_keys
  for each row when (
    old.expires_at is distinct from new.expires_at
    and old.suspended_expiry is not distinct from new.suspended_expiry
    and old.revoked_at is not distinct from new.revoked_at
  )
  execute function private.audit_api_key();

-- Plans made while a table was small would read all of it for each customer.
alter function private.delete_due_accounts(integer) set plan_cache_mode = 'force_generic_plan';
alter function private.delete_due_accounts(integer) set enable_seqscan = off;
alter function private.delete_due_accounts(integer) set enable_hashjoin = off;
alter function private.delete_due_accounts(integer) set enable_mergejoin = off;
alter function private.delete_due_accounts(integer) set jit = off;
