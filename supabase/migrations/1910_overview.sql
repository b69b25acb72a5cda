-- overview: figures counted at once while that is quick; of a large account those counted lately, which the reader has counted anew.
-- Nothing is kept at ingest, so calls pay nothing for it.

create table private.overview_snapshots (
  account_id uuid not null references public.accounts (id) on delete cascade,
  mrr_param text not null,
  counted_at timestamptz not null,
  took_ms integer not null,
  figures jsonb not null,
  sums private.mrr_sum[],
  primary key (account_id, mrr_param)
);
comment on table private.overview_snapshots is
  'Figures of accounts that take long to count. It names people by id only: who is erased is not in an answer.';

alter table private.overview_snapshots enable row level security;
alter table private.overview_snapshots force row level security;
revoke all on private.overview_snapshots from public, anon, authenticated, service_role;
grant select, insert, update, delete on private.overview_snapshots to tinycrm;
create policy "tinycrm functions keep every snapshot" on private.overview_snapshots
  for all to tinycrm using (true) with check (true);

-- All figures of the overview as one object.
create function private.overview_figures(account_id uuid, mrr_param text)
returns jsonb
language plpgsql stable
set search_path = ''
set timezone = 'UTC'
as $$
declare
  -- 30 days of the account, today included.
  v_since timestamptz := (
    select (date_trunc('day', now() at time zone a.time_zone) - interval '29 days') at time zone a.time_zone
    from public.accounts a where a.id = overview_figures.account_id
  );
  v_per_project jsonb := private.overview_per_project(overview_figures.account_id, v_since, mrr_param);
  v_currency text := private.overview_currency(overview_figures.account_id, v_per_project);
begin
  return jsonb_build_object(
    'per_project', v_per_project,
    'mrr', private.sum_by_currency(v_per_project, 'mrr'),
    'currency', v_currency,
    'trials', private.overview_trials(overview_figures.account_id),
    'radar', private.overview_radar(overview_figures.account_id)
  ) || private.overview_people(overview_figures.account_id, mrr_param, v_currency, array(
    select (p.value ->> 'project_id')::uuid from jsonb_array_elements(v_per_project) with ordinality p (value, position)
    where p.position <= 20 and (p.value ->> 'customers')::integer > 0
    order by p.position
  ));
end
$$;
grant execute on function private.overview_figures(uuid, text) to tinycrm;

-- Adds to each of a list who it is; leaves out who is no longer there.
create function private.with_names(account_id uuid, list jsonb)
returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(item.value || jsonb_build_object(
    'email', c.email, 'name', c.name,
    'projects', (
      select jsonb_agg(cp.project_id order by p.created_at, p.id)
      from public.customer_projects cp
      join public.projects p on p.account_id = cp.account_id and p.id = cp.project_id
      where cp.account_id = c.account_id and cp.customer_id = c.id
    )
  ) order by item.position), '[]')
  from jsonb_array_elements(list) with ordinality item (value, position)
  join public.customers c on c.account_id = with_names.account_id and c.id = (item.value ->> 'customer_id')::uuid
$$;
grant execute on function private.with_names(uuid, jsonb) to tinycrm;

-- The memory that counting may take, for a while, and twice that to compare: what the smallest machines of
-- hosted Supabase have no room for.
create function private.counting_memory() returns text language sql stable set search_path = ''
as $$
  select case when pg_size_bytes(current_setting('shared_buffers')) >= pg_size_bytes('512MB') then '128MB' else '32MB' end
$$;
grant execute on function private.counting_memory() to tinycrm;

-- True if figures took long to count, so that they are worth keeping.
create function private.is_large_overview(figures jsonb)
returns boolean
language sql immutable
set search_path = ''
as $$
  -- Rows of customer_projects that are counted in about 100 ms.
  select coalesce(sum((p.value ->> 'customers')::integer), 0) > 50000
  from jsonb_array_elements(figures -> 'per_project') p
$$;
grant execute on function private.is_large_overview(jsonb) to tinycrm;

-- Counts the overview. Kept for large accounts only: a small one shows its first customers at once.
create function private.count_overview(account_id uuid, mrr_param text)
returns private.overview_snapshots
language plpgsql volatile
set search_path = ''
set work_mem = '32MB'
set jit = off
-- Plans are made without knowing the account, and must not read the whole table for a small one.
set enable_seqscan = off
as $$
declare
  v_snapshot private.overview_snapshots;
  v_start timestamptz := clock_timestamp();
