-- receive: one signed delivery of another service becomes calls of identify, in one transaction.

-- What all subscriptions of somebody come to: the best status, the params of the subscription that has it,
-- and the sums (mrr) over those that pay in its unit (currency).
create function private.summarize_subscriptions(subscriptions jsonb)
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
grant execute on function private.summarize_subscriptions(jsonb) to tinycrm;

-- Services let one person be several customers with one email, or a guest besides: what runs for one of them runs.
create function private.known_elsewhere(
  receiver public.receivers, email text, external_id text, out subscriptions jsonb, out purchases jsonb
)
language sql stable
set search_path = ''
as $$
  with other as (
    select p.subscriptions, p.purchases
    from public.customers c
    join private.receiver_people p on p.account_id = c.account_id and p.customer_id = c.id
    where c.account_id = (receiver).account_id and c.email = known_elsewhere.email
      and p.receiver_id = (receiver).id and p.external_id is distinct from known_elsewhere.external_id
  )
  select
    coalesce((select jsonb_object_agg(s.key, s.value) from other cross join jsonb_each(other.subscriptions) s), '{}'),
    coalesce((select jsonb_object_agg(s.key, s.value) from other cross join jsonb_each(other.purchases) s), '{}')
$$;
comment on function private.known_elsewhere(public.receivers, text, text) is
  'The subscriptions and purchases that this service knows under other ids of its own for the person with this email.';
grant execute on function private.known_elsewhere(public.receivers, text, text) to tinycrm;

-- Each subscription, and each purchase, is what its latest event said, in whatever order they come.
create function private.note_latest(known jsonb, item jsonb, at timestamptz)
returns jsonb
language sql stable
set search_path = ''
as $$
  select case
    when at < (known -> (item ->> 'id') ->> 'at')::timestamptz then known
    else (
      select jsonb_object_agg(latest.key, latest.value)
      from (
        select k.key, k.value
        from jsonb_each(known || jsonb_build_object(item ->> 'id', (item - 'id') || jsonb_build_object('at', at))) k
        order by k.value ->> 'status' = 'churned', (k.value ->> 'at')::timestamptz desc
        limit 20
      ) latest
    )
  end
$$;
grant execute on function private.note_latest(jsonb, jsonb, timestamptz) to tinycrm;

-- The status that an event which is not about a subscription gives, `known` being what was bought before. Who is paid one order back still has what runs and
-- what else they bought, and an order that is edited says again what it said: neither is news.
create function private.status_of_event(event jsonb, known jsonb, purchases jsonb, subscriptions jsonb, subscribed text)
returns jsonb
language sql stable
set search_path = ''
as $$
  select case
    when known -> (event ->> 'purchase') -> 'status' = event -> 'status' then 'null'
    when event -> 'needs_purchase' = 'true' and not known ? (event ->> 'purchase') then 'null'
    when event ->> 'status' = 'churned' and (
      subscribed in ('paid', 'trial')
      or exists (
        select from jsonb_each(purchases) p
        where p.value ->> 'status' = 'paid' and p.key is distinct from event ->> 'purchase'
          -- What began a subscription is as that is.
          and not exists (select from jsonb_each(subscriptions) s where s.value ->> 'purchase' = p.key)
      )
    ) then 'null'
    else event -> 'status'
  end
$$;
grant execute on function private.status_of_event(jsonb, jsonb, jsonb, jsonb, text) to tinycrm;

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

-- An event: {event_id, event_type, at, external_id?, email?, name?, status?, status_at?, params?, params_at?, seen_at?, purchase?, needs_purchase?,
-- subscription?: {id, status, params, sums, unit, purchase?}}. Without an email and an id of the service it is about nobody.
create function private.apply_delivery(receiver public.receivers, event jsonb, out customer_id uuid, out outcome text)
language plpgsql volatile
set search_path = ''
as $$
declare
  v_at constant timestamptz := private.event_time(null, (event ->> 'at')::timestamptz);
  v_external_id text := event ->> 'external_id';
  v_email text := (event ->> 'email')::public.email;
  v_seen_at timestamptz;
  v_person private.receiver_people;
  v_known jsonb;
  v_elsewhere record;
  v_summary record;
  v_calls jsonb := '[]';
