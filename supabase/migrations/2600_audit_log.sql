-- audit_log: who did what in an account. Ids and counts, never anything about a customer.

create table private.audit_log (
  account_id uuid not null references public.accounts (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  at timestamptz not null default now(),
  actor_id uuid,
  action text not null,
  -- A project or a member.
  subject_id uuid,
  details jsonb not null default '{}' constraint details_are_short check (octet_length(details::text) <= 1000),
  constraint action_is_a_known_word check (action in (
  'account_renamed', 'account_settings_changed', 'account_deletion_scheduled', 'account_deletion_stopped',
  'project_created', 'project_renamed', 'project_archived', 'project_unarchived', 'project_deleted',
  'key_created', 'key_rotated', 'key_revoked', 'read_key_created', 'read_key_revoked',
  'feed_created', 'feed_rotated', 'feed_revoked',
  'receiver_created', 'receiver_mapping_changed', 'receiver_secret_changed', 'receiver_removed',
  'webhook_created', 'webhook_secret_changed', 'webhook_removed',
  'member_invited', 'member_joined', 'member_role_changed', 'member_left',
  'status_set', 'customer_edited', 'edit_undone', 'customers_erased', 'customers_exported',
  'import_started', 'import_undone',
  'signed_in'
))
);
comment on table private.audit_log is 'Append-only. Kept as long as the account.';
comment on column private.audit_log.actor_id is 'The user who did it; null when it was done with the database itself.';
create index audit_log_at_idx on private.audit_log (account_id, at desc, id desc);
-- Made last, as that of public.customers.
alter table private.audit_log add constraint audit_log_pkey primary key (account_id, id);

alter table private.audit_log enable row level security;
alter table private.audit_log force row level security;
revoke all on private.audit_log from public, anon, authenticated, service_role;
-- Nobody changes or deletes what is written; entries go with their account.
grant select, insert on private.audit_log to tinycrm;
create policy "tinycrm functions read every entry" on private.audit_log for select to tinycrm using (true);
create policy "tinycrm functions write entries" on private.audit_log for insert to tinycrm with check (true);

-- Writes an entry of the audit log: ids and counts, never anything about a customer.
create function private.record_audit(account_id uuid, action text, subject_id uuid default null, details jsonb default '{}')
returns void
language sql volatile
set search_path = ''
as $$
  insert into private.audit_log (account_id, actor_id, action, subject_id, details)
  -- What goes with its account leaves nothing.
  select a.id, private.user_id(), record_audit.action, record_audit.subject_id, jsonb_strip_nulls(record_audit.details)
  from public.accounts a where a.id = record_audit.account_id
$$;
alter function private.record_audit(uuid, text, uuid, jsonb) owner to tinycrm;
grant execute on function private.record_audit(uuid, text, uuid, jsonb) to tinycrm;

-- Notes that somebody exported customers, and how many. The server that delivered them says so: a member could
-- say any number.
create function private.record_export(account_id uuid, format text, customers bigint, secret text)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_member(record_export.account_id);
  if exists (select from private.notification_sender) then
    perform notifications.require_secret(secret);
  end if;
  if format is null or format not in ('csv', 'json', 'emails') or customers < 0 then
    raise invalid_parameter_value using message = 'An export is csv, json or emails, of a number of customers.';
  end if;
  if customers is null then return; end if;
  perform private.record_audit(
    record_export.account_id, 'customers_exported', null, jsonb_build_object('format', format, 'count', customers)
  );
end
$$;
alter function private.record_export(uuid, text, bigint, text) owner to tinycrm;
grant execute on function private.record_export(uuid, text, bigint, text) to authenticated;

create function public.record_export(account_id uuid, format text, customers bigint default null, secret text default null)
returns void language sql volatile set search_path = ''
as $$
  select private.record_export(
    record_export.account_id, record_export.format, record_export.customers, record_export.secret
  )
$$;
comment on function public.record_export(uuid, text, bigint, text) is
  'Writes into the audit log that customers were exported, as csv, json or emails. For the server of the dashboard, which brings the CRON_SECRET of the database, and its members (42501). Without customers it writes nothing: who may not export so is refused before the first row.';
grant execute on function public.record_export(uuid, text, bigint, text) to authenticated;

-- Owners only. An address is that of a member of now: who has left is a number.
create function private.read_audit_log(account_id uuid, before timestamptz, before_id uuid, page_size integer)
returns table (id uuid, at timestamptz, actor text, action text, subject text, details jsonb)
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_member(read_audit_log.account_id);
  if private.my_role(read_audit_log.account_id) <> 'owner' then
    raise insufficient_privilege using message = 'Only owners can see the audit log.';
  end if;
  return query
  select
    l.id, l.at,
    case when l.actor_id is not null then coalesce(actor.email, 'user ' || left(l.actor_id::text, 8)) end,
    l.action,
    coalesce(l.details ->> 'name', p.name, subject.email, 'user ' || left(l.subject_id::text, 8)),
    l.details
  from private.audit_log l
  left join public.members actor on actor.account_id = l.account_id and actor.user_id = l.actor_id
  left join public.projects p on p.account_id = l.account_id and p.id = l.subject_id
  left join public.members subject on subject.account_id = l.account_id and subject.user_id = l.subject_id
  where l.account_id = read_audit_log.account_id
    and (before is null or (l.at, l.id) < (before, before_id))
  order by l.at desc, l.id desc
  limit least(greatest(coalesce(page_size, 50), 1), 200);
end
$$;
alter function private.read_audit_log(uuid, timestamptz, uuid, integer) owner to tinycrm;
grant execute on function private.read_audit_log(uuid, timestamptz, uuid, integer) to authenticated;

create function public.read_audit_log(
  account_id uuid, before timestamptz default null, before_id uuid default null, page_size integer default 50
)
returns table (id uuid, at timestamptz, actor text, action text, subject text, details jsonb) language sql stable set search_path = ''
as $$
  select * from private.read_audit_log(
    read_audit_log.account_id, read_audit_log.before, read_audit_log.before_id, read_audit_log.page_size
  )
$$;
comment on function public.read_audit_log(uuid, timestamptz, uuid, integer) is
  'Who did what in the account, the newest first (1 to 200 entries). before and before_id: at and id of the last entry of the page before. Owners only (42501).';
grant execute on function public.read_audit_log(uuid, timestamptz, uuid, integer) to authenticated;
