-- Who reads with a read key. A key of all projects reads as the functions of the dashboard do. One that is limited to some reads as a
-- role of its own, to which row-level security shows nothing else: so a filter, a sort or a sum that is written later cannot tell
-- of a hidden project either.

do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'reader') then
    create role reader login noinherit;
  end if;
  if not exists (select from pg_catalog.pg_roles where rolname = 'limited_reader') then
    create role limited_reader nologin noinherit;
  end if;
end
$$;
alter role reader set statement_timeout = '10s';
alter role reader set lock_timeout = '1s';
alter role reader set idle_in_transaction_session_timeout = '10s';

create schema read;
comment on schema read is 'What the Edge Function `read` may call. Never exposed through the API.';
grant usage on schema read to reader;
grant create, usage on schema read to tinycrm;

grant limited_reader to postgres;
grant usage on schema public, private to limited_reader;
grant select on public.accounts, public.projects, public.customers, public.customer_projects, public.customer_tags,
  public.status_changes, public.mrr_changes to limited_reader;

-- The account and the projects of the key. Without them a question fails.
create function private.limited_account() returns uuid language sql stable set search_path = ''
as $$ select current_setting('tinycrm.limited_account')::uuid $$;
grant execute on function private.limited_account() to limited_reader;

create function private.limited_projects() returns uuid[] language sql stable set search_path = ''
as $$ select current_setting('tinycrm.limited_projects')::uuid[] $$;
comment on function private.limited_projects() is 'The projects that a limited read key shows, while it reads.';
grant execute on function private.limited_projects() to limited_reader;

create policy "a limited key reads its account" on public.accounts
  for select to limited_reader using (id = (select private.limited_account()));
create policy "a limited key reads its projects" on public.projects
  for select to limited_reader
  using (account_id = (select private.limited_account()) and id = any ((select private.limited_projects())::uuid[]));
create policy "a limited key reads badges of its projects" on public.customer_projects
  for select to limited_reader
  using (account_id = (select private.limited_account()) and project_id = any ((select private.limited_projects())::uuid[]));
create policy "a limited key reads the history of its projects" on public.status_changes
  for select to limited_reader
  using (account_id = (select private.limited_account()) and project_id = any ((select private.limited_projects())::uuid[]));
create policy "a limited key reads the MRR of its projects" on public.mrr_changes
  for select to limited_reader
  using (account_id = (select private.limited_account()) and project_id = any ((select private.limited_projects())::uuid[]));
-- With offset 0 each person is looked up. Without it Postgres gathers everybody in these projects, for one person too.
create policy "a limited key reads who is in its projects" on public.customers
  for select to limited_reader using (
    account_id = (select private.limited_account()) and exists (
      select from public.customer_projects cp where cp.account_id = customers.account_id and cp.customer_id = customers.id offset 0
    )
  );
-- A tag says what somebody is to the whole account.
create policy "a limited key reads no tags" on public.customer_tags for select to limited_reader using (false);

-- Answers a question as a key that is limited to these projects. The question is SQL for one JSON, and made here. $1: people it is about.
create function private.as_limited(account_id uuid, project_ids uuid[], question text, customer_ids uuid[])
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
set enable_seqscan = on
set enable_hashjoin = on
set enable_mergejoin = on
as $$
declare
  v_answer jsonb;
begin
  -- As private.page_of_few. Given back at the end, as the function sets them.
  if customer_ids is not null then
    perform set_config(setting, 'off', true) from unnest('{enable_seqscan,enable_hashjoin,enable_mergejoin}'::text[]) setting;
  end if;
  perform set_config('tinycrm.limited_account', account_id::text, true);
  perform set_config('tinycrm.limited_projects', project_ids::text, true);
  execute question into v_answer using customer_ids;
  return v_answer;
end
$$;
grant create on schema private to limited_reader;
alter function private.as_limited(uuid, uuid[], text, uuid[]) owner to limited_reader;
revoke create on schema private from limited_reader;
grant execute on function private.as_limited(uuid, uuid[], text, uuid[]) to tinycrm;

-- Answers a question with what a read key may see.
create function private.read_as(key public.read_keys, question text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_answer jsonb;
begin
  if key.project_ids is not null then
    return private.as_limited(key.account_id, key.project_ids, question, null);
  end if;
  execute question into v_answer;
  return v_answer;
end
$$;
grant execute on function private.read_as(public.read_keys, text) to tinycrm;

-- True if the dashboard of an account is closed until it pays.
create function private.must_pay(account_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select from private.billing_settings b join public.subscriptions s on s.account_id = must_pay.account_id
    where b.enabled and s.access_until <= now()
  );
end
$$;
grant execute on function private.must_pay(uuid) to tinycrm;

-- Why a key is answered nothing, or null: it is no key, or its account must pay first.
create function private.read_refusal(key public.read_keys)
returns jsonb
language sql stable
set search_path = ''
as $$
  select case
    when key.id is null then '{"refused": "unauthorized"}'::jsonb
    when private.must_pay(key.account_id) then '{"refused": "payment_required"}'
  end
$$;
grant execute on function private.read_refusal(public.read_keys) to tinycrm;
