-- Invitations are links that only the invited email can use.

create table public.invitations (
  account_id uuid not null references public.accounts (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  email text not null constraint invited_email_is_lower_case check (email = lower(btrim(email)) and email ~ '^[^@\s]+@[^@\s]+$' and char_length(email) <= 254),
  role public.member_role not null,
  token_hash bytea not null unique,
  invited_by text,
  inviter_id uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (account_id, id),
  unique (account_id, email),
  -- An invitation goes with the membership of who sent it.
  foreign key (account_id, inviter_id) references public.members (account_id, user_id) on delete cascade
);
comment on table public.invitations is 'Open invitations. One that is accepted or withdrawn is gone.';
comment on column public.invitations.invited_by is 'The email of the inviter, as it was.';
comment on column public.invitations.token_hash is 'SHA-256 of the token in the link, which is shown once.';
create index invitations_inviter on public.invitations (account_id, inviter_id);

alter table public.invitations enable row level security;
alter table public.invitations force row level security;
revoke all on public.invitations from public, anon, authenticated, service_role;
grant select (account_id, id, email, role, invited_by, created_at, expires_at) on public.invitations to authenticated;
grant select, delete on public.invitations to service_role;
grant select, insert, update, delete on public.invitations to tinycrm;
create policy "members read their invitations" on public.invitations
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "tinycrm functions work on every invitation" on public.invitations
  for all to tinycrm using (true) with check (true);

-- Ends the invitations that a demoted member may no longer send: one that outlived the right to invite would bring it back.
create function private.end_invitations_of_demoted()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- What a member may no longer send is no longer open: an admin invites no owner, a viewer nobody.
  delete from public.invitations i
  where i.account_id = new.account_id and i.inviter_id = new.user_id
    and (new.role = 'viewer' or (new.role = 'admin' and i.role = 'owner'));
  return null;
end
$$;
alter function private.end_invitations_of_demoted() owner to tinycrm;

create trigger end_invitations_of_demoted
  after update of role on public.members
  for each row when (old.role is distinct from new.role)
  execute function private.end_invitations_of_demoted();

-- Makes an invitation and returns its token, which is kept only as a hash: whoever reads the table cannot join.
create function private.invite_member(account_id uuid, email text, role public.member_role)
returns text
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_max constant integer := 50;
  v_valid_for constant interval := '7 days';
  v_email text := lower(btrim(invite_member.email));
  -- 43 characters of 62 are 256 random bits.
  v_token text := private.random_base62(43);
begin
  perform private.require_editor(invite_member.account_id);
  perform private.lock_members(invite_member.account_id);
  -- Again, under the lock: the caller may have been removed or demoted while waiting for it.
  perform private.require_editor(invite_member.account_id);
  if coalesce(v_email, '') !~ '^[^@\s]+@[^@\s]+$' or char_length(v_email) > 254 then
    raise invalid_parameter_value using message = 'Enter one email address.';
  end if;
  if invite_member.role is null then
    raise invalid_parameter_value using message = 'Choose a role: owner, admin or viewer.';
  end if;
  if invite_member.role = 'owner' and private.my_role(invite_member.account_id) <> 'owner' then
    raise insufficient_privilege using message = 'Only an owner can invite an owner.';
  end if;
  if exists (select from public.members m where m.account_id = invite_member.account_id and lower(m.email) = v_email) then
    raise invalid_parameter_value using message = 'This person is already a member.';
  end if;
  if (
    select count(*) from public.invitations i
    where i.account_id = invite_member.account_id and i.email <> v_email and i.expires_at > now()
  ) >= v_max then
    raise invalid_parameter_value using message = format('An account can have up to %s pending invitations. Withdraw one first.', v_max);
  end if;
  -- Each goes out as a mail that names the account: nobody sends those to whom they like, or to one person all day.
  if private.count_attempt(sha256(convert_to('invitations of ' || invite_member.account_id, 'UTF8')), 50, 1, interval '1 day') > 0 then
    raise invalid_parameter_value using
      message = 'An account can send 50 invitations a day. Send the rest tomorrow.';
  end if;
  if private.count_attempt(sha256(convert_to('invitations to ' || v_email, 'UTF8')), 5, 1, interval '1 hour') > 0 then
    raise invalid_parameter_value using
      message = 'This email already got 5 invitations in the last hour. Share the last link, or try again in an hour.';
  end if;
  -- Somebody who is invited again gets a new link, and the old one ends.
  insert into public.invitations as i (account_id, email, role, token_hash, invited_by, inviter_id, expires_at)
  values (
    invite_member.account_id, v_email, invite_member.role, sha256(convert_to(v_token, 'UTF8')),
    private.user_email(), private.user_id(), now() + v_valid_for
  )
  on conflict on constraint invitations_account_id_email_key do update set
    role = excluded.role, token_hash = excluded.token_hash, invited_by = excluded.invited_by, inviter_id = excluded.inviter_id,
    created_at = now(), expires_at = excluded.expires_at;
  return v_token;
end
$$;
alter function private.invite_member(uuid, text, public.member_role) owner to tinycrm;
grant execute on function private.invite_member(uuid, text, public.member_role) to authenticated;

create function public.invite_member(account_id uuid, email text, role public.member_role)
returns text language sql volatile set search_path = ''
as $$ select private.invite_member(invite_member.account_id, invite_member.email, invite_member.role) $$;
comment on function public.invite_member(uuid, text, public.member_role) is
  'Invites an email for 7 days and returns the token of the link, shown once; a second invitation ends the first. 50 a day from an account and 5 an hour to an email (22023). Owners and admins, an owner by an owner only (42501).';
grant execute on function public.invite_member(uuid, text, public.member_role) to authenticated;

-- Deletes an invitation. Its link stops at once.
create function private.withdraw_invitation(account_id uuid, invitation_id uuid)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_editor(withdraw_invitation.account_id);
  delete from public.invitations i
  where i.account_id = withdraw_invitation.account_id and i.id = withdraw_invitation.invitation_id;
end
$$;
alter function private.withdraw_invitation(uuid, uuid) owner to tinycrm;
grant execute on function private.withdraw_invitation(uuid, uuid) to authenticated;

create function public.withdraw_invitation(account_id uuid, invitation_id uuid)
returns void language sql volatile set search_path = ''
as $$ select private.withdraw_invitation(withdraw_invitation.account_id, withdraw_invitation.invitation_id) $$;
comment on function public.withdraw_invitation(uuid, uuid) is 'Ends an open invitation. Owners and admins only (42501).';
grant execute on function public.withdraw_invitation(uuid, uuid) to authenticated;

-- Whoever is signed in and has the link sees what it is about, and nothing else.
create function private.read_invitation(token text)
returns table (account_name text, email text, role public.member_role, invited_by text, expires_at timestamptz)
language sql stable security definer
set search_path = ''
as $$
  select a.name, i.email, i.role, i.invited_by, i.expires_at
  from public.invitations i join public.accounts a on a.id = i.account_id
  where i.token_hash = sha256(convert_to(read_invitation.token, 'UTF8')) and i.expires_at > now()
$$;
alter function private.read_invitation(text) owner to tinycrm;
grant execute on function private.read_invitation(text) to authenticated;

create function public.read_invitation(token text)
returns table (account_name text, email text, role public.member_role, invited_by text, expires_at timestamptz) language sql stable set search_path = ''
as $$ select * from private.read_invitation(read_invitation.token) $$;
comment on function public.read_invitation(text) is 'What an invitation is about, for whoever has its token. No row when it has ended.';
grant execute on function public.read_invitation(text) to authenticated;

-- Makes the caller a member, if the invitation is for their confirmed email. It works once.
create function private.accept_invitation(token text)
returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_invitation public.invitations;
begin
  if private.user_id() is null then
    raise insufficient_privilege using message = 'Sign in first.';
  end if;
  delete from public.invitations i where i.token_hash = sha256(convert_to(accept_invitation.token, 'UTF8'))
  returning * into v_invitation;
  if not found or v_invitation.expires_at <= now() then
    raise invalid_parameter_value using
      message = 'This invitation is no longer valid: it was used, withdrawn or has expired. Ask for a new one.';
  end if;
  if lower(private.user_email()) is distinct from v_invitation.email then
    raise insufficient_privilege using
      message = 'This invitation is for a different email than the one you’re signed in with.';
  end if;
  insert into public.members (account_id, user_id, role, email)
  values (v_invitation.account_id, private.user_id(), v_invitation.role, private.user_email())
  on conflict do nothing;
  return v_invitation.account_id;
end
$$;
alter function private.accept_invitation(text) owner to tinycrm;
grant execute on function private.accept_invitation(text) to authenticated;

create function public.accept_invitation(token text)
returns uuid language sql volatile set search_path = ''
as $$ select private.accept_invitation(accept_invitation.token) $$;
comment on function public.accept_invitation(text) is
  'Makes the signed-in user a member and returns the account. Another email is refused (42501), an invitation that has ended too (22023).';
grant execute on function public.accept_invitation(text) to authenticated;
