-- read: what the Edge Function asks for whoever brings a read key. Each function checks the key in the statement that reads, and
-- answers {refused} where it is none.

-- One person as a program reads them, made only of what the reader sees: when they came and were last seen is that of these projects.
create function private.readable_customer(account_id uuid, customer_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
set timezone = 'UTC'
as $$
begin
  return (
    select jsonb_build_object(
      'id', c.id, 'email', c.email, 'name', c.name,
      'first_seen_at', p.first_seen_at, 'last_activity_at', p.last_activity_at,
      'tags', array(
        select t.tag from public.customer_tags t where t.account_id = c.account_id and t.customer_id = c.id order by t.tag
      ),
      'projects', p.projects
    )
    from public.customers c
    cross join lateral (
      select min(cp.first_seen_at) as first_seen_at, max(cp.last_activity_at) as last_activity_at, coalesce(jsonb_agg(
        jsonb_build_object(
          'id', cp.project_id, 'name', p.name, 'status', cp.status, 'status_at', nullif(cp.status_at, '-infinity'),
          'params', cp.params, 'first_seen_at', cp.first_seen_at, 'last_activity_at', cp.last_activity_at
        ) order by p.created_at, p.id
      ), '[]') as projects
      from public.customer_projects cp
      join public.projects p on p.account_id = cp.account_id and p.id = cp.project_id
      where cp.account_id = readable_customer.account_id and cp.customer_id = readable_customer.customer_id
    ) p
    where c.account_id = readable_customer.account_id and c.id = readable_customer.customer_id
  );
end
$$;
grant execute on function private.readable_customer(uuid, uuid) to tinycrm, limited_reader;
grant execute on function private.param_number(jsonb, text) to limited_reader;

-- One page of people. asked: {filter, sort, descending, cursor, limit, count}, as public.search_customers takes them.
create function read.customers(key_hash text, asked jsonb)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set timezone = 'UTC'
set jit = off
as $$
declare
  v_key constant public.read_keys := private.use_read_key(key_hash);
  v_refusal constant jsonb := private.read_refusal(v_key);
  v_descending constant boolean := (asked ->> 'descending')::boolean;
  v_limit constant integer := least(greatest((asked ->> 'limit')::integer, 1), 201);
  v_filter constant jsonb := asked -> 'filter';
  -- As text, so that no number in it loses digits on its way.
  v_cursor constant jsonb := (asked ->> 'cursor')::jsonb;
  v_counts constant boolean := coalesce((asked ->> 'count')::boolean, false);
  v_sort record;
  v_answer jsonb;
begin
  if v_refusal is not null then return v_refusal; end if;
  v_sort := private.customer_sort(v_key.account_id, asked ->> 'sort', v_descending);
  if v_key.project_ids is not null then
    return jsonb_build_object('rows', private.limited_page(v_key, v_filter, v_sort, v_cursor, v_descending, v_limit))
      || case when v_counts then jsonb_build_object('count', private.count_limited(v_key, v_filter)) else '{}' end;
  end if;
  execute format(
    $sql$
      select jsonb_build_object('rows', coalesce(jsonb_agg(jsonb_build_object(
        'customer', private.readable_customer(%1$L, page.id),
        'cursor', jsonb_build_array(case when page.value::text not in ('Infinity', '-Infinity') then to_jsonb(page.value) end, page.id)::text
      ) order by page.position), '[]'))
      from (
        select c.id, %2$s as value, page.position
        from unnest(%3$L::uuid[]) with ordinality page (id, position)
        join public.customers c on c.account_id = %1$L and c.id = page.id
        join public.customer_activity a on a.account_id = c.account_id and a.customer_id = c.id
      ) page
    $sql$,
    v_key.account_id, v_sort.expression,
    private.page_of_customers(v_key.account_id, v_filter, v_sort, v_cursor, v_descending, v_limit)
  ) into v_answer;
  return v_answer || case when v_counts then jsonb_build_object('count', private.count_matching(v_key.account_id, v_filter)) else '{}' end;
end
$$;
comment on function read.customers(text, jsonb) is
  'One page of the customers that a read key sees: {rows: [{customer, cursor}], count?}, the count exact up to 10,000 and 10,001 for more. A malformed filter or cursor is 22023.';
alter function read.customers(text, jsonb) owner to tinycrm;
grant execute on function read.customers(text, jsonb) to reader;

-- One person by id or, where that is null, by email, with the latest 200 changes of status; {customer: null} for nobody.
create function read.customer(key_hash text, customer_id uuid, email text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
  v_key constant public.read_keys := private.use_read_key(key_hash);
  v_refusal constant jsonb := private.read_refusal(v_key);
begin
  if v_refusal is not null then return v_refusal; end if;
  return jsonb_build_object('customer', private.read_as(v_key, format(
    $sql$
      select private.readable_customer(c.account_id, c.id) || jsonb_build_object('status_changes', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'project_id', latest.project_id, 'from', latest.from_status, 'to', latest.to_status, 'at', latest.changed_at
        ) order by latest.changed_at desc, latest.id desc), '[]')
        from (
          select s.* from public.status_changes s where s.account_id = c.account_id and s.customer_id = c.id
          order by s.changed_at desc, s.id desc limit 200
        ) latest
      ))
      from public.customers c where c.account_id = %L and %s
    $sql$,
    v_key.account_id, case when customer_id is null then format('c.email = %L', email) else format('c.id = %L', customer_id) end
  )));
