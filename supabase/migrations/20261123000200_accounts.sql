-- The account is the tenant; users belong to it through members.

create table public.accounts (
  id uuid primary key default gen_random_uuid(),
  name text not null constraint account_name_is_1_to_80_characters check (char_length(name) between 1 and 80),
  created_at timestamptz not null default now()
);
comment on table public.accounts is 'The tenant: what a founder signs up for.';

create table public.members (
  account_id uuid not null references public.accounts (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  role public.member_role not null,
  created_at timestamptz not null default now(),
  primary key (account_id, user_id)
);
comment on table public.members is 'Which user may do what in which account.';
create index members_user_id_idx on public.members (user_id);

-- The same reading as auth.uid(), without needing rights in the platform's auth schema.
create function private.user_id()
returns uuid
language sql stable
set search_path = ''
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
  )::uuid
$$;
revoke all on function private.user_id() from public, anon, authenticated, service_role;
grant execute on function private.user_id() to tinycrm;

-- Definer, because a policy on members cannot itself read members.
create function private.my_account_ids()
returns uuid[]
language sql stable security definer
set search_path = ''
as $$
  select coalesce(array_agg(account_id), '{}') from public.members where user_id = private.user_id()
$$;
comment on function private.my_account_ids() is 'The accounts the signed-in user belongs to.';
alter function private.my_account_ids() owner to tinycrm;
revoke all on function private.my_account_ids() from public, anon, authenticated, service_role;
grant execute on function private.my_account_ids() to authenticated;

create function private.require_member(account_id uuid)
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if require_member.account_id is null
    or require_member.account_id <> all (private.my_account_ids()) then
    raise insufficient_privilege using message = 'You are not a member of this account.';
  end if;
end
$$;
revoke all on function private.require_member(uuid) from public, anon, authenticated, service_role;
grant execute on function private.require_member(uuid) to tinycrm;

create function private.require_editor(account_id uuid)
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  perform private.require_member(require_editor.account_id);
  if not exists (
    select from public.members m
    where m.account_id = require_editor.account_id
      and m.user_id = private.user_id()
      and m.role in ('owner', 'admin')
  ) then
    raise insufficient_privilege using
      message = 'A viewer cannot change anything. Ask an owner or admin of this account.';
  end if;
end
$$;
revoke all on function private.require_editor(uuid) from public, anon, authenticated, service_role;
grant execute on function private.require_editor(uuid) to tinycrm;

-- Every new user gets an account of their own, named at sign-up or after the email.
create function private.create_account_for_new_user()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_account_id uuid := gen_random_uuid();
  v_name text := left(coalesce(
    nullif(btrim(new.raw_user_meta_data ->> 'account_name'), ''),
    nullif(split_part(new.email, '@', 1), ''),
    'My account'
  ), 80);
begin
  insert into public.accounts (id, name) values (v_account_id, v_name);
  insert into public.members (account_id, user_id, role) values (v_account_id, new.id, 'owner');
  return new;
end
$$;
alter function private.create_account_for_new_user() owner to tinycrm;
revoke all on function private.create_account_for_new_user() from public, anon, authenticated, service_role;

create trigger create_account_for_new_user
  after insert on auth.users
  for each row execute function private.create_account_for_new_user();

alter table public.accounts enable row level security;
alter table public.accounts force row level security;
alter table public.members enable row level security;
alter table public.members force row level security;

create policy "members read their accounts" on public.accounts
  for select to authenticated using (id = any ((select private.my_account_ids())::uuid[]));
create policy "members read who is in their accounts" on public.members
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "tinycrm functions work on every account" on public.accounts
  for all to tinycrm using (true) with check (true);
create policy "tinycrm functions work on every member" on public.members
  for all to tinycrm using (true) with check (true);

revoke all on public.accounts, public.members from anon, authenticated, service_role;
grant select on public.accounts, public.members to authenticated;
grant select, insert, update, delete on public.accounts, public.members to service_role;
grant select, insert on public.accounts, public.members to tinycrm;
