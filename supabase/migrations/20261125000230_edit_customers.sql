-- What members change by hand, for one customer or many. Rows are locked as ingest locks them: the
-- activity of the customers first, in (account_id, customer_id) order, so that nobody deadlocks.

create function private.lock_customers(account_id uuid, customer_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform from public.customer_activity a
  where a.account_id = lock_customers.account_id and a.customer_id = any (lock_customers.customer_ids)
  order by a.account_id, a.customer_id
  for no key update;
end
$$;
revoke all on function private.lock_customers(uuid, uuid[]) from public, anon, authenticated, service_role;
grant execute on function private.lock_customers(uuid, uuid[]) to tinycrm;

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
    raise invalid_parameter_value using message = 'A name has 200 characters at most.';
  end if;
  perform private.lock_customers(edit_customer.account_id, array[edit_customer.customer_id]);
  update public.customers c set name = v_name
  where c.account_id = edit_customer.account_id and c.id = edit_customer.customer_id;
  if not found then
    raise invalid_parameter_value using message = 'There is no such customer in this account.';
  end if;
  update public.customer_activity a set name_at = greatest(a.name_at, now())
  where a.account_id = edit_customer.account_id and a.customer_id = edit_customer.customer_id;
end
$$;
alter function private.edit_customer(uuid, uuid, text) owner to tinycrm;
revoke all on function private.edit_customer(uuid, uuid, text) from public, anon, authenticated, service_role;
grant execute on function private.edit_customer(uuid, uuid, text) to authenticated;

create function public.edit_customer(account_id uuid, customer_id uuid, name text)
returns void
language sql volatile
set search_path = ''
as $$
  select private.edit_customer(edit_customer.account_id, edit_customer.customer_id, edit_customer.name)
$$;
comment on function public.edit_customer(uuid, uuid, text) is
  'Names a customer by hand; an empty name removes it. Calls that are older do not undo it. Owners and admins only (42501).';
revoke all on function public.edit_customer(uuid, uuid, text) from public, anon, authenticated, service_role;
grant execute on function public.edit_customer(uuid, uuid, text) to authenticated;

create function private.edit_customer_project(
  account_id uuid, customer_id uuid, project_id uuid, status public.customer_status, params jsonb
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
  v_merged record;
begin
  perform private.require_editor(edit_customer_project.account_id);
  if jsonb_typeof(coalesce(edit_customer_project.params, '{}')) <> 'object' then
    raise invalid_parameter_value using message = 'Params are an object.';
  end if;
  perform private.lock_customers(edit_customer_project.account_id, array[edit_customer_project.customer_id]);
  select * into v_stored from public.customer_projects cp
  where cp.account_id = edit_customer_project.account_id
    and cp.customer_id = edit_customer_project.customer_id
    and cp.project_id = edit_customer_project.project_id
  for no key update;
  if not found then
    raise invalid_parameter_value using message = 'This person is no customer of this product.';
  end if;
  v_merged := private.merge_params(
    v_stored.params, v_stored.params_at,
    private.params_to_set(edit_customer_project.params), private.params_times(edit_customer_project.params, now()), true
  );
  if greatest(pg_column_size(v_merged.params), pg_column_size(v_merged.params_at)) > v_max_params_bytes then
    raise invalid_parameter_value using message = 'The params of one customer in one product may have 64 KB.';
  end if;
  update public.customer_projects cp set
    status = coalesce(edit_customer_project.status, cp.status),
    status_at = case when edit_customer_project.status is null then cp.status_at else greatest(cp.status_at, now()) end,
    params = v_merged.params,
    params_at = v_merged.params_at,
    edited_at = now()
  where cp.account_id = edit_customer_project.account_id
    and cp.customer_id = edit_customer_project.customer_id
    and cp.project_id = edit_customer_project.project_id;
end
$$;
alter function private.edit_customer_project(uuid, uuid, uuid, public.customer_status, jsonb) owner to tinycrm;
revoke all on function private.edit_customer_project(uuid, uuid, uuid, public.customer_status, jsonb) from public, anon, authenticated, service_role;
grant execute on function private.edit_customer_project(uuid, uuid, uuid, public.customer_status, jsonb) to authenticated;

create function public.edit_customer_project(
  account_id uuid, customer_id uuid, project_id uuid, status public.customer_status default null, params jsonb default null
)
returns void
language sql volatile
set search_path = ''
as $$
  select private.edit_customer_project(
    edit_customer_project.account_id, edit_customer_project.customer_id, edit_customer_project.project_id,
    edit_customer_project.status, edit_customer_project.params
  )
$$;
comment on function public.edit_customer_project(uuid, uuid, uuid, public.customer_status, jsonb) is
  'Sets status and params of a customer in one product by hand. params is a patch in which null removes; what is null or left out stays. Calls that are older do not undo it. Owners and admins only (42501).';
revoke all on function public.edit_customer_project(uuid, uuid, uuid, public.customer_status, jsonb) from public, anon, authenticated, service_role;
grant execute on function public.edit_customer_project(uuid, uuid, uuid, public.customer_status, jsonb) to authenticated;

create function private.set_status(
  account_id uuid, project_id uuid, status public.customer_status, customer_ids uuid[], filter jsonb
)
returns integer
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_ids uuid[];
  v_count integer;
begin
  perform private.require_editor(set_status.account_id);
  if set_status.status is null then
    raise invalid_parameter_value using message = 'Choose a status: free, trial, paid or churned.';
  end if;
  v_ids := coalesce(set_status.customer_ids, private.matching_customers(set_status.account_id, filter));
  perform private.lock_customers(set_status.account_id, v_ids);
  update public.customer_projects cp set
    status = set_status.status, status_at = greatest(cp.status_at, now()), edited_at = now()
  where cp.account_id = set_status.account_id
    and cp.project_id = set_status.project_id
    and cp.customer_id = any (v_ids)
    and cp.status <> set_status.status;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
alter function private.set_status(uuid, uuid, public.customer_status, uuid[], jsonb) owner to tinycrm;
revoke all on function private.set_status(uuid, uuid, public.customer_status, uuid[], jsonb) from public, anon, authenticated, service_role;
grant execute on function private.set_status(uuid, uuid, public.customer_status, uuid[], jsonb) to authenticated;

create function public.set_status(account_id uuid, project_id uuid, status public.customer_status, customer_ids uuid[])
returns integer
language sql volatile
set search_path = ''
as $$
  select private.set_status(
    set_status.account_id, set_status.project_id, set_status.status, coalesce(set_status.customer_ids, '{}'), null
  )
$$;
comment on function public.set_status(uuid, uuid, public.customer_status, uuid[]) is
  'Sets the status of customers in one product by hand and returns how many it changed; who is not in it stays out. Owners and admins only (42501).';
revoke all on function public.set_status(uuid, uuid, public.customer_status, uuid[]) from public, anon, authenticated, service_role;
grant execute on function public.set_status(uuid, uuid, public.customer_status, uuid[]) to authenticated;

create function public.set_status_matching(account_id uuid, project_id uuid, status public.customer_status, filter jsonb)
returns integer
language sql volatile
set search_path = ''
as $$
  select private.set_status(
    set_status_matching.account_id, set_status_matching.project_id, set_status_matching.status, null, set_status_matching.filter
  )
$$;
comment on function public.set_status_matching(uuid, uuid, public.customer_status, jsonb) is
  'set_status for all customers that match a filter of search_customers, 10,000 at most (22023).';
revoke all on function public.set_status_matching(uuid, uuid, public.customer_status, jsonb) from public, anon, authenticated, service_role;
grant execute on function public.set_status_matching(uuid, uuid, public.customer_status, jsonb) to authenticated;
