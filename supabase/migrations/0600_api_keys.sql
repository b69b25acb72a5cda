-- Keys are made here, shown once and kept only as a hash. Several may live at once, so that one can be exchanged without an outage.

create table public.api_keys (
  account_id uuid not null,
  id uuid not null default gen_random_uuid(),
  project_id uuid not null,
  name text not null constraint api_key_name_is_1_to_60_characters check (char_length(name) between 1 and 60),
  hash bytea not null unique constraint hash_is_sha256 check (octet_length(hash) = 32),
  hint text not null constraint hint_is_the_last_four check (char_length(hint) = 4),
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz,
  suspended_expiry timestamptz,
  primary key (account_id, id),
  foreign key (account_id, project_id) references public.projects (account_id, id) on delete cascade
) with (fillfactor = 80);
comment on table public.api_keys is 'Several keys of a project may live at once, so that one can be replaced without an outage.';
comment on column public.api_keys.hash is 'SHA-256 of the whole key. The key has 256 random bits, so a slow hash would add cost and no safety.';
comment on column public.api_keys.last_used_at is 'Written at most once a minute.';
comment on column public.api_keys.suspended_expiry is
  'While the project is archived: the expires_at that comes back with it, infinity for none. So checking a key costs no look at its project.';
create index api_keys_project_idx on public.api_keys (account_id, project_id);

alter table public.api_keys enable row level security;
alter table public.api_keys force row level security;
revoke all on public.api_keys from anon, authenticated, service_role;
grant select (account_id, id, project_id, name, hint, created_at, last_used_at, expires_at, revoked_at) on public.api_keys to authenticated;
grant select, insert, update, delete on public.api_keys to service_role;
grant select, insert, update on public.api_keys to tinycrm;
create policy "members read their keys, never the hash" on public.api_keys
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "tinycrm functions work on every key" on public.api_keys
  for all to tinycrm using (true) with check (true);

-- Rejection sampling keeps every character equally likely: 248 is the largest multiple of 62 in a byte.
-- Three random uuids hold 366 random bits for the 256 of each digest, and need no extension.
create function private.random_base62(length integer)
returns text
language plpgsql volatile
set search_path = ''
as $$
declare
  v_alphabet constant text := '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  v_text text := '';
  v_bytes bytea;
  v_byte integer;
begin
  while char_length(v_text) < length loop
    v_bytes := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
    for i in 0..31 loop
      v_byte := get_byte(v_bytes, i);
      if v_byte < 248 and char_length(v_text) < length then
        v_text := v_text || substr(v_alphabet, v_byte % 62 + 1, 1);
      end if;
    end loop;
  end loop;
  return v_text;
end
$$;
grant execute on function private.random_base62(integer) to tinycrm;

-- Lets the Edge Function refuse a mistyped key without asking the database. No secret: anyone can compute it.
create function private.api_key_checksum(body text)
returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  v_alphabet constant text := '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  v_number bigint := ('x' || encode(substr(sha256(convert_to(body, 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint
    & x'7fffffffffffffff'::bigint;
  v_text text := '';
begin
  for i in 1..6 loop
    v_text := substr(v_alphabet, (v_number % 62)::integer + 1, 1) || v_text;
    v_number := v_number / 62;
  end loop;
  return v_text;
end
$$;
grant execute on function private.api_key_checksum(text) to tinycrm;

-- The key if the caller may change it, locked. A stranger gets the answer that a missing key gets.
create function private.find_my_api_key(key_id uuid)
returns public.api_keys
language plpgsql stable
set search_path = ''
as $$
declare
  v_key public.api_keys;
begin
  select k.* into v_key
  from public.api_keys k
  where k.id = find_my_api_key.key_id and k.account_id = any (private.my_account_ids());
  perform private.require_editor(v_key.account_id);
  return v_key;
end
$$;
grant execute on function private.find_my_api_key(uuid) to tinycrm;

-- Makes a key for a project that takes calls.
create function private.create_api_key(project_id uuid, name text, out id uuid, out api_key text)
language plpgsql security definer
set search_path = ''
as $$
declare
  v_project public.projects;
begin
  select p.* into v_project
  from public.projects p
  where p.id = create_api_key.project_id and p.account_id = any (private.my_account_ids());
  perform private.require_editor(v_project.account_id);
  if v_project.archived_at is not null then
    raise invalid_parameter_value using message = 'This project is archived. Restore it to create a key.';
  end if;
  -- One at a time, so that the count is right. Those of an archived project come back with it.
  perform private.lock_members(v_project.account_id);
  if (
    select count(*) from public.api_keys k
    where k.account_id = v_project.account_id and k.revoked_at is null
      and coalesce(k.suspended_expiry, k.expires_at, 'infinity') > now()
  ) >= 2000 then
    raise invalid_parameter_value using
      message = 'An account can have up to 2,000 live API keys. Revoke one you don’t use first.';
  end if;

  api_key := 'tcrm_proj_' || private.random_base62(43);
  api_key := api_key || private.api_key_checksum(api_key);

  insert into public.api_keys (account_id, project_id, name, hash, hint)
  values (v_project.account_id, v_project.id, private.to_one_line(create_api_key.name), sha256(convert_to(api_key, 'UTF8')), right(api_key, 4))
  returning api_keys.id into create_api_key.id;
