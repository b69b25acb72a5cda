-- A week counts only what its mail says: the whole overview of a million customers takes many times as long.

create or replace function notifications.week(secret text, account_id uuid, monday date)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set timezone = 'UTC'
set work_mem = '128MB'
set jit = off
-- Plans are made without knowing the account, and must not read the whole table for a small one.
set enable_seqscan = off
as $$
declare
  v_mrr_param text;
  v_figures jsonb;
begin
  perform notifications.require_secret(secret);
  select a.mrr_param into v_mrr_param from public.accounts a where a.id = week.account_id;
  -- Those that were kept of a large account do when they were counted after the week.
  select s.figures into v_figures from private.overview_snapshots s
  where s.account_id = week.account_id and s.days = 30 and s.mrr_param = v_mrr_param
    and s.counted_at >= monday + 7 and s.counted_at > now() - interval '6 hours';
  if v_figures is null then
    v_figures := jsonb_build_object(
      'daily', private.overview_daily(week.account_id, monday::timestamptz),
      'per_project', private.overview_per_project(week.account_id, monday::timestamptz, v_mrr_param),
      'radar', private.overview_radar(week.account_id),
      'people', (select count(*) from public.customers c where c.account_id = week.account_id)
    );
  end if;
  return (
    select jsonb_build_object(
      'new', coalesce(sum((d ->> 'new')::integer), 0),
      'paid', coalesce(sum((d ->> 'paid')::integer), 0),
      'churned', coalesce(sum((d ->> 'churned')::integer), 0)
    )
    from jsonb_array_elements(v_figures -> 'daily') d
    where (d ->> 'day')::date >= monday and (d ->> 'day')::date < monday + 7
  ) || jsonb_build_object(
    'people', (v_figures ->> 'people')::integer,
    'trials_ending', (v_figures #>> '{radar,ending_3,total}')::integer + (v_figures #>> '{radar,ending_7,total}')::integer,
    'mrr', (select coalesce(sum((p ->> 'mrr')::numeric), 0) from jsonb_array_elements(v_figures -> 'per_project') p)
  );
end
$$;
