-- The audit log tells of imports: into which product and how many rows. The name of a file may be somebody's.

create function private.audit_import()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.record_audit(
    new.account_id,
    case tg_op when 'INSERT' then 'import_started' else 'import_undone' end,
    new.project_id,
    jsonb_build_object(
      'count', new.row_count,
      'name', (select p.name from public.projects p where p.account_id = new.account_id and p.id = new.project_id)
    )
  );
  return null;
end
$$;
alter function private.audit_import() owner to tinycrm;
revoke all on function private.audit_import() from public, anon, authenticated, service_role;
create trigger audit_import_started after insert on public.imports
  for each row execute function private.audit_import();
create trigger audit_import_undone after update on public.imports
  for each row when (old.undo_started_at is null and new.undo_started_at is not null)
  execute function private.audit_import();
