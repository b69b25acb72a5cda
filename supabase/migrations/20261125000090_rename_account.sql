-- rename_account: what the account is called in the dashboard.

grant update (name) on public.accounts to tinycrm;

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
    raise invalid_parameter_value using message = 'Give the account a name of 1 to 80 characters.';
  end if;
  update public.accounts a set name = v_name where a.id = rename_account.account_id;
end
$$;
alter function private.rename_account(uuid, text) owner to tinycrm;
revoke all on function private.rename_account(uuid, text) from public, anon, authenticated, service_role;
grant execute on function private.rename_account(uuid, text) to authenticated;

create function public.rename_account(account_id uuid, name text)
returns void
language sql volatile
set search_path = ''
as $$
  select private.rename_account(rename_account.account_id, rename_account.name)
$$;
comment on function public.rename_account(uuid, text) is
  'Names the account (1 to 80 characters). Owners and admins only (42501).';
revoke all on function public.rename_account(uuid, text) from public, anon, authenticated, service_role;
grant execute on function public.rename_account(uuid, text) to authenticated;
