-- webhook_deliveries: one event for one webhook, until it is delivered and for a while after.

create table private.webhook_deliveries (
  account_id uuid not null,
  endpoint_id uuid not null,
  id bigint generated always as identity,
  event_id uuid not null,
  type text not null,
  customer_id uuid,
  project_id uuid,
  from_status public.customer_status,
  to_status public.customer_status,
  import_id uuid,
  erased jsonb,
  message_id uuid,
  at timestamptz not null,
  attempts integer not null default 0,
  next_at timestamptz default now(),
  is_claimed boolean not null default false,
  attempted_at timestamptz,
  delivered_at timestamptz,
  status integer,
  answer text constraint answer_to_a_webhook_is_short check (char_length(answer) <= 4096),
  took_ms integer,
  primary key (account_id, endpoint_id, id),
  foreign key (account_id, endpoint_id) references private.webhook_endpoints (account_id, id) on delete cascade,
  foreign key (account_id, customer_id) references public.customers (account_id, id) on delete cascade
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
comment on table private.webhook_deliveries is
  'One event for one webhook, with how its last attempt ended. Goes with the customer, whom an answer may name; kept for 30 days.';
comment on column private.webhook_deliveries.event_id is 'The same in every attempt and for every webhook of the account: webhook-id.';
comment on column private.webhook_deliveries.erased is 'As of private.webhook_events.';
comment on column private.webhook_deliveries.message_id is 'The message to a channel that tells of it last, with others or alone.';
comment on column private.webhook_deliveries.next_at is
  'When it is tried next. Of a claimed one, when it is given up for lost. Null when nothing more is tried.';
comment on column private.webhook_deliveries.status is 'What was answered. Null without an answer, of which answer says why.';
create index webhook_deliveries_next_idx on private.webhook_deliveries (account_id, endpoint_id, next_at) where next_at is not null;
create index webhook_deliveries_customer_idx on private.webhook_deliveries (account_id, customer_id);

alter table private.webhook_deliveries enable row level security;
alter table private.webhook_deliveries force row level security;
revoke all on private.webhook_deliveries from public, anon, authenticated, service_role;
grant select, insert, update, delete on private.webhook_deliveries to tinycrm;
create policy "tinycrm functions work on every delivery to a webhook" on private.webhook_deliveries
  for all to tinycrm using (true) with check (true);

-- The webhooks of an account, the oldest first.
create function private.list_webhooks(account_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_editor(list_webhooks.account_id);
  return coalesce(
    (
      select jsonb_agg(jsonb_build_object(
        'id', w.id, 'kind', w.kind, 'url', w.url, 'events', to_jsonb(w.events), 'project_ids', to_jsonb(w.project_ids),
        'statuses', to_jsonb(w.statuses), 'hide_emails', w.hide_emails, 'failing_since', w.failing_since,
        'disabled_at', w.disabled_at, 'disabled_reason', w.disabled_reason,
        'previous_until', case when s.previous_until > now() then s.previous_until end
      ) order by w.created_at, w.id)
      from private.webhook_endpoints w
      join private.webhook_secrets s on s.account_id = w.account_id and s.endpoint_id = w.id
      where w.account_id = list_webhooks.account_id
    ),
    '[]'
  );
end
$$;
alter function private.list_webhooks(uuid) owner to tinycrm;
grant execute on function private.list_webhooks(uuid) to authenticated;

create function public.list_webhooks(account_id uuid)
returns jsonb language sql stable set search_path = ''
as $$ select private.list_webhooks(list_webhooks.account_id) $$;
comment on function public.list_webhooks(uuid) is
  'The webhooks of an account: [{id, kind, url, events, project_ids, statuses, hide_emails, failing_since, disabled_at, disabled_reason, previous_until}]. Owners and admins only (42501).';
grant execute on function public.list_webhooks(uuid) to authenticated;

-- The last 50 deliveries to a webhook, the latest first.
create function private.list_webhook_deliveries(account_id uuid, endpoint_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_editor(list_webhook_deliveries.account_id);
  return coalesce(
    (
      select jsonb_agg(jsonb_build_object(
        'id', d.id, 'event_id', d.event_id, 'type', d.type, 'at', d.at, 'attempts', d.attempts, 'next_at', d.next_at,
        'attempted_at', d.attempted_at, 'delivered_at', d.delivered_at, 'status', d.status, 'answer', d.answer,
        'took_ms', d.took_ms, 'customer_id', d.customer_id
      ) order by d.id desc)
      from (
        select * from private.webhook_deliveries last
        where last.account_id = list_webhook_deliveries.account_id and last.endpoint_id = list_webhook_deliveries.endpoint_id
        order by last.id desc limit 50
      ) d
    ),
    '[]'
  );
end
$$;
alter function private.list_webhook_deliveries(uuid, uuid) owner to tinycrm;
grant execute on function private.list_webhook_deliveries(uuid, uuid) to authenticated;

create function public.list_webhook_deliveries(account_id uuid, endpoint_id uuid)
returns jsonb language sql stable set search_path = ''
as $$
  select private.list_webhook_deliveries(list_webhook_deliveries.account_id, list_webhook_deliveries.endpoint_id)
$$;
comment on function public.list_webhook_deliveries(uuid, uuid) is
  'The last 50 deliveries to a webhook: [{id, event_id, type, at, attempts, next_at, attempted_at, delivered_at, status, answer, took_ms, customer_id}], the latest first. Owners and admins only (42501).';
grant execute on function public.list_webhook_deliveries(uuid, uuid) to authenticated;

-- An event that says nothing, made and signed like every other. It is tried once.
create function private.test_webhook(account_id uuid, endpoint_id uuid)
returns bigint
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_endpoint private.webhook_endpoints := private.lock_webhook(test_webhook.account_id, test_webhook.endpoint_id);
  v_id bigint;
begin
  if v_endpoint.disabled_at is not null then
    raise invalid_parameter_value using message = 'This webhook is off. Turn it on first.';
  end if;
  if exists (
    select from private.webhook_deliveries d
    where d.account_id = v_endpoint.account_id and d.endpoint_id = v_endpoint.id and d.next_at is not null and d.type = 'webhook.test'
  ) then
    raise invalid_parameter_value using message = 'A test event is already on its way. Wait for its answer.';
  end if;
  insert into private.webhook_deliveries as d (account_id, endpoint_id, event_id, type, at)
  values (v_endpoint.account_id, v_endpoint.id, gen_random_uuid(), 'webhook.test', now())
  returning d.id into v_id;
  return v_id;
end
$$;
alter function private.test_webhook(uuid, uuid) owner to tinycrm;
grant execute on function private.test_webhook(uuid, uuid) to authenticated;

create function public.test_webhook(account_id uuid, endpoint_id uuid)
returns bigint language sql volatile set search_path = ''
as $$ select private.test_webhook(test_webhook.account_id, test_webhook.endpoint_id) $$;
comment on function public.test_webhook(uuid, uuid) is
  'Has webhook.test delivered, once, and returns the id of the delivery. Owners and admins only (42501).';
grant execute on function public.test_webhook(uuid, uuid) to authenticated;

-- Sends a delivery again, with the id that it had: whoever has it already can tell.
create function private.replay_webhook(account_id uuid, endpoint_id uuid, delivery_id bigint)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_endpoint private.webhook_endpoints := private.lock_webhook(replay_webhook.account_id, replay_webhook.endpoint_id);
begin
  if v_endpoint.disabled_at is not null then
    raise invalid_parameter_value using message = 'This webhook is off. Turn it on first.';
  end if;
  update private.webhook_deliveries d
  set next_at = now(), attempts = case when d.next_at is null then 0 else d.attempts end, delivered_at = null
  where d.account_id = v_endpoint.account_id and d.endpoint_id = v_endpoint.id and d.id = replay_webhook.delivery_id
    and not (d.is_claimed and d.next_at > now());
  if not found then
    raise invalid_parameter_value using message = 'This delivery is being sent right now, or is gone.';
  end if;
end
$$;
alter function private.replay_webhook(uuid, uuid, bigint) owner to tinycrm;
grant execute on function private.replay_webhook(uuid, uuid, bigint) to authenticated;

create function public.replay_webhook(account_id uuid, endpoint_id uuid, delivery_id bigint)
returns void language sql volatile set search_path = ''
as $$
  select private.replay_webhook(replay_webhook.account_id, replay_webhook.endpoint_id, replay_webhook.delivery_id)
$$;
comment on function public.replay_webhook(uuid, uuid, bigint) is
  'Sends a delivery again, now and with the same webhook-id. Owners and admins only (42501).';
grant execute on function public.replay_webhook(uuid, uuid, bigint) to authenticated;
