-- Members come, change their role, and go. An account always has an owner: whoever changes members holds
-- the account's lock, so that two owners cannot demote each other at the same moment.

create function private.lock_members(account_id uuid)
returns void
language sql volatile
set search_path = ''
as $$
  select from public.accounts a where a.id = lock_members.account_id for no key update
$$;
revoke all on function private.lock_members(uuid) from public, anon, authenticated, service_role;
grant execute on function private.lock_members(uuid) to tinycrm;

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
      message = 'This is the only owner. Make somebody else an owner first.';
  end if;
end
$$;
revoke all on function private.require_another_owner(uuid, uuid) from public, anon, authenticated, service_role;
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
    raise invalid_parameter_value using message = 'This person is no member of the account any more.';
  end if;
  if v_role = 'owner' and private.my_role(lock_member.account_id) <> 'owner' then
    raise insufficient_privilege using message = 'Only an owner can change an owner.';
  end if;
  return v_role;
end
$$;
revoke all on function private.lock_member(uuid, uuid) from public, anon, authenticated, service_role;
grant execute on function private.lock_member(uuid, uuid) to tinycrm;

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
    raise insufficient_privilege using message = 'Only an owner can make somebody an owner.';
  end if;
  if v_before = 'owner' and set_role.role <> 'owner' then
    perform private.require_another_owner(set_role.account_id, set_role.user_id);
  end if;
  update public.members m set role = set_role.role
  where m.account_id = set_role.account_id and m.user_id = set_role.user_id;
end
$$;

create function private.remove_member(account_id uuid, user_id uuid)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if remove_member.user_id = private.user_id() then
    raise invalid_parameter_value using message = 'To go yourself, leave the account.';
  end if;
  perform private.lock_member(remove_member.account_id, remove_member.user_id);
  delete from public.members m where m.account_id = remove_member.account_id and m.user_id = remove_member.user_id;
end
$$;

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

create function private.transfer_ownership(account_id uuid, user_id uuid)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.lock_member(transfer_ownership.account_id, transfer_ownership.user_id);
  if private.my_role(transfer_ownership.account_id) <> 'owner' then
    raise insufficient_privilege using message = 'Only an owner can hand the account over.';
  end if;
  if transfer_ownership.user_id = private.user_id() then
    raise invalid_parameter_value using message = 'The account is yours already.';
  end if;
  update public.members m set
    role = case when m.user_id = transfer_ownership.user_id then 'owner' else 'admin' end::public.member_role
  where m.account_id = transfer_ownership.account_id
    and m.user_id in (transfer_ownership.user_id, private.user_id());
end
$$;

create function private.create_account(name text)
returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_most constant integer := 20;
  v_name text := private.to_one_line(create_account.name);
  v_account_id uuid := gen_random_uuid();
begin
  if private.user_id() is null then
    raise insufficient_privilege using message = 'Sign in first.';
  end if;
  if char_length(coalesce(v_name, '')) not between 1 and 80 then
    raise invalid_parameter_value using message = 'Give the account a name of 1 to 80 characters.';
  end if;
  if (select count(*) from public.members m where m.user_id = private.user_id() and m.role = 'owner') >= v_most then
    raise invalid_parameter_value using message = format('You own %s accounts already, which is the most.', v_most);
  end if;
  insert into public.accounts (id, name) values (v_account_id, v_name);
  insert into public.members (account_id, user_id, role, email)
  values (v_account_id, private.user_id(), 'owner', private.user_email());
  return v_account_id;
end
$$;

create function public.set_role(account_id uuid, user_id uuid, role public.member_role)
returns void language sql volatile set search_path = ''
as $$ select private.set_role(set_role.account_id, set_role.user_id, set_role.role) $$;
comment on function public.set_role(uuid, uuid, public.member_role) is
  'Gives a member a role. Owners change everybody, admins change admins and viewers (42501). The last owner stays one (22023).';

create function public.remove_member(account_id uuid, user_id uuid)
returns void language sql volatile set search_path = ''
as $$ select private.remove_member(remove_member.account_id, remove_member.user_id) $$;
comment on function public.remove_member(uuid, uuid) is
  'Takes somebody out of the account, at once. Owners, and admins for admins and viewers (42501).';

create function public.leave_account(account_id uuid)
returns void language sql volatile set search_path = ''
as $$ select private.leave_account(leave_account.account_id) $$;
comment on function public.leave_account(uuid) is 'Takes the signed-in user out of the account, unless nobody else owns it (22023).';

create function public.transfer_ownership(account_id uuid, user_id uuid)
returns void language sql volatile set search_path = ''
as $$ select private.transfer_ownership(transfer_ownership.account_id, transfer_ownership.user_id) $$;
comment on function public.transfer_ownership(uuid, uuid) is
  'Makes a member the owner and the caller an admin. Owners only (42501).';

create function public.create_account(name text)
returns uuid language sql volatile set search_path = ''
as $$ select private.create_account(create_account.name) $$;
comment on function public.create_account(text) is 'One more account of the signed-in user, 20 at most.';

do $$
declare
  v_function text;
  v_schema text;
begin
  foreach v_function in array array[
    'set_role(uuid, uuid, public.member_role)', 'remove_member(uuid, uuid)', 'leave_account(uuid)',
    'transfer_ownership(uuid, uuid)', 'create_account(text)'
  ] loop
    execute format('alter function private.%s owner to tinycrm', v_function);
    foreach v_schema in array '{private,public}'::text[] loop
      execute format('revoke all on function %s.%s from public, anon, authenticated, service_role', v_schema, v_function);
      execute format('grant execute on function %s.%s to authenticated', v_schema, v_function);
    end loop;
  end loop;
end
$$;
