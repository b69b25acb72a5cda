-- The status history and the number of products of new badges, written once for a group instead of by a trigger for
-- each badge. A customer who is new has one product from the start: counting it afterwards wrote the row of their
-- activity, its three indexes and the check of its foreign key twice.

create type private.new_badge as (
  account_id uuid, customer_id uuid, project_id uuid, status public.customer_status, changed_at timestamptz
);
comment on type private.new_badge is 'A row of customer_projects that has just been made, as its history begins.';

-- What the triggers record_first_status and keep_project_count do for whoever is not tinycrm.
create function private.follow_new_badges(badges private.new_badge[], counted uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into public.status_changes (account_id, customer_id, project_id, to_status, changed_at, source, user_email)
  select
    b.account_id, b.customer_id, b.project_id, b.status, b.changed_at, source.name,
    case when source.name = 'dashboard' then private.user_email() end
  from (select private.write_source() as name offset 0) source
  cross join unnest(badges) b;

  if cardinality(badges) > coalesce(cardinality(counted), 0) then
    update public.customer_activity a set project_count = a.project_count + 1
    from unnest(badges) b
    where a.account_id = b.account_id and a.customer_id = b.customer_id
      and b.customer_id <> all (coalesce(counted, '{}'));
  end if;
end
$$;
comment on function private.follow_new_badges(private.new_badge[], uuid[]) is
  'Begins the status history of badges of different customers and counts the product of each customer but those of `counted`. The caller holds the locks of the customers.';
revoke all on function private.follow_new_badges(private.new_badge[], uuid[]) from public, anon, authenticated, service_role;
grant execute on function private.follow_new_badges(private.new_badge[], uuid[]) to tinycrm;

-- Whoever else makes badges, in Studio or in SQL, has them followed one by one.
drop trigger record_first_status on public.customer_projects;
create trigger record_first_status
  after insert on public.customer_projects
  for each row when (current_user <> 'tinycrm')
  execute function private.record_status_change();
drop trigger keep_project_count on public.customer_projects;
create trigger keep_project_count
  after delete on public.customer_projects
  for each row execute function private.keep_project_count();
create trigger keep_project_count_of_new
  after insert on public.customer_projects
  for each row when (current_user <> 'tinycrm')
  execute function private.keep_project_count();

create or replace function private.write_identify_turn(calls private.identify_call[], turn integer)
returns integer[]
language plpgsql volatile
set search_path = ''
as $$
declare
  -- What a page shows and every later call rewrites: 64 KiB, as stored, for one customer in one product.
  v_max_params_bytes constant integer := 65536;
  v_first uuid[];
  v_created private.new_badge[];
  v_too_large uuid[];
begin
  -- A row made here counts the product that is written next.
  with written as (
    insert into public.customer_activity as a (account_id, customer_id, last_activity_at, name_at, project_count)
    select c.account_id, c.customer_id, c.at, case when c.name is null then '-infinity' else c.at end, 1
    from unnest(calls) c
    where c.turn = write_identify_turn.turn
    order by c.account_id, c.customer_id
    on conflict (account_id, customer_id) do update set
      last_activity_at = greatest(a.last_activity_at, excluded.last_activity_at),
      name_at = greatest(a.name_at, excluded.name_at)
    -- Postgres marks the old version of a row, and so its successor, only when it updates.
    returning a.customer_id, a.xmax = 0 as is_new
  )
  select array_agg(written.customer_id) filter (where written.is_new) into v_first from written;

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
      cp.account_id, cp.customer_id, cp.project_id, cp.status, greatest(cp.status_at, cp.first_seen_at) as changed_at,
      cp.xmax = 0 as is_new,
      greatest(pg_column_size(cp.params), pg_column_size(cp.params_at)) > v_max_params_bytes as is_too_large
  )
  select
    array_agg(
      row(written.account_id, written.customer_id, written.project_id, written.status, written.changed_at)::private.new_badge
    ) filter (where written.is_new),
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

  if v_created is not null then
    perform private.follow_new_badges(v_created, v_first);
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

  if v_created is null then
    return '{}';
  end if;
  return array(
    select c.ordinal from unnest(calls) c
    where c.turn = write_identify_turn.turn
      and c.customer_id = any (array(select made.customer_id from unnest(v_created) made))
  );
end
$$;
comment on column public.customer_activity.project_count is
  'In how many products the customer is: the number of rows in customer_projects, kept by identify and, for other writers, by triggers.';
