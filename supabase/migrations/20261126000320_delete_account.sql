-- delete_account: an account is deleted 7 days after its owner asked for it.

alter table public.accounts add column deletion_at timestamptz;
comment on column public.accounts.deletion_at is 'When the account is to be deleted with all that is in it; null when it is not.';
grant update (deletion_at), delete on public.accounts to tinycrm;

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
revoke all on function private.require_owner(uuid) from public, anon, authenticated, service_role;
grant execute on function private.require_owner(uuid) to tinycrm;

-- The name is typed, so that nobody deletes the wrong one.
create function private.schedule_account_deletion(account_id uuid, name text)
returns timestamptz
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_grace constant interval := '7 days';
  v_account public.accounts;
begin
  perform private.require_owner(schedule_account_deletion.account_id);
  select * into v_account from public.accounts a
  where a.id = schedule_account_deletion.account_id for no key update;
  if btrim(schedule_account_deletion.name) is distinct from v_account.name then
    raise invalid_parameter_value using message = 'Type the name of the account, to the letter, to delete it.';
  end if;
  if v_account.deletion_at is not null then
    return v_account.deletion_at;
  end if;
  update public.accounts a set deletion_at = now() + v_grace where a.id = v_account.id
  returning a.deletion_at into v_account.deletion_at;
  perform private.record_audit(v_account.id, 'account_deletion_scheduled');
  return v_account.deletion_at;
end
$$;

create function private.stop_account_deletion(account_id uuid)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_owner(stop_account_deletion.account_id);
  update public.accounts a set deletion_at = null
  where a.id = stop_account_deletion.account_id and a.deletion_at is not null;
  if found then
    perform private.record_audit(stop_account_deletion.account_id, 'account_deletion_stopped');
  end if;
end
$$;

create function private.delete_due_accounts(most integer default 1)
returns integer
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_count integer;
begin
  delete from public.accounts a
  where a.id in (
    select due.id from public.accounts due
    where due.deletion_at <= now() order by due.deletion_at
    limit greatest(coalesce(most, 1), 1) for update skip locked
  );
  get diagnostics v_count = row_count;
  return v_count;
end
$$;

comment on function private.delete_due_accounts(integer) is
  'Deletes up to so many accounts whose time has come, and returns how many. For admins and the scheduled job.';
alter function private.delete_due_accounts(integer) owner to tinycrm;
revoke all on function private.delete_due_accounts(integer) from public, anon, authenticated, service_role;

create function public.schedule_account_deletion(account_id uuid, name text)
returns timestamptz language sql volatile set search_path = ''
as $$ select private.schedule_account_deletion(schedule_account_deletion.account_id, schedule_account_deletion.name) $$;
comment on function public.schedule_account_deletion(uuid, text) is
  'Has the account deleted in 7 days, and returns when. name is the name of the account, typed. Owners only (42501).';
create function public.stop_account_deletion(account_id uuid)
returns void language sql volatile set search_path = ''
as $$ select private.stop_account_deletion(stop_account_deletion.account_id) $$;
comment on function public.stop_account_deletion(uuid) is 'Keeps an account that was to be deleted. Owners only (42501).';
do $$
declare
  v_function text;
  v_schema text;
begin
  foreach v_function in array array['schedule_account_deletion(uuid, text)', 'stop_account_deletion(uuid)'] loop
    execute format('alter function private.%s owner to tinycrm', v_function);
    foreach v_schema in array '{private,public}'::text[] loop
      execute format('revoke all on function %s.%s from public, anon, authenticated, service_role', v_schema, v_function);
      execute format('grant execute on function %s.%s to authenticated', v_schema, v_function);
    end loop;
  end loop;

  -- Hosted Supabase has pg_cron. Elsewhere an admin calls it: docs/privacy.md.
  if exists (select from pg_available_extensions where name = 'pg_cron') then
    create extension if not exists pg_cron;
    perform cron.schedule('delete due accounts', '17 * * * *', 'select private.delete_due_accounts(10)');
  end if;
end
$$;
