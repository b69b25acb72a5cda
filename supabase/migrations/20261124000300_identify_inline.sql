-- identify without a function call for each row on its common way: a third less work in a group.

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
      -- The newest call needs no comparing. This is what private.merge_params gives for it.
      params = case
        when excluded.last_activity_at >= cp.last_activity_at
          then (cp.params - array(select jsonb_object_keys(excluded.params_at))) || excluded.params
        else (private.merge_params(cp.params, cp.params_at, excluded.params, excluded.params_at, false)).params
      end,
      params_at = case
        when excluded.last_activity_at >= cp.last_activity_at then cp.params_at || excluded.params_at
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
