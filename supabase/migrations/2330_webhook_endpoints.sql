-- webhook_endpoints: where an account wants to be told of its customers, each signed with a secret of its own.

create table private.webhook_endpoints (
  account_id uuid not null references public.accounts (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  kind text not null default 'webhook' constraint kind_of_a_webhook_is_known check (kind in ('webhook', 'slack', 'discord')),
  url text not null constraint url_of_a_webhook_is_http check (url ~ '^https?://[^[:space:]]+$' and char_length(url) <= 2000),
  events text[] not null constraint events_of_a_webhook_are_known check (
    cardinality(events) > 0
    and events <@ array['customer.created', 'customer.joined_project', 'customer.status_changed', 'customer.erased', 'import.finished']
  ),
  project_ids uuid[] constraint projects_of_a_webhook_are_some check (cardinality(project_ids) > 0),
  statuses public.customer_status[] constraint statuses_of_a_webhook_are_some check (cardinality(statuses) > 0),
  hide_emails boolean not null default false,
  quiet_until timestamptz,
  created_at timestamptz not null default now(),
  failing_since timestamptz,
  disabled_at timestamptz,
  disabled_reason text constraint reason_of_a_disabled_webhook_is_known check (disabled_reason in ('failing', 'gone')),
  primary key (account_id, id),
  constraint disabled_webhook_has_a_reason check ((disabled_at is null) = (disabled_reason is null))
);
comment on table private.webhook_endpoints is 'A URL that events of an account are sent to. It may be a secret by itself, so viewers do not read it.';
comment on column private.webhook_endpoints.kind is 'webhook: a server that gets signed events; slack, discord: a channel that gets messages.';
comment on column private.webhook_endpoints.project_ids is 'Only what happens in these is told; null for all.';
comment on column private.webhook_endpoints.statuses is 'Of a customer only what leads to one of these is told; null for all.';
comment on column private.webhook_endpoints.hide_emails is 'Messages to a channel show no whole email address.';
comment on column private.webhook_endpoints.quiet_until is 'A channel is sent one message, then none until here: what comes meanwhile is told together.';
comment on column private.webhook_endpoints.failing_since is 'When the first attempt failed since the last that did not.';
comment on column private.webhook_endpoints.disabled_reason is 'failing: for 5 days nothing was delivered; gone: it answered 410, or a channel 404.';

alter table private.webhook_endpoints enable row level security;
alter table private.webhook_endpoints force row level security;
revoke all on private.webhook_endpoints from public, anon, authenticated, service_role;
grant select, insert, update, delete on private.webhook_endpoints to tinycrm;
create policy "tinycrm functions work on every webhook" on private.webhook_endpoints
  for all to tinycrm using (true) with check (true);

create table private.webhook_secrets (
  account_id uuid not null,
  endpoint_id uuid not null,
  secret text not null,
  previous text,
  previous_until timestamptz,
  primary key (account_id, endpoint_id),
  foreign key (account_id, endpoint_id) references private.webhook_endpoints (account_id, id) on delete cascade
);
comment on table private.webhook_secrets is 'What deliveries are signed with, as whsec_ and base64. After a rotation the previous one signs too, for a day.';

alter table private.webhook_secrets enable row level security;
alter table private.webhook_secrets force row level security;
revoke all on private.webhook_secrets from public, anon, authenticated, service_role;
grant select, insert, update, delete on private.webhook_secrets to tinycrm;
create policy "tinycrm functions work on every secret of a webhook" on private.webhook_secrets
  for all to tinycrm using (true) with check (true);

-- 32 bytes at random, as Standard Webhooks writes them.
create function private.make_webhook_secret()
returns text
language sql volatile
set search_path = ''
as $$
  select 'whsec_' || encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'base64')
$$;
grant execute on function private.make_webhook_secret() to tinycrm;

-- The endpoint, locked, for an owner or admin of its account.
create function private.lock_webhook(account_id uuid, endpoint_id uuid)
returns private.webhook_endpoints
language plpgsql volatile
set search_path = ''
as $$
declare
  v_endpoint private.webhook_endpoints;
