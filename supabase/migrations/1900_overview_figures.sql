-- The figures of the overview, counted from the customers as they are, without a function call for each row, which cost more than
-- the counting.

-- Customers and statuses of each project, and its money by currency, {USD: 29}: sums of two currencies mean nothing. What
-- says no currency is in that of the account, or in none ("").
create function private.overview_per_project(account_id uuid, since timestamptz, mrr_param text)
returns jsonb
language plpgsql stable
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_currency text;
begin
  select coalesce(a.currency, '') into v_currency from public.accounts a where a.id = overview_per_project.account_id;
  return (
  with counted as (
    select
      cp.project_id,
      -- As it is written: few ways are, and reading each row's costs more than the counting.
      case when cp.status = 'paid' then cp.params ->> 'currency' end as written,
      count(*) as customers,
      count(*) filter (where cp.status = 'free') as free,
      count(*) filter (where cp.status = 'trial') as trial,
      count(*) filter (where cp.status = 'paid') as paid,
      count(*) filter (where cp.status = 'churned') as churned,
      count(*) filter (where cp.first_seen_at >= since) as new,
      sum(case
        when jsonb_typeof(cp.params -> mrr_param) = 'number'
          or (jsonb_typeof(cp.params -> mrr_param) = 'string' and (cp.params ->> mrr_param) ~ private.number_pattern())
        then (cp.params ->> mrr_param)::double precision
      end) filter (where cp.status = 'paid') as mrr
    from public.customer_projects cp
    where cp.account_id = overview_per_project.account_id
    group by 1, 2
  ),
  money as (
    select
      c.project_id, case when c.written ~ '^[A-Za-z]{3}$' then upper(c.written) else v_currency end as currency,
      round(sum(c.mrr)::numeric, 3)::double precision as mrr, sum(c.paid) as payers
    from counted c
    where c.mrr is not null
    group by 1, 2
  ),
  project as (
    select c.project_id, sum(c.customers) as customers, sum(c.new) as new, sum(c.free) as free, sum(c.trial) as trial,
      sum(c.paid) as paid, sum(c.churned) as churned
    from counted c
    group by c.project_id
  )
  select coalesce(jsonb_agg(
    jsonb_build_object(
      'project_id', p.id,
      'customers', coalesce(b.customers, 0), 'new', coalesce(b.new, 0),
      'free', coalesce(b.free, 0), 'trial', coalesce(b.trial, 0),
      'paid', coalesce(b.paid, 0), 'churned', coalesce(b.churned, 0),
      'mrr', coalesce((select jsonb_object_agg(m.currency, m.mrr) from money m where m.project_id = p.id), '{}'),
      'payers', coalesce((select jsonb_object_agg(m.currency, m.payers) from money m where m.project_id = p.id), '{}')
    ) order by b.customers desc nulls last, p.created_at, p.id
  ), '[]')
  from public.projects p
  left join project b on b.project_id = p.id
  where p.account_id = overview_per_project.account_id
  );
end
$$;
grant execute on function private.overview_per_project(uuid, timestamptz, text) to tinycrm;

-- The mrr of all projects, or its payers, by currency.
create function private.sum_by_currency(per_project jsonb, what text)
returns jsonb
language sql immutable
set search_path = ''
as $$
  select coalesce(jsonb_object_agg(sum.currency, sum.total), '{}')
  from (
    select f.key as currency, sum(f.value::numeric) as total
    from jsonb_array_elements(per_project) p cross join jsonb_each_text(p.value -> what) f
    group by f.key
  ) sum
$$;
grant execute on function private.sum_by_currency(jsonb, text) to tinycrm;

-- The currency of what is compared: the account's; without one that of most payers.
create function private.overview_currency(account_id uuid, per_project jsonb)
returns text
language sql stable
set search_path = ''
as $$
  select coalesce(
    (select a.currency from public.accounts a where a.id = overview_currency.account_id),
    (
      select f.key from jsonb_each_text(private.sum_by_currency(per_project, 'payers')) f
      order by f.value::numeric desc, f.key limit 1
    ),
    ''
  )
$$;
grant execute on function private.overview_currency(uuid, jsonb) to tinycrm;

