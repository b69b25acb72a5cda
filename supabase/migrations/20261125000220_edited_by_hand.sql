-- Edits by hand: who changed a status, and that an older call cannot undo what somebody wrote.

alter table public.customer_projects add column edited_at timestamptz not null default '-infinity';
comment on column public.customer_projects.edited_at is
  'When status or params were last edited by hand. Params of calls that are older are compared one by one.';

alter table public.status_changes
  add column source text not null default 'api' constraint source_of_a_status_is_known check (source in ('api', 'dashboard', 'studio')),
  add column user_email text;
comment on column public.status_changes.source is 'api: a call; dashboard: a member; studio: an admin with the database.';
comment on column public.status_changes.user_email is 'The member who made the change in the dashboard.';

-- Who writes in this transaction. The role that was set stays known inside definer functions.
create function private.write_source()
returns text
language sql stable
set search_path = ''
as $$
  select case
    when 'ingest' in (session_user, current_setting('role')) then 'api'
    when current_setting('role') = 'authenticated' then 'dashboard'
    else 'studio'
  end
$$;
revoke all on function private.write_source() from public, anon, authenticated, service_role;
grant execute on function private.write_source() to tinycrm;

create or replace function private.record_status_change()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_source text := private.write_source();
begin
  insert into public.status_changes (account_id, customer_id, project_id, from_status, to_status, changed_at, source, user_email)
  values (
    new.account_id, new.customer_id, new.project_id,
    case when tg_op = 'UPDATE' then old.status end,
    new.status,
    case
      when tg_op = 'INSERT' then greatest(new.status_at, new.first_seen_at)
      when new.status_at > old.status_at then new.status_at
      else now()
    end,
    v_source,
    case when v_source = 'dashboard' then private.user_email() end
  );
  return null;
end
$$;

-- In Studio only the status is changed. Its time comes with it, or an older call would undo it.
create function private.date_status_edit()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.status_at := now();
  new.edited_at := now();
  return new;
end
$$;
revoke all on function private.date_status_edit() from public, anon, authenticated, service_role;

create trigger date_status_edit
  before update of status on public.customer_projects
  for each row when (
    old.status is distinct from new.status
    and old.status_at = new.status_at
    and current_setting('role') <> 'ingest'
    and session_user <> 'ingest'
  )
  execute function private.date_status_edit();

create or replace function private.write_identify_turn(calls private.identify_call[], turn integer)
returns integer[]
language plpgsql volatile
set search_path = ''
as $$
declare
  -- What a page shows and every later call rewrites: 64 KiB, as stored, for one customer in one product.
  v_max_params_bytes constant integer := 65536;
  v_created uuid[];
  v_too_large uuid[];
