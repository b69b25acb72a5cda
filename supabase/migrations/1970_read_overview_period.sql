-- read.overview_period: what happened in so many days, of what a read key sees.

-- What private.mrr_sums has, made of the projects of a limited key alone: somebody came on the day on which they came to one of these.
create function private.limited_sums(account_id uuid)
returns private.mrr_sum[]
language sql stable
set search_path = ''
as $$
  select array(
    select row(
      m.project_id, m.day, m.kind, m.currency, m.currency_before, count(*), coalesce(sum(m.mrr), 0), coalesce(sum(m.mrr_before), 0)
    )::private.mrr_sum
    from public.mrr_changes m
    where m.account_id = limited_sums.account_id
    group by m.project_id, m.day, m.kind, m.currency, m.currency_before
    union all
    select row(null, (came.at at time zone a.time_zone)::date, 'signup', null, null, count(*), null, null)::private.mrr_sum
    from (
      select min(cp.first_seen_at) as at from public.customer_projects cp
      where cp.account_id = limited_sums.account_id group by cp.customer_id
    ) came
    join public.accounts a on a.id = limited_sums.account_id
    group by (came.at at time zone a.time_zone)::date
  )
$$;
grant execute on function private.limited_sums(uuid) to limited_reader;
grant execute on function private.period_figures(uuid, date, date, private.mrr_sum[]) to limited_reader;

create function read.overview_period(key_hash text, days integer)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
  v_key constant public.read_keys := private.use_read_key(key_hash);
  v_refusal constant jsonb := private.read_refusal(v_key);
  v_last constant date := (select (now() at time zone a.time_zone)::date from public.accounts a where a.id = v_key.account_id);
  v_figures jsonb;
begin
  if v_refusal is not null then return v_refusal; end if;
  if days is null or days not between 1 and 3660 then
    raise invalid_parameter_value using message = 'Choose 1 to 3,660 days.';
  end if;
  v_figures := private.read_as(v_key, format(
    'select private.period_figures(%1$L, %2$L, %3$L, private.%4$I(%1$L))', v_key.account_id, v_last + 1 - days, v_last,
    case when v_key.project_ids is null then 'mrr_sums' else 'limited_sums' end
  ));
  return jsonb_build_object('period', v_figures -> 'period', 'before', v_figures -> 'before', 'currency', v_figures -> 'currency');
end
$$;
comment on function read.overview_period(text, integer) is
  'What happened in so many days that end today, where the account is, and in as many before: {period, before, currency} of public.overview_period.';
alter function read.overview_period(text, integer) owner to tinycrm;
grant execute on function read.overview_period(text, integer) to reader;
