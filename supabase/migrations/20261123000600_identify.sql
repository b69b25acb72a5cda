-- identify: merges calls of any number of projects by email, in one transaction.

create type private.identify_call as (
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
comment on type private.identify_call is
  'One call, its key resolved to a project. `at` is the event time. `turn` counts the calls of one group for the same customer from 1, and is 0 where the key is not valid.';

-- Reads the calls, resolves their keys and finds the customers that exist.
-- Each lookup is a lateral probe with a limit, so that no plan made on an empty table scans a full one.
create function private.read_identify_calls(calls jsonb)
returns private.identify_call[]
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
    )::private.identify_call
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
revoke all on function private.read_identify_calls(jsonb) from public, anon, authenticated, service_role;
grant execute on function private.read_identify_calls(jsonb) to tinycrm;

-- Makes the customers that do not exist yet and returns the calls with every customer known.
create function private.create_missing_customers(calls private.identify_call[])
returns private.identify_call[]
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
    )::private.identify_call
    from unnest(calls) c
    left join lateral (
      select cu.id from public.customers cu
      where cu.account_id = c.account_id and cu.email = c.email
      limit 1
    ) made on true
  );
end
$$;
revoke all on function private.create_missing_customers(private.identify_call[]) from public, anon, authenticated, service_role;
grant execute on function private.create_missing_customers(private.identify_call[]) to tinycrm;

-- Writes the calls of one turn, no two of which are for the same customer. Returns the ordinals that made a relation.
create function private.write_identify_turn(calls private.identify_call[], turn integer)
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
      private.params_to_set(c.params), private.params_times(c.params, c.at), c.at, c.at
    from unnest(calls) c
    where c.turn = write_identify_turn.turn
    on conflict (account_id, customer_id, project_id) do update set
      status = case
        when excluded.status_at > '-infinity' and excluded.status_at >= cp.status_at then excluded.status
        else cp.status
      end,
      status_at = greatest(cp.status_at, excluded.status_at),
      (params, params_at) = (
        select merged.params, merged.params_at
        from private.merge_params(
          cp.params, cp.params_at, excluded.params, excluded.params_at,
          excluded.last_activity_at >= cp.last_activity_at
        ) merged
      ),
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
revoke all on function private.write_identify_turn(private.identify_call[], integer) from public, anon, authenticated, service_role;
grant execute on function private.write_identify_turn(private.identify_call[], integer) to tinycrm;

-- Best effort and never waited for: a key that another transaction is marking is skipped.
create function private.mark_api_keys_used(key_hashes text[])
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.api_keys k
  set last_used_at = now()
  from (
    select due.account_id, due.id
    from public.api_keys due
    where due.hash in (select decode(h, 'hex') from unnest(key_hashes) h)
      and (due.last_used_at is null or due.last_used_at < now() - interval '1 minute')
      and due.revoked_at is null
      and (due.expires_at is null or due.expires_at > now())
    for no key update skip locked
  ) due
  where k.account_id = due.account_id and k.id = due.id;
end
$$;
revoke all on function private.mark_api_keys_used(text[]) from public, anon, authenticated, service_role;
grant execute on function private.mark_api_keys_used(text[]) to tinycrm;

-- Writes all calls or raises. Locks are taken in (account_id, customer_id) order, so that groups never deadlock.
create function private.identify_group(calls jsonb)
returns table (ordinal integer, outcome text)
language plpgsql volatile
set search_path = ''
as $$
declare
  v_calls private.identify_call[] := private.read_identify_calls(calls);
  v_created integer[] := '{}';
  v_turns integer;
begin
  select coalesce(max(c.turn), 0) into v_turns from unnest(v_calls) c;
  if exists (select from unnest(v_calls) c where c.turn > 0 and c.customer_id is null) then
    v_calls := private.create_missing_customers(v_calls);
  end if;

  for v_turn in 1..v_turns loop
    v_created := v_created || private.write_identify_turn(v_calls, v_turn);
  end loop;

  perform private.mark_api_keys_used(array(select distinct call ->> 'key_hash' from jsonb_array_elements(calls) call));

  return query
  select
    c.ordinal,
    case
      when c.account_id is null then 'unauthorized'
      when c.ordinal = any (v_created) then 'created'
      else 'updated'
    end
  from unnest(v_calls) c
  order by c.ordinal;
end
$$;
revoke all on function private.identify_group(jsonb) from public, anon, authenticated, service_role;
grant execute on function private.identify_group(jsonb) to tinycrm;

create function private.is_valid_identify_call(call jsonb)
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
revoke all on function private.is_valid_identify_call(jsonb) from public, anon, authenticated, service_role;
grant execute on function private.is_valid_identify_call(jsonb) to tinycrm;

create function ingest.identify(calls jsonb)
returns table (ordinal integer, outcome text)
language plpgsql volatile security definer
set search_path = ''
set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set jit = off
as $$
declare
  v_calls jsonb := calls;
  -- Position in v_calls => ordinal in calls, kept while refused calls are taken out.
  v_kept integer[];
  v_refused jsonb := '{}';
  v_detail text;
begin
  -- Each round but the last refuses a call at least.
  for v_round in 0..jsonb_array_length(calls) loop
    begin
      return query
      select coalesce(v_kept[written.ordinal + 1], written.ordinal), written.outcome
      from private.identify_group(v_calls) written
      union all
      select refused.key::integer, refused.value
      from jsonb_each_text(v_refused) refused
      order by 1;
      return;
    exception
      -- One bad call never harms the others: undo the group, take it out, and go again.
      when program_limit_exceeded then
        get stacked diagnostics v_detail = pg_exception_detail;
        select v_refused || jsonb_object_agg(coalesce(v_kept[o + 1], o), 'params_too_large') into v_refused
        from unnest(v_detail::integer[]) o;
      when data_exception or check_violation or not_null_violation then
        select v_refused || coalesce(jsonb_object_agg(call.position - 1, 'invalid'), '{}') into v_refused
        from jsonb_array_elements(calls) with ordinality call (value, position)
        where not private.is_valid_identify_call(call.value) and not v_refused ? (call.position - 1)::text;
        if jsonb_array_length(v_calls) + (select count(*) from jsonb_object_keys(v_refused)) = jsonb_array_length(calls) then
          raise;
        end if;
    end;

    select jsonb_agg(call.value order by call.position), array_agg(call.position - 1 order by call.position)
    into v_calls, v_kept
    from jsonb_array_elements(calls) with ordinality call (value, position)
    where not v_refused ? (call.position - 1)::text;
    v_calls := coalesce(v_calls, '[]');
  end loop;
  raise internal_error using message = 'identify() could not find the calls that make their group fail.';
end
$$;
comment on function ingest.identify(jsonb) is
  'Merges calls by email, atomically, and answers each: created, updated, unauthorized, params_too_large or invalid. Calls: [{key_hash, email, name?, status?, params?, age_ms? | timestamp?}].';
alter function ingest.identify(jsonb) owner to tinycrm;
revoke all on function ingest.identify(jsonb) from public, anon, authenticated, service_role;
grant execute on function ingest.identify(jsonb) to ingest;
