-- receive: one signed delivery of another service becomes calls of identify, in one transaction.

-- An event: {event_id, event_type, at, external_id?, email?, email_is_hint?, name?, status?, status_at?, params?, params_at?, seen_at?,
-- purchase?, needs_purchase?, of_subscription?, ends_subscriptions?, yields?, subscriptions?: [{id, status, params, sums, unit, purchase?}]}.
-- Without an email and an id of the service it is about nobody.
create function private.apply_delivery(receiver public.receivers, event jsonb, out customer_id uuid, out outcome text)
language plpgsql volatile
set search_path = ''
as $$
declare
  v_at constant timestamptz := private.event_time(null, (event ->> 'at')::timestamptz);
  v_external_id constant text := private.external_id_of(receiver, event);
  v_email text := (event ->> 'email')::public.email;
  v_seen_at timestamptz;
  v_before private.receiver_people;
  v_person private.receiver_people;
  v_has_new_address boolean;
  v_elsewhere record;
  v_summary record;
  v_calls jsonb := '[]';
begin
  if v_external_id is null and v_email is null then
    outcome := 'unknown';
    return;
  end if;
  select p.* into v_before from private.receiver_people p
  where p.account_id = (receiver).account_id and p.receiver_id = (receiver).id and p.external_id = v_external_id;
  v_person := v_before;
  if v_email is not null and (v_at < v_person.email_at or event -> 'email_is_hint' = 'true' and v_person.customer_id is not null) then
    v_email := null;
  end if;
  if v_email is null then
    select c.email into v_email from public.customers c
    where c.account_id = v_person.account_id and c.id = v_person.customer_id;
    -- What was typed beside another address is no name of this person.
    if v_email <> event ->> 'email' then event := event - 'name'; end if;
  elsif event -> 'email_is_hint' is distinct from 'true' then
    v_person.email_at := v_at;
  end if;

  v_has_new_address := v_before.customer_id is not null and not exists (
    select from public.customers c where c.account_id = v_before.account_id and c.id = v_before.customer_id and c.email = v_email
  );

  v_person.subscriptions := coalesce(v_person.subscriptions, '{}');
  v_person.purchases := coalesce(v_person.purchases, '{}');
  v_person.waiting := coalesce(v_person.waiting, '[]');
  v_elsewhere := private.known_elsewhere(receiver, v_email, v_external_id);
  v_person := private.note_event(v_person, event, v_at);
  v_elsewhere.subscriptions := v_elsewhere.subscriptions || v_person.subscriptions;
  select * into v_summary from private.summarize_subscriptions(v_elsewhere.subscriptions, v_elsewhere.purchases || v_person.purchases);
  if v_summary.runs and event -> 'yields' is not null then
    event := jsonb_set(event, '{params}', (event -> 'params') - array(select jsonb_array_elements_text(event -> 'yields')));
  end if;
  if event -> 'subscriptions' is null then
    v_calls := private.calls_of_event(event, private.status_of_event(
      event, v_elsewhere.purchases || coalesce(v_before.purchases, '{}'), v_elsewhere.purchases || v_person.purchases,
      v_elsewhere.subscriptions, v_summary.status
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
        'name', case when event -> 'subscriptions' is not null and v_at >= v_summary.at then event -> 'name' end,
        'status', v_summary.status, 'params', v_summary.params, 'at', v_summary.at
      );
    elsif v_has_new_address and private.has_purchase(v_person.purchases, '{}') then
      v_calls := v_calls || jsonb_build_object('status', 'paid', 'at', v_at);
    end if;
    select jsonb_agg(c.value || jsonb_build_object('email', v_email) order by c.position), max((c.value ->> 'seen_at')::timestamptz)
    into v_calls, v_seen_at
    from jsonb_array_elements(v_calls) with ordinality c (value, position);
    -- least() ignores null, and no sign of life is not one of now.
    v_seen_at := case when v_seen_at is not null then least(now(), v_seen_at) end;
    select w.customer_id, w.outcome into customer_id, outcome
    from private.write_received_calls(receiver, v_calls, v_seen_at) w;
    if v_has_new_address then
      perform private.leave_address(receiver, v_before, v_at);
    end if;
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
