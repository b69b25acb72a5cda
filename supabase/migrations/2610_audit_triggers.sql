-- What each table tells the audit log.

-- Tells the audit log of a new name, new settings and who asked for deletion.
create function private.audit_account()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if new.name <> old.name then
    perform private.record_audit(new.id, 'account_renamed');
  else
    perform private.record_audit(new.id, 'account_settings_changed');
  end if;
  return null;
end
$$;
alter function private.audit_account() owner to tinycrm;

create trigger audit_account
  after update on public.accounts
  for each row when ((old.name, old.time_zone, old.currency, old.mrr_param) is distinct from (new.name, new.time_zone, new.currency, new.mrr_param))
  execute function private.audit_account();

-- Tells the audit log of projects made, renamed, archived and deleted.
create function private.audit_project()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_project public.projects := coalesce(new, old);
begin
  perform private.record_audit(
    v_project.account_id,
    case
      when tg_op = 'INSERT' then 'project_created'
      when tg_op = 'DELETE' then 'project_deleted'
      when new.name <> old.name then 'project_renamed'
      when new.archived_at is null then 'project_unarchived'
      else 'project_archived'
    end,
    v_project.id, jsonb_build_object('name', v_project.name)
  );
  return null;
end
$$;
alter function private.audit_project() owner to tinycrm;

create trigger audit_project_created after insert on public.projects
  for each row execute function private.audit_project();

create trigger audit_project_deleted after delete on public.projects
  for each row execute function private.audit_project();

create trigger audit_project_changed after update on public.projects
  for each row when (old.name <> new.name or (old.archived_at is null) <> (new.archived_at is null))
  execute function private.audit_project();

-- Tells the audit log of members who come, change their role, and go.
create function private.audit_member()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_member public.members := coalesce(new, old);
begin
  perform private.record_audit(
    v_member.account_id,
    case tg_op when 'INSERT' then 'member_joined' when 'DELETE' then 'member_left' else 'member_role_changed' end,
    v_member.user_id,
    jsonb_build_object('role', v_member.role, 'before', case when tg_op = 'UPDATE' then old.role end)
  );
  return null;
end
$$;
alter function private.audit_member() owner to tinycrm;

create trigger audit_member_joined after insert on public.members
  for each row execute function private.audit_member();

create trigger audit_member_left after delete on public.members
  for each row execute function private.audit_member();

create trigger audit_member_changed after update on public.members
  for each row when (old.role <> new.role) execute function private.audit_member();

-- Tells the audit log of invitations.
create function private.audit_invitation()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.record_audit(new.account_id, 'member_invited', null, jsonb_build_object('role', new.role));
  return null;
end
$$;
alter function private.audit_invitation() owner to tinycrm;

create trigger audit_invitation after insert or update on public.invitations
  for each row execute function private.audit_invitation();

-- The Auth server notes the time of each sign-in.
create function private.audit_sign_in()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  insert into private.audit_log (account_id, actor_id, action)
  select m.account_id, new.id, 'signed_in' from public.members m where m.user_id = new.id;
  return null;
end
$$;
alter function private.audit_sign_in() owner to tinycrm;

create trigger audit_sign_in
  after update of last_sign_in_at on auth.users
  for each row when (old.last_sign_in_at is distinct from new.last_sign_in_at)
  execute function private.audit_sign_in();

-- Tells the audit log of keys made, exchanged and revoked.
create function private.audit_api_key()
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
alter function private.audit_api_key() owner to tinycrm;

create trigger audit_api_key_created after insert on public.api_keys
  for each row execute function private.audit_api_key();

create trigger audit_api_key_revoked after update on public.api_keys
  for each row when (old.revoked_at is null and new.revoked_at is not null)
  execute function private.audit_api_key();

-- Archiving a project ends its keys too, and is told as such.
create trigger audit_api_key_rotated after update on public.api_keys
  for each row when (
    old.expires_at is distinct from new.expires_at
    and old.suspended_expiry is not distinct from new.suspended_expiry
    and old.revoked_at is not distinct from new.revoked_at
  )
  execute function private.audit_api_key();

