-- The outbox of the webhooks: what happened, written in the transaction in which it happened.

create table private.webhook_events (
  account_id uuid not null,
  id bigint generated always as identity,
  type text not null,
  customer_id uuid,
  project_id uuid,
  from_status public.customer_status,
  to_status public.customer_status,
  import_id uuid,
  erased jsonb,
  at timestamptz not null default now(),
  primary key (account_id, id)
);
comment on table private.webhook_events is
  'Ids alone, until the deliverer makes deliveries of it a moment later. Without foreign keys: calls wait for each row, and the check of one cost more than the row.';

comment on column private.webhook_events.erased is 'Of somebody who was erased, what a receiver knows them by: their id, the SHA-256 of their email, and their projects.';

alter table private.webhook_events enable row level security;
alter table private.webhook_events force row level security;
revoke all on private.webhook_events from public, anon, authenticated, service_role;
grant select, insert, delete on private.webhook_events to tinycrm;
create policy "tinycrm functions work on every event of a webhook" on private.webhook_events
  for all to tinycrm using (true) with check (true);

-- What an import changes is told in one event, when it is finished.
create function private.mute_webhooks(is_muted boolean)
returns void
language sql volatile
set search_path = ''
as $$
  select set_config('tinycrm.webhooks_muted', is_muted::text, true)
$$;
comment on function private.mute_webhooks(boolean) is 'Has changes of this transaction told to no webhook, until it is called with false.';
grant execute on function private.mute_webhooks(boolean) to tinycrm;

-- Rows of an account whose last webhook goes are told to nobody: with it, or with the account, they go too.
create function private.forget_webhook_events()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  delete from private.webhook_events e
  where e.account_id = old.account_id and not exists (select from private.webhook_endpoints w where w.account_id = old.account_id);
  return null;
end
$$;
alter function private.forget_webhook_events() owner to tinycrm;

create trigger forget_webhook_events
  after delete on private.webhook_endpoints
  for each row execute function private.forget_webhook_events();

-- What whoever begins the history of status tells, for accounts that have a webhook. The trigger of a changed status does the
-- same for its row, so that everything which changes one is told: calls, receivers, edits by hand and in Studio.
create function private.record_new_customer_projects(created private.new_customer_project[])
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  if current_setting('tinycrm.webhooks_muted', true) = 'true' then
    return;
  end if;
  insert into private.webhook_events (account_id, type, customer_id, project_id, to_status)
  select
    c.account_id, case when other.is_known then 'customer.joined_project' else 'customer.created' end,
    c.customer_id, c.project_id, c.status
  from unnest(created) c
  cross join lateral (
    select from private.webhook_endpoints w where w.account_id = c.account_id and w.disabled_at is null limit 1
  ) webhook
  left join lateral (
    select true as is_known from public.customer_projects cp
    where cp.account_id = c.account_id and cp.customer_id = c.customer_id and cp.project_id <> c.project_id
    limit 1
  ) other on true;
end
$$;
comment on function private.record_new_customer_projects(private.new_customer_project[]) is
  'Writes the events of new rows of customer_projects, of different customers. The caller has seen that somebody has a webhook.';
grant execute on function private.record_new_customer_projects(private.new_customer_project[]) to tinycrm;

-- Tells of customers who are about to be erased, by nothing that says who they were to whoever does not know them already.
create function private.record_erased_customers(account_id uuid, customer_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into private.webhook_events (account_id, type, erased)
  select c.account_id, 'customer.erased', jsonb_build_object(
    'id', c.id, 'email_sha256', encode(sha256(convert_to(c.email, 'UTF8')), 'hex'),
    'project_ids', array(
      select cp.project_id from public.customer_projects cp where cp.account_id = c.account_id and cp.customer_id = c.id
    )
  )
  from public.customers c
  where c.account_id = record_erased_customers.account_id and c.id = any (customer_ids) and exists (
    select from private.webhook_endpoints w where w.account_id = record_erased_customers.account_id and w.disabled_at is null
  );
end
$$;
grant execute on function private.record_erased_customers(uuid, uuid[]) to tinycrm;

-- One event for an import, however many people it brings.
create function private.record_import_event()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  insert into private.webhook_events (account_id, type, project_id, import_id)
  select new.account_id, 'import.finished', new.project_id, new.id
  where exists (select from private.webhook_endpoints w where w.account_id = new.account_id and w.disabled_at is null);
  return null;
end
$$;
alter function private.record_import_event() owner to tinycrm;

create trigger record_import_event
  after update of finished_at on public.imports
  for each row when (old.finished_at is null and new.finished_at is not null)
  execute function private.record_import_event();