-- One pass over customer_projects, person by person, with the money that is in one currency: each adds a bit for each of the twenty largest projects,
-- and another where it pays. Far fewer sets of projects than people are left to make pairs of.
-- Planned for the account that is counted: a plan for any account reads a million customers row by row through an index.
create function private.overview_people(account_id uuid, mrr_param text, currency text, project_ids uuid[])
returns jsonb
language plpgsql stable
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_currency text;
begin
  select coalesce(a.currency, '') into v_currency from public.accounts a where a.id = overview_people.account_id;
  return (
  with person as (
    select cp.customer_id, count(*) as projects,
      sum(1::bigint << (2 * (array_position(project_ids, cp.project_id) - 1))) as uses,
      sum(2::bigint << (2 * (array_position(project_ids, cp.project_id) - 1))) filter (where cp.status = 'paid') as pays,
      sum(case
        when jsonb_typeof(cp.params -> mrr_param) = 'number'
          or (jsonb_typeof(cp.params -> mrr_param) = 'string' and (cp.params ->> mrr_param) ~ private.number_pattern())
        then (cp.params ->> mrr_param)::double precision
      end) filter (where cp.status = 'paid' and overview_people.currency = case
        when (cp.params ->> 'currency') ~ '^[A-Za-z]{3}$' then upper(cp.params ->> 'currency') else v_currency
      end) as mrr
    from public.customer_projects cp
    where cp.account_id = overview_people.account_id
    group by cp.customer_id
  ),
  kind as (
    select row_number() over () as n, uses::bigint as uses, coalesce(pays, 0)::bigint as pays, count(*) as people
    from person
    where uses is not null
    group by uses, pays
  ),
  part as (
    select kind.n, kind.people, project_ids[i + 1] as id, (kind.pays >> (2 * i)) & 2 > 0 as pays
    from kind, generate_series(0, cardinality(project_ids) - 1) i
    where (kind.uses >> (2 * i)) & 1 > 0
  ),
  pair as (
    select a.id as a, b.id as b, sum(a.people) as people,
      coalesce(sum(a.people) filter (where a.pays and b.pays), 0) as both_pay
    from part a join part b on b.n = a.n and b.id <> a.id
    group by 1, 2
  ),
  payer as (
    select id, sum(people) as people from part where pays group by id
  )
  select jsonb_build_object(
    'people', (select count(*) from person),
    'several', (select count(*) from person where projects > 1),
    'paying', (select count(*) from person where mrr is not null),
    'overlap', coalesce((
      select jsonb_agg(jsonb_build_object(
        'a', a.id, 'b', b.id, 'people', coalesce(pair.people, 0), 'both_pay', coalesce(pair.both_pay, 0),
        'paid_a_not_b', coalesce(payer.people, 0) - coalesce(pair.both_pay, 0)
      ) order by array_position(project_ids, a.id), array_position(project_ids, b.id))
      from unnest(project_ids) a (id)
      join unnest(project_ids) b (id) on a.id <> b.id
      left join pair on pair.a = a.id and pair.b = b.id
      left join payer on payer.id = a.id
    ), '[]'),
    'top', coalesce((
      select jsonb_agg(jsonb_build_object('customer_id', customer_id, 'mrr', round(mrr::numeric, 3)::double precision) order by mrr desc, customer_id)
      from (select customer_id, mrr from person where mrr > 0 order by mrr desc, customer_id limit 30) t
    ), '[]')
  )
  );
end
$$;
grant execute on function private.overview_people(uuid, text, text, uuid[]) to tinycrm;

-- What ends is listed by days of the account's calendar: who says "in 3 days" counts days, not 72 hours.
create function private.overview_radar(account_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
set timezone = 'UTC'
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_time_zone text;
  v_today date;
begin
  select a.time_zone, (now() at time zone a.time_zone)::date into v_time_zone, v_today
  from public.accounts a where a.id = overview_radar.account_id;
  return (
  with trial as (
    select cp.customer_id, cp.project_id, case
        -- A day is over when its last millisecond is, so that it is the day of its end.
        when (cp.params ->> 'trial_ends_at') ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
          and pg_catalog.pg_input_is_valid(cp.params ->> 'trial_ends_at', 'date')
        then ((cp.params ->> 'trial_ends_at')::date + 1)::timestamp at time zone v_time_zone - interval '1 millisecond'
        when (cp.params ->> 'trial_ends_at') ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}'
          and pg_catalog.pg_input_is_valid(cp.params ->> 'trial_ends_at', 'timestamptz')
        then (cp.params ->> 'trial_ends_at')::timestamptz
      end as ends_at,
      greatest(cp.status_at, cp.first_seen_at) as since
    from public.customer_projects cp
    where cp.account_id = overview_radar.account_id and cp.status = 'trial'
  ),
  sorted as (
    select trial.*,
      case
        when ends_at >= now() and (ends_at at time zone v_time_zone)::date <= v_today + 3 then 'ending_3'
        when ends_at >= now() and (ends_at at time zone v_time_zone)::date <= v_today + 7 then 'ending_7'
        when since < now() - interval '14 days' and coalesce(ends_at < now(), true) then 'stuck_14'
      end as what
    from trial
  ),
  ranked as (
    select sorted.*, row_number() over (partition by what order by ends_at, since, customer_id, project_id) as rank,
      count(*) over (partition by what) as total
    from sorted
    where what is not null
  )
  select '{"ending_3": {"total": 0, "people": []}, "ending_7": {"total": 0, "people": []}, "stuck_14": {"total": 0, "people": []}}'
    || coalesce(jsonb_object_agg(what, list), '{}')
  from (
    select what, jsonb_build_object('total', max(total), 'people', jsonb_agg(
      jsonb_build_object('customer_id', customer_id, 'project_id', project_id, 'ends_at', ends_at, 'since', since) order by rank
    )) as list
    from ranked
    where rank <= 30
    group by what
  ) lists
  );
