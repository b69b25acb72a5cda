-- overview_period: what happened to customers and MRR in a range of days, beside as many days before. MRR is counted from
-- mrr_changes alone, so that every start and what changed it make the end; for a large account when its overview is.

-- What happened from a day to another, where the account is, out of private.mrr_sums.
create function private.period_figures(account_id uuid, first_day date, last_day date, sums private.mrr_sum[])
returns jsonb
language plpgsql stable
set search_path = ''
set timezone = 'UTC'
set work_mem = '32MB'
set jit = off
as $$
declare
  v_before constant date := first_day - (last_day - first_day + 1);
  v_step constant text := case when last_day - first_day < 92 then 'day' when last_day - first_day < 731 then 'week' else 'month' end;
  v_length constant interval := '1 ' || v_step;
  v_currency constant text := coalesce((select a.currency from public.accounts a where a.id = period_figures.account_id), '');
begin
  return (
  -- With the last day of the step that each is in; all of the period before is one, and all before that another.
  with sum as materialized (
    select s.*, case
        when s.day < first_day then case when s.day < v_before then v_before else first_day end - 1
        when v_step = 'day' then s.day
        else least((date_trunc(v_step, s.day::timestamp) + v_length)::date - 1, last_day)
      end as last
    from unnest(sums) s
    where s.day <= last_day
  ),
  moved as (
    select s.project_id, s.last, s.kind,
      coalesce(nullif(s.currency, ''), v_currency) as currency, coalesce(nullif(s.currency_before, ''), v_currency) as currency_before,
      sum(s.customers) as customers, sum(s.mrr) as mrr, sum(s.mrr_before) as mrr_before
    from sum s
    where s.kind is distinct from 'signup'
    group by 1, 2, 3, 4, 5
  ),
  -- Whoever changes the currency takes money out of one and brings it into the other.
  entry as materialized (
    select m.project_id, m.last, e.*,
      case e.kind when 'churn' then -m.customers when 'new' then m.customers when 'reactivation' then m.customers else 0 end as payers
    from moved m
    cross join lateral (
      select m.kind, m.currency, m.customers, m.mrr - m.mrr_before as amount where m.currency = m.currency_before
      union all select 'expansion', m.currency, m.customers, m.mrr where m.currency <> m.currency_before
      union all select 'contraction', m.currency_before, 0, -m.mrr_before where m.currency <> m.currency_before
    ) e
  ),
  shown as materialized (
    select coalesce(nullif(v_currency, ''), (
      select e.currency from entry e group by 1 order by sum(e.payers) desc, 1 limit 1
    ), '') as currency
  ),
  money as materialized (select e.* from entry e join shown on e.currency = shown.currency),
  period as (
    select p.name, jsonb_build_object(
      'first', p.first, 'last', p.last,
      'start', (select coalesce(sum(m.amount), 0) from money m where m.last < p.first),
      'end', (select coalesce(sum(m.amount), 0) from money m where m.last <= p.last),
      'mrr', (
        select coalesce(jsonb_object_agg(s.currency, s.mrr), '{}')
        from (select e.currency, sum(e.amount) as mrr from entry e where e.last <= p.last group by 1 having sum(e.amount) <> 0) s
      ),
      'payers_start', (select coalesce(sum(e.payers), 0) from entry e where e.last < p.first),
      'payers_end', (select coalesce(sum(e.payers), 0) from entry e where e.last <= p.last),
      'new_customers', (
        select coalesce(sum(s.customers), 0) from sum s where s.kind = 'signup' and s.last between p.first and p.last
      ),
      'changes', (
        select coalesce(jsonb_object_agg(k.kind, jsonb_build_object('customers', k.customers, 'mrr', k.mrr)), '{}')
        from (
          select e.kind, sum(e.customers) as customers, coalesce(sum(e.amount) filter (where e.currency = shown.currency), 0) as mrr
          from entry e cross join shown where e.last between p.first and p.last group by 1
          having sum(e.customers) > 0 or sum(e.amount) filter (where e.currency = shown.currency) <> 0
        ) k
      )
    ) as figures
    from (values ('period', first_day, last_day), ('before', v_before, first_day - 1)) p (name, first, last)
  ),
  -- The last day of each, the one before the first step included.
  step as materialized (
    select first_day - 1 as last, null::date as first
    union
    select least((d + v_length)::date - 1, last_day), greatest(d::date, first_day)
    from generate_series(date_trunc(v_step, first_day::timestamp), last_day, v_length) d
  ),
  line as (
    select step.last, p.id, sum(coalesce(m.amount, 0)) over (partition by p.id order by step.last) as mrr
    from (select distinct m.project_id as id from money m) p
    cross join step
    left join (
      select m.project_id, greatest(m.last, first_day - 1) as last, sum(m.amount) as amount from money m group by 1, 2
    ) m on m.project_id = p.id and m.last = step.last
  ),
  drawn as (
    select step.last, jsonb_build_object(
      'first', step.first, 'last', step.last, 'mrr', coalesce(l.mrr, '{}'), 'churned', coalesce(c.churned, 0),
      'new_customers', coalesce(c.new_customers, 0)
    ) as figures
    from step
    left join (select line.last, jsonb_object_agg(line.id, line.mrr) as mrr from line group by 1) l on l.last = step.last
    left join (
      select s.last, sum(s.customers) filter (where s.kind = 'churn') as churned, sum(s.customers) filter (where s.kind = 'signup') as new_customers
      from sum s group by 1
    ) c on c.last = step.last
    where step.first is not null
  )
  select jsonb_object_agg(p.name, p.figures) || jsonb_build_object(
    'currency', (select shown.currency from shown), 'step', v_step,
    'steps', (select jsonb_agg(d.figures order by d.last) from drawn d)
  )
  from period p
  );
