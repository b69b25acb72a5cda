-- A filtered page is found in one of two ways: walking in the order of the sort, or fetching those that an index leads to.

-- How many customers are looked at in the order of the sort before the filter counts as selective.
create function private.max_walked()
returns integer
language sql immutable
set search_path = ''
as $$
  select 500
$$;
grant execute on function private.max_walked() to tinycrm;

-- True if private.max_walked() customers have so many of a page that ten times as many are likely to have all of it.
create function private.is_near(found integer, page_size integer)
returns boolean
language sql immutable
set search_path = ''
as $$
  select found * 8 >= page_size
$$;
grant execute on function private.is_near(integer, integer) to tinycrm;

-- Looking up the few that were fetched is always quicker than reading a table, or finding again in an index all that match.
create function private.page_of_few(query text)
returns uuid[]
language plpgsql stable
set search_path = ''
set enable_seqscan = off
set enable_bitmapscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  v_ids uuid[];
begin
  execute query into v_ids;
  return v_ids;
end
$$;
grant execute on function private.page_of_few(text) to tinycrm;

-- Walking takes one customer after the other, whatever the planner thinks an index could find.
create function private.page_of_walk(query text)
returns uuid[]
language sql stable
set search_path = ''
set enable_sort = off
set join_collapse_limit = 1
set from_collapse_limit = 1
as $$
  select private.page_of_few(query)
$$;
grant execute on function private.page_of_walk(text) to tinycrm;

-- Reading everybody compares all with all their projects, in a table of the ids that fits into memory.
create function private.page_of_all(query text)
returns uuid[]
language plpgsql stable
set search_path = ''
set work_mem = '32MB'
as $$
declare
  v_ids uuid[];
begin
  execute query into v_ids;
  return v_ids;
end
$$;
grant execute on function private.page_of_all(text) to tinycrm;

-- The first customers after the cursor in the order of the sort: account_id, id and sort_value.
create function private.walked_customers(account_id uuid, sort record, "after" text, direction text, max_count integer)
returns text
language plpgsql immutable
set search_path = ''
as $$
begin
  return format(
    'select account_id, %1$s as id, %2$s as sort_value from %3$s where account_id = %4$L and %5$s order by %2$s %6$s, %1$s %6$s limit %7$s',
    private.sorted_id(sort.expression), sort.expression,
    case left(sort.expression, 2)
      when 'a.' then 'public.customer_activity a'
      when 's.' then 'private.param_sums s'
      when 'n.' then 'private.param_numbers n'
      else 'public.customers c'
    end,
    account_id, "after", direction, max_count
  );
end
$$;
grant execute on function private.walked_customers(uuid, record, text, text, integer) to tinycrm;

-- What follows a from: those of walked customers that match a filter, each looked up after the other.
create function private.walked_matches(account_id uuid, walked text, "where" text)
returns text
language sql immutable
set search_path = ''
as $$
  select format(
    '(%s) found %s %s where %s', walked,
    -- Only what asks for more than the id pays for it. With offset 0 it is looked up for one after the other.
    case
      when "where" ~ '\mc\.(email|name|first_seen_at)\M' then
        format('cross join lateral (select * from public.customers c where c.account_id = %L and c.id = found.id offset 0) c', account_id)
      else 'cross join lateral (select found.account_id, found.id) c'
    end,
    case when "where" ~ '\ma\.(last_activity_at|project_count)\M' then
      format('cross join lateral (select * from public.customer_activity a where a.account_id = %L and a.customer_id = found.id offset 0) a', account_id)
    end,
    "where"
  )
$$;
grant execute on function private.walked_matches(uuid, text, text) to tinycrm;

-- How many customers match a filter, up to a limit, counted one after the other; null where fewer than one in so many of the first match.
create function private.count_walked(account_id uuid, "where" text, max_count integer, one_in integer)
returns integer
language plpgsql stable
set search_path = ''
as $$
declare
  v_sort record;
  v_max integer := private.max_walked();
  v_walked text;
  v_found integer;
