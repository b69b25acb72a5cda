-- Pages and counts for a read key that is limited to some projects: made of what it sees, and found without reading all of that. What
-- an index leads to is known from all projects, so it only says whom to look at: each of them is then read as the key.

-- SQL of whom a limited key sees, as the c and a of private.customer_filter, made of their projects alone: of all, or of those in $1.
-- Only an expression that names c.email or c.name pays for looking them up.
create function private.limited_people(account_id uuid, are_given boolean, expressions text)
returns text
language sql immutable
set search_path = ''
as $$
  select format(
    case when are_given then
      $sql$
        unnest($1) found (id)
        cross join lateral (
          select found.id as customer_id, max(cp.last_activity_at) as last_activity_at, min(cp.first_seen_at) as first_seen_at,
            count(*) as project_count
          from public.customer_projects cp where cp.account_id = %1$L and cp.customer_id = found.id having count(*) > 0 offset 0
        ) a
      $sql$
    else
      $sql$
        (
          select cp.customer_id, max(cp.last_activity_at) as last_activity_at, min(cp.first_seen_at) as first_seen_at,
            count(*) as project_count
          from public.customer_projects cp where cp.account_id = %1$L group by 1
        ) a
      $sql$
    end
    || case when expressions ~ '\mc\.(email|name)\M' then
      $sql$
        cross join lateral (
          select who.account_id, who.id, who.email, who.name, a.first_seen_at from public.customers who
          where who.account_id = %1$L and who.id = a.customer_id offset 0
        ) c
      $sql$
    else 'cross join lateral (select %1$L::uuid as account_id, a.customer_id as id, a.first_seen_at) c'
    end,
    account_id
  )
$$;
grant execute on function private.limited_people(uuid, boolean, text) to tinycrm;

-- Few people among whom are all that a limited key sees and a filter asks for, or null when no index leads to few.
create function private.limited_candidates(key public.read_keys, filter jsonb)
returns uuid[]
language plpgsql volatile
set search_path = ''
as $$
declare
  -- Of all projects these may be true for fewer than of those that it sees.
  v_differs constant jsonpath := '$.conditions[*] ? (@.field == "project_count" || @.field == "last_activity" || @.field == "first_seen")';
  v_candidates text := format(
    'select cp.customer_id as id from public.customer_projects cp where cp.account_id = %L and cp.project_id = any (%L::uuid[])',
    key.account_id, key.project_ids
  );
begin
  if private.count_candidates(v_candidates, private.max_fetched()) = private.max_fetched() then
    if filter @? v_differs and filter ->> 'match' = 'any' then return null; end if;
    v_candidates := private.filter_candidates(key.account_id, filter || jsonb_build_object('conditions', (
      select coalesce(jsonb_agg(condition), '[]') from jsonb_array_elements(filter -> 'conditions') condition
      where condition ->> 'field' not in ('project_count', 'last_activity', 'first_seen')
    )));
  end if;
  if v_candidates is null then return null; end if;
  return private.page_of_few(format('select array(select distinct s.id from (%s limit %s) s)', v_candidates, private.max_fetched()));
end
$$;
grant execute on function private.limited_candidates(public.read_keys, jsonb) to tinycrm;

-- SQL of the rows of one page of some people as read.customers answers them, or of how many they are where the page is not whole.
create function private.limited_rows(
  account_id uuid, people text, "where" text, "after" text, expression text, direction text, page_size integer, is_whole text
)
returns text
language sql immutable
set search_path = ''
as $$
  select format(
    $sql$
      with page as materialized (
        select c.id, %2$s as value, row_number() over (order by %2$s %3$s, c.id %3$s) as position
        from %4$s where %5$s and %6$s order by 3 limit %7$s
      )
      select case when %8$s then (
        select coalesce(jsonb_agg(jsonb_build_object(
          'customer', private.readable_customer(%1$L, page.id),
          'cursor', jsonb_build_array(case when page.value::text not in ('Infinity', '-Infinity') then to_jsonb(page.value) end, page.id)::text
        ) order by page.position), '[]')
        from page
      ) else (select to_jsonb(count(*)) from page) end
    $sql$,
    account_id, expression, direction, people, "where", "after", page_size, is_whole
  )
