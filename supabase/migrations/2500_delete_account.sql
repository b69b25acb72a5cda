-- An account is deleted 7 days after its owner asked for it, in steps, each with the locks that calls take.

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
    raise invalid_parameter_value using message = 'To delete the account, type its name exactly.';
  end if;
  if v_account.deletion_at is not null then
    return v_account.deletion_at;
  end if;
  if exists (select from public.subscriptions s where s.account_id = v_account.id and private.is_charged(s)) then
    raise invalid_parameter_value using
      message = 'This account still has a subscription. Cancel it under Billing, then delete the account.';
  end if;
  update public.accounts a set deletion_at = now() + v_grace where a.id = v_account.id
  returning a.deletion_at into v_account.deletion_at;
  perform private.record_audit(v_account.id, 'account_deletion_scheduled');
  return v_account.deletion_at;
end
$$;
alter function private.schedule_account_deletion(uuid, text) owner to tinycrm;
grant execute on function private.schedule_account_deletion(uuid, text) to authenticated;

create function public.schedule_account_deletion(account_id uuid, name text)
returns timestamptz language sql volatile set search_path = ''
as $$ select private.schedule_account_deletion(schedule_account_deletion.account_id, schedule_account_deletion.name) $$;
comment on function public.schedule_account_deletion(uuid, text) is
  'Has the account deleted in 7 days, and returns when. name is the name of the account, typed. Owners only (42501).';
grant execute on function public.schedule_account_deletion(uuid, text) to authenticated;

-- Keeps an account that was to be deleted, unless deleting has begun.
create function private.stop_account_deletion(account_id uuid)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_owner(stop_account_deletion.account_id);
  update public.accounts a set deletion_at = null
  where a.id = stop_account_deletion.account_id and a.deletion_at is not null and a.deletion_began_at is null;
  if found then
    perform private.record_audit(stop_account_deletion.account_id, 'account_deletion_stopped');
  elsif exists (select from public.accounts a where a.id = stop_account_deletion.account_id and a.deletion_began_at is not null) then
    raise invalid_parameter_value using
      message = 'This account is already being deleted, so it can’t be restored. Create a new one to continue.';
  end if;
end
$$;
alter function private.stop_account_deletion(uuid) owner to tinycrm;
grant execute on function private.stop_account_deletion(uuid) to authenticated;

create function public.stop_account_deletion(account_id uuid)
returns void language sql volatile set search_path = ''
as $$ select private.stop_account_deletion(stop_account_deletion.account_id) $$;
comment on function public.stop_account_deletion(uuid) is 'Keeps an account that was to be deleted. Owners only (42501).';
grant execute on function public.stop_account_deletion(uuid) to authenticated;

-- Whoever pays for an account, or goes on paying, wants to keep it.
create function private.keep_charged_account()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if private.is_charged(new) and not private.is_charged(old) then
    update public.accounts a set deletion_at = null
    where a.id = new.account_id and a.deletion_at is not null and a.deletion_began_at is null;
    if found then
      perform private.record_audit(new.account_id, 'account_deletion_stopped');
    end if;
  end if;
  return null;
end
$$;
alter function private.keep_charged_account() owner to tinycrm;

create trigger keep_charged_account
  after update of state, cancel_at_period_end on public.subscriptions
  for each row execute function private.keep_charged_account();

-- Planned for any account: plans made while a table was small would read all of it for each customer.
create function private.delete_due_accounts(steps integer default 10)
returns integer
language plpgsql volatile security definer
set search_path = ''
set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set jit = off
as $$
declare
  v_account_id uuid;
  v_project_id uuid;
begin
  for step in 1..greatest(coalesce(steps, 1), 1) loop
    select a.id into v_account_id from public.accounts a
    where a.deletion_at <= now() order by a.deletion_at, a.id
    limit 1 for update skip locked;
    exit when not found;

    -- First of all nobody new comes in.
    update public.accounts a set deletion_began_at = now() where a.id = v_account_id and a.deletion_began_at is null;
    update public.api_keys k set revoked_at = now() where k.account_id = v_account_id and k.revoked_at is null;

    select p.id into v_project_id from public.projects p where p.account_id = v_account_id order by p.id limit 1;
    if found then
      perform private.erase_project(v_account_id, v_project_id);
    else
      delete from public.accounts a where a.id = v_account_id;
    end if;
  end loop;
  return (select count(*) from public.accounts a where a.deletion_at <= now());
end
$$;
comment on function private.delete_due_accounts(integer) is
  'Deletes accounts whose time has come, 5,000 customers or what is left of one account a step, and returns how many accounts remain: call it until that is 0. For admins and the scheduled job.';
alter function private.delete_due_accounts(integer) owner to tinycrm;

-- Hosted Supabase has pg_cron. Elsewhere an admin calls it: docs/use/privacy.md.
create function private.schedule_jobs() returns void language plpgsql volatile set search_path = ''
as $$
begin
  -- A run takes 50,000 customers, which fits into two minutes, the most that hosted gives a statement of postgres.
  perform cron.schedule('delete due accounts', '*/15 * * * *', 'select private.delete_due_accounts(10)');
  perform cron.schedule('forget old edits', '45 * * * *', 'select private.forget_old_edits()');
  -- pg_cron keeps each run for ever.
  perform cron.schedule(
    'delete old runs of jobs', '30 4 * * *',
    'delete from cron.job_run_details where end_time < now() - interval ''7 days'''
  );
end
$$;
comment on function private.schedule_jobs() is
  'Has pg_cron delete accounts whose time has come, what can no longer be undone, and its own old runs. For admins, where the extension was added later on.';

do $$
begin
  if exists (select from pg_available_extensions where name = 'pg_cron') then
    create extension if not exists pg_cron;
  end if;
  if to_regprocedure('cron.schedule(text, text, text)') is not null then
    perform private.schedule_jobs();
  end if;
end
$$;