begin
  insert into public.customer_activity as a (account_id, customer_id, last_activity_at, name_at)
  select c.account_id, c.customer_id, c.at, case when c.name is null then '-infinity' else c.at end
  from unnest(calls) c
  where c.turn = write_identify_turn.turn
  order by c.account_id, c.customer_id
  on conflict (account_id, customer_id) do update set
    last_activity_at = greatest(a.last_activity_at, excluded.last_activity_at),
    name_at = greatest(a.name_at, excluded.name_at);

  with written as (
    insert into public.customer_projects as cp (
      account_id, customer_id, project_id, status, status_at, params, params_at, first_seen_at, last_activity_at
    )
    select
      c.account_id, c.customer_id, c.project_id,
      coalesce(c.status, 'free'), case when c.status is null then '-infinity' else c.at end,
      case
        when c.params is null then '{}'
        when c.params @? 'strict $.* ? (@ == null)' then private.params_to_set(c.params)
        else c.params
      end,
      times.params_at, c.at, c.at
    from unnest(calls) c
    -- What private.params_times gives.
    cross join lateral (
      select coalesce(jsonb_object_agg(key, (extract(epoch from c.at) * 1000000)::bigint), '{}') as params_at
      from jsonb_object_keys(c.params) key
    ) times
    where c.turn = write_identify_turn.turn
    on conflict (account_id, customer_id, project_id) do update set
      status = case
        when excluded.status_at > '-infinity' and excluded.status_at >= cp.status_at then excluded.status
        else cp.status
      end,
      status_at = greatest(cp.status_at, excluded.status_at),
      -- What is newer than every call and edit needs no comparing. This is what private.merge_params gives for it.
      params = case
        when excluded.last_activity_at >= greatest(cp.last_activity_at, cp.edited_at)
          then (cp.params - array(select jsonb_object_keys(excluded.params_at))) || excluded.params
        else (private.merge_params(cp.params, cp.params_at, excluded.params, excluded.params_at, false)).params
      end,
      params_at = case
        when excluded.last_activity_at >= greatest(cp.last_activity_at, cp.edited_at) then cp.params_at || excluded.params_at
        else (private.merge_params(cp.params, cp.params_at, excluded.params, excluded.params_at, false)).params_at
      end,
      first_seen_at = least(cp.first_seen_at, excluded.first_seen_at),
      last_activity_at = greatest(cp.last_activity_at, excluded.last_activity_at)
    returning
      cp.customer_id,
      -- Postgres marks the old version of a row, and so its successor, only when it updates.
      cp.xmax = 0 as is_new,
      greatest(pg_column_size(cp.params), pg_column_size(cp.params_at)) > v_max_params_bytes as is_too_large
  )
  select
    array_agg(written.customer_id) filter (where written.is_new),
    array_agg(written.customer_id) filter (where written.is_too_large)
  into v_created, v_too_large
  from written;

  if v_too_large is not null then
    raise program_limit_exceeded using
      message = 'params_too_large',
      detail = array(
        select c.ordinal from unnest(calls) c
        where c.turn = write_identify_turn.turn and c.customer_id = any (v_too_large)
      )::text;
  end if;

  -- name_at tells, under the lock, whether this call is the newest that named the customer.
  update public.customers cu set
    name = case when c.name is not null and a.name_at = c.at then c.name else cu.name end,
    first_seen_at = least(cu.first_seen_at, c.at)
  from unnest(calls) c
  join public.customer_activity a on a.account_id = c.account_id and a.customer_id = c.customer_id
  where c.turn = write_identify_turn.turn
    and cu.account_id = c.account_id
    and cu.id = c.customer_id
    and (
      (c.name is not null and a.name_at = c.at and cu.name is distinct from c.name)
      or c.at < cu.first_seen_at
    );

  return array(
    select c.ordinal from unnest(calls) c
    where c.turn = write_identify_turn.turn and c.customer_id = any (v_created)
  );
end
$$;

create or replace function private.find_params_too_large(calls jsonb)
returns integer[]
language plpgsql stable
set search_path = ''
as $$
declare
  v_max_params_bytes constant integer := 65536;
  v_found integer[] := '{}';
  v_relation text := '';
  v_params jsonb;
  v_params_at jsonb;
  v_last_activity_at timestamptz;
  v_merged record;
  c record;
begin
  for c in
    select
      call.ordinal, concat_ws(' ', call.account_id, call.project_id, call.email) as relation, call.at, call.params,
      cp.params as stored_params, cp.params_at as stored_params_at, cp.newest_at as stored_activity_at
    from unnest(private.read_identify_calls(calls)) call
    left join lateral (
      select stored.params, stored.params_at, greatest(stored.last_activity_at, stored.edited_at) as newest_at
      from public.customer_projects stored
      where stored.account_id = call.account_id
        and stored.customer_id = call.customer_id
        and stored.project_id = call.project_id
      limit 1
    ) cp on true
    where call.turn > 0
    order by relation, call.turn
  loop
    if c.relation <> v_relation then
      v_relation := c.relation;
      v_params := coalesce(c.stored_params, '{}');
      v_params_at := coalesce(c.stored_params_at, '{}');
      v_last_activity_at := coalesce(c.stored_activity_at, '-infinity');
    end if;

    v_merged := private.merge_params(
      v_params, v_params_at, private.params_to_set(c.params), private.params_times(c.params, c.at),
      c.at >= v_last_activity_at
    );
    if greatest(pg_column_size(v_merged.params), pg_column_size(v_merged.params_at)) > v_max_params_bytes then
      v_found := v_found || c.ordinal;
    else
      v_params := v_merged.params;
      v_params_at := v_merged.params_at;
      v_last_activity_at := greatest(v_last_activity_at, c.at);
    end if;
  end loop;
  return v_found;
end
$$;