begin
  if v_external_id is null and v_email is not null then
    select 'guest ' || c.id into v_external_id from public.customers c
    where c.account_id = (receiver).account_id and c.email = v_email;
  elsif v_external_id is null then
    outcome := 'unknown';
    return;
  end if;
  if v_external_id is not null then
    select p.* into v_person from private.receiver_people p
    where p.account_id = (receiver).account_id and p.receiver_id = (receiver).id and p.external_id = v_external_id;
    if v_email is not null and v_at < v_person.email_at then
      v_email := null;
    end if;
    if v_email is null then
      select c.email into v_email from public.customers c
      where c.account_id = v_person.account_id and c.id = v_person.customer_id;
    else
      v_person.email_at := v_at;
    end if;
  end if;

  v_person.subscriptions := coalesce(v_person.subscriptions, '{}');
  v_person.purchases := coalesce(v_person.purchases, '{}');
  v_person.waiting := coalesce(v_person.waiting, '[]');
  v_elsewhere := private.known_elsewhere(receiver, v_email, v_external_id);
  v_known := v_elsewhere.purchases || v_person.purchases;
  if event -> 'subscription' is not null then
    v_person.subscriptions := private.note_latest(v_person.subscriptions, event -> 'subscription', v_at);
  elsif event ->> 'purchase' is not null and event ->> 'status' is not null then
    v_person.purchases := private.note_latest(
      v_person.purchases, jsonb_build_object('id', event -> 'purchase', 'status', event -> 'status'), v_at
    );
  end if;
  v_elsewhere.subscriptions := v_elsewhere.subscriptions || v_person.subscriptions;
  select * into v_summary from private.summarize_subscriptions(v_elsewhere.subscriptions);
  if event -> 'subscription' is null then
    v_calls := private.calls_of_event(event, private.status_of_event(
      event, v_known, v_elsewhere.purchases || v_person.purchases, v_elsewhere.subscriptions, v_summary.status
    ), v_at);
  end if;

  if v_email is null then
    outcome := 'waiting';
    v_person.waiting := (
      select coalesce(jsonb_agg(latest.value order by latest.position), '[]')
      from (
        select w.value, w.position from jsonb_array_elements(v_person.waiting || v_calls) with ordinality w (value, position)
        order by w.position desc limit 20
      ) latest
    );
    -- What waits must not grow past what a customer has room for: the event that tells the email would be refused.
    if octet_length(v_person.waiting::text) > 65536 then
      raise program_limit_exceeded;
    end if;
  else
    v_calls := v_person.waiting || v_calls;
    v_person.waiting := '[]';
    if v_elsewhere.subscriptions <> '{}' then
      v_calls := v_calls || jsonb_build_object(
        'name', case when event -> 'subscription' is not null and v_at >= v_summary.at then event -> 'name' end,
        'status', v_summary.status, 'params', v_summary.params, 'at', v_summary.at
      );
    end if;
    select jsonb_agg(c.value || jsonb_build_object('email', v_email) order by c.position), max((c.value ->> 'seen_at')::timestamptz)
    into v_calls, v_seen_at
    from jsonb_array_elements(v_calls) with ordinality c (value, position);
    -- least() ignores null, and no sign of life is not one of now.
    v_seen_at := case when v_seen_at is not null then least(now(), v_seen_at) end;
    select w.customer_id, w.outcome into customer_id, outcome
    from private.write_received_calls(receiver, v_calls, v_seen_at) w;
  end if;

  if event ->> 'external_id' is not null or v_person.purchases <> '{}' or v_person.subscriptions <> '{}' then
    insert into private.receiver_people as p
      (account_id, receiver_id, external_id, customer_id, email_at, subscriptions, purchases, waiting)
    values (
      (receiver).account_id, (receiver).id, coalesce(v_external_id, 'guest ' || apply_delivery.customer_id),
      apply_delivery.customer_id, coalesce(v_person.email_at, '-infinity'),
      v_person.subscriptions, v_person.purchases, v_person.waiting
    )
    on conflict on constraint receiver_people_pkey do update set
      customer_id = excluded.customer_id, email_at = excluded.email_at, subscriptions = excluded.subscriptions,
      purchases = excluded.purchases, waiting = excluded.waiting, touched_at = now();
  end if;
