-- What is changed by hand takes the locks of ingest for tags too, is never older than the calls that came
-- through while it waited for them, ends at 10,000 customers whichever way they are named, and leaves
-- nothing of erased people in the catalogue of params. Customers are looked up one by one: of tables that
-- were just filled the planner knows nothing, and would compare everybody with everybody.

create or replace function private.lock_customers(account_id uuid, customer_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
set enable_seqscan = off
as $$
declare
  -- What one transaction changes without holding up the calls for these customers for long.
  v_most constant integer := 10000;
begin
  if cardinality(customer_ids) > v_most then
    raise invalid_parameter_value using
      message = 'These are more than 10,000 customers. Choose fewer and do it in parts.';
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

-- Between finding customers and having their locks a call may have changed them.
create function private.lock_matching_customers(account_id uuid, filter jsonb)
returns uuid[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_ids uuid[] := private.matching_customers(account_id, filter);
begin
  perform private.lock_customers(account_id, v_ids);
  return array(
    select id from unnest(private.matching_customers(account_id, filter)) id where id = any (v_ids) order by id
  );
end
$$;
comment on function private.lock_matching_customers(uuid, jsonb) is
  'Locks the customers that match a filter and returns those that still do. 10,000 at most (22023).';
revoke all on function private.lock_matching_customers(uuid, jsonb) from public, anon, authenticated, service_role;
grant execute on function private.lock_matching_customers(uuid, jsonb) to tinycrm;

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
revoke all on function private.lock_chosen_customers(uuid, uuid[], jsonb) from public, anon, authenticated, service_role;
grant execute on function private.lock_chosen_customers(uuid, uuid[], jsonb) to tinycrm;

create or replace function private.tag_customers(account_id uuid, tag text, customer_ids uuid[], filter jsonb)
returns integer
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_tag text := btrim(tag);
  v_count integer;
begin
  perform private.require_editor(tag_customers.account_id);
  if char_length(coalesce(v_tag, '')) not between 1 and 50 then
    raise invalid_parameter_value using message = 'A tag has 1 to 50 characters.';
  end if;
  insert into public.customer_tags (account_id, customer_id, tag)
  select c.account_id, c.id, v_tag
  from unnest(private.lock_chosen_customers(tag_customers.account_id, customer_ids, filter)) chosen
  join public.customers c on c.account_id = tag_customers.account_id and c.id = chosen
  order by c.id
  on conflict do nothing;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;

create or replace function private.untag_customers(account_id uuid, tag text, customer_ids uuid[])
returns integer
language plpgsql volatile security definer
set search_path = ''
set enable_seqscan = off
as $$
declare
  v_id uuid;
  v_count integer := 0;
begin
  perform private.require_editor(untag_customers.account_id);
  perform private.lock_customers(untag_customers.account_id, untag_customers.customer_ids);
  foreach v_id in array coalesce(untag_customers.customer_ids, '{}') loop
    delete from public.customer_tags t
    where t.account_id = untag_customers.account_id and t.customer_id = v_id and t.tag = btrim(untag_customers.tag);
    v_count := v_count + found::integer;
  end loop;
  return v_count;
end
$$;

create or replace function private.date_status_edit()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.status_at := greatest(old.status_at, now());
  new.edited_at := greatest(old.edited_at, now());
  return new;
end
$$;

create or replace function private.edit_customer_project(
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
  v_now timestamptz;
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
  -- now() is when the transaction began, and a call may have been written while it waited.
  v_now := greatest(now(), v_stored.last_activity_at, v_stored.edited_at);
  v_merged := private.merge_params(
    v_stored.params, v_stored.params_at,
    private.params_to_set(edit_customer_project.params), private.params_times(edit_customer_project.params, v_now), true
  );
  if greatest(pg_column_size(v_merged.params), pg_column_size(v_merged.params_at)) > v_max_params_bytes then
    raise invalid_parameter_value using message = 'The params of one customer in one product may have 64 KB.';
  end if;
  update public.customer_projects cp set
    status = coalesce(edit_customer_project.status, cp.status),
    status_at = case when edit_customer_project.status is null then cp.status_at else greatest(cp.status_at, v_now) end,
    params = v_merged.params,
    params_at = v_merged.params_at,
    edited_at = v_now
  where cp.account_id = edit_customer_project.account_id
    and cp.customer_id = edit_customer_project.customer_id
    and cp.project_id = edit_customer_project.project_id;
  perform private.learn_params(array[row(
    0, 1, edit_customer_project.account_id, edit_customer_project.project_id, edit_customer_project.customer_id,
    null, null, null, edit_customer_project.params, v_now
  )::private.identify_call]);
  perform private.record_audit(
    edit_customer_project.account_id, 'customer_edited', edit_customer_project.project_id,
    jsonb_build_object('status', edit_customer_project.status)
  );
end
$$;

create or replace function private.set_status(
  account_id uuid, project_id uuid, status public.customer_status, customer_ids uuid[], filter jsonb
)
returns integer
language plpgsql volatile security definer
set search_path = ''
set enable_seqscan = off
as $$
declare
  v_ids uuid[];
  v_id uuid;
  v_count integer;
begin
  perform private.require_editor(set_status.account_id);
  if set_status.status is null then
    raise invalid_parameter_value using message = 'Choose a status: free, trial, paid or churned.';
  end if;
  v_ids := private.lock_chosen_customers(set_status.account_id, set_status.customer_ids, filter);
  v_count := (
    select count(*) from (select distinct id from unnest(v_ids) id) chosen
    cross join lateral (
      select cp.status from public.customer_projects cp
      where cp.account_id = set_status.account_id and cp.customer_id = chosen.id and cp.project_id = set_status.project_id
      limit 1
    ) was
    where was.status <> set_status.status
  );
  -- Who has the status already keeps it from now on too: a call from before does not take it away.
  foreach v_id in array v_ids loop
    update public.customer_projects cp set
      status = set_status.status, status_at = greatest(cp.status_at, now()), edited_at = greatest(cp.edited_at, now())
    where cp.account_id = set_status.account_id and cp.customer_id = v_id and cp.project_id = set_status.project_id;
  end loop;
  perform private.record_audit(
    set_status.account_id, 'status_set', set_status.project_id,
    jsonb_build_object('status', set_status.status, 'count', v_count)
  );
  return v_count;
end
$$;

create or replace function private.erase_customers(account_id uuid, customer_ids uuid[], filter jsonb, expected integer)
returns integer
language plpgsql volatile security definer
set search_path = ''
set enable_seqscan = off
set plan_cache_mode = force_custom_plan
as $$
declare
  v_ids uuid[];
  v_projects uuid[];
  v_count integer;
begin
  perform private.require_editor(erase_customers.account_id);
  v_ids := private.lock_chosen_customers(erase_customers.account_id, erase_customers.customer_ids, filter);
  if expected is not null and cardinality(v_ids) <> expected then
    raise invalid_parameter_value using
      message = format('Now %s customers match, not %s. Look again before you erase.', cardinality(v_ids), expected);
  end if;
  v_projects := array(
    select distinct theirs.project_id from unnest(v_ids) id
    cross join lateral (
      select cp.project_id from public.customer_projects cp
      where cp.account_id = erase_customers.account_id and cp.customer_id = id
      offset 0
    ) theirs
  );
  -- Planned with the ids at hand, which are looked up in a hash when an index of the account is read.
  delete from public.customers c where c.account_id = erase_customers.account_id and c.id = any (v_ids);
  get diagnostics v_count = row_count;
  perform private.forget_params(erase_customers.account_id, v_projects);
  perform private.record_audit(
    erase_customers.account_id, 'customers_erased', null, jsonb_build_object('count', v_count)
  );
  return v_count;
end
$$;
