-- undo_edit: takes back what a member changed by hand, of everybody whom nobody has changed since.

-- Puts one customer back as they were before an edit, and tells whether it could.
create function private.restore_edited(edit private.edits)
returns boolean
language plpgsql volatile
set search_path = ''
set enable_seqscan = off
as $$
declare
  v_was public.customer_projects;
begin
  case edit.kind
    when 'project' then
      v_was := jsonb_populate_record(null::public.customer_projects, edit.before);
      update public.customer_projects cp set
        status = v_was.status, status_at = v_was.status_at, edited_at = v_was.edited_at,
        params = coalesce(v_was.params, cp.params), params_at = coalesce(v_was.params_at, cp.params_at)
      where cp.account_id = edit.account_id and cp.customer_id = edit.customer_id and cp.project_id = v_was.project_id
        and private.edit_state(cp, edit.after ? 'params') = edit.after;
    when 'tagged' then
      -- Whoever took it off and put it on again since wants it.
      delete from public.customer_tags t
      where t.account_id = edit.account_id and t.customer_id = edit.customer_id
        and t.tag = edit.before ->> 'tag' and t.created_at = edit.edited_at;
    when 'untagged' then
      insert into public.customer_tags (account_id, customer_id, tag, created_at)
      values (edit.account_id, edit.customer_id, edit.before ->> 'tag', (edit.before ->> 'created_at')::timestamptz)
      on conflict do nothing;
    when 'note_deleted' then
      insert into public.customer_notes
      select * from jsonb_populate_record(null::public.customer_notes, edit.before)
      on conflict do nothing;
  end case;
  return found;
end
$$;
grant execute on function private.restore_edited(private.edits) to tinycrm;

-- Undoes an edit. Each customer's part of it is gone with that, so that undoing twice does no more than once.
create function private.undo_edit(account_id uuid, edit_id uuid, out restored integer, out kept integer)
language plpgsql volatile security definer
set search_path = ''
set enable_seqscan = off
as $$
declare
  v_ids uuid[];
  v_id uuid;
  v_edit private.edits;
begin
  perform private.require_editor(undo_edit.account_id);
  restored := 0;
  kept := 0;
  perform private.forget_old_edits(undo_edit.account_id);
  v_ids := array(
    select e.customer_id from private.edits e
    where e.account_id = undo_edit.account_id and e.edit_id = undo_edit.edit_id
    order by e.customer_id
  );
  perform private.lock_customers(undo_edit.account_id, v_ids);
  foreach v_id in array v_ids loop
    delete from private.edits e
    where e.account_id = undo_edit.account_id and e.edit_id = undo_edit.edit_id and e.customer_id = v_id
    returning * into v_edit;
    -- Somebody else undid it meanwhile.
    continue when not found;
    if private.restore_edited(v_edit) then
      restored := restored + 1;
    else
      kept := kept + 1;
    end if;
  end loop;
  if v_edit.kind = 'project' and restored > 0 then
    perform private.record_audit(
      undo_edit.account_id, 'edit_undone', (v_edit.before ->> 'project_id')::uuid, jsonb_build_object('count', restored)
    );
  end if;
end
$$;
alter function private.undo_edit(uuid, uuid) owner to tinycrm;
grant execute on function private.undo_edit(uuid, uuid) to authenticated;

create function public.undo_edit(account_id uuid, edit_id uuid)
returns table (restored integer, kept integer) language sql volatile set search_path = '' set statement_timeout = '30s'
as $$ select * from private.undo_edit(undo_edit.account_id, undo_edit.edit_id) $$;
comment on function public.undo_edit(uuid, uuid) is
  'Takes back a status, params, tags or a deleted note within a day: of how many it did, and how many it kept since they were changed again. Twice is once. Owners and admins only (42501).';
grant execute on function public.undo_edit(uuid, uuid) to authenticated;
