-- The writing step that identify, import, receive and edits share: calls are read, people made, and rows written in turns.

create type private.call as (
  ordinal integer,
  turn integer,
  account_id uuid,
  project_id uuid,
  customer_id uuid,
  email text,
  name text,
  status public.customer_status,
  params jsonb,
  at timestamptz
);
comment on type private.call is
  'One call, its key resolved to a project. `at` is the event time. `turn` counts the calls of one group for the same customer from 1, and is 0 where the key is not valid.';

-- True if the database would take the call. Asked only after a group failed, to find the call that did it.
create function private.is_valid_call(call jsonb)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  perform
    (call ->> 'status')::public.customer_status,
    decode(call ->> 'key_hash', 'hex'),
    private.event_time((call ->> 'age_ms')::double precision, (call ->> 'timestamp')::timestamptz);
  return (call ->> 'email')::public.email is not null
    and coalesce(char_length(call ->> 'name') between 1 and 200, true)
    and coalesce(jsonb_typeof(call -> 'params') in ('object', 'null'), true);
exception
  when data_exception or check_violation then
    return false;
end
$$;
grant execute on function private.is_valid_call(jsonb) to tinycrm;

-- Reads the calls, resolves their keys and finds the customers that exist.
-- Each lookup is a lateral probe with a limit, so that no plan made on an empty table scans a full one.
create function private.read_calls(calls jsonb)
returns private.call[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select row(
      read.ordinal,
      case when read.account_id is null then 0 else
        row_number() over (partition by read.account_id, read.email order by read.at, read.ordinal)
      end,
      read.account_id, read.project_id, read.customer_id, read.email, read.name, read.status, read.params, read.at
    )::private.call
    from (
      select
        (call.position - 1)::integer as ordinal,
        k.account_id, k.project_id, c.id as customer_id, call.email, call.name, call.status, call.params,
        private.event_time(call.age_ms, call."timestamp") as at
      from rows from (
        jsonb_to_recordset(calls) as (
          key_hash text, email text, name text, status public.customer_status, params jsonb,
          age_ms double precision, "timestamp" timestamptz
        )
      ) with ordinality as call (key_hash, email, name, status, params, age_ms, "timestamp", position)
      left join lateral (
        select key.account_id, key.project_id
        from public.api_keys key
        where key.hash = decode(call.key_hash, 'hex')
          and key.revoked_at is null
          and (key.expires_at is null or key.expires_at > now())
        limit 1
      ) k on true
      left join lateral (
        select cu.id from public.customers cu
        where cu.account_id = k.account_id and cu.email = call.email
        limit 1
      ) c on true
    ) read
  );
end
$$;
grant execute on function private.read_calls(jsonb) to tinycrm;

-- Makes the customers that do not exist yet and returns the calls with every customer known.
create function private.create_missing_customers(calls private.call[])
returns private.call[]
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into public.customers (account_id, email, name, first_seen_at)
  select c.account_id, c.email, c.name, c.at
  from unnest(calls) c
  where c.customer_id is null and c.turn = 1
  order by c.account_id, c.email
  on conflict (account_id, email) do nothing;

  return array(
    select row(
      c.ordinal, c.turn, c.account_id, c.project_id, coalesce(c.customer_id, made.id),
      c.email, c.name, c.status, c.params, c.at
    )::private.call
    from unnest(calls) c
    left join lateral (
      select cu.id from public.customers cu
      where cu.account_id = c.account_id and cu.email = c.email
      limit 1
    ) made on true
  );
end
$$;
grant execute on function private.create_missing_customers(private.call[]) to tinycrm;

-- The positions, from 0, of the calls whose params would not fit, going by what is stored now.
-- Finds all calls that would make params too large at once, instead of one in each attempt.
create function private.find_params_too_large(calls jsonb)
returns integer[]
language plpgsql stable
set search_path = ''
as $$
declare
  v_max_params_bytes constant integer := 65536;
  v_found integer[] := '{}';
  v_customer_project text := '';
  v_params jsonb;
  v_params_at jsonb;
  v_last_activity_at timestamptz;
  v_merged record;
  c record;
begin
  for c in
    select
      call.ordinal, concat_ws(' ', call.account_id, call.project_id, call.email) as customer_project, call.at, call.params,
      cp.params as stored_params, cp.params_at as stored_params_at, cp.newest_at as stored_activity_at
    from unnest(private.read_calls(calls)) call
    left join lateral (
      select stored.params, stored.params_at, greatest(stored.last_activity_at, stored.edited_at) as newest_at
      from public.customer_projects stored
      where stored.account_id = call.account_id
        and stored.customer_id = call.customer_id
        and stored.project_id = call.project_id
      limit 1
    ) cp on true
    where call.turn > 0
    order by customer_project, call.turn
  loop
    if c.customer_project <> v_customer_project then
      v_customer_project := c.customer_project;
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
grant execute on function private.find_params_too_large(jsonb) to tinycrm;