begin
  perform private.require_editor(lock_webhook.account_id);
  select w.* into v_endpoint from private.webhook_endpoints w
  where w.account_id = lock_webhook.account_id and w.id = lock_webhook.endpoint_id
  for no key update;
  if not found then
    raise invalid_parameter_value using message = 'This webhook was removed.';
  end if;
  return v_endpoint;
end
$$;
grant execute on function private.lock_webhook(uuid, uuid) to tinycrm;

-- Raises unless these are projects of the account, or null for all of them.
create function private.check_webhook_projects(account_id uuid, project_ids uuid[])
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if exists (
    select from unnest(check_webhook_projects.project_ids) chosen (project_id)
    where not exists (
      select from public.projects p where p.account_id = check_webhook_projects.account_id and p.id = chosen.project_id
    )
  ) then
    raise invalid_parameter_value using message = 'One of these projects was deleted. Reload the page and choose again.';
  end if;
end
$$;
grant execute on function private.check_webhook_projects(uuid, uuid[]) to tinycrm;

-- Adds an endpoint, and returns the secret that it is signed with, this once.
create function private.create_webhook(
  account_id uuid, url text, events text[], kind text, project_ids uuid[], statuses public.customer_status[], hide_emails boolean,
  out id uuid, out secret text
)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_max_endpoints constant integer := 5;
begin
  perform private.require_editor(create_webhook.account_id);
  perform private.lock_members(create_webhook.account_id);
  if (select count(*) from private.webhook_endpoints w where w.account_id = create_webhook.account_id) >= v_max_endpoints then
    raise invalid_parameter_value using message = 'An account can have 5 webhooks, Slack and Discord channels included. Remove one first.';
  end if;
  perform private.check_webhook_projects(create_webhook.account_id, create_webhook.project_ids);
  insert into private.webhook_endpoints as w (account_id, url, events, kind, project_ids, statuses, hide_emails)
  values (
    create_webhook.account_id, btrim(create_webhook.url), create_webhook.events, create_webhook.kind,
    create_webhook.project_ids, create_webhook.statuses, create_webhook.hide_emails
  )
  returning w.id into create_webhook.id;
  secret := private.make_webhook_secret();
  insert into private.webhook_secrets (account_id, endpoint_id, secret)
  values (create_webhook.account_id, create_webhook.id, create_webhook.secret);
  perform private.record_audit(create_webhook.account_id, 'webhook_created');
exception
  when check_violation or not_null_violation then
    raise invalid_parameter_value using
      message = 'Enter a URL that starts with https:// and choose at least one event, project and status.';
end
$$;
alter function private.create_webhook(uuid, text, text[], text, uuid[], public.customer_status[], boolean) owner to tinycrm;
grant execute on function private.create_webhook(uuid, text, text[], text, uuid[], public.customer_status[], boolean) to authenticated;

create function public.create_webhook(
  account_id uuid, url text, events text[], kind text default 'webhook', project_ids uuid[] default null,
  statuses public.customer_status[] default null, hide_emails boolean default false
)
returns table (id uuid, secret text)
language sql volatile
set search_path = ''
as $$
  select made.id, made.secret from private.create_webhook(
    create_webhook.account_id, create_webhook.url, create_webhook.events, create_webhook.kind,
    create_webhook.project_ids, create_webhook.statuses, create_webhook.hide_emails
  ) made
$$;
comment on function public.create_webhook(uuid, text, text[], text, uuid[], public.customer_status[], boolean) is
  'Adds a URL that events are sent to, and returns its signing secret, this once. kind: webhook, slack or discord; project_ids and statuses: null for all; hide_emails: of messages to a channel. Owners and admins only (42501).';
grant execute on function public.create_webhook(uuid, text, text[], text, uuid[], public.customer_status[], boolean) to authenticated;

