-- Rows of an import as calls of identify, and what a customer was before and after them.
-- A row: {email, name?, status?, params?, created_at?, seen_at?}.

create function private.check_import_rows(rows jsonb)
returns void
language plpgsql immutable
set search_path = ''
as $$
begin
  if jsonb_typeof(rows) is distinct from 'array' or jsonb_array_length(rows) not between 1 and 500 then
    raise invalid_parameter_value using message = 'An import takes 1 to 500 rows at a time.';
  end if;
  if exists (select from jsonb_array_elements(rows) r where jsonb_typeof(r) <> 'object') then
    raise invalid_parameter_value using message = 'Each row of an import is an object.';
  end if;
end
$$;
revoke all on function private.check_import_rows(jsonb) from public, anon, authenticated, service_role;
grant execute on function private.check_import_rows(jsonb) to tinycrm;

create function private.is_valid_import_row(import_row jsonb)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  perform
    (import_row ->> 'status')::public.customer_status,
    private.event_time(null, (import_row ->> 'created_at')::timestamptz),
    private.event_time(null, (import_row ->> 'seen_at')::timestamptz);
  return (import_row ->> 'email')::public.email is not null
    and coalesce(char_length(import_row ->> 'name') between 1 and 200, true)
    and coalesce(jsonb_typeof(import_row -> 'params') in ('object', 'null'), true);
exception
  when data_exception or check_violation then
    return false;
end
$$;
revoke all on function private.is_valid_import_row(jsonb) from public, anon, authenticated, service_role;
grant execute on function private.is_valid_import_row(jsonb) to tinycrm;

-- Who is new to the product has been what the row says since it was created. Of somebody it knows, the row is
-- as old as its last sign of life, and of the time of the import when it gives none.
create function private.read_import_rows(account_id uuid, project_id uuid, rows jsonb, import_time timestamptz)
returns private.identify_call[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select row(
      read.ordinal, row_number() over (partition by read.email order by read.at, read.ordinal),
      read_import_rows.account_id, read_import_rows.project_id, read.customer_id,
      read.email, read.name, read.status, read.params, read.at
    )::private.identify_call
    from (
      select
        (r.position - 1)::integer as ordinal, c.id as customer_id, r.email, r.name, r.status, nullif(r.params, 'null') as params,
        private.event_time(null, case
          when known.found then coalesce(r.seen_at, read_import_rows.import_time)
          else coalesce(r.created_at, r.seen_at, read_import_rows.import_time)
        end) as at
      from rows from (
        jsonb_to_recordset(rows) as (
          email text, name text, status public.customer_status, params jsonb, created_at timestamptz, seen_at timestamptz
        )
      ) with ordinality as r (email, name, status, params, created_at, seen_at, position)
      left join lateral (
        select cu.id from public.customers cu
        where cu.account_id = read_import_rows.account_id and cu.email = r.email
        limit 1
      ) c on true
      left join lateral (
        select true as found from public.customer_projects cp
        where cp.account_id = read_import_rows.account_id and cp.customer_id = c.id
          and cp.project_id = read_import_rows.project_id
        limit 1
      ) known on true
    ) read
  );
end
$$;
revoke all on function private.read_import_rows(uuid, uuid, jsonb, timestamptz) from public, anon, authenticated, service_role;
grant execute on function private.read_import_rows(uuid, uuid, jsonb, timestamptz) to tinycrm;

create type private.import_state as (customer_id uuid, customer jsonb, relation jsonb);
comment on type private.import_state is
  'A customer as it is: what an import may change of it, null where a new one has no activity yet, and its row in one product, null where it has none.';

create function private.import_states(account_id uuid, project_id uuid, customer_ids uuid[])
returns private.import_state[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select row(
      c.id,
      case when a.customer_id is not null then jsonb_build_object(
        'name', c.name, 'first_seen_at', c.first_seen_at, 'last_activity_at', a.last_activity_at, 'name_at', a.name_at
      ) end,
      cp.relation
    )::private.import_state
    from unnest(customer_ids) wanted (id)
    cross join lateral (
      select cu.id, cu.name, cu.first_seen_at from public.customers cu
      where cu.account_id = import_states.account_id and cu.id = wanted.id limit 1
    ) c
    left join lateral (
      select ca.customer_id, ca.last_activity_at, ca.name_at from public.customer_activity ca
      where ca.account_id = import_states.account_id and ca.customer_id = wanted.id limit 1
    ) a on true
    left join lateral (
      select to_jsonb(r) as relation from public.customer_projects r
      where r.account_id = import_states.account_id and r.customer_id = wanted.id
        and r.project_id = import_states.project_id
      limit 1
    ) cp on true
  );
end
$$;
revoke all on function private.import_states(uuid, uuid, uuid[]) from public, anon, authenticated, service_role;
grant execute on function private.import_states(uuid, uuid, uuid[]) to tinycrm;

-- The parts of a state that somebody can see, to tell a change from none.
create function private.visible_state(state private.import_state)
returns jsonb
language sql immutable
set search_path = ''
as $$
  select jsonb_build_array(
    state.customer -> 'name', state.customer -> 'first_seen_at', state.relation -> 'status', state.relation -> 'params',
    state.relation -> 'first_seen_at', state.relation -> 'last_activity_at'
  )
$$;
revoke all on function private.visible_state(private.import_state) from public, anon, authenticated, service_role;
grant execute on function private.visible_state(private.import_state) to tinycrm;
