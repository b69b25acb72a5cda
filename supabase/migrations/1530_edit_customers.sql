-- What members change by hand, for one customer or many: name, status and params.

-- Sets the name by hand. From then on only a newer call changes it.
create function private.edit_customer(account_id uuid, customer_id uuid, name text)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_name text := nullif(private.to_one_line(name), '');
begin
  perform private.require_editor(edit_customer.account_id);
  if char_length(v_name) > 200 then
    raise invalid_parameter_value using message = 'A name can be at most 200 characters.';
  end if;
  perform private.lock_customers(edit_customer.account_id, array[edit_customer.customer_id]);
  update public.customers c set name = v_name
  where c.account_id = edit_customer.account_id and c.id = edit_customer.customer_id;
  if not found then
    raise invalid_parameter_value using message = 'This customer doesn’t exist or was deleted.';
  end if;
  update public.customer_activity a set name_at = greatest(a.name_at, now())
  where a.account_id = edit_customer.account_id and a.customer_id = edit_customer.customer_id;
end
$$;
alter function private.edit_customer(uuid, uuid, text) owner to tinycrm;
grant execute on function private.edit_customer(uuid, uuid, text) to authenticated;

create function public.edit_customer(account_id uuid, customer_id uuid, name text)
returns void language sql volatile set search_path = ''
as $$ select private.edit_customer(edit_customer.account_id, edit_customer.customer_id, edit_customer.name) $$;
comment on function public.edit_customer(uuid, uuid, text) is
  'Names a customer by hand; an empty name removes it. Calls that are older do not undo it. Owners and admins only (42501).';
grant execute on function public.edit_customer(uuid, uuid, text) to authenticated;

-- Sets status and params by hand, with a time, so that an older call cannot undo them.
create function private.edit_customer_project(
  account_id uuid, customer_id uuid, project_id uuid, status public.customer_status, params jsonb, edit_id uuid
)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  -- As for calls: identify.
  v_max_params_bytes constant integer := 65536;
  v_stored public.customer_projects;
  v_edited public.customer_projects;
  v_merged record;
  v_now timestamptz;
begin
  perform private.require_editor(edit_customer_project.account_id);
  if jsonb_typeof(coalesce(edit_customer_project.params, '{}')) <> 'object' then
    raise invalid_parameter_value using message = 'Params must be a JSON object.';
  end if;
  perform private.lock_customers(edit_customer_project.account_id, array[edit_customer_project.customer_id]);
  select * into v_stored from public.customer_projects cp
  where cp.account_id = edit_customer_project.account_id
    and cp.customer_id = edit_customer_project.customer_id
    and cp.project_id = edit_customer_project.project_id
  for no key update;
  if not found then
    raise invalid_parameter_value using message = 'This customer isn’t in this project.';
  end if;
  -- now() is when the transaction began, and a call may have been written while it waited.
  v_now := greatest(now(), v_stored.last_activity_at, v_stored.edited_at);
  v_merged := private.merge_params(
    v_stored.params, v_stored.params_at,
    private.params_to_set(edit_customer_project.params), private.params_times(edit_customer_project.params, v_now), true
  );
  if greatest(pg_column_size(v_merged.params), pg_column_size(v_merged.params_at)) > v_max_params_bytes then
    raise invalid_parameter_value using message = 'A customer’s params in one project can be at most 64 KB.';
  end if;
  update public.customer_projects cp set
    status = coalesce(edit_customer_project.status, cp.status),
    status_at = case when edit_customer_project.status is null then cp.status_at else greatest(cp.status_at, v_now) end,
    params = v_merged.params,
    params_at = v_merged.params_at,
    edited_at = v_now
  where cp.account_id = edit_customer_project.account_id
    and cp.customer_id = edit_customer_project.customer_id
    and cp.project_id = edit_customer_project.project_id
  returning * into v_edited;
  perform private.forget_old_edits(edit_customer_project.account_id);
  perform private.keep_edit(
    edit_customer_project.account_id, edit_customer_project.edit_id, edit_customer_project.customer_id, 'project',
    private.edit_state(v_stored, true), private.edit_state(v_edited, true)
  );
  perform private.learn_params(array[row(
    0, 1, edit_customer_project.account_id, edit_customer_project.project_id, edit_customer_project.customer_id,
    null, null, null, edit_customer_project.params, v_now
  )::private.call]);
  perform private.record_audit(
    edit_customer_project.account_id, 'customer_edited', edit_customer_project.project_id,
    jsonb_build_object('status', edit_customer_project.status)
  );
