-- undo_import: takes back what an import changed, of everybody whom nobody has changed since.

-- Everybody is looked up alone: of tables that were just filled the planner knows nothing, and would compare
-- each of a step with each of the project.
create function private.undo_import_changes(target public.imports, customer_ids uuid[], out removed integer, out restored integer, out kept integer)
language plpgsql volatile
set search_path = ''
as $$
declare
  v_account_id constant uuid := (target).account_id;
  v_project_id constant uuid := (target).project_id;
  v_change private.import_changes;
  v_was public.customer_projects;
  v_is_same_person boolean;
begin
  removed := 0;
  restored := 0;
  kept := cardinality(customer_ids);
  perform private.lock_customers(v_account_id, customer_ids);
  for v_change.customer_id, v_change.customer_before, v_change.customer_project_before, v_is_same_person in
    select s.customer_id, ch.customer_before, ch.customer_project_before, ch.customer_after = md5(s.customer::text)::uuid
    from unnest(private.import_states(v_account_id, v_project_id, customer_ids)) s
    cross join lateral (
      select * from private.import_changes ch
      where ch.account_id = v_account_id and ch.import_id = (target).id and ch.customer_id = s.customer_id
      limit 1
    ) ch
    where ch.customer_project_after = md5(s.customer_project::text)::uuid
      -- Somebody who was written about since is worth keeping.
      and (
        ch.customer_before is not null
        or not exists (select from public.customer_notes n where n.account_id = v_account_id and n.customer_id = s.customer_id)
        and not exists (select from public.customer_tags t where t.account_id = v_account_id and t.customer_id = s.customer_id)
      )
  loop
    kept := kept - 1;
    if v_change.customer_before is not null and v_is_same_person then
      update public.customer_activity a set
        last_activity_at = (v_change.customer_before ->> 'last_activity_at')::timestamptz,
        name_at = (v_change.customer_before ->> 'name_at')::timestamptz
      where a.account_id = v_account_id and a.customer_id = v_change.customer_id;
      update public.customers c set
        name = v_change.customer_before ->> 'name',
        first_seen_at = (v_change.customer_before ->> 'first_seen_at')::timestamptz
      where c.account_id = v_account_id and c.id = v_change.customer_id;
    end if;

    if v_change.customer_project_before is null then
      delete from public.customer_projects cp
      where cp.account_id = v_account_id and cp.customer_id = v_change.customer_id and cp.project_id = v_project_id;
      removed := removed + found::integer;
    else
      v_was := jsonb_populate_record(null::public.customer_projects, v_change.customer_project_before);
      update public.customer_projects cp set
        status = v_was.status, status_at = v_was.status_at, params = v_was.params, params_at = v_was.params_at,
        first_seen_at = v_was.first_seen_at, last_activity_at = v_was.last_activity_at, edited_at = v_was.edited_at
      where cp.account_id = v_account_id and cp.customer_id = v_change.customer_id and cp.project_id = v_project_id;
      restored := restored + found::integer;
    end if;
    if v_change.customer_before is null then
      delete from public.customers c
      where c.account_id = v_account_id and c.id = v_change.customer_id
        and not exists (
          select from public.customer_projects other
          where other.account_id = v_account_id and other.customer_id = v_change.customer_id
        );
    end if;
  end loop;

  foreach v_change.customer_id in array customer_ids loop
    delete from private.import_changes ch
    where ch.account_id = v_account_id and ch.import_id = (target).id and ch.customer_id = v_change.customer_id;
  end loop;
end
$$;
grant execute on function private.undo_import_changes(public.imports, uuid[]) to tinycrm;

-- Undoes a part of an import, which is locked, and returns what became of it.
create function private.undo_import_step(target public.imports)
returns public.imports
language plpgsql volatile
set search_path = ''
as $$
declare
  -- A step must fit into the time of a statement.
  v_step constant integer := 1000;
  v_import public.imports := target;
  v_ids uuid[];
  v_done record;
begin
  if v_import.undone_at is not null then
    return v_import;
  end if;
  v_ids := array(
    select ch.customer_id from private.import_changes ch
    where ch.account_id = v_import.account_id and ch.import_id = v_import.id
    order by ch.customer_id
    limit v_step
  );
  perform private.mute_webhooks(true);
  v_done := private.undo_import_changes(v_import, v_ids);
  perform private.mute_webhooks(false);
  if cardinality(v_ids) < v_step then
    perform private.forget_params(v_import.account_id, array[v_import.project_id]);
  end if;
  update public.imports i set
    undo_started_at = coalesce(i.undo_started_at, now()),
    undone_at = case when cardinality(v_ids) < v_step then now() end,
    removed = i.removed + v_done.removed, restored = i.restored + v_done.restored, kept = i.kept + v_done.kept
  where i.account_id = v_import.account_id and i.id = v_import.id
  returning * into v_import;
  return v_import;
end
$$;
grant execute on function private.undo_import_step(public.imports) to tinycrm;

-- Undoes a part of an import of the page or of a key: called until nothing is left.
create function private.undo_import(import_id uuid)
returns public.imports
language plpgsql volatile security definer
set search_path = ''
set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set jit = off
as $$
declare
  v_import public.imports := private.find_my_import(undo_import.import_id);
begin
  if v_import.undone_at is null and v_import.created_at < now() - interval '30 days' then
    raise invalid_parameter_value using message = 'This import is more than 30 days old, so it can’t be undone.';
  end if;
  return private.undo_import_step(v_import);
end
$$;
alter function private.undo_import(uuid) owner to tinycrm;
grant execute on function private.undo_import(uuid) to authenticated;

create function public.undo_import(import_id uuid)
returns public.imports language sql volatile set search_path = '' set statement_timeout = '30s'
as $$ select private.undo_import(undo_import.import_id) $$;
comment on function public.undo_import(uuid) is
  'Takes back what an import changed, 1,000 customers a call: call it until undone_at is set. Who was changed since is kept. 30 days at most (22023). Owners and admins only (42501).';
grant execute on function public.undo_import(uuid) to authenticated;
