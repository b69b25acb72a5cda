-- receive: one signed delivery of another service becomes calls of identify, in one transaction.

-- What all subscriptions of somebody come to: the best status, the params of the subscription that has it,
-- and the sums (mrr) over those that pay in its unit (currency).
create function private.summarise_subscriptions(subscriptions jsonb)
returns table (status text, params jsonb, at timestamptz)
language sql stable
set search_path = ''
as $$
  with each as (
    select
      s.key, s.value ->> 'status' as status, s.value -> 'params' as params, s.value -> 'sums' as sums,
      s.value ->> 'unit' as unit, (s.value ->> 'at')::timestamptz as at
    from jsonb_each(subscriptions) s
  ),
  best as (
    select * from each
    order by array_position(array['paid', 'trial', 'free', 'churned'], each.status) nulls last, each.at desc, each.key
    limit 1
  )
  select
    best.status,
    best.params || coalesce((
      select jsonb_object_agg(sum.key, sum.total)
      from (
        select k.key, coalesce(sum((each.sums ->> k.key)::numeric) filter (where each.status = 'paid' and each.unit is not distinct from best.unit), 0) as total
        from jsonb_object_keys(best.sums) k (key) cross join each
        group by k.key
      ) sum
    ), '{}'),
    (select max(each.at) from each)
  from best
$$;
revoke all on function private.summarise_subscriptions(jsonb) from public, anon, authenticated, service_role;
grant execute on function private.summarise_subscriptions(jsonb) to tinycrm;

-- Each subscription is what its latest event said, in whatever order they come.
create function private.note_subscription(subscriptions jsonb, subscription jsonb, at timestamptz)
returns jsonb
language sql stable
set search_path = ''
as $$
  select case
    when at < (subscriptions -> (subscription ->> 'id') ->> 'at')::timestamptz then subscriptions
    else (
      select jsonb_object_agg(latest.key, latest.value)
      from (
        select s.key, s.value
        from jsonb_each(
          subscriptions || jsonb_build_object(subscription ->> 'id', (subscription - 'id') || jsonb_build_object('at', at))
        ) s
        order by s.value ->> 'status' = 'churned', (s.value ->> 'at')::timestamptz desc
        limit 20
      ) latest
    )
  end
$$;
revoke all on function private.note_subscription(jsonb, jsonb, timestamptz) from public, anon, authenticated, service_role;
grant execute on function private.note_subscription(jsonb, jsonb, timestamptz) to tinycrm;

-- Services let one person be several customers with one email: what runs for one of them runs.
create function private.subscriptions_of_others(receiver public.receivers, email text, external_id text)
returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_object_agg(s.key, s.value), '{}')
  from public.customers c
  join private.receiver_people p on p.account_id = c.account_id and p.customer_id = c.id
  cross join jsonb_each(p.subscriptions) s
  where c.account_id = (receiver).account_id and c.email = subscriptions_of_others.email
    and p.receiver_id = (receiver).id and p.external_id is distinct from subscriptions_of_others.external_id
$$;
comment on function private.subscriptions_of_others(public.receivers, text, text) is
  'The subscriptions that this service knows under other ids of its own for the person with this email.';
revoke all on function private.subscriptions_of_others(public.receivers, text, text) from public, anon, authenticated, service_role;
grant execute on function private.subscriptions_of_others(public.receivers, text, text) to tinycrm;

-- Calls of a receiver, [{email, name?, status?, params?, at}], all for one person.
create function private.read_received_calls(receiver public.receivers, calls jsonb)
returns private.identify_call[]
language sql stable
set search_path = ''
as $$
  select array(
    select row(
      (c.position - 1)::integer, row_number() over (order by c.at, c.position), (receiver).account_id, (receiver).project_id,
      known.id, c.email, c.name, c.status, nullif(c.params, 'null'), c.at
    )::private.identify_call
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
revoke all on function private.read_received_calls(public.receivers, jsonb) from public, anon, authenticated, service_role;
grant execute on function private.read_received_calls(public.receivers, jsonb) to tinycrm;

-- A renewal is no sign of life: activity is where it was, or where the event says that the person was there.
-- What was written is newer than that, so older params are compared one by one from now on.
create function private.keep_activity(
  call private.identify_call, relation_last timestamptz, customer_last timestamptz, seen_at timestamptz
)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_last constant timestamptz := greatest(relation_last, seen_at);
begin
  if relation_last is not null then
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
revoke all on function private.keep_activity(private.identify_call, timestamptz, timestamptz, timestamptz) from public, anon, authenticated, service_role;
grant execute on function private.keep_activity(private.identify_call, timestamptz, timestamptz, timestamptz) to tinycrm;

create function private.write_received_calls(receiver public.receivers, calls jsonb, seen_at timestamptz, out customer_id uuid, out outcome text)
language plpgsql volatile
set search_path = ''
as $$
declare
  v_calls private.identify_call[] := private.read_received_calls(receiver, calls);
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
    perform private.write_identify_turn(v_calls, v_turn);
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
revoke all on function private.write_received_calls(public.receivers, jsonb, timestamptz) from public, anon, authenticated, service_role;
grant execute on function private.write_received_calls(public.receivers, jsonb, timestamptz) to tinycrm;
