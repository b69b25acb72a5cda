-- Calls of identify that a delivery becomes, and how they are written.

-- The calls, without an email, of an event that is not about a subscription. Its status and its params may be older
-- than the event itself.
create function private.calls_of_event(event jsonb, status jsonb, at timestamptz)
returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_array(jsonb_build_object(
      'name', event -> 'name', 'at', at, 'seen_at', event -> 'seen_at',
      'status', case when event ->> 'status_at' is null then status end,
      'params', case when event ->> 'params_at' is null then event -> 'params' end
    ))
    || case when event ->> 'status_at' is null then '[]' else jsonb_build_array(jsonb_build_object(
      'status', status, 'at', least(at, (event ->> 'status_at')::timestamptz)
    )) end
    || case when event ->> 'params_at' is null then '[]' else jsonb_build_array(jsonb_build_object(
      'params', event -> 'params', 'at', least(at, (event ->> 'params_at')::timestamptz)
    )) end
$$;
grant execute on function private.calls_of_event(jsonb, jsonb, timestamptz) to tinycrm;

-- Calls of a receiver, [{email, name?, status?, params?, at}], all for one person.
create function private.read_received_calls(receiver public.receivers, calls jsonb)
returns private.call[]
language sql stable
set search_path = ''
as $$
  select array(
    select row(
      (c.position - 1)::integer, row_number() over (order by c.at, c.position), (receiver).account_id, (receiver).project_id,
      known.id, c.email, c.name, c.status, nullif(c.params, 'null'), c.at
    )::private.call
    from rows from (
      jsonb_to_recordset(calls) as (email text, name text, status public.customer_status, params jsonb, at timestamptz)
    ) with ordinality as c (email, name, status, params, at, position)
    left join lateral (
      select cu.id from public.customers cu
      where cu.account_id = (receiver).account_id and cu.email = c.email
      limit 1
    ) known on true
  )
$$;
grant execute on function private.read_received_calls(public.receivers, jsonb) to tinycrm;

-- A renewal is no sign of life: activity is where it was, or where the event says that the person was there.
-- What was written is newer than that, so older params are compared one by one from now on.
create function private.keep_activity(
  call private.call, customer_project_last timestamptz, customer_last timestamptz, seen_at timestamptz
)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_last constant timestamptz := greatest(customer_project_last, seen_at);
begin
  if customer_project_last is not null then
    update public.customer_projects cp set
      last_activity_at = v_last,
      edited_at = greatest(cp.edited_at, (call).at)
    where cp.account_id = (call).account_id and cp.customer_id = (call).customer_id
      and cp.project_id = (call).project_id and cp.last_activity_at > v_last;
  end if;
  update public.customer_activity a set last_activity_at = greatest(
    customer_last,
    (
      select cp.last_activity_at from public.customer_projects cp
      where cp.account_id = (call).account_id and cp.customer_id = (call).customer_id and cp.project_id = (call).project_id
    )
  )
  where a.account_id = (call).account_id and a.customer_id = (call).customer_id;
end
$$;
grant execute on function private.keep_activity(private.call, timestamptz, timestamptz, timestamptz) to tinycrm;

-- Writes the calls of a delivery through the step that identify uses, and tells whether they changed anything.
create function private.write_received_calls(receiver public.receivers, calls jsonb, seen_at timestamptz, out customer_id uuid, out outcome text)
language plpgsql volatile
set search_path = ''
as $$
declare
  v_calls private.call[] := private.read_received_calls(receiver, calls);
  v_before public.customer_projects;
  v_after public.customer_projects;
  v_name_before text;
  v_name_after text;
  v_customer_last timestamptz;
begin
  if v_calls[1].customer_id is null then
    v_calls := private.create_missing_customers(v_calls);
  end if;
  customer_id := v_calls[1].customer_id;
  perform private.lock_customers((receiver).account_id, array[customer_id]);

  select cp.* into v_before from public.customer_projects cp
  where cp.account_id = (receiver).account_id and cp.customer_id = write_received_calls.customer_id and cp.project_id = (receiver).project_id;
  select c.name, a.last_activity_at into v_name_before, v_customer_last
  from public.customers c left join public.customer_activity a on a.account_id = c.account_id and a.customer_id = c.id
  where c.account_id = (receiver).account_id and c.id = write_received_calls.customer_id;

  for v_turn in 1..cardinality(v_calls) loop
    perform private.write_turn(v_calls, v_turn);
  end loop;
  perform private.keep_activity(c, v_before.last_activity_at, v_customer_last, seen_at)
  from (select latest from unnest(v_calls) latest order by latest.at desc limit 1) newest (c);
  perform private.learn_params(v_calls);

  select cp.* into v_after from public.customer_projects cp
  where cp.account_id = (receiver).account_id and cp.customer_id = write_received_calls.customer_id and cp.project_id = (receiver).project_id;
  select c.name into v_name_after from public.customers c
  where c.account_id = (receiver).account_id and c.id = write_received_calls.customer_id;
  outcome := case
    when v_before.customer_id is null then 'created'
    when (v_before.status, v_before.params, v_before.last_activity_at, v_name_before)
      is distinct from (v_after.status, v_after.params, v_after.last_activity_at, v_name_after) then 'updated'
    else 'unchanged'
  end;
end
$$;
grant execute on function private.write_received_calls(public.receivers, jsonb, timestamptz) to tinycrm;
