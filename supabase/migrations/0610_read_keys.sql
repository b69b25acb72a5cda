-- A read key lets a program read the customers of an account, in all of its projects or in some. It belongs to the account, since
-- what it is for is to answer across projects, and it can write nothing.

create table public.read_keys (
  account_id uuid not null references public.accounts (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  name text not null constraint read_key_name_is_1_to_60_characters check (char_length(name) between 1 and 60),
  project_ids uuid[] constraint read_key_names_a_project check (cardinality(project_ids) between 1 and 1000),
  hash bytea not null unique constraint read_key_hash_is_sha256 check (octet_length(hash) = 32),
  hint text not null constraint read_key_hint_is_the_last_four check (char_length(hint) = 4),
  hide_emails boolean not null default false,
  can_erase boolean not null default false,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  calls integer[] not null default '{}',
  counted_on date,
  constraint key_that_erases_sees_whom check (not can_erase or project_ids is null and not hide_emails),
  primary key (account_id, id)
);
comment on table public.read_keys is 'Keys that read and never write. Checked by their hash inside the statement that reads.';
comment on column public.read_keys.project_ids is
  'The projects that it sees; null is all, those that come later included. One that was deleted stays in the list and shows nothing.';
comment on column public.read_keys.hide_emails is 'Answers have no address, and nothing can be found, sorted or looked up by one.';
comment on column public.read_keys.can_erase is 'It may also erase one person, and export all that is known of them: what people may ask for by law.';
comment on column public.read_keys.calls is 'How many were answered on the day counted_on, in UTC, and on each of the six days before it.';
comment on column public.read_keys.last_used_at is 'Written at most once a minute.';

alter table public.read_keys enable row level security;
alter table public.read_keys force row level security;
revoke all on public.read_keys from anon, authenticated, service_role;
grant select (account_id, id, name, project_ids, hint, hide_emails, can_erase, created_at, expires_at, last_used_at, revoked_at, calls, counted_on) on public.read_keys to authenticated;
grant select, insert, update, delete on public.read_keys to service_role;
grant select, insert, update on public.read_keys to tinycrm;
create policy "members read their read keys, never the hash" on public.read_keys
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "tinycrm functions work on every read key" on public.read_keys
  for all to tinycrm using (true) with check (true);

-- Makes a read key for an account, limited to some of its projects or not. Null days: it never expires.
create function private.create_read_key(
  account_id uuid, name text, project_ids uuid[], hide_emails boolean, expires_in_days integer, can_erase boolean, out id uuid, out read_key text
)
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.require_editor(create_read_key.account_id);
  if cardinality(create_read_key.project_ids) = 0 or exists (
    select from unnest(create_read_key.project_ids) wanted
    where wanted is null or not exists (
      select from public.projects p where p.account_id = create_read_key.account_id and p.id = wanted
    )
  ) then
    raise invalid_parameter_value using message = 'Choose one or more projects of this account.';
  end if;
  if expires_in_days not between 1 and 3650 then
    raise invalid_parameter_value using message = 'A read key can expire in 1 to 3,650 days.';
  end if;
  if can_erase and (project_ids is not null or hide_emails) then
    raise invalid_parameter_value using
      message = 'A key that can erase people sees all projects and email addresses. Change one or the other.';
  end if;
  -- One at a time, so that the count is right.
  perform private.lock_members(create_read_key.account_id);
  if (
    select count(*) from public.read_keys k where k.account_id = create_read_key.account_id and k.revoked_at is null
      and (k.expires_at is null or k.expires_at > now())
  ) >= 200 then
    raise invalid_parameter_value using
      message = 'An account can have up to 200 live read keys. Revoke one you don’t use first.';
  end if;

  read_key := 'tcrm_read_' || private.random_base62(43);
  read_key := read_key || private.api_key_checksum(read_key);
  insert into public.read_keys (account_id, name, project_ids, hide_emails, can_erase, expires_at, hash, hint)
  values (
    create_read_key.account_id, private.to_one_line(create_read_key.name), create_read_key.project_ids,
    coalesce(create_read_key.hide_emails, false), coalesce(create_read_key.can_erase, false), now() + interval '1 day' * expires_in_days,
    sha256(convert_to(read_key, 'UTF8')), right(read_key, 4)
  )
  returning read_keys.id into create_read_key.id;
exception
  when check_violation or not_null_violation then
    raise check_violation using message = 'Enter a key name of 1 to 60 characters.';
end
$$;
alter function private.create_read_key(uuid, text, uuid[], boolean, integer, boolean) owner to tinycrm;
grant execute on function private.create_read_key(uuid, text, uuid[], boolean, integer, boolean) to authenticated;

create function public.create_read_key(
  account_id uuid, name text, project_ids uuid[] default null, hide_emails boolean default false,
  expires_in_days integer default null, can_erase boolean default false
)
returns table (id uuid, read_key text) language sql volatile set search_path = ''
as $$
  select made.id, made.read_key
  from private.create_read_key(
    create_read_key.account_id, create_read_key.name, create_read_key.project_ids, create_read_key.hide_emails, create_read_key.expires_in_days,
    create_read_key.can_erase
  ) made
$$;
comment on function public.create_read_key(uuid, text, uuid[], boolean, integer, boolean) is
  'Makes a key that reads the customers of an account, in these projects or, for null, in all, and returns it, once. Owners and admins only. Refuses a name that is not 1 to 60 characters (23514), no project or one of another account, days that are not 1 to 3,650, one that can erase and does not see all, and more than 200 live keys (22023).';
grant execute on function public.create_read_key(uuid, text, uuid[], boolean, integer, boolean) to authenticated;

-- Ends a read key at once. A stranger gets the answer that a missing key gets.
create function private.revoke_read_key(key_id uuid)
returns void
language plpgsql security definer
set search_path = ''
as $$
declare
  v_account_id uuid := (
    select k.account_id from public.read_keys k
    where k.id = revoke_read_key.key_id and k.account_id = any (private.my_account_ids())
  );
begin
  perform private.require_editor(v_account_id);
  update public.read_keys k set revoked_at = now()
  where k.account_id = v_account_id and k.id = revoke_read_key.key_id and k.revoked_at is null;
end
$$;
alter function private.revoke_read_key(uuid) owner to tinycrm;
grant execute on function private.revoke_read_key(uuid) to authenticated;

create function public.revoke_read_key(key_id uuid)
returns void language sql volatile set search_path = ''
as $$ select private.revoke_read_key(revoke_read_key.key_id) $$;
comment on function public.revoke_read_key(uuid) is
  'Ends a read key at once: nothing that begins after this commits is answered. Owners and admins only.';
grant execute on function public.revoke_read_key(uuid) to authenticated;

-- The key with this hash, hex SHA-256, if it is live; all null otherwise. Notes that it was used, and waits for nobody to do so.
create function private.use_read_key(key_hash text)
returns public.read_keys
language plpgsql volatile
set search_path = ''
as $$
declare
  v_key public.read_keys;
begin
  select k.* into v_key from public.read_keys k
  where k.hash = decode(use_read_key.key_hash, 'hex') and k.revoked_at is null and (k.expires_at is null or k.expires_at > now());
  if coalesce(v_key.last_used_at, '-infinity') < now() - interval '1 minute' then
    update public.read_keys k set last_used_at = now()
    from (
      select due.account_id, due.id from public.read_keys due
      where due.account_id = v_key.account_id and due.id = v_key.id
      for no key update skip locked
    ) due
    where k.account_id = due.account_id and k.id = due.id;
  end if;
  return v_key;
end
$$;
grant execute on function private.use_read_key(text) to tinycrm;
