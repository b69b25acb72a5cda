-- The account is the tenant; users belong to it through members.

create table public.accounts (
  id uuid primary key default gen_random_uuid(),
  name text not null constraint account_name_is_1_to_80_characters check (char_length(name) between 1 and 80),
  created_at timestamptz not null default now(),
  time_zone text not null default 'UTC',
  currency text constraint currency_is_iso_4217 check (currency ~ '^[A-Z]{3}$'),
  mrr_param text not null default 'mrr' constraint mrr_param_is_a_key check (char_length(mrr_param) between 1 and 200),
  deletion_at timestamptz,
  deletion_began_at timestamptz
);
comment on table public.accounts is 'The tenant: what a founder signs up for.';
comment on column public.accounts.time_zone is 'IANA name of the time zone that times are shown in.';
comment on column public.accounts.currency is 'ISO 4217 code that money is shown with; null shows none.';
comment on column public.accounts.mrr_param is 'The param that holds what somebody pays a month.';
comment on column public.accounts.deletion_at is 'When the account is to be deleted with all that is in it; null when it is not.';
comment on column public.accounts.deletion_began_at is 'Since when the account is being deleted. From then on it cannot be kept.';

create table public.members (
  account_id uuid not null references public.accounts (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  role public.member_role not null,
  created_at timestamptz not null default now(),
  email text,
  primary key (account_id, user_id)
);
comment on table public.members is 'Which user may do what in which account.';
comment on column public.members.email is 'The email of the user, kept by triggers, since members must not read auth.users.';
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
grant execute on function private.user_id() to tinycrm;

create function private.user_email()
returns text
language sql stable
set search_path = ''
as $$
  select nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'
$$;
comment on function private.user_email() is 'The email in the session of the signed-in user.';
grant execute on function private.user_email() to tinycrm;

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
grant execute on function private.my_account_ids() to authenticated;

alter table public.accounts enable row level security;
alter table public.accounts force row level security;
revoke all on public.accounts from anon, authenticated, service_role;
grant select on public.accounts to authenticated;
grant select, insert, update, delete on public.accounts to service_role;
grant select, insert, update (name), update (time_zone, currency, mrr_param), update (deletion_at), delete, update (deletion_began_at) on public.accounts to tinycrm;
create policy "members read their accounts" on public.accounts
  for select to authenticated using (id = any ((select private.my_account_ids())::uuid[]));
create policy "tinycrm functions work on every account" on public.accounts
  for all to tinycrm using (true) with check (true);

alter table public.members enable row level security;
alter table public.members force row level security;
revoke all on public.members from anon, authenticated, service_role;
grant select on public.members to authenticated;
grant select, insert, update, delete on public.members to service_role;
grant select, insert, update (role, email), delete on public.members to tinycrm;
create policy "members read who is in their accounts" on public.members
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "tinycrm functions work on every member" on public.members
  for all to tinycrm using (true) with check (true);

-- Refuses whoever is not a member. Definer functions call it first, since row-level security does not bind them.
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
grant execute on function private.require_member(uuid) to tinycrm;

-- The role of the signed-in user in an account; null for a stranger.
create function private.my_role(account_id uuid)
returns public.member_role
language sql stable
set search_path = ''
as $$
  select m.role from public.members m where m.account_id = my_role.account_id and m.user_id = private.user_id()
$$;
grant execute on function private.my_role(uuid) to tinycrm;

-- Refuses viewers and strangers: every function that changes customers calls it first.
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
      message = 'You have view-only access. Ask an owner or admin of this account.';
  end if;
end
$$;
grant execute on function private.require_editor(uuid) to tinycrm;

-- Refuses everybody but owners: for what cannot be taken back and for what costs money.
create function private.require_owner(account_id uuid)
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  perform private.require_member(require_owner.account_id);
  if private.my_role(require_owner.account_id) <> 'owner' then
    raise insufficient_privilege using message = 'Only an owner can do this.';
  end if;
end
$$;
grant execute on function private.require_owner(uuid) to tinycrm;

-- True for a time zone that browsers know too. Others of Postgres are not, such as posix/Europe/Berlin.
create function private.is_time_zone(name text)
returns boolean
language sql stable
set search_path = ''
as $$
  select coalesce(is_time_zone.name ~ '^(UTC|[A-Z][A-Za-z]+/[A-Za-z0-9_+/-]+)$', false)
    and exists (select from pg_timezone_names z where z.name = is_time_zone.name)
$$;
grant execute on function private.is_time_zone(text) to tinycrm;

-- Every new user gets an account of their own, named at sign-up or after the email. Time zone and currency
-- are what the browser guessed; a guess that is none stops nobody.
create function private.create_account_for_new_user()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_account_id uuid := gen_random_uuid();
  v_name text := left(coalesce(
    nullif(private.to_one_line(new.raw_user_meta_data ->> 'account_name'), ''),
    nullif(split_part(new.email, '@', 1), ''),
    'My account'
  ), 80);
  v_time_zone text := new.raw_user_meta_data ->> 'time_zone';
begin
  insert into public.accounts (id, name, time_zone, currency) values (
    v_account_id, v_name,
    case when private.is_time_zone(v_time_zone) then v_time_zone else 'UTC' end,
    substring(new.raw_user_meta_data ->> 'currency' from '^[A-Z]{3}$')
  );
  insert into public.members (account_id, user_id, role, email) values (v_account_id, new.id, 'owner', new.email);
  return new;
end
$$;
alter function private.create_account_for_new_user() owner to tinycrm;

create trigger create_account_for_new_user
  after insert on auth.users
  for each row execute function private.create_account_for_new_user();

-- Renames an account. The name is what members see in the account switch.
create function private.rename_account(account_id uuid, name text)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_name text := private.to_one_line(rename_account.name);
begin
  perform private.require_editor(rename_account.account_id);
  if char_length(coalesce(v_name, '')) not between 1 and 80 then
    raise invalid_parameter_value using message = 'Enter an account name of 1 to 80 characters.';
  end if;
  update public.accounts a set name = v_name where a.id = rename_account.account_id;
end
$$;
alter function private.rename_account(uuid, text) owner to tinycrm;
grant execute on function private.rename_account(uuid, text) to authenticated;

create function public.rename_account(account_id uuid, name text)
returns void language sql volatile set search_path = ''
as $$ select private.rename_account(rename_account.account_id, rename_account.name) $$;
comment on function public.rename_account(uuid, text) is
  'Names the account (1 to 80 characters). Owners and admins only (42501).';
grant execute on function public.rename_account(uuid, text) to authenticated;

-- Sets how an account sees its figures: time zone, currency and the param that is its monthly revenue.
create function private.set_account_settings(account_id uuid, time_zone text, currency text, mrr_param text)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_currency text := nullif(upper(btrim(coalesce(currency, ''))), '');
  v_mrr_param text := btrim(coalesce(mrr_param, ''));
begin
  perform private.require_editor(set_account_settings.account_id);
  if not private.is_time_zone(time_zone) then
    raise invalid_parameter_value using message = 'Choose a time zone such as Europe/Berlin, or UTC.';
  end if;
  if v_currency !~ '^[A-Z]{3}$' then
    raise invalid_parameter_value using message = 'Choose a currency such as USD, or none.';
  end if;
  if char_length(v_mrr_param) not between 1 and 200 or v_mrr_param ~ '[[:cntrl:]]' then
    raise invalid_parameter_value using message = 'Enter the param that holds monthly revenue, such as mrr.';
  end if;
  -- Figures that were kept are of the settings before.
  delete from private.overview_snapshots s
  using public.accounts a
  where a.id = set_account_settings.account_id and s.account_id = a.id
    and (a.currency, a.time_zone, a.mrr_param) is distinct from (v_currency, set_account_settings.time_zone, v_mrr_param);
  update public.accounts a set
    time_zone = set_account_settings.time_zone, currency = v_currency, mrr_param = v_mrr_param
  where a.id = set_account_settings.account_id;
end
$$;
alter function private.set_account_settings(uuid, text, text, text) owner to tinycrm;
grant execute on function private.set_account_settings(uuid, text, text, text) to authenticated;

create function public.set_account_settings(account_id uuid, time_zone text, currency text, mrr_param text)
returns void language sql volatile set search_path = ''
as $$
  select private.set_account_settings(
    set_account_settings.account_id, set_account_settings.time_zone, set_account_settings.currency, set_account_settings.mrr_param
  )
$$;
comment on function public.set_account_settings(uuid, text, text, text) is
  'Sets the time zone (IANA name), the currency (ISO 4217, or empty) and the param that holds the monthly revenue. Owners and admins only (42501).';
grant execute on function public.set_account_settings(uuid, text, text, text) to authenticated;

-- Makes another account whose owner is the caller. Bounded, so that nobody fills the database with empty ones.
create function private.create_account(name text)
returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_max constant integer := 20;
  v_name text := private.to_one_line(create_account.name);
  v_account_id uuid := gen_random_uuid();
begin
  if private.user_id() is null then
    raise insufficient_privilege using message = 'Sign in first.';
  end if;
  if char_length(coalesce(v_name, '')) not between 1 and 80 then
    raise invalid_parameter_value using message = 'Enter an account name of 1 to 80 characters.';
  end if;
  -- One at a time, so that the count is right.
  perform pg_advisory_xact_lock(hashtextextended('create_account ' || private.user_id(), 0));
  if (select count(*) from public.members m where m.user_id = private.user_id() and m.role = 'owner') >= v_max then
    raise invalid_parameter_value using message = format('You already own %s accounts, which is the maximum.', v_max);
  end if;
  insert into public.accounts (id, name) values (v_account_id, v_name);
  insert into public.members (account_id, user_id, role, email)
  values (v_account_id, private.user_id(), 'owner', private.user_email());
  return v_account_id;
end
$$;
alter function private.create_account(text) owner to tinycrm;
grant execute on function private.create_account(text) to authenticated;

create function public.create_account(name text)
returns uuid language sql volatile set search_path = ''
as $$ select private.create_account(create_account.name) $$;
comment on function public.create_account(text) is 'One more account of the signed-in user, 20 at most.';
grant execute on function public.create_account(text) to authenticated;
