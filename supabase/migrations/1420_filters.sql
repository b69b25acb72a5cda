-- A filter made of conditions, and the customers that match it.

-- Refuses what no condition has.
create function private.check_condition(condition jsonb)
returns void
language plpgsql immutable
set search_path = ''
as $$
begin
  if condition - '{field,operator,value,key,project,scope}'::text[] <> '{}' then
    raise invalid_parameter_value using message = 'A condition has a field, an operator, a value, a key, a project and a scope, and no other words.';
  end if;
  if condition ->> 'field' in ('project', 'status', 'tag') and (
    jsonb_typeof(condition -> 'value') is distinct from 'array'
    or exists (select from jsonb_array_elements(condition -> 'value') v where jsonb_typeof(v) <> 'string')
  ) then
    raise invalid_parameter_value using message = 'The value of a condition about projects or statuses must be a list of texts.';
  end if;
end
$$;
grant execute on function private.check_condition(jsonb) to tinycrm;

-- Turns one condition of a filter into SQL. Values become literals, so that the planner sees their statistics.
create function private.customer_condition(account_id uuid, condition jsonb)
returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_field text := condition ->> 'field';
begin
  case
    when v_field = 'project' then return private.project_condition(account_id, condition);
    when v_field = 'project_count' then return private.project_count_condition(account_id, condition);
    when v_field in ('status', 'param') then return private.lone_condition(account_id, condition);
    when v_field in ('last_activity', 'first_seen') then return private.time_condition(account_id, condition);
    when v_field in ('name', 'email') then return private.text_condition(condition);
    when v_field = 'tag' then return private.tag_condition(condition);
    when v_field = 'mrr_change' then return format(
      'exists (select from public.mrr_changes m where m.account_id = %L and m.customer_id = c.id and %s)',
      account_id, private.mrr_change_test(condition)
    );
    when v_field = 'import' then return format(
      'exists (select from private.import_changes ch where ch.account_id = %L and ch.customer_id = c.id and %s)',
      account_id, private.import_test(condition)
    );
    else
      raise invalid_parameter_value using
        message = 'A condition has a field or an operator that does not exist.';
  end case;
end
$$;
grant execute on function private.customer_condition(uuid, jsonb) to tinycrm;

-- The conditions of a filter that one project must meet together: those on a status or a param that say no place of their own,
-- and those on a time that say so, wherever they stand. One of them alone, or any of several, is asked of any project.
create function private.same_project(filter jsonb)
returns jsonb[]
language sql immutable
set search_path = ''
as $$
  select case
    when coalesce(filter ->> 'match', 'all') = 'all' and count(distinct condition) > 1 then array_agg(distinct condition)
    else '{}'
  end
  from jsonb_array_elements(coalesce(filter -> 'conditions', '[]')) condition
  where case
    when condition ->> 'field' in ('status', 'param') then not condition ?| '{project,scope}'
    else condition ->> 'field' in ('last_activity', 'first_seen') and condition ->> 'scope' = 'same'
  end
$$;
grant execute on function private.same_project(jsonb) to tinycrm;

create function private.customer_filter(account_id uuid, filter jsonb)
returns text
language plpgsql stable
set search_path = ''
as $$
declare
  -- More than a person can read, and few enough to plan.
  v_max_conditions constant integer := 20;
  v_search text := btrim(coalesce(filter ->> 'search', ''));
  v_match text := coalesce(filter ->> 'match', 'all');
  v_where text := format('c.account_id = %L', account_id);
  v_same jsonb[];
  v_conditions text[];
begin
  if jsonb_typeof(filter) is distinct from 'object'
    or filter - '{search,match,conditions}'::text[] <> '{}'
    or jsonb_typeof(coalesce(filter -> 'search', 'null')) not in ('string', 'null')
    or v_match not in ('all', 'any')
    or jsonb_typeof(coalesce(filter -> 'conditions', '[]')) <> 'array' then
    raise invalid_parameter_value using
      message = 'A filter is an object with search, a text, conditions, a list, and match, which is "all" or "any".';
  end if;
  if jsonb_array_length(coalesce(filter -> 'conditions', '[]')) > v_max_conditions then
    raise invalid_parameter_value using message = format('A filter has %s conditions at most.', v_max_conditions);
  end if;
  if v_search <> '' then
    v_where := v_where || format(
      $sql$ and lower(c.email || ' ' || coalesce(c.name, '')) like %L$sql$, private.contains_pattern(v_search)
    );
  end if;
  perform private.check_condition(condition) from jsonb_array_elements(coalesce(filter -> 'conditions', '[]')) condition;
  v_same := private.same_project(filter);
  v_conditions := array(
    select format('(%s)', private.customer_condition(account_id, condition))
    from jsonb_array_elements(coalesce(filter -> 'conditions', '[]')) condition
    where condition <> all (v_same)
  );
  if v_same <> '{}' then
    v_conditions := v_conditions || private.same_project_condition(account_id, v_same);
  end if;
  if v_conditions <> '{}' then
    v_where := v_where || format(
      ' and (%s)', array_to_string(v_conditions, case v_match when 'any' then ' or ' else ' and ' end)
    );
  end if;
  return v_where;
exception
  when invalid_text_representation or invalid_datetime_format or datetime_field_overflow then
    raise invalid_parameter_value using
      message = 'A filter names a project, status or date that cannot exist.';
end
$$;
comment on function private.customer_filter(uuid, jsonb) is
  'The filter as a SQL condition over public.customers c and public.customer_activity a. Always bound to one account.';
grant execute on function private.customer_filter(uuid, jsonb) to tinycrm;

-- The ids of the customers that match a filter, in the order in which they are locked.
create function private.matching_customers(account_id uuid, filter jsonb)
returns uuid[]
language plpgsql stable
set search_path = ''
-- Tables that were just filled have no statistics, and a nested loop would compare everybody with everybody.
set enable_nestloop = off
set enable_hashjoin = on
set enable_seqscan = on
as $$
declare
  -- What one transaction changes without holding up the calls for these customers for long.
  v_max constant integer := 10000;
  v_ids uuid[];
begin
  execute format(
    $sql$
      select array_agg(id order by id) from (
        select c.id from public.customers c
        cross join lateral (
          select * from public.customer_activity a where a.account_id = %L and a.customer_id = c.id offset 0
        ) a
        where %s limit %s
      ) found
    $sql$,
    account_id, private.customer_filter(account_id, filter), v_max + 1
  ) into v_ids;
  if cardinality(v_ids) > v_max then
    raise invalid_parameter_value using
      message = 'More than 10,000 customers match. Narrow the filter and do it in parts.';
  end if;
  return coalesce(v_ids, '{}');
end
$$;
grant execute on function private.matching_customers(uuid, jsonb) to tinycrm;

-- Between finding customers and having their locks a call may have changed them.
create function private.lock_matching_customers(account_id uuid, filter jsonb)
returns uuid[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_ids uuid[] := private.matching_customers(account_id, filter);
begin
  perform private.lock_customers(account_id, v_ids);
  return array(
    select id from unnest(private.matching_customers(account_id, filter)) id where id = any (v_ids) order by id
  );
end
$$;
comment on function private.lock_matching_customers(uuid, jsonb) is
  'Locks the customers that match a filter and returns those that still do. 10,000 at most (22023).';
grant execute on function private.lock_matching_customers(uuid, jsonb) to tinycrm;