-- Tells the audit log of read keys made and revoked, and how many projects each may see.
create function private.audit_read_key()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.record_audit(
    new.account_id, case tg_op when 'INSERT' then 'read_key_created' else 'read_key_revoked' end, null,
    jsonb_build_object('key', new.name, 'hint', new.hint, 'projects', cardinality(new.project_ids))
  );
  return null;
end
$$;
alter function private.audit_read_key() owner to tinycrm;

create trigger audit_read_key_created after insert on public.read_keys
  for each row execute function private.audit_read_key();

create trigger audit_read_key_revoked after update on public.read_keys
  for each row when (old.revoked_at is null and new.revoked_at is not null)
  execute function private.audit_read_key();

-- Tells the audit log of feeds: of which view, and that an address was replaced.
create function private.audit_feed()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.record_audit(
    new.account_id,
    case when tg_op = 'INSERT' then 'feed_created' when new.revoked_at is not null then 'feed_revoked' else 'feed_rotated' end, null,
    jsonb_build_object(
      'view', (select v.name from public.views v where v.account_id = new.account_id and v.id = new.view_id), 'hint', new.hint
    )
  );
  return null;
end
$$;
alter function private.audit_feed() owner to tinycrm;

create trigger audit_feed_created after insert on public.feeds
  for each row execute function private.audit_feed();

create trigger audit_feed_changed after update on public.feeds
  for each row when (old.hash <> new.hash or old.revoked_at is null and new.revoked_at is not null)
  execute function private.audit_feed();

-- Tells the audit log of imports: into which project and how many rows. The name of a file may be somebody’s. What a program does
-- with an API key is none of it, as calls are none.
create function private.audit_import()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if new.api_key_id is not null and private.user_id() is null then
    return null;
  end if;
  perform private.record_audit(
    new.account_id,
    case tg_op when 'INSERT' then 'import_started' else 'import_undone' end,
    new.project_id,
    jsonb_build_object(
      'count', coalesce(new.row_count, new.rows_done),
      'name', (select p.name from public.projects p where p.account_id = new.account_id and p.id = new.project_id)
    )
  );
  return null;
end
$$;
alter function private.audit_import() owner to tinycrm;

create trigger audit_import_started after insert on public.imports
  for each row execute function private.audit_import();

create trigger audit_import_undone after update on public.imports
  for each row when (old.undo_started_at is null and new.undo_started_at is not null)
  execute function private.audit_import();

-- Tells the audit log of receivers: of which project and for which service.
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
    p.id, jsonb_build_object('service', v_receiver.service, 'name', p.name)
  )
  -- What goes with its project leaves nothing.
  from public.projects p where p.account_id = v_receiver.account_id and p.id = v_receiver.project_id;
  return null;
end
$$;
alter function private.audit_receiver() owner to tinycrm;

create trigger audit_receiver_created after insert on public.receivers
  for each row execute function private.audit_receiver();

create trigger audit_receiver_removed after delete on public.receivers
  for each row execute function private.audit_receiver();

create trigger audit_receiver_changed after update on public.receivers
  for each row when (old.mapping <> new.mapping) execute function private.audit_receiver();

-- Tells the audit log that a secret was set, never which.
create function private.audit_receiver_secret()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.record_audit(
    r.account_id, 'receiver_secret_changed', p.id, jsonb_build_object('service', r.service, 'name', p.name)
  )
  from public.receivers r
  join public.projects p on p.account_id = r.account_id and p.id = r.project_id
  where r.account_id = new.account_id and r.id = new.receiver_id;
  return null;
end
$$;
alter function private.audit_receiver_secret() owner to tinycrm;

create trigger audit_receiver_secret_changed after update on private.receiver_secrets
  for each row execute function private.audit_receiver_secret();