$$;
grant execute on function private.limited_rows(uuid, text, text, text, text, text, integer, text) to tinycrm;

-- It looks at some people in the order of the sort, then at few candidates, then at more people, and at last reads everybody.
-- The order in which people come is that of all projects: who was last seen in any of them was seen here then or before. So the page
-- is whole when all on it come before whoever was not looked at could.
create function private.limited_page(
  key public.read_keys, filter jsonb, sort record, cursor jsonb, descending boolean, page_size integer
)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_direction constant text := case when descending then 'desc' else 'asc' end;
  v_where constant text := private.customer_filter(key.account_id, filter);
  v_after constant text := private.after_cursor(cursor, sort.expression, sort.type, descending);
  -- Emails and names are the same in whatever projects a key sees.
  v_is_same constant boolean := sort.param is null and sort.expression ~ '\mc\.(email|name)\M';
  v_can_walk constant boolean := v_is_same or case
    when sort.expression = 'c.first_seen_at' then not descending
    else descending and sort.param is null
  end;
  v_people constant text := private.limited_people(key.account_id, true, v_where || sort.expression);
  v_max integer;
  v_walked text;
  v_ids uuid[];
  v_bound text;
  v_is_whole text;
  v_rows jsonb;
  v_is_near boolean := false;
  v_has_asked boolean := false;
begin
  foreach v_max in array array[private.max_walked(), private.max_walked() * 10, private.max_walked() * 90] loop
    if v_can_walk then
      v_walked := private.walked_customers(
        key.account_id, sort, case when v_is_same then v_after else 'true' end, v_direction, v_max
      );
      v_ids := private.page_of_walk(format(
        'select array(select found.id from (%s) found order by found.sort_value %s, found.id %2$s)', v_walked, v_direction
      ));
      execute format('select found.sort_value::text from (%s offset %s) found', v_walked, v_max - 1) into v_bound;
      v_is_whole := case when cardinality(v_ids) < v_max then 'true' else format(
        '(select count(*) = %s and bool_and((page.value, page.id) %s (%L, %L)) from page)',
        page_size, case when descending then '>=' else '<=' end, v_bound, v_ids[v_max]
      ) end;
      v_rows := private.as_limited(key.account_id, key.project_ids, private.limited_rows(
        key.account_id, v_people, v_where, v_after, sort.expression, v_direction, page_size, v_is_whole
      ), v_ids);
      if jsonb_typeof(v_rows) = 'array' then return v_rows; end if;
      v_is_near := v_max = private.max_walked() and private.is_near(v_rows::integer, page_size);
    end if;
    if not (v_is_near or v_has_asked) then
      v_has_asked := true;
      v_ids := private.limited_candidates(key, filter);
      if v_ids is not null then
        return private.as_limited(key.account_id, key.project_ids, private.limited_rows(
          key.account_id, v_people, v_where, v_after, sort.expression, v_direction, page_size, 'true'
        ), v_ids);
      end if;
    end if;
  end loop;
  return private.as_limited(key.account_id, key.project_ids, private.limited_rows(
    key.account_id, private.limited_people(key.account_id, false, v_where || sort.expression),
    v_where, v_after, sort.expression, v_direction, page_size, 'true'
  ), null);
end
$$;
comment on function private.limited_page(public.read_keys, jsonb, record, jsonb, boolean, integer) is
  'One page of the customers that a limited read key sees: [{customer, cursor}]. sort: what private.customer_sort gives.';
grant execute on function private.limited_page(public.read_keys, jsonb, record, jsonb, boolean, integer) to tinycrm;

-- How many customers match of those that a limited key sees, exact up to 10,000, and 10,001 for more.
create function private.count_limited(key public.read_keys, filter jsonb)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_where constant text := private.customer_filter(key.account_id, filter);
  v_ids constant uuid[] := private.limited_candidates(key, filter);
begin
  return private.as_limited(key.account_id, key.project_ids, format(
    'select to_jsonb(count(*)) from (select from %s where %s limit 10001) counted',
    private.limited_people(key.account_id, v_ids is not null, v_where), v_where
  ), v_ids)::integer;
end
$$;
grant execute on function private.count_limited(public.read_keys, jsonb) to tinycrm;
