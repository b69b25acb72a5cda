-- erase_customers: takes people out of an account with all that is known about them.

grant delete on public.customers to tinycrm;

create function private.erase_customers(account_id uuid, customer_ids uuid[], filter jsonb, expected integer)
returns integer
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_ids uuid[];
  v_count integer;
begin
  perform private.require_editor(erase_customers.account_id);
  v_ids := coalesce(erase_customers.customer_ids, private.matching_customers(erase_customers.account_id, filter));
  if expected is not null and cardinality(v_ids) <> expected then
    raise invalid_parameter_value using
      message = format('Now %s customers match, not %s. Look again before you erase.', cardinality(v_ids), expected);
  end if;
  perform private.lock_customers(erase_customers.account_id, v_ids);
  delete from public.customers c where c.account_id = erase_customers.account_id and c.id = any (v_ids);
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
comment on function private.erase_customers(uuid, uuid[], jsonb, integer) is
  'Every table that knows a customer refers to customers and loses its rows with it.';
alter function private.erase_customers(uuid, uuid[], jsonb, integer) owner to tinycrm;
revoke all on function private.erase_customers(uuid, uuid[], jsonb, integer) from public, anon, authenticated, service_role;
grant execute on function private.erase_customers(uuid, uuid[], jsonb, integer) to authenticated;

create function public.erase_customers(account_id uuid, customer_ids uuid[])
returns integer
language sql volatile
set search_path = ''
as $$
  select private.erase_customers(erase_customers.account_id, coalesce(erase_customers.customer_ids, '{}'), null, null)
$$;
comment on function public.erase_customers(uuid, uuid[]) is
  'Erases customers in every product and returns how many there were. It cannot be undone. Owners and admins only (42501).';
revoke all on function public.erase_customers(uuid, uuid[]) from public, anon, authenticated, service_role;
grant execute on function public.erase_customers(uuid, uuid[]) to authenticated;

create function public.erase_matching(account_id uuid, filter jsonb, expected integer)
returns integer
language sql volatile
set search_path = ''
as $$
  select private.erase_customers(erase_matching.account_id, null, erase_matching.filter, coalesce(erase_matching.expected, -1))
$$;
comment on function public.erase_matching(uuid, jsonb, integer) is
  'Erases all customers that match a filter of search_customers, 10,000 at most, if they are as many as expected (22023). Owners and admins only (42501).';
revoke all on function public.erase_matching(uuid, jsonb, integer) from public, anon, authenticated, service_role;
grant execute on function public.erase_matching(uuid, jsonb, integer) to authenticated;