begin
  -- Given back at the end, as the function sets it.
  perform set_config('work_mem', private.counting_memory(), true);
  v_snapshot.account_id := count_overview.account_id;
  v_snapshot.mrr_param := count_overview.mrr_param;
  v_snapshot.counted_at := v_start;
  v_snapshot.figures := private.overview_figures(count_overview.account_id, mrr_param);
  v_snapshot.sums := private.mrr_sums(count_overview.account_id);
  v_snapshot.took_ms := extract(epoch from clock_timestamp() - v_start) * 1000;

  -- A replica keeps nothing, nor does a request that only reads: what is kept comes from the primary.
  if current_setting('transaction_read_only')::boolean then return v_snapshot; end if;
  if private.is_large_overview(v_snapshot.figures) then
    insert into private.overview_snapshots select v_snapshot.*
    on conflict on constraint overview_snapshots_pkey do update set
      counted_at = excluded.counted_at, took_ms = excluded.took_ms, figures = excluded.figures,
      sums = excluded.sums;
    -- The params that somebody asked for lately.
    delete from private.overview_snapshots s
    where s.account_id = count_overview.account_id and s.counted_at < (
      select k.counted_at from private.overview_snapshots k
      where k.account_id = count_overview.account_id
      order by k.counted_at desc offset 9 limit 1
    );
  else
    delete from private.overview_snapshots s
    where s.account_id = count_overview.account_id and s.mrr_param = count_overview.mrr_param;
  end if;
  return v_snapshot;
end
$$;
grant execute on function private.count_overview(uuid, text) to tinycrm;

-- The overview, counted at once while that is quick, else as it was counted lately. Calls pay nothing for it.
create function private.overview_now(account_id uuid, mrr_param text, anew boolean)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_keeps constant boolean := not current_setting('transaction_read_only')::boolean;
  v_snapshot private.overview_snapshots;
  v_age interval;
  v_is_lost boolean := false;
begin
  overview_now.mrr_param := coalesce(
    overview_now.mrr_param, (select a.mrr_param from public.accounts a where a.id = overview_now.account_id)
  );
  if char_length(mrr_param) not between 1 and 200 then
    raise invalid_parameter_value using message = 'The param that holds the money has a name of 1 to 200 characters.';
  end if;

  select s.* into v_snapshot from private.overview_snapshots s
  where s.account_id = overview_now.account_id and s.mrr_param = overview_now.mrr_param;
  v_age := clock_timestamp() - v_snapshot.counted_at;
  -- Counting anew costs a hundredth of the time at most, and one reader at a time does it.
  if v_snapshot.account_id is null or v_age > interval '1 hour' or (
    anew and v_keeps and v_age > interval '100 milliseconds' * v_snapshot.took_ms
    and pg_try_advisory_xact_lock(hashtextextended('overview ' || overview_now.account_id::text, 0))
  ) then
    v_snapshot := private.count_overview(overview_now.account_id, overview_now.mrr_param);
    v_age := '0';
    v_is_lost := not v_keeps and private.is_large_overview(v_snapshot.figures);
  end if;

  return v_snapshot.figures || jsonb_build_object(
    'counted_at', v_snapshot.counted_at,
    'is_due', v_is_lost or v_age > interval '100 milliseconds' * v_snapshot.took_ms,
    'top_people', private.with_names(overview_now.account_id, jsonb_path_query_array(v_snapshot.figures, '$.top[0 to 9]')),
    'radar', (
      select jsonb_object_agg(list.key, list.value || jsonb_build_object(
        'people', private.with_names(overview_now.account_id, jsonb_path_query_array(list.value, '$.people[0 to 7]'))
      ))
      from jsonb_each(v_snapshot.figures -> 'radar') list
    )
  ) - 'top';
end
$$;
grant execute on function private.overview_now(uuid, text, boolean) to tinycrm;

-- The same for a member.
create function private.overview(account_id uuid, mrr_param text, anew boolean)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_member(overview.account_id);
  return private.overview_now(overview.account_id, overview.mrr_param, overview.anew);
end
$$;
alter function private.overview(uuid, text, boolean) owner to tinycrm;
grant execute on function private.overview(uuid, text, boolean) to authenticated;

create function public.overview(account_id uuid, mrr_param text default null, anew boolean default false)
returns jsonb language sql volatile set search_path = '' set statement_timeout = '30s'
as $$ select private.overview(overview.account_id, overview.mrr_param, overview.anew) $$;
comment on function public.overview(uuid, text, boolean) is
  'The figures of an account''s overview as it is now: per_project (new in 30 days), mrr {currency: amount}, the currency of top_people and paying, trials, overlap, radar, top_people. Those of a large account may be some minutes old: counted_at says when, is_due whether asking with anew counts them again. Money is in mrr_param, or in the param that the account says. Members only (42501).';
grant execute on function public.overview(uuid, text, boolean) to authenticated;
