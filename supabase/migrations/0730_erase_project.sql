-- A project goes with all that it knew, and people whom no other project knows go with it.

-- Up to 5,000 people at once, so that a project of any size goes in steps that each fit into a statement's time.
create function private.erase_project(account_id uuid, project_id uuid)
returns boolean
language plpgsql volatile
set search_path = ''
-- Looked up one by one, as of tables that were just filled the planner knows nothing.
set enable_seqscan = off
set plan_cache_mode = force_custom_plan
as $$
declare
  v_id uuid;
  v_orphans uuid[];
  v_people uuid[] := array(
    select cp.customer_id from public.customer_projects cp
    where cp.account_id = erase_project.account_id and cp.project_id = erase_project.project_id
    limit 5000
  );
begin
  if v_people = '{}' then
    delete from public.projects p where p.account_id = erase_project.account_id and p.id = erase_project.project_id;
    return true;
  end if;

  -- The lock every writer of a customer takes first, in the same order.
  perform from (select id from unnest(v_people) id order by id) wanted
  cross join lateral (
    select from public.customer_activity a
    where a.account_id = erase_project.account_id and a.customer_id = wanted.id
    limit 1
    for update
  ) locked;
  foreach v_id in array v_people loop
    delete from public.customer_projects cp
    where cp.account_id = erase_project.account_id and cp.customer_id = v_id and cp.project_id = erase_project.project_id;
  end loop;
  v_orphans := array(
    select id from unnest(v_people) id
    where not exists (
      select from public.customer_projects other
      where other.account_id = erase_project.account_id and other.customer_id = id
      offset 0
    )
  );
  delete from public.customers c where c.account_id = erase_project.account_id and c.id = any (v_orphans);
  if cardinality(v_people) < 5000 then
    return private.erase_project(erase_project.account_id, erase_project.project_id);
  end if;
  return false;
end
$$;
grant execute on function private.erase_project(uuid, uuid) to tinycrm;