end
$$;
grant execute on function private.period_figures(uuid, date, date, private.mrr_sum[]) to tinycrm;

-- The same for a member, of a large account out of the sums that were kept with its overview.
create function private.overview_period(account_id uuid, first_day date, last_day date, days integer)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
declare
  v_sums private.mrr_sum[];
  v_today constant date := (
    select (now() at time zone a.time_zone)::date from public.accounts a where a.id = overview_period.account_id
  );
  v_last constant date := least(case when days is null then last_day else v_today end, v_today);
  v_first constant date := least(case when days is null then first_day else v_today + 1 - days end, v_last);
begin
  perform private.require_member(overview_period.account_id);
  if days not between 1 and 3660 or days is null and (first_day is null or last_day is null or last_day < first_day)
    or v_first < '2000-01-01' then
    raise invalid_parameter_value using message = 'Choose a first and a last day between 2000 and today.';
  end if;
  select s.sums into v_sums from private.overview_snapshots s
  where s.account_id = overview_period.account_id and s.counted_at > now() - interval '1 hour'
  order by s.counted_at desc limit 1;
  return private.period_figures(
    overview_period.account_id, v_first, v_last, coalesce(v_sums, private.mrr_sums(overview_period.account_id))
  );
end
$$;
alter function private.overview_period(uuid, date, date, integer) owner to tinycrm;
grant execute on function private.overview_period(uuid, date, date, integer) to authenticated;

create function public.overview_period(
  account_id uuid, first_day date default null, last_day date default null, days integer default null
)
returns jsonb language sql stable set search_path = '' set statement_timeout = '30s'
as $$
  select private.overview_period(overview_period.account_id, overview_period.first_day, overview_period.last_day, overview_period.days)
$$;
comment on function public.overview_period(uuid, date, date, integer) is
  'What happened in these days of the account, or in so many that end today, and, as before, in as many days before: start and end of MRR, changes {new, expansion, contraction, churn, reactivation: {customers, mrr}}, payers_start, payers_end (each in each project), new_customers. steps has MRR by project at the end of each day, week or month. Money is in currency. Members only (42501).';
grant execute on function public.overview_period(uuid, date, date, integer) to authenticated;