end
$$;
alter function private.edit_customer_project(uuid, uuid, uuid, public.customer_status, jsonb, uuid) owner to tinycrm;
grant execute on function private.edit_customer_project(uuid, uuid, uuid, public.customer_status, jsonb, uuid) to authenticated;

create function public.edit_customer_project(
  account_id uuid, customer_id uuid, project_id uuid, status public.customer_status default null,
  params jsonb default null, edit_id uuid default null
)
returns void language sql volatile set search_path = ''
as $$
  select private.edit_customer_project(
    edit_customer_project.account_id, edit_customer_project.customer_id, edit_customer_project.project_id,
    edit_customer_project.status, edit_customer_project.params, edit_customer_project.edit_id
  )
$$;
comment on function public.edit_customer_project(uuid, uuid, uuid, public.customer_status, jsonb, uuid) is
  'Sets status and params of a customer in one project by hand. params is a patch in which null removes; what is null or left out stays. Calls that are older do not undo it. edit_id: what undo_edit is called with. Owners and admins only (42501).';
grant execute on function public.edit_customer_project(uuid, uuid, uuid, public.customer_status, jsonb, uuid) to authenticated;

-- Sets the status of customers in one project and returns how many were changed.
create function private.set_status(
  account_id uuid, project_id uuid, status public.customer_status, customer_ids uuid[], filter jsonb, edit_id uuid
)
returns integer
language plpgsql volatile security definer
set search_path = ''
set enable_seqscan = off
as $$
declare
  v_ids uuid[];
  v_id uuid;
  v_was public.customer_projects;
  v_is public.customer_projects;
  v_count integer := 0;
begin
  perform private.require_editor(set_status.account_id);
  if set_status.status is null then
    raise invalid_parameter_value using message = 'Choose a status: free, trial, paid or churned.';
  end if;
  perform private.forget_old_edits(set_status.account_id);
  v_ids := private.lock_chosen_customers(set_status.account_id, set_status.customer_ids, filter);
  foreach v_id in array array(select distinct id from unnest(v_ids) id order by id) loop
    select * into v_was from public.customer_projects cp
    where cp.account_id = set_status.account_id and cp.customer_id = v_id and cp.project_id = set_status.project_id;
    continue when not found;
    -- Who has the status already keeps it from now on too: a call from before does not take it away.
    update public.customer_projects cp set
      status = set_status.status, status_at = greatest(cp.status_at, now()), edited_at = greatest(cp.edited_at, now())
    where cp.account_id = set_status.account_id and cp.customer_id = v_id and cp.project_id = set_status.project_id
    returning * into v_is;
    v_count := v_count + (v_was.status <> set_status.status)::integer;
    perform private.keep_edit(
      set_status.account_id, set_status.edit_id, v_id, 'project',
      private.edit_state(v_was, false), private.edit_state(v_is, false)
    );
  end loop;
  perform private.record_audit(
    set_status.account_id, 'status_set', set_status.project_id,
    jsonb_build_object('status', set_status.status, 'count', v_count)
  );
  return v_count;
end
$$;
alter function private.set_status(uuid, uuid, public.customer_status, uuid[], jsonb, uuid) owner to tinycrm;
grant execute on function private.set_status(uuid, uuid, public.customer_status, uuid[], jsonb, uuid) to authenticated;

create function public.set_status(
  account_id uuid, project_id uuid, status public.customer_status, customer_ids uuid[], edit_id uuid default null
)
returns integer language sql volatile set search_path = '' set statement_timeout = '30s'
as $$
  select private.set_status(
    set_status.account_id, set_status.project_id, set_status.status, coalesce(set_status.customer_ids, '{}'), null,
    set_status.edit_id
  )
$$;
comment on function public.set_status(uuid, uuid, public.customer_status, uuid[], uuid) is
  'Sets the status of customers in one project by hand and returns how many it changed; who is not in it stays out. edit_id: what undo_edit is called with. Owners and admins only (42501).';
grant execute on function public.set_status(uuid, uuid, public.customer_status, uuid[], uuid) to authenticated;

create function public.set_status_matching(
  account_id uuid, project_id uuid, status public.customer_status, filter jsonb, edit_id uuid default null
)
returns integer language sql volatile set search_path = '' set statement_timeout = '30s'
as $$
  select private.set_status(
    set_status_matching.account_id, set_status_matching.project_id, set_status_matching.status, null,
    set_status_matching.filter, set_status_matching.edit_id
  )
$$;
comment on function public.set_status_matching(uuid, uuid, public.customer_status, jsonb, uuid) is
  'set_status for all customers that match a filter of search_customers, 10,000 at most (22023).';
grant execute on function public.set_status_matching(uuid, uuid, public.customer_status, jsonb, uuid) to authenticated;
