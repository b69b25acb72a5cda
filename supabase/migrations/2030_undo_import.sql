-- undo_import: takes back what an import changed, of everybody whom nobody has changed since.

-- What undoing an import would do for some of those it changed. Everybody is looked up alone: of tables that were just filled the
-- planner knows nothing, and would compare each of a step with each of the project.
create function private.plan_undo(target public.imports, customer_ids uuid[])
returns table (
  customer_id uuid, customer_before jsonb, customer_project_before jsonb, added jsonb, is_same_person boolean, is_kept boolean
)
language plpgsql stable
set search_path = ''
as $$
declare
  v_account_id constant uuid := (target).account_id;
begin
  return query
  select
    s.customer_id, ch.customer_before, ch.customer_project_before, ch.added, ch.customer_after = md5(s.customer::text)::uuid,
    ch.customer_project_after is distinct from md5(s.customer_project::text)::uuid
      -- Somebody who was written about since is worth keeping.
      or ch.customer_before is null and (
        exists (
          select from public.customer_notes n
          where n.account_id = v_account_id and n.customer_id = s.customer_id
            and not coalesce(ch.added -> 'notes' ? n.id::text, false)
        )
        or exists (
          select from public.customer_tags t
          where t.account_id = v_account_id and t.customer_id = s.customer_id
            and t.created_at is distinct from (ch.added -> 'tags' ->> t.tag)::timestamptz
        )
      )
  from unnest(private.import_states(v_account_id, (target).project_id, customer_ids)) s
  cross join lateral (
    select c.* from private.import_changes c
    where c.account_id = v_account_id and c.import_id = (target).id and c.customer_id = s.customer_id
    limit 1
  ) ch;
end
$$;
grant execute on function private.plan_undo(public.imports, uuid[]) to tinycrm;

-- Takes back what an import changed of some customers, and says of how many.
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
  for v_change.customer_id, v_change.customer_before, v_change.customer_project_before, v_change.added, v_is_same_person in
    select p.customer_id, p.customer_before, p.customer_project_before, p.added, p.is_same_person
    from private.plan_undo(target, customer_ids) p
    where not p.is_kept
  loop
    kept := kept - 1;
    -- Whoever took a tag off and put it on again since wants it.
    delete from public.customer_tags t
    where t.account_id = v_account_id and t.customer_id = v_change.customer_id
      and t.created_at = (v_change.added -> 'tags' ->> t.tag)::timestamptz;
    delete from public.customer_notes n
    where n.account_id = v_account_id and n.customer_id = v_change.customer_id and v_change.added -> 'notes' ? n.id::text;
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

-- What undoing an import would do. Exact for so many customers, which take a second: nobody decides by the difference beyond.
create function private.preview_undo(
  import_id uuid, out removed integer, out restored integer, out kept integer, out has_more boolean
)
language plpgsql stable security definer
set search_path = ''
set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set jit = off
as $$
declare
  v_limit constant integer := 10000;
  v_import public.imports;
  v_ids uuid[];
begin
  select i.* into v_import from public.imports i
  where i.id = preview_undo.import_id and i.account_id = any (private.my_account_ids());
  perform private.require_editor(v_import.account_id);
  v_ids := array(
    select ch.customer_id from private.import_changes ch
    where ch.account_id = v_import.account_id and ch.import_id = v_import.id
    order by ch.customer_id
    limit v_limit + 1
  );
  has_more := cardinality(v_ids) > v_limit;
  select
    count(*) filter (where not p.is_kept and p.customer_project_before is null),
    count(*) filter (where not p.is_kept and p.customer_project_before is not null),
    count(*) filter (where p.is_kept)
  into removed, restored, kept
  from private.plan_undo(v_import, v_ids[:v_limit]) p;
end
$$;
alter function private.preview_undo(uuid) owner to tinycrm;
grant execute on function private.preview_undo(uuid) to authenticated;

create function public.preview_undo(import_id uuid)
returns table (removed integer, restored integer, kept integer, has_more boolean) language sql stable set search_path = ''
as $$ select * from private.preview_undo(preview_undo.import_id) $$;
comment on function public.preview_undo(uuid) is
  'How many customers undo_import would remove, restore and keep, of the first 10,000 that the import changed; has_more where there are others. Changes nothing. Owners and admins only (42501).';
grant execute on function public.preview_undo(uuid) to authenticated;

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