-- Chooses what an endpoint is told, and turns it on again where it was off.
create function private.set_webhook(
  account_id uuid, endpoint_id uuid, events text[], project_ids uuid[], statuses public.customer_status[], hide_emails boolean
)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_endpoint private.webhook_endpoints := private.lock_webhook(set_webhook.account_id, set_webhook.endpoint_id);
begin
  perform private.check_webhook_projects(v_endpoint.account_id, set_webhook.project_ids);
  update private.webhook_endpoints w
  set events = set_webhook.events, project_ids = set_webhook.project_ids, statuses = set_webhook.statuses,
    hide_emails = set_webhook.hide_emails, disabled_at = null, disabled_reason = null, failing_since = null
  where w.account_id = v_endpoint.account_id and w.id = v_endpoint.id;
exception
  when check_violation or not_null_violation then
    raise invalid_parameter_value using message = 'Choose at least one event, project and status.';
end
$$;
alter function private.set_webhook(uuid, uuid, text[], uuid[], public.customer_status[], boolean) owner to tinycrm;
grant execute on function private.set_webhook(uuid, uuid, text[], uuid[], public.customer_status[], boolean) to authenticated;

create function public.set_webhook(
  account_id uuid, endpoint_id uuid, events text[], project_ids uuid[] default null,
  statuses public.customer_status[] default null, hide_emails boolean default false
)
returns void language sql volatile set search_path = ''
as $$
  select private.set_webhook(
    set_webhook.account_id, set_webhook.endpoint_id, set_webhook.events, set_webhook.project_ids, set_webhook.statuses,
    set_webhook.hide_emails
  )
$$;
comment on function public.set_webhook(uuid, uuid, text[], uuid[], public.customer_status[], boolean) is
  'Chooses what a webhook is told, as create_webhook takes it, and turns it on where it was off. Owners and admins only (42501).';
grant execute on function public.set_webhook(uuid, uuid, text[], uuid[], public.customer_status[], boolean) to authenticated;

-- Makes a new secret. The one before signs too for a day, so that the receiving side changes in its own time.
create function private.rotate_webhook_secret(account_id uuid, endpoint_id uuid)
returns text
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_endpoint private.webhook_endpoints := private.lock_webhook(rotate_webhook_secret.account_id, rotate_webhook_secret.endpoint_id);
  v_secret text;
begin
  update private.webhook_secrets s
  set previous = s.secret, previous_until = now() + interval '24 hours', secret = private.make_webhook_secret()
  where s.account_id = v_endpoint.account_id and s.endpoint_id = v_endpoint.id
  returning s.secret into v_secret;
  perform private.record_audit(v_endpoint.account_id, 'webhook_secret_changed');
  return v_secret;
end
$$;
alter function private.rotate_webhook_secret(uuid, uuid) owner to tinycrm;
grant execute on function private.rotate_webhook_secret(uuid, uuid) to authenticated;

create function public.rotate_webhook_secret(account_id uuid, endpoint_id uuid)
returns text language sql volatile set search_path = ''
as $$ select private.rotate_webhook_secret(rotate_webhook_secret.account_id, rotate_webhook_secret.endpoint_id) $$;
comment on function public.rotate_webhook_secret(uuid, uuid) is
  'Replaces the signing secret of a webhook and returns the new one, this once. For 24 hours deliveries are signed with both. Owners and admins only (42501).';
grant execute on function public.rotate_webhook_secret(uuid, uuid) to authenticated;

-- Removes an endpoint with what was to be delivered to it.
create function private.delete_webhook(account_id uuid, endpoint_id uuid)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_endpoint private.webhook_endpoints := private.lock_webhook(delete_webhook.account_id, delete_webhook.endpoint_id);
begin
  delete from private.webhook_endpoints w where w.account_id = v_endpoint.account_id and w.id = v_endpoint.id;
  perform private.record_audit(v_endpoint.account_id, 'webhook_removed');
end
$$;
alter function private.delete_webhook(uuid, uuid) owner to tinycrm;
grant execute on function private.delete_webhook(uuid, uuid) to authenticated;

create function public.delete_webhook(account_id uuid, endpoint_id uuid)
returns void language sql volatile set search_path = ''
as $$ select private.delete_webhook(delete_webhook.account_id, delete_webhook.endpoint_id) $$;
comment on function public.delete_webhook(uuid, uuid) is
  'Removes a webhook. What was not delivered yet is not sent. Owners and admins only (42501).';
grant execute on function public.delete_webhook(uuid, uuid) to authenticated;
