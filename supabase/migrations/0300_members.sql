-- Members come, change their role, and go. An account always has an owner: whoever changes members holds the account's lock,
-- so that two owners cannot demote each other at the same moment.

-- Keeps the email of members as it is in Auth, whose tables the API does not show.
create function private.keep_member_email()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  update public.members m set email = new.email where m.user_id = new.id;
  return null;
end
$$;
alter function private.keep_member_email() owner to tinycrm;

create trigger keep_member_email
  after update of email on auth.users
  for each row when (old.email is distinct from new.email)
  execute function private.keep_member_email();

-- Takes the lock of an account, so that two owners cannot demote each other at the same moment.
create function private.lock_members(account_id uuid)
returns void
language sql volatile
set search_path = ''
as $$
  select from public.accounts a where a.id = lock_members.account_id for no key update
$$;
grant execute on function private.lock_members(uuid) to tinycrm;

-- Refuses to leave an account without an owner. The caller holds the lock of the members.
create function private.require_another_owner(account_id uuid, user_id uuid)
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if not exists (
    select from public.members m
    where m.account_id = require_another_owner.account_id and m.role = 'owner' and m.user_id <> require_another_owner.user_id
  ) then
    raise invalid_parameter_value using
      message = 'This is the only owner. Make someone else an owner first.';
  end if;
end
$$;
grant execute on function private.require_another_owner(uuid, uuid) to tinycrm;

-- The role of the member who is to be changed, by somebody who may. Admins leave owners alone.
create function private.lock_member(account_id uuid, user_id uuid)
returns public.member_role
language plpgsql volatile
set search_path = ''
as $$
declare
  v_role public.member_role;
begin
  perform private.require_editor(lock_member.account_id);
  perform private.lock_members(lock_member.account_id);
  -- Again, under the lock: the caller may have been removed while waiting for it.
  perform private.require_editor(lock_member.account_id);
  select m.role into v_role from public.members m
  where m.account_id = lock_member.account_id and m.user_id = lock_member.user_id;
  if not found then
    raise invalid_parameter_value using message = 'This person is no longer a member of the account.';
  end if;
  if v_role = 'owner' and private.my_role(lock_member.account_id) <> 'owner' then
    raise insufficient_privilege using message = 'Only an owner can change an owner.';
  end if;
  return v_role;
end
$$;
grant execute on function private.lock_member(uuid, uuid) to tinycrm;

-- Changes the role of a member. Admins cannot make owners, or everybody could become one.
create function private.set_role(account_id uuid, user_id uuid, role public.member_role)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_before public.member_role := private.lock_member(set_role.account_id, set_role.user_id);
begin
  if set_role.role is null then
    raise invalid_parameter_value using message = 'Choose a role: owner, admin or viewer.';
  end if;
  if set_role.role = 'owner' and private.my_role(set_role.account_id) <> 'owner' then
    raise insufficient_privilege using message = 'Only an owner can make someone an owner.';
  end if;
  if v_before = 'owner' and set_role.role <> 'owner' then
    perform private.require_another_owner(set_role.account_id, set_role.user_id);
  end if;
  update public.members m set role = set_role.role
  where m.account_id = set_role.account_id and m.user_id = set_role.user_id;
end
$$;
alter function private.set_role(uuid, uuid, public.member_role) owner to tinycrm;
grant execute on function private.set_role(uuid, uuid, public.member_role) to authenticated;

create function public.set_role(account_id uuid, user_id uuid, role public.member_role)
returns void language sql volatile set search_path = ''
as $$ select private.set_role(set_role.account_id, set_role.user_id, set_role.role) $$;
comment on function public.set_role(uuid, uuid, public.member_role) is
  'Gives a member a role. Owners change everybody, admins change admins and viewers (42501). The last owner stays one (22023).';
grant execute on function public.set_role(uuid, uuid, public.member_role) to authenticated;

-- Takes a member out of an account.
create function private.remove_member(account_id uuid, user_id uuid)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if remove_member.user_id = private.user_id() then
    raise invalid_parameter_value using message = 'You can’t remove yourself. Leave the account instead.';
  end if;
  perform private.lock_member(remove_member.account_id, remove_member.user_id);
  delete from public.members m where m.account_id = remove_member.account_id and m.user_id = remove_member.user_id;
end
$$;
alter function private.remove_member(uuid, uuid) owner to tinycrm;
grant execute on function private.remove_member(uuid, uuid) to authenticated;

create function public.remove_member(account_id uuid, user_id uuid)
returns void language sql volatile set search_path = ''
as $$ select private.remove_member(remove_member.account_id, remove_member.user_id) $$;
comment on function public.remove_member(uuid, uuid) is
  'Takes somebody out of the account, at once. Owners, and admins for admins and viewers (42501).';
grant execute on function public.remove_member(uuid, uuid) to authenticated;

-- Takes the caller out of an account.
create function private.leave_account(account_id uuid)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_member(leave_account.account_id);
  perform private.lock_members(leave_account.account_id);
  perform private.require_another_owner(leave_account.account_id, private.user_id());
  delete from public.members m where m.account_id = leave_account.account_id and m.user_id = private.user_id();
end
$$;
alter function private.leave_account(uuid) owner to tinycrm;
grant execute on function private.leave_account(uuid) to authenticated;

create function public.leave_account(account_id uuid)
returns void language sql volatile set search_path = ''
as $$ select private.leave_account(leave_account.account_id) $$;
comment on function public.leave_account(uuid) is 'Takes the signed-in user out of the account, unless nobody else owns it (22023).';
grant execute on function public.leave_account(uuid) to authenticated;

-- Makes another member an owner and the caller an admin, in one step, so that there is always one.
create function private.transfer_ownership(account_id uuid, user_id uuid)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.lock_member(transfer_ownership.account_id, transfer_ownership.user_id);
  if private.my_role(transfer_ownership.account_id) <> 'owner' then
    raise insufficient_privilege using message = 'Only an owner can transfer ownership.';
  end if;
  if transfer_ownership.user_id = private.user_id() then
    raise invalid_parameter_value using message = 'You already own this account.';
  end if;
  update public.members m set
    role = case when m.user_id = transfer_ownership.user_id then 'owner' else 'admin' end::public.member_role
  where m.account_id = transfer_ownership.account_id
    and m.user_id in (transfer_ownership.user_id, private.user_id());
end
$$;
alter function private.transfer_ownership(uuid, uuid) owner to tinycrm;
grant execute on function private.transfer_ownership(uuid, uuid) to authenticated;

create function public.transfer_ownership(account_id uuid, user_id uuid)
returns void language sql volatile set search_path = ''
as $$ select private.transfer_ownership(transfer_ownership.account_id, transfer_ownership.user_id) $$;
comment on function public.transfer_ownership(uuid, uuid) is
  'Makes a member the owner and the caller an admin. Owners only (42501).';
grant execute on function public.transfer_ownership(uuid, uuid) to authenticated;
