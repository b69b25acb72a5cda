-- Figures are kept for large accounts only. A small one that a busy database counts slowly is counted each
-- time all the same, so that its first customers show at once.

create or replace function private.count_overview(account_id uuid, days integer, mrr_param text)
returns private.overview_snapshots
language plpgsql volatile
set search_path = ''
-- Enough for a million people in memory, for the few seconds that it takes.
set work_mem = '128MB'
set jit = off
-- Plans are made without knowing the account, and must not read the whole table for a small one.
set enable_seqscan = off
as $$
declare
  -- Badges that are counted in about 100 ms.
  v_large constant integer := 50000;
  v_snapshot private.overview_snapshots;
  v_start timestamptz := clock_timestamp();
begin
  v_snapshot.account_id := count_overview.account_id;
  v_snapshot.days := count_overview.days;
  v_snapshot.mrr_param := count_overview.mrr_param;
  v_snapshot.counted_at := v_start;
  v_snapshot.figures := private.overview_figures(count_overview.account_id, days, mrr_param);
  v_snapshot.took_ms := extract(epoch from clock_timestamp() - v_start) * 1000;

  if (
    select sum((p.value ->> 'customers')::integer)
    from jsonb_array_elements(v_snapshot.figures -> 'per_project') p
  ) > v_large then
    insert into private.overview_snapshots select v_snapshot.*
    on conflict on constraint overview_snapshots_pkey do update set
      counted_at = excluded.counted_at, took_ms = excluded.took_ms, figures = excluded.figures;
    -- The params and periods that somebody asked for lately.
    delete from private.overview_snapshots s
    where s.account_id = count_overview.account_id and s.counted_at < (
      select k.counted_at from private.overview_snapshots k
      where k.account_id = count_overview.account_id
      order by k.counted_at desc offset 9 limit 1
    );
  else
    delete from private.overview_snapshots s
    where s.account_id = count_overview.account_id
      and s.days = count_overview.days and s.mrr_param = count_overview.mrr_param;
  end if;
  return v_snapshot;
end
$$;
