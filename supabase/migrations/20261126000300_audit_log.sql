-- audit_log: who did what in an account. Ids and counts, never anything about a customer.

create table private.audit_log (
  account_id uuid not null references public.accounts (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  at timestamptz not null default now(),
  actor_id uuid,
  action text not null constraint action_is_a_known_word check (action in (
    'account_renamed', 'account_settings_changed', 'account_exported', 'account_deletion_scheduled', 'account_deletion_stopped',
    'project_created', 'project_renamed', 'project_archived', 'project_unarchived', 'project_deleted',
    'key_created', 'key_revoked',
    'member_invited', 'member_joined', 'member_role_changed', 'member_left',
    'status_set', 'customer_edited', 'customers_erased', 'customers_exported',
    'signed_in'
  )),
  -- A project or a member.
  subject_id uuid,
  details jsonb not null default '{}' constraint details_are_short check (octet_length(details::text) <= 1000),
  primary key (account_id, id)
);
comment on table private.audit_log is 'Append-only. Kept as long as the account.';
comment on column private.audit_log.actor_id is 'The user who did it; null when it was done with the database itself.';
create index audit_log_at_idx on private.audit_log (account_id, at desc, id desc);

alter table private.audit_log enable row level security;
alter table private.audit_log force row level security;
revoke all on private.audit_log from public, anon, authenticated, service_role;
-- Nobody changes or deletes what is written; entries go with their account.
grant select, insert on private.audit_log to tinycrm;
create policy "tinycrm functions read every entry" on private.audit_log for select to tinycrm using (true);
create policy "tinycrm functions write entries" on private.audit_log for insert to tinycrm with check (true);

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
revoke all on function private.record_audit(uuid, text, uuid, jsonb) from public, anon, authenticated, service_role;
grant execute on function private.record_audit(uuid, text, uuid, jsonb) to tinycrm;

create function private.audit_account()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if new.name <> old.name then
    perform private.record_audit(new.id, 'account_renamed');
  else
    perform private.record_audit(new.id, 'account_settings_changed');
  end if;
  return null;
end
$$;
create trigger audit_account
  after update on public.accounts
  for each row when ((old.name, old.time_zone, old.currency, old.mrr_param) is distinct from (new.name, new.time_zone, new.currency, new.mrr_param))
  execute function private.audit_account();

create function private.audit_project()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_project public.projects := coalesce(new, old);
begin
  perform private.record_audit(
    v_project.account_id,
    case
      when tg_op = 'INSERT' then 'project_created'
      when tg_op = 'DELETE' then 'project_deleted'
      when new.name <> old.name then 'project_renamed'
      when new.archived_at is null then 'project_unarchived'
      else 'project_archived'
    end,
    v_project.id, jsonb_build_object('name', v_project.name)
  );
  return null;
end
$$;
create trigger audit_project_created after insert on public.projects
  for each row execute function private.audit_project();
create trigger audit_project_deleted after delete on public.projects
  for each row execute function private.audit_project();
create trigger audit_project_changed after update on public.projects
  for each row when (old.name <> new.name or (old.archived_at is null) <> (new.archived_at is null))
  execute function private.audit_project();

create function private.audit_api_key()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.record_audit(
    new.account_id,
    case tg_op when 'INSERT' then 'key_created' else 'key_revoked' end,
    new.project_id,
    jsonb_build_object(
      'key', new.name, 'hint', new.hint,
      'name', (select p.name from public.projects p where p.account_id = new.account_id and p.id = new.project_id)
    )
  );
  return null;
end
$$;
create trigger audit_api_key_created after insert on public.api_keys
  for each row execute function private.audit_api_key();
create trigger audit_api_key_revoked after update on public.api_keys
  for each row when (old.revoked_at is null and new.revoked_at is not null)
  execute function private.audit_api_key();

create function private.audit_member()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_member public.members := coalesce(new, old);
begin
  perform private.record_audit(
    v_member.account_id,
    case tg_op when 'INSERT' then 'member_joined' when 'DELETE' then 'member_left' else 'member_role_changed' end,
    v_member.user_id,
    jsonb_build_object('role', v_member.role, 'before', case when tg_op = 'UPDATE' then old.role end)
  );
  return null;
end
$$;
create trigger audit_member_joined after insert on public.members
  for each row execute function private.audit_member();
create trigger audit_member_left after delete on public.members
  for each row execute function private.audit_member();
create trigger audit_member_changed after update on public.members
  for each row when (old.role <> new.role) execute function private.audit_member();

create function private.audit_invitation()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.record_audit(new.account_id, 'member_invited', null, jsonb_build_object('role', new.role));
  return null;
end
$$;
create trigger audit_invitation after insert or update on public.invitations
  for each row execute function private.audit_invitation();

-- The Auth server notes the time of each sign-in.
create function private.audit_sign_in()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  insert into private.audit_log (account_id, actor_id, action)
  select m.account_id, new.id, 'signed_in' from public.members m where m.user_id = new.id;
  return null;
end
$$;
create trigger audit_sign_in
  after update of last_sign_in_at on auth.users
  for each row when (old.last_sign_in_at is distinct from new.last_sign_in_at)
  execute function private.audit_sign_in();

do $$
declare
  v_function text;
begin
  foreach v_function in array '{account,project,api_key,member,invitation,sign_in}'::text[] loop
    execute format('alter function private.audit_%s() owner to tinycrm', v_function);
    execute format('revoke all on function private.audit_%s() from public, anon, authenticated, service_role', v_function);
  end loop;
end
$$;

create function private.record_export(account_id uuid, format text, customers bigint)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_member(record_export.account_id);
  if format is null or format not in ('csv', 'json') or customers is null or customers < 0 then
    raise invalid_parameter_value using message = 'An export is csv or json, of a number of customers.';
  end if;
  perform private.record_audit(
    record_export.account_id, 'customers_exported', null, jsonb_build_object('format', format, 'count', customers)
  );
end
$$;
alter function private.record_export(uuid, text, bigint) owner to tinycrm;
revoke all on function private.record_export(uuid, text, bigint) from public, anon, authenticated, service_role;
grant execute on function private.record_export(uuid, text, bigint) to authenticated;

create function public.record_export(account_id uuid, format text, customers bigint)
returns void
language sql volatile
set search_path = ''
as $$
  select private.record_export(record_export.account_id, record_export.format, record_export.customers)
$$;
comment on function public.record_export(uuid, text, bigint) is
  'Writes into the audit log that customers were exported, as csv or json. Members only (42501).';
revoke all on function public.record_export(uuid, text, bigint) from public, anon, authenticated, service_role;
grant execute on function public.record_export(uuid, text, bigint) to authenticated;

-- Owners only. An address is that of a member of now: who has left is a number.
create function private.read_audit_log(account_id uuid, before timestamptz, before_id uuid, page_size integer)
returns table (id uuid, at timestamptz, actor text, action text, subject text, details jsonb)
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_member(read_audit_log.account_id);
  if private.my_role(read_audit_log.account_id) <> 'owner' then
    raise insufficient_privilege using message = 'Only owners read the audit log.';
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
revoke all on function private.read_audit_log(uuid, timestamptz, uuid, integer) from public, anon, authenticated, service_role;
grant execute on function private.read_audit_log(uuid, timestamptz, uuid, integer) to authenticated;

create function public.read_audit_log(
  account_id uuid, before timestamptz default null, before_id uuid default null, page_size integer default 50
)
returns table (id uuid, at timestamptz, actor text, action text, subject text, details jsonb)
language sql stable
set search_path = ''
as $$
  select * from private.read_audit_log(
    read_audit_log.account_id, read_audit_log.before, read_audit_log.before_id, read_audit_log.page_size
  )
$$;
comment on function public.read_audit_log(uuid, timestamptz, uuid, integer) is
  'Who did what in the account, the newest first (1 to 200 entries). before and before_id: at and id of the last entry of the page before. Owners only (42501).';
revoke all on function public.read_audit_log(uuid, timestamptz, uuid, integer) from public, anon, authenticated, service_role;
grant execute on function public.read_audit_log(uuid, timestamptz, uuid, integer) to authenticated;