end
$$;
grant execute on function private.overview_radar(uuid) to tinycrm;

-- Trials by project and by the month in which the person came to it, the latest twelve months.
-- A trial is converted when the same person became paid in the same project after it began.
create function private.overview_trials(account_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
set timezone = 'UTC'
set plan_cache_mode = 'force_custom_plan'
as $$
begin
  return (
  with stay as (
    select s.customer_id, s.project_id,
      min(s.changed_at) as came_at,
      min(s.changed_at) filter (where s.to_status = 'trial') as trial_at,
      max(s.changed_at) filter (where s.to_status = 'paid') as paid_at
    from public.status_changes s
    where s.account_id = overview_trials.account_id
    group by s.customer_id, s.project_id
  ),
  trial as (
    select project_id, date_trunc('month', came_at)::date as month,
      count(*) as trials, count(*) filter (where paid_at > trial_at) as converted
    from stay
    where trial_at is not null
    group by 1, 2
  )
  select jsonb_build_object(
    'per_project', coalesce((
      select jsonb_agg(jsonb_build_object('project_id', project_id, 'trials', trials, 'converted', converted) order by trials desc, project_id)
      from (select project_id, sum(trials) as trials, sum(converted) as converted from trial group by 1) t
    ), '[]'),
    'cohorts', coalesce((
      select jsonb_agg(jsonb_build_object('project_id', project_id, 'month', month, 'trials', trials, 'converted', converted) order by month, project_id)
      from trial
      where month > date_trunc('month', now()) - interval '12 months'
    ), '[]')
  )
  );
end
$$;
grant execute on function private.overview_trials(uuid) to tinycrm;

create type private.mrr_sum as (
  project_id uuid, day date, kind text, currency text, currency_before text, customers bigint, mrr numeric, mrr_before numeric
);
comment on type private.mrr_sum is 'What mrr_changes has of a kind on a day. Of the kind signup are people who came on it, in no project.';

-- Every day of an account, to make any range of. People are counted from one day on which somebody came to the next, in the index: a
-- day of the account for each of them takes twice as long.
create function private.mrr_sums(account_id uuid)
returns private.mrr_sum[]
language plpgsql stable
set search_path = ''
set work_mem = '32MB'
set jit = off
set plan_cache_mode = 'force_custom_plan'
-- The planner may know nothing of tables that were just filled, and must not read all accounts for one, nor any index but that of
-- the days.
set enable_seqscan = off
set enable_bitmapscan = off
as $$
declare
  v_time_zone constant text := (select a.time_zone from public.accounts a where a.id = mrr_sums.account_id);
begin
  return array(
    select row(
      m.project_id, m.day, m.kind, m.currency, m.currency_before, count(*), coalesce(sum(m.mrr), 0), coalesce(sum(m.mrr_before), 0)
    )::private.mrr_sum
    from public.mrr_changes m
    where m.account_id = mrr_sums.account_id and m.day >= '1999-01-01'
    group by m.project_id, m.day, m.kind, m.currency, m.currency_before
    union all
    (
      with recursive came as (
        select min(c.first_seen_at) as first, (min(c.first_seen_at) at time zone v_time_zone)::date as day
        from public.customers c where c.account_id = mrr_sums.account_id
        union all
        select later.first, (later.first at time zone v_time_zone)::date
        from came
        cross join lateral (
          select min(c.first_seen_at) as first from public.customers c
          where c.account_id = mrr_sums.account_id and c.first_seen_at >= (came.day + 1)::timestamp at time zone v_time_zone
        ) later
        where came.first is not null
      )
      select row(null, came.day, 'signup', null, null, counted.customers, null, null)::private.mrr_sum
      from came
      cross join lateral (
        select count(*) as customers from public.customers c
        where c.account_id = mrr_sums.account_id
          and c.first_seen_at >= came.first and c.first_seen_at < (came.day + 1)::timestamp at time zone v_time_zone
      ) counted
      where came.first is not null
    )
  );
end
$$;
grant execute on function private.mrr_sums(uuid) to tinycrm;