end
$$;
grant execute on function private.apply_delivery(public.receivers, jsonb) to tinycrm;

create function private.is_receiving(receiver public.receivers)
returns boolean
language sql stable
set search_path = ''
as $$
  select exists (
    select from public.projects p join public.accounts a on a.id = p.account_id
    where p.account_id = (receiver).account_id and p.id = (receiver).project_id
      and p.archived_at is null and a.deletion_began_at is null
  )
$$;
comment on function private.is_receiving(public.receivers) is 'Not while its project is archived, or once its account is being deleted: as with keys.';
grant execute on function private.is_receiving(public.receivers) to tinycrm;

create function ingest.find_receiver(receiver_id uuid)
returns jsonb
language sql stable security definer
set search_path = ''
as $$
  select jsonb_build_object('service', r.service, 'mapping', r.mapping, 'secret', s.secret)
  from public.receivers r
  join private.receiver_secrets s on s.account_id = r.account_id and s.receiver_id = r.id
  where r.id = find_receiver.receiver_id and private.is_receiving(r)
$$;
comment on function ingest.find_receiver(uuid) is '{service, mapping, secret} of a receiver, to check and read a delivery; null when there is none.';
alter function ingest.find_receiver(uuid) owner to tinycrm;
grant execute on function ingest.find_receiver(uuid) to ingest;

create function ingest.receive(receiver_id uuid, event jsonb)
returns text
language plpgsql volatile security definer
set search_path = ''
set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set jit = off
as $$
declare
  v_receiver public.receivers;
  v_customer_id uuid;
  v_outcome text;
  v_detail text;
begin
  -- One delivery of a receiver at a time, and none after it was removed.
  select r.* into v_receiver from public.receivers r where r.id = receive.receiver_id for no key update;
  if not found or not private.is_receiving(v_receiver) then
    return 'not_found';
  end if;
  if private.unpaid_calls(array[row(0, 1, v_receiver.account_id, v_receiver.project_id, null, null, null, null, null, now())::private.call]) <> '{}' then
    perform private.record_delivery(v_receiver, event, 'refused', 'The trial or subscription of this account has ended. Open Billing to go on.', null);
    return 'payment_required';
  end if;

  delete from private.receiver_people p
  where p.ctid in (
    select old.ctid from private.receiver_people old
    where old.customer_id is null and old.touched_at < now() - interval '30 days' limit 100 for update skip locked
  );

  v_outcome := event ->> 'outcome';
  v_detail := event ->> 'detail';
  if v_outcome is not null and v_outcome not in ('ignored', 'refused') then
    raise invalid_parameter_value using message = 'Only ignored and refused deliveries have their outcome before they are read.';
  elsif v_outcome is null then
    if exists (
      select from public.receiver_deliveries d
      where d.account_id = v_receiver.account_id and d.receiver_id = v_receiver.id
        and d.event_hash = private.event_hash(event) and d.outcome not in ('refused', 'repeated', 'ignored')
    ) then
      v_outcome := 'repeated';
    else
      begin
        select a.customer_id, a.outcome into v_customer_id, v_outcome from private.apply_delivery(v_receiver, event) a;
      exception
        when program_limit_exceeded then
          v_outcome := 'refused';
          v_detail := 'The params of this customer would grow past 64 KB. Leave some out in the mapping.';
        when data_exception or check_violation or not_null_violation then
          v_outcome := 'refused';
          v_detail := 'This event has a value that no customer can have.';
      end;
    end if;
  end if;
  perform private.record_delivery(v_receiver, event, v_outcome, v_detail, v_customer_id);
  return v_outcome;
end
$$;
comment on function ingest.receive(uuid, jsonb) is
  'Takes one checked delivery and answers: created, updated, unchanged, waiting (the email is not known yet), unknown (it names nobody), repeated, ignored, refused, payment_required or not_found. An event that comes with the outcome ignored or refused is only noted.';
alter function ingest.receive(uuid, jsonb) owner to tinycrm;
grant execute on function ingest.receive(uuid, jsonb) to ingest;