end
$$;
alter function read.customer(text, uuid, text) owner to tinycrm;
grant execute on function read.customer(text, uuid, text) to reader;

-- The projects, each with how many customers it has of each status.
create function read.projects(key_hash text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
  v_key constant public.read_keys := private.use_read_key(key_hash);
  v_refusal constant jsonb := private.read_refusal(v_key);
begin
  if v_refusal is not null then return v_refusal; end if;
  return jsonb_build_object('projects', private.read_as(v_key, format(
    $sql$
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', p.id, 'name', p.name, 'color', p.color, 'archived', p.archived_at is not null,
        'customers', jsonb_build_object('free', n.free, 'trial', n.trial, 'paid', n.paid, 'churned', n.churned)
      ) order by p.created_at, p.id), '[]')
      from public.projects p
      cross join lateral (
        select count(*) filter (where cp.status = 'free') as free, count(*) filter (where cp.status = 'trial') as trial,
          count(*) filter (where cp.status = 'paid') as paid, count(*) filter (where cp.status = 'churned') as churned
        from public.customer_projects cp where cp.account_id = p.account_id and cp.project_id = p.id
      ) n
      where p.account_id = %L
    $sql$, v_key.account_id
  )));
end
$$;
alter function read.projects(text) owner to tinycrm;
grant execute on function read.projects(text) to reader;

grant execute on function
  private.overview_figures(uuid, text), private.overview_per_project(uuid, timestamptz, text), private.sum_by_currency(jsonb, text),
  private.overview_currency(uuid, jsonb), private.overview_people(uuid, text, text, uuid[]), private.overview_radar(uuid),
  private.overview_trials(uuid), private.number_pattern()
to limited_reader;

-- The figures of the overview, without the people behind them.
create function read.overview(key_hash text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
  v_key constant public.read_keys := private.use_read_key(key_hash);
  v_refusal constant jsonb := private.read_refusal(v_key);
  v_mrr_param text;
  v_figures jsonb;
begin
  if v_refusal is not null then return v_refusal; end if;
  select a.mrr_param into v_mrr_param from public.accounts a where a.id = v_key.account_id;
  v_figures := case
    when v_key.project_ids is null then private.overview_now(v_key.account_id, v_mrr_param, true)
    -- Counted each time: what is kept is of all projects.
    else private.read_as(v_key, format('select private.overview_figures(%L, %L)', v_key.account_id, v_mrr_param))
      || jsonb_build_object('counted_at', clock_timestamp())
  end;
  return jsonb_build_object(
    'counted_at', v_figures -> 'counted_at', 'people', v_figures -> 'people', 'several', v_figures -> 'several',
    'paying', v_figures -> 'paying', 'currency', v_figures -> 'currency', 'mrr', v_figures -> 'mrr',
    'projects', v_figures -> 'per_project', 'overlap', v_figures -> 'overlap', 'trials', v_figures #> '{trials,per_project}',
    'radar', (select jsonb_object_agg(list.key, list.value -> 'total') from jsonb_each(v_figures -> 'radar') list)
  );
end
$$;
comment on function read.overview(text) is 'The figures of the overview that a read key sees: people, MRR by currency, projects, overlap, trials and radar.';
alter function read.overview(text) owner to tinycrm;
grant execute on function read.overview(text) to reader;