begin
  select 'c.first_seen_at' as expression into v_sort;
  for v_round in 1..2 loop
    v_walked := private.walked_customers(account_id, v_sort, 'true', 'desc', v_max);
    v_found := cardinality(private.page_of_walk(format(
      'select array(select found.id from %s limit %s)', private.walked_matches(account_id, v_walked, "where"), max_count
    )));
    if v_found = max_count or private.count_candidates(v_walked, v_max) < v_max then
      return v_found;
    end if;
    exit when v_round = 2 or v_found = 0 or v_found * one_in < v_max;
    v_max := 2 * max_count / v_found * v_max;
  end loop;
  return null;
end
$$;
grant execute on function private.count_walked(uuid, text, integer, integer) to tinycrm;

-- Whoever was last in one of their projects before some days was last anywhere before them too, or is in several. A filter on such a
-- project in the order of the latest activity is both one after the other: the walk of each begins where its people are. The two
-- filters in the order of the sort; null where a filter is no such.
create function private.parts_by_activity(filter jsonb, sort_expression text, descending boolean)
returns jsonb[]
language sql immutable
set search_path = ''
as $$
  with quiet as (
    select jsonb_build_object('field', 'last_activity', 'value', max((condition -> 'value')::numeric)) as own, count(*) as found
    from jsonb_array_elements(filter -> 'conditions') condition
    where condition ->> 'field' = 'last_activity' and condition ->> 'operator' = 'more_than' and condition ?| '{project,scope}'
  ),
  part as (
    select filter || jsonb_build_object('conditions', (filter -> 'conditions') || added) as part, place
    from quiet, lateral (values
      (jsonb_build_array(own || '{"operator": "in_last"}', '{"field": "project_count", "operator": "at_least", "value": 2}'::jsonb), 1),
      (jsonb_build_array(own || '{"operator": "more_than"}'), 2)
    ) two (added, place)
    where found = 1
  )
  select array_agg(part order by case when descending then place else -place end)
  from part
  where sort_expression = 'a.last_activity_at' and coalesce(filter ->> 'match', 'all') = 'all'
    -- Not those that this made, and no more conditions than a filter may have.
    and jsonb_array_length(filter -> 'conditions') <= 18
    and not exists (
      select from jsonb_array_elements(filter -> 'conditions') condition
      where condition ->> 'field' = 'last_activity' and not condition ?| '{project,scope}'
    )
$$;
grant execute on function private.parts_by_activity(jsonb, text, boolean) to tinycrm;

-- The ids of one page, in its order.
-- Walking the customers in the order of the sort is quick when many match; fetching those that an index leads to is quick when few
-- do. Which it is cannot be told from the planner's statistics, which are those of all accounts: so it walks a little, ten times that where
-- what it found says that it is enough, and then counts. Stable, so that it sees who the page is
-- read from: a volatile one would choose people who came since, and the page would lack them.
create function private.page_of_customers(
  account_id uuid, filter jsonb, sort record, cursor jsonb, descending boolean, page_size integer
)
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
declare
  v_direction constant text := case when descending then 'desc' else 'asc' end;
  v_where constant text := private.customer_filter(account_id, filter);
  v_after constant text := private.after_cursor(cursor, sort.expression, sort.type, descending);
  v_both constant text :=
    'public.customers c join public.customer_activity a on a.account_id = c.account_id and a.customer_id = c.id';
  -- Of tables that were just filled the planner knows nothing: with offset 0 it looks up one after the other.
  -- The account is named, as of any account it takes an index that reads all of one for an index that finds one person.
  v_few constant text := format(
    'public.customers c cross join lateral (
      select * from public.customer_activity a where a.account_id = %L and a.customer_id = c.id offset 0
    ) a', account_id
  );
  -- What the filter asks of the column that is sorted by is where the walk begins or ends.
  v_range constant text := (
    select string_agg(' and ' || private.time_condition(account_id, condition), '')
    from jsonb_array_elements(filter -> 'conditions') condition
    where coalesce(filter ->> 'match', 'all') = 'all'
      and not condition ?| '{project,scope}'
      and sort.expression in ('a.' || (condition ->> 'field') || '_at', 'c.' || (condition ->> 'field') || '_at')
  );
  v_walk record := sort;
  v_can_walk boolean := true;
  v_walk_after text := v_after || coalesce(v_range, '');
  v_max integer;
  v_walked text;
  v_candidates text;
  v_parts constant jsonb[] := private.parts_by_activity(filter, sort.expression, descending);
  v_part jsonb;
  v_ids uuid[] := '{}';
  v_is_near boolean;
