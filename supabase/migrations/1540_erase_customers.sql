-- erase_customers: takes people out of an account with all that is known about them.

-- Erases people whom the caller has locked, and returns how many there were. Every table that knows a customer refers to customers
-- and loses its rows with it.
create function private.erase_people(account_id uuid, ids uuid[])
returns integer
language plpgsql volatile
set search_path = ''
set enable_seqscan = off
set plan_cache_mode = force_custom_plan
as $$
declare
  v_projects constant uuid[] := array(
    select distinct theirs.project_id from unnest(ids) id
    cross join lateral (
      select cp.project_id from public.customer_projects cp
      where cp.account_id = erase_people.account_id and cp.customer_id = id
      offset 0
    ) theirs
  );
  v_count integer;
begin
  -- Planned with the ids at hand, which are looked up in a hash when an index of the account is read.
  delete from public.customers c where c.account_id = erase_people.account_id and c.id = any (ids);
  get diagnostics v_count = row_count;
  perform private.forget_params(erase_people.account_id, v_projects);
  return v_count;
end
$$;
grant execute on function private.erase_people(uuid, uuid[]) to tinycrm;

create function private.erase_customers(account_id uuid, customer_ids uuid[], filter jsonb, expected integer)
returns integer
language plpgsql volatile security definer
set search_path = ''
set enable_seqscan = off
set plan_cache_mode = force_custom_plan
as $$
declare
  v_ids uuid[];
  v_count integer;
begin
  perform private.require_editor(erase_customers.account_id);
  v_ids := private.lock_chosen_customers(erase_customers.account_id, erase_customers.customer_ids, filter);
  if expected is not null and cardinality(v_ids) <> expected then
    raise invalid_parameter_value using
      message = format('%s customers match now, not %s. Check them again before you delete.', cardinality(v_ids), expected);
  end if;
  v_count := private.erase_people(erase_customers.account_id, v_ids);
  perform private.record_audit(
    erase_customers.account_id, 'customers_erased', null, jsonb_build_object('count', v_count)
  );
  return v_count;
end
$$;
comment on function private.erase_customers(uuid, uuid[], jsonb, integer) is
  'Erases these people, or all that match a filter if they are as many as expected.';
alter function private.erase_customers(uuid, uuid[], jsonb, integer) owner to tinycrm;
grant execute on function private.erase_customers(uuid, uuid[], jsonb, integer) to authenticated;

create function public.erase_customers(account_id uuid, customer_ids uuid[])
returns integer language sql volatile set search_path = '' set statement_timeout = '30s'
as $$
  select private.erase_customers(erase_customers.account_id, coalesce(erase_customers.customer_ids, '{}'), null, null)
$$;
comment on function public.erase_customers(uuid, uuid[]) is
  'Erases customers in every project and returns how many there were. It cannot be undone. Owners and admins only (42501).';
grant execute on function public.erase_customers(uuid, uuid[]) to authenticated;

create function public.erase_matching(account_id uuid, filter jsonb, expected integer)
returns integer language sql volatile set search_path = '' set statement_timeout = '30s'
as $$
  select private.erase_customers(erase_matching.account_id, null, erase_matching.filter, coalesce(erase_matching.expected, -1))
$$;
comment on function public.erase_matching(uuid, jsonb, integer) is
  'Erases all customers that match a filter of search_customers, 10,000 at most, if they are as many as expected (22023). Owners and admins only (42501).';
grant execute on function public.erase_matching(uuid, jsonb, integer) to authenticated;