-- Writes the calls of one turn, no two of which are for the same customer. Returns the ordinals that made a customer_project.
-- Without a function call for each row on the common way: a third less work in a group.
create function private.write_turn(calls private.call[], turn integer)
returns integer[]
language plpgsql volatile
set search_path = ''
as $$
declare
  -- What a page shows and every later call rewrites: 64 KiB, as stored, for one customer in one project.
  v_max_params_bytes constant integer := 65536;
  v_first uuid[];
  v_created private.new_customer_project[];
  v_too_large uuid[];
  v_said text;
begin
  -- A row made here counts the project that is written next.
  with written as (
    insert into public.customer_activity as a (account_id, customer_id, last_activity_at, name_at, project_count)
    select c.account_id, c.customer_id, c.at, case when c.name is null then '-infinity' else c.at end, 1
    from unnest(calls) c
    where c.turn = write_turn.turn
    order by c.account_id, c.customer_id
    on conflict (account_id, customer_id) do update set
      last_activity_at = greatest(a.last_activity_at, excluded.last_activity_at),
      name_at = greatest(a.name_at, excluded.name_at)
    -- Postgres marks the old version of a row, and so its successor, only when it updates.
    returning a.customer_id, a.xmax = 0 as is_new
  )
  select array_agg(written.customer_id) filter (where written.is_new) into v_first from written;

  -- What triggers would look up for each row: which param is money, where it is the same for all, and whether any has an index.
  -- By now this transaction has its number, so that whoever begins an index waits for it.
  if cardinality(calls) > 1 then
    select
      set_config('tinycrm.mrr_param', case when min(a.mrr_param) = max(a.mrr_param) then min(a.mrr_param) else '' end, true)
        || set_config('tinycrm.has_indexed_params', bool_or(a.has_indexed_params)::text, true)
    into v_said
    from (select distinct c.account_id from unnest(calls) c where c.turn = write_turn.turn) mine
    cross join lateral (
      select
        account.mrr_param,
        exists (select from private.indexed_params i where i.account_id = mine.account_id) as has_indexed_params
      from public.accounts account where account.id = mine.account_id
      limit 1
    ) a;
  end if;

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
    where c.turn = write_turn.turn
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
      cp.account_id, cp.customer_id, cp.project_id, cp.status, greatest(cp.status_at, cp.first_seen_at) as changed_at,
      cp.xmax = 0 as is_new,
      greatest(pg_column_size(cp.params), pg_column_size(cp.params_at)) > v_max_params_bytes as is_too_large
  )
  select
    array_agg(
      row(written.account_id, written.customer_id, written.project_id, written.status, written.changed_at)::private.new_customer_project
    ) filter (where written.is_new),
    array_agg(written.customer_id) filter (where written.is_too_large)
  into v_created, v_too_large
  from written;
  -- Others who write in this transaction write for other accounts.
  if v_said <> '' then
    v_said := set_config('tinycrm.mrr_param', '', true) || set_config('tinycrm.has_indexed_params', '', true);
  end if;

  if v_too_large is not null then
    raise program_limit_exceeded using
      message = 'params_too_large',
      detail = array(
        select c.ordinal from unnest(calls) c
        where c.turn = write_turn.turn and c.customer_id = any (v_too_large)
      )::text;
  end if;

  if v_created is not null then
    perform private.follow_new_customer_projects(v_created, v_first);
  end if;

  -- name_at tells, under the lock, whether this call is the newest that named the customer.
  update public.customers cu set
    name = case when c.name is not null and a.name_at = c.at then c.name else cu.name end,
    first_seen_at = least(cu.first_seen_at, c.at)
  from unnest(calls) c
  join public.customer_activity a on a.account_id = c.account_id and a.customer_id = c.customer_id
  where c.turn = write_turn.turn
    and cu.account_id = c.account_id
    and cu.id = c.customer_id
    and (
      (c.name is not null and a.name_at = c.at and cu.name is distinct from c.name)
      or c.at < cu.first_seen_at
    );

  if v_created is null then
    return '{}';
  end if;
  return array(
    select c.ordinal from unnest(calls) c
    where c.turn = write_turn.turn
      and c.customer_id = any (array(select made.customer_id from unnest(v_created) made))
  );
end
$$;
grant execute on function private.write_turn(private.call[], integer) to tinycrm;
