-- Whoever changes customers locks them here first.

-- Locks customers as ingest locks them: their activity first, in (account_id, customer_id) order, so that nobody deadlocks.
create function private.lock_customers(account_id uuid, customer_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
set enable_seqscan = off
as $$
declare
  -- What one transaction changes without holding up the calls for these customers for long.
  v_max constant integer := 10000;
begin
  if cardinality(customer_ids) > v_max then
    raise invalid_parameter_value using
      message = 'That’s more than 10,000 customers. Choose fewer and do it in parts.';
  end if;
  perform from (select distinct id from unnest(lock_customers.customer_ids) id order by id) wanted
  cross join lateral (
    select from public.customer_activity a
    where a.account_id = lock_customers.account_id and a.customer_id = wanted.id
    limit 1
    for no key update
  ) locked;
end
$$;
grant execute on function private.lock_customers(uuid, uuid[]) to tinycrm;

create function private.lock_chosen_customers(account_id uuid, customer_ids uuid[], filter jsonb)
returns uuid[]
language plpgsql volatile
set search_path = ''
as $$
begin
  if customer_ids is null then
    return private.lock_matching_customers(account_id, filter);
  end if;
  perform private.lock_customers(account_id, customer_ids);
  return customer_ids;
end
$$;
comment on function private.lock_chosen_customers(uuid, uuid[], jsonb) is
  'Locks the customers with these ids, or those that match the filter when there are no ids, and returns them.';
grant execute on function private.lock_chosen_customers(uuid, uuid[], jsonb) to tinycrm;
