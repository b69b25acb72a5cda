-- Sorting: the SQL expression of a column, and where the next page begins.

-- In how many projects a customer is.
create function private.project_count_expression(account_id uuid)
returns text
language sql immutable
set search_path = ''
as $$
  select 'a.project_count'
$$;
grant execute on function private.project_count_expression(uuid) to tinycrm;

-- The id that the index of a sort ends with.
create function private.sorted_id(expression text)
returns text
language sql immutable
set search_path = ''
as $$
  select case left(expression, 2) when 'a.' then 'a.customer_id' when 's.' then 's.customer_id' when 'n.' then 'n.customer_id' else 'c.id' end
$$;
grant execute on function private.sorted_id(text) to tinycrm;

-- The SQL expression that a sort orders by, its type, and the param when it is one, with its project when it is of one.
create function private.customer_sort(
  account_id uuid, sort text, descending boolean, out expression text, out type text, out param text, out project uuid
)
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
    when sort = 'project_count' then expression := 'a.project_count'; type := 'bigint';
    when sort ~ '^param(@[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?:.' then
      type := 'numeric';
      param := substr(sort, strpos(sort, ':') + 1);
      project := substring(sort from '^param@(.{36})')::uuid;
      expression := format(
        $sql$coalesce((
          select sum(private.param_number(cp.params, %1$L)) from public.customer_projects cp
          where cp.account_id = %2$L and cp.customer_id = c.id%3$s
        ), %4$L::numeric)$sql$,
        param, account_id, case when project is not null then format(' and cp.project_id = %L', project) end,
        case when descending then '-Infinity' else 'Infinity' end
      );
    else
      raise invalid_parameter_value using
        message = 'Sort by last_activity_at, first_seen_at, email, name, project_count, param:<key> or param@<project>:<key>.';
  end case;
end
$$;
grant execute on function private.customer_sort(uuid, text, boolean) to tinycrm;

-- The condition that a row comes after the one a cursor names.
-- Pages sorted by activity go on in the index whose last column is the customer's id in customer_activity: asked of the same id in
-- customers, Postgres read the index from its beginning.
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
    '(%s, %s) %s (%L::%s, %L::uuid)',
    expression, private.sorted_id(expression),
    case when descending then '<' else '>' end,
    case when expression like 'lower(%' then lower(v_text) else v_text end, type, cursor ->> 1
  );
end
$$;
grant execute on function private.after_cursor(jsonb, text, text, boolean) to tinycrm;
