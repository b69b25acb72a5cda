-- search_customers sorts by the number of products and by a param too, and each row tells its place.

drop function public.search_customers(uuid, jsonb, text, boolean, jsonb, integer);
drop function private.search_customers(uuid, jsonb, text, boolean, jsonb, integer);

-- The SQL expression that a sort orders by, and its type. People without the param come last either way.
create function private.customer_sort(account_id uuid, sort text, descending boolean, out expression text, out type text)
language plpgsql immutable
set search_path = ''
as $$
begin
  type := 'text';
  case
    when sort = 'last_activity_at' then expression := 'a.last_activity_at'; type := 'timestamptz';
    when sort = 'first_seen_at' then expression := 'c.first_seen_at'; type := 'timestamptz';
    when sort = 'email' then expression := 'c.email';
    when sort = 'name' then expression := 'lower(coalesce(c.name, ''''))';
    when sort = 'project_count' then
      expression := private.project_count_expression(account_id); type := 'bigint';
    when sort like 'param:_%' then
      type := 'numeric';
      expression := format(
        $sql$coalesce((
          select sum((cp.params ->> %1$L)::numeric) from public.customer_projects cp
          where cp.account_id = %2$L and cp.customer_id = c.id and jsonb_typeof(cp.params -> %1$L) = 'number'
        ), %3$L::numeric)$sql$,
        substr(sort, length('param:') + 1), account_id, case when descending then '-Infinity' else 'Infinity' end
      );
    else
      raise invalid_parameter_value using
        message = 'Sort by last_activity_at, first_seen_at, email, name, project_count or param:<key>.';
  end case;
end
$$;
revoke all on function private.customer_sort(uuid, text, boolean) from public, anon, authenticated, service_role;
grant execute on function private.customer_sort(uuid, text, boolean) to tinycrm;

-- The condition that a row comes after the one a cursor names.
create function private.after_cursor(cursor jsonb, expression text, type text, descending boolean)
returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  v_value jsonb := cursor -> 0;
  v_text text := coalesce(v_value #>> '{}', case
    when type = 'numeric' then case when descending then '-Infinity' else 'Infinity' end
    when expression like 'lower(%' then ''
  end);
begin
  if cursor is null or cursor = 'null' then
    return 'true';
  end if;
  if jsonb_typeof(cursor) <> 'array' or jsonb_array_length(cursor) <> 2
    or jsonb_typeof(v_value) not in (case when type in ('bigint', 'numeric') then 'number' else 'string' end, 'null')
    or v_text is null
    or jsonb_typeof(cursor -> 1) <> 'string' then
    raise invalid_parameter_value using message = 'A cursor is the sort value and the id of the last row.';
  end if;
  begin
    perform (cursor ->> 1)::uuid, case type
      when 'timestamptz' then v_text::timestamptz::text
      when 'bigint' then v_text::bigint::text
      when 'numeric' then v_text::numeric::text
    end;
  exception
    when data_exception then
      raise invalid_parameter_value using message = 'The cursor does not belong to this sort order.';
  end;
  return format(
    '(%s, c.id) %s (%L::%s, %L::uuid)',
    expression, case when descending then '<' else '>' end,
    case when expression like 'lower(%' then lower(v_text) else v_text end, type, cursor ->> 1
  );
end
$$;
revoke all on function private.after_cursor(jsonb, text, text, boolean) from public, anon, authenticated, service_role;
grant execute on function private.after_cursor(jsonb, text, text, boolean) to tinycrm;

create function private.search_customers(
  account_id uuid, filter jsonb, sort text, descending boolean, cursor jsonb, page_size integer
)
returns table (
  id uuid, email text, name text, first_seen_at timestamptz, last_activity_at timestamptz, projects jsonb, sort_value jsonb
)
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
declare
  v_descending boolean := coalesce(descending, true);
  v_direction text := case when v_descending then 'desc' else 'asc' end;
  v_sort record;
begin
  perform private.require_member(search_customers.account_id);
  v_sort := private.customer_sort(search_customers.account_id, sort, v_descending);

  return query execute format(
    $sql$
      select
        page.id, page.email, page.name, page.first_seen_at, page.last_activity_at,
        private.customer_badges(%1$L, page.id),
        case when page.sort_value::text in ('Infinity', '-Infinity') then 'null' else to_jsonb(page.sort_value) end
      from (
        select c.id, c.email::text, c.name, c.first_seen_at, a.last_activity_at, %2$s as sort_value
        from public.customers c
        join public.customer_activity a on a.account_id = c.account_id and a.customer_id = c.id
        where %3$s and a.account_id = %1$L and %4$s
        order by %2$s %5$s, c.id %5$s
        limit %6$s
      ) page
    $sql$,
    search_customers.account_id, v_sort.expression,
    private.customer_filter(search_customers.account_id, filter),
    private.after_cursor(cursor, v_sort.expression, v_sort.type, v_descending),
    v_direction, least(greatest(coalesce(page_size, 50), 1), 200)
  );
end
$$;
alter function private.search_customers(uuid, jsonb, text, boolean, jsonb, integer) owner to tinycrm;
revoke all on function private.search_customers(uuid, jsonb, text, boolean, jsonb, integer) from public, anon, authenticated, service_role;
grant execute on function private.search_customers(uuid, jsonb, text, boolean, jsonb, integer) to authenticated;

create or replace function private.count_customers(account_id uuid, filter jsonb)
returns integer
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
declare
  -- Counting costs the whole match; past this the page says "10,000+".
  v_limit constant integer := 10001;
  v_where text;
  v_count integer;
begin
  perform private.require_member(count_customers.account_id);
  v_where := private.customer_filter(count_customers.account_id, filter);
  execute format(
    'select count(*) from (select from public.customers c %s where %s limit %s) counted',
    -- Only what asks for activity pays for it.
    case when v_where like '%a.last\_activity\_at%' then
      'join public.customer_activity a on a.account_id = c.account_id and a.customer_id = c.id'
    end,
    v_where, v_limit
  ) into v_count;
  return v_count;
end
$$;

create function public.search_customers(
  account_id uuid,
  filter jsonb default '{}',
  sort text default 'last_activity_at',
  descending boolean default true,
  cursor jsonb default null,
  page_size integer default 50
)
returns table (
  id uuid, email text, name text, first_seen_at timestamptz, last_activity_at timestamptz, projects jsonb, sort_value jsonb
)
language sql stable
set search_path = ''
as $$
  select * from private.search_customers(
    search_customers.account_id, search_customers.filter, search_customers.sort,
    search_customers.descending, search_customers.cursor, search_customers.page_size
  )
$$;
comment on function public.search_customers(uuid, jsonb, text, boolean, jsonb, integer) is
  'One page of the customers of an account (1 to 200 rows). filter: {search, match: all | any, conditions: [{field, operator, value, key?, project? | scope?}]}. sort: last_activity_at, first_seen_at, email, name, project_count or param:<key>. cursor: [sort_value, id] of the last row. Members only (42501); a malformed filter is 22023.';
revoke all on function public.search_customers(uuid, jsonb, text, boolean, jsonb, integer) from public, anon, authenticated, service_role;
grant execute on function public.search_customers(uuid, jsonb, text, boolean, jsonb, integer) to authenticated;