begin
  if v_parts is not null then
    foreach v_part in array v_parts loop
      exit when cardinality(v_ids) = page_size;
      v_ids := v_ids || private.page_of_customers(account_id, v_part, sort, cursor, descending, page_size - cardinality(v_ids));
    end loop;
    return v_ids;
  end if;
  if sort.param is not null then
    v_can_walk := private.is_indexed(account_id, sort.param);
    if v_can_walk then
      select case when sort.project is null then 's.sum' else 'n.value' end as expression into v_walk;
      v_walk_after := private.after_cursor(cursor, v_walk.expression, 'numeric', descending) || case
        when sort.project is null then format(' and s.key = %L', sort.param)
        else format(' and n.key = %L and n.project_id = %L', sort.param, sort.project)
      end;
    end if;
  elsif btrim(coalesce(filter ->> 'search', '')) = '' and coalesce(filter -> 'conditions', '[]') = '[]' then
    execute format(
      'select array(select c.id from %s where %s and a.account_id = %L and %s order by %s %s, c.id %6$s limit %s)',
      v_both, v_where, account_id, v_after, sort.expression, v_direction, page_size
    ) into v_ids;
    return v_ids;
  end if;

  foreach v_max in array array[private.max_walked(), private.max_walked() * 10, private.max_walked() * 90] loop
    continue when v_max = private.max_walked() * 10 and not v_is_near;
    if v_can_walk then
      v_walked := private.walked_customers(account_id, v_walk, v_walk_after, v_direction, v_max);
      v_ids := private.page_of_walk(format(
        'select array(select found.id from %s order by found.sort_value %s, found.id %2$s limit %s)',
        private.walked_matches(account_id, v_walked, v_where), v_direction, page_size
      ));
      -- After those who have a param come those who have not, and they are nowhere in its index.
      if cardinality(v_ids) = page_size
        or (sort.param is null and private.count_candidates(v_walked, v_max) < v_max) then
        return v_ids;
      end if;
    end if;
    if v_max = private.max_walked() then
      v_is_near := private.is_near(cardinality(v_ids), page_size);
      continue when v_is_near;
    end if;
    v_candidates := coalesce(v_candidates, private.filter_candidates(account_id, filter));
    if v_candidates is not null then
      return private.page_of_few(format(
        $sql$
          with matching as materialized (
            select c.id, %s as sort_value from (select distinct s.id from (%s limit %s) s) found
            cross join %s where c.account_id = %L and c.id = found.id and %s and %s
          )
          select array(select id from matching order by sort_value %s, id %8$s limit %s)
        $sql$,
        -- The planner may not look at statistics of tables with row-level security: the limit is what it knows.
        sort.expression, v_candidates, private.max_fetched(), v_few, account_id, v_where, v_after, v_direction, page_size
      ));
    end if;
  end loop;

  -- Few match, and no index says who: everybody is read once, which is quicker than looking each of them up.
  return private.page_of_all(format(
    $sql$
      with matching as materialized (select c.id, %1$s as sort_value from %2$s where %3$s and a.account_id = %4$L and %5$s)
      select array(select id from matching order by sort_value %6$s, id %6$s limit %7$s)
    $sql$,
    sort.expression,
    case
      when v_where || sort.expression ~ '\mc\.(email|name|first_seen_at)\M' then v_both
      else 'public.customer_activity a cross join lateral (select a.account_id, a.customer_id as id) c'
    end,
    v_where, account_id, v_after, v_direction, page_size
  ));
end
$$;
comment on function private.page_of_customers(uuid, jsonb, record, jsonb, boolean, integer) is
  'The ids of one page of customers, in its order. sort: what private.customer_sort gives.';
grant execute on function private.page_of_customers(uuid, jsonb, record, jsonb, boolean, integer) to tinycrm;