exception
  when check_violation or not_null_violation then
    raise check_violation using message = 'Enter a key name of 1 to 60 characters.';
end
$$;
alter function private.create_api_key(uuid, text) owner to tinycrm;
grant execute on function private.create_api_key(uuid, text) to authenticated;

create function public.create_api_key(project_id uuid, name text default 'default')
returns table (id uuid, api_key text)
language sql volatile
set search_path = ''
as $$
  select made.id, made.api_key from private.create_api_key(create_api_key.project_id, create_api_key.name) made
$$;
comment on function public.create_api_key(uuid, text) is
  'Makes a key for a project and returns it, once. Owners and admins only. Refuses a name that is not 1 to 60 characters (23514), and more than 2,000 live keys in an account (22023).';
grant execute on function public.create_api_key(uuid, text) to authenticated;

-- Makes a key in place of another, which works on for a grace period, so that nothing stops meanwhile.
create function private.rotate_api_key(key_id uuid, grace_hours integer, out id uuid, out api_key text)
language plpgsql security definer
set search_path = ''
as $$
declare
  v_key public.api_keys := private.find_my_api_key(rotate_api_key.key_id);
begin
  if rotate_api_key.grace_hours is null or rotate_api_key.grace_hours not between 0 and 168 then
    raise invalid_parameter_value using message = 'The old key can keep working for 0 to 168 hours.';
  end if;
  if v_key.revoked_at is not null or v_key.expires_at <= now() then
    raise invalid_parameter_value using message = 'This key has already ended. Create a new one instead.';
  end if;

  select made.id, made.api_key into rotate_api_key.id, rotate_api_key.api_key
  from private.create_api_key(v_key.project_id, v_key.name) made;

  -- least() ignores null: an expiry that was set earlier is never lengthened.
  update public.api_keys k
  set expires_at = least(k.expires_at, now() + make_interval(hours => rotate_api_key.grace_hours))
  where k.account_id = v_key.account_id and k.id = v_key.id;
end
$$;
alter function private.rotate_api_key(uuid, integer) owner to tinycrm;
grant execute on function private.rotate_api_key(uuid, integer) to authenticated;

create function public.rotate_api_key(key_id uuid, grace_hours integer default 24)
returns table (id uuid, api_key text)
language sql volatile
set search_path = ''
as $$
  select made.id, made.api_key from private.rotate_api_key(rotate_api_key.key_id, rotate_api_key.grace_hours) made
$$;
comment on function public.rotate_api_key(uuid, integer) is
  'Makes a new key with the same name and lets the old one end after grace_hours (0 to 168). Owners and admins only.';
grant execute on function public.rotate_api_key(uuid, integer) to authenticated;

-- Ends a key at once.
create function private.revoke_api_key(key_id uuid)
returns void
language plpgsql security definer
set search_path = ''
as $$
declare
  v_key public.api_keys := private.find_my_api_key(revoke_api_key.key_id);
begin
  update public.api_keys k
  set revoked_at = coalesce(k.revoked_at, now())
  where k.account_id = v_key.account_id and k.id = v_key.id;
end
$$;
alter function private.revoke_api_key(uuid) owner to tinycrm;
grant execute on function private.revoke_api_key(uuid) to authenticated;

create function public.revoke_api_key(key_id uuid)
returns void language sql volatile set search_path = ''
as $$ select private.revoke_api_key(revoke_api_key.key_id) $$;
comment on function public.revoke_api_key(uuid) is
  'Ends a key at once: no call whose transaction begins after this commits is accepted. Owners and admins only.';
grant execute on function public.revoke_api_key(uuid) to authenticated;

-- Best effort and never waited for: a key that another transaction is marking is skipped.
create function private.mark_api_keys_used(key_hashes text[])
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.api_keys k
  set last_used_at = now()
  from (
    select due.account_id, due.id
    from public.api_keys due
    where due.hash in (select decode(h, 'hex') from unnest(key_hashes) h)
      and (due.last_used_at is null or due.last_used_at < now() - interval '1 minute')
      and due.revoked_at is null
      and (due.expires_at is null or due.expires_at > now())
    for no key update skip locked
  ) due
  where k.account_id = due.account_id and k.id = due.id;
end
$$;
grant execute on function private.mark_api_keys_used(text[]) to tinycrm;

create function ingest.project_limits(key_hashes text[])
returns table (key_hash text, account_id uuid, project_id uuid, calls_per_second integer)
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return query
  select h.hash, k.account_id, k.project_id, p.calls_per_second
  from unnest(key_hashes) h (hash)
  join public.api_keys k on k.hash = decode(h.hash, 'hex')
  join public.projects p on p.account_id = k.account_id and p.id = k.project_id
  where k.revoked_at is null and (k.expires_at is null or k.expires_at > now());
end
$$;
comment on function ingest.project_limits(text[]) is
  'The projects and accounts of these keys, which are hex SHA-256, and how many calls a second they may send. Keys that are not valid are left out.';
alter function ingest.project_limits(text[]) owner to tinycrm;
grant execute on function ingest.project_limits(text[]) to ingest;
