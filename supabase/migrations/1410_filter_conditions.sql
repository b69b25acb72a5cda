-- What a filter can ask. Each field has a function that turns a condition about it into SQL over public.customers c and
-- public.customer_activity a.

-- The log of Postgres has every message, so that none says what somebody sent, which may be an email.
create function private.refuse_condition(condition jsonb, advice text)
returns void
language plpgsql immutable
set search_path = ''
as $$
begin
  raise invalid_parameter_value using message = advice || case
    when condition ->> 'field' in ('project', 'project_count', 'status', 'last_activity', 'first_seen', 'name', 'email', 'tag', 'param', 'mrr_change', 'import')
      then format(' A condition about %s is not understood.', condition ->> 'field')
    else ''
  end;
end
$$;
grant execute on function private.refuse_condition(jsonb, text) to tinycrm;

-- A text as a LIKE pattern that finds it anywhere. In the Unicode form of names, which keyboards do not always type.
create function private.contains_pattern(needle text)
returns text
language sql immutable
set search_path = ''
as $$
  select '%' || replace(replace(replace(lower(normalize(needle)), '\', '\\'), '%', '\%'), '_', '\_') || '%'
$$;
grant execute on function private.contains_pattern(text) to tinycrm;

-- A test of one project of a customer (cp), asked of any project, of all, or of the one that is named.
create function private.in_projects(account_id uuid, condition jsonb, test text)
returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  v_project uuid := (condition ->> 'project')::uuid;
  v_scope text := coalesce(condition ->> 'scope', case when v_project is null then 'any' else 'project' end);
  v_projects text := format(
    'select from public.customer_projects cp where cp.account_id = %L and cp.customer_id = c.id', account_id
  );
begin
  if v_scope not in ('any', 'all', 'project') or (v_project is null) <> (v_scope <> 'project') then
    perform private.refuse_condition(condition, 'The scope of a condition is any, all, or a project.');
  end if;
  return case v_scope
    when 'any' then format('exists (%s and %s)', v_projects, test)
    when 'all' then format('not exists (%s and (%s) is not true) and exists (%1$s)', v_projects, test)
    else format('exists (%s and cp.project_id = %L and %s)', v_projects, v_project, test)
  end;
end
$$;
comment on function private.in_projects(uuid, jsonb, text) is
  'SQL that asks a test of customer_projects cp of the projects that a condition speaks of: {scope: any | all} or {project}.';
grant execute on function private.in_projects(uuid, jsonb, text) to tinycrm;

-- SQL for a condition on projects: in any of some, in all, in none.
create function private.project_condition(account_id uuid, condition jsonb)
returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  v_operator text := condition ->> 'operator';
  v_ids uuid[] := array(select jsonb_array_elements_text(condition -> 'value')::uuid);
  v_projects text := format(
    'select from public.customer_projects cp where cp.account_id = %L and cp.customer_id = c.id', account_id
  );
begin
  case v_operator
    when 'any_of' then return format('exists (%s and cp.project_id = any (%L::uuid[]))', v_projects, v_ids);
    when 'none_of' then return format('not exists (%s and cp.project_id = any (%L::uuid[]))', v_projects, v_ids);
    when 'all_of' then return coalesce((
      select string_agg(format('exists (%s and cp.project_id = %L)', v_projects, id), ' and ') from unnest(v_ids) id
    ), 'true');
    else perform private.refuse_condition(condition, 'A project condition has the operator any_of, all_of or none_of.');
  end case;
end
$$;
grant execute on function private.project_condition(uuid, jsonb) to tinycrm;

-- SQL for a condition on how many projects a customer is in.
create function private.project_count_condition(account_id uuid, condition jsonb)
returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  v_sign text := case condition ->> 'operator' when 'is' then '=' when 'at_least' then '>=' when 'at_most' then '<=' end;
begin
  if v_sign is null or jsonb_typeof(condition -> 'value') is distinct from 'number' then
    perform private.refuse_condition(condition, 'A project_count condition has the operator is, at_least or at_most, and a number.');
  end if;
  return format('%s %s %L::numeric', private.project_count_expression(account_id), v_sign, condition ->> 'value');
end
$$;
grant execute on function private.project_count_condition(uuid, jsonb) to tinycrm;

-- What holds where a time is as a condition says: compared to now, or to whole days in the account's time zone, both of them included.
create function private.time_test(account_id uuid, condition jsonb, time_column text)
returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_value jsonb := condition -> 'value';
  v_time_zone text;
begin
  case
    when condition ->> 'operator' in ('in_last', 'more_than')
      and jsonb_typeof(v_value) = 'number' and (v_value)::numeric between 0 and 36500 then
      return format(
        '%s %s now() - interval ''1 day'' * %L::numeric::double precision',
        time_column, case condition ->> 'operator' when 'in_last' then '>=' else '<' end, v_value
      );
    when condition ->> 'operator' = 'between'
      and jsonb_typeof(v_value) = 'array' and jsonb_array_length(v_value) = 2 then
      select a.time_zone into v_time_zone from public.accounts a where a.id = time_test.account_id;
      -- A day may have 23 or 25 hours: the next one begins where the calendar says.
      return format(
        '%1$s >= %2$L::timestamptz and %1$s < %3$L::timestamptz', time_column,
        (v_value ->> 0)::date::timestamp at time zone v_time_zone,
        ((v_value ->> 1)::date + 1)::timestamp at time zone v_time_zone
      );
    else
      perform private.refuse_condition(
        condition, 'A time condition has the operator in_last or more_than with days, or between with two dates.'
      );
  end case;
end
$$;
grant execute on function private.time_test(uuid, jsonb, text) to tinycrm;

-- SQL for a condition on a time that stands alone: that of the person, or, where it has a place, of one of their projects.
create function private.time_condition(account_id uuid, condition jsonb)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  if coalesce(condition ->> 'scope', 'same') <> 'same' then
    perform private.refuse_condition(condition, 'The scope of a time condition is same, or it has a project.');
  end if;
  return case
    when condition ?| '{project,scope}' then private.in_projects(
      account_id, condition - 'scope',
      private.time_test(account_id, condition, case condition ->> 'field' when 'last_activity' then 'cp.last_activity_at' else 'cp.first_seen_at' end)
    )
    else private.time_test(
      account_id, condition, case condition ->> 'field' when 'last_activity' then 'a.last_activity_at' else 'c.first_seen_at' end
    )
  end;
end
$$;
grant execute on function private.time_condition(uuid, jsonb) to tinycrm;

-- The first test is what the index of the search box holds.
create function private.text_condition(condition jsonb)
returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  v_column text := case condition ->> 'field' when 'email' then 'c.email' else 'c.name' end;
  v_value text := condition ->> 'value';
begin
  if jsonb_typeof(condition -> 'value') is distinct from 'string' then
    perform private.refuse_condition(condition, 'The value of a name or email condition is a text.');
  end if;
  case condition ->> 'operator'
    when 'contains' then return format(
      'lower(c.email || '' '' || coalesce(c.name, '''')) like %L and lower(%s) like %1$L',
      private.contains_pattern(v_value), v_column
    );
    when 'is' then return format(
      'lower(c.email || '' '' || coalesce(c.name, '''')) like %L and lower(%s) = %L',
      private.contains_pattern(v_value), v_column, lower(normalize(v_value))
    );
    else perform private.refuse_condition(condition, 'A name or email condition has the operator contains or is.');
  end case;
end
$$;
grant execute on function private.text_condition(jsonb) to tinycrm;

-- SQL for a condition on tags.
create function private.tag_condition(condition jsonb)
returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  v_tagged text := format(
    'exists (select from public.customer_tags t where t.account_id = c.account_id and t.customer_id = c.id and t.tag = any (%L::text[]))',
    array(select jsonb_array_elements_text(condition -> 'value'))
  );
begin
  case condition ->> 'operator'
    when 'any_of' then return v_tagged;
    when 'none_of' then return 'not ' || v_tagged;
    else perform private.refuse_condition(condition, 'A tag condition has the operator any_of or none_of.');
  end case;
end
$$;
grant execute on function private.tag_condition(jsonb) to tinycrm;

-- What holds where a customer has one of some statuses in a project (cp).
create function private.status_test(condition jsonb)
returns text
language plpgsql immutable
set search_path = ''
as $$
begin
  if coalesce(condition ->> 'operator', '') not in ('is', 'is_not') then
    perform private.refuse_condition(condition, 'A status condition has the operator is or is_not.');
  end if;
  return format(
    'cp.status = any (%L::public.customer_status[])',
    array(select jsonb_array_elements_text(condition -> 'value')::public.customer_status)
  );
end
$$;
grant execute on function private.status_test(jsonb) to tinycrm;

-- What of mrr_changes a condition asks for: those of a kind, from a day to another, in any project or the one that is named.
create function private.mrr_change_test(condition jsonb)
returns text
language plpgsql immutable
set search_path = ''
as $$
begin
  if condition ->> 'operator' not in ('new', 'expansion', 'contraction', 'churn', 'reactivation')
    or jsonb_typeof(condition -> 'value') is distinct from 'array' or jsonb_array_length(condition -> 'value') <> 2 then
    perform private.refuse_condition(
      condition, 'An mrr_change condition has the operator new, expansion, contraction, churn or reactivation, and two dates.'
    );
  end if;
  return format(
    'm.kind = %L and m.day between %L and %L%s', condition ->> 'operator',
    (condition #>> '{value,0}')::date, (condition #>> '{value,1}')::date,
    ' and m.project_id = ' || quote_literal((condition ->> 'project')::uuid)
  );
end
$$;
grant execute on function private.mrr_change_test(jsonb) to tinycrm;

-- What of import_changes a condition asks for: those of one import, which are kept for 30 days.
create function private.import_test(condition jsonb)
returns text
language plpgsql immutable
set search_path = ''
as $$
begin
  if condition ->> 'operator' is distinct from 'is' then
    perform private.refuse_condition(condition, 'An import condition has the operator is, and the id of an import.');
  end if;
  return format('ch.import_id = %L', (condition ->> 'value')::uuid);
end
$$;
grant execute on function private.import_test(jsonb) to tinycrm;

-- What equals a value: 5 and "5" do, as do true and "true", since backends send either.
create function private.param_equals(path text[], value jsonb)
returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  v_text text := value #>> '{}';
  v_alike jsonb[] := array[value];
  v_key text;
begin
  if jsonb_typeof(value) in ('number', 'boolean') then
    v_alike := v_alike || to_jsonb(v_text);
  elsif jsonb_typeof(value) = 'string'
    and (v_text in ('true', 'false') or v_text ~ '^-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?$') then
    v_alike := v_alike || v_text::jsonb;
  end if;
  for i in reverse cardinality(path)..1 loop
    v_key := path[i];
    v_alike := array(select jsonb_build_object(v_key, alike) from unnest(v_alike) with ordinality a (alike, place) order by place);
  end loop;
  return (select format('(%s)', string_agg(format('cp.params @> %L', alike), ' or ')) from unnest(v_alike) alike);
end
$$;
grant execute on function private.param_equals(text[], jsonb) to tinycrm;

-- What holds where the number of a param compares so with a value. As a path it reads each row in a third of the time that
-- private.param_number takes. Not as the operator @?, for which Postgres asks the index of params: that finds every row.
create function private.param_compares(path text[], sign text, value jsonb)
returns text
language sql immutable
set search_path = ''
as $$
  select format(
    'jsonb_path_exists(cp.params, %L, ''{}'', true)',
    format(
      'strict $%s ? (@ %s %s || @ like_regex %s && @.double() %2$s %3$s)',
      (select string_agg('.' || to_jsonb(key)::text, '' order by place) from unnest(path) with ordinality k (key, place)),
      sign, value, to_jsonb(private.number_pattern())
    )
  )
$$;
grant execute on function private.param_compares(text[], text, jsonb) to tinycrm;

-- What holds where the param at a path is as a condition says. `is_not` holds where the param is set and different.
create function private.path_test(condition jsonb, path text[])
returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  v_operator text := condition ->> 'operator';
  v_value jsonb := condition -> 'value';
  v_type text := jsonb_typeof(v_value);
  v_is_top constant boolean := cardinality(path) = 1;
  v_is_set constant text := case when v_is_top then format('cp.params ? %L', path[1]) else format('cp.params #> %L is not null', path) end;
  v_text constant text := case when v_is_top then format('cp.params ->> %L', path[1]) else format('cp.params #>> %L', path) end;
begin
  case
    when v_operator in ('is_set', 'is_not_set') then
      return v_is_set;
    when v_operator = 'is' and v_value is not null then
      return private.param_equals(path, v_value);
    when v_operator = 'is_not' and v_value is not null then
      return format('%s and not %s', v_is_set, private.param_equals(path, v_value));
    when v_operator = 'contains' and v_type = 'string' then
      return format('lower(%s) like %L', v_text, private.contains_pattern(v_value #>> '{}'));
    when v_operator in ('gt', 'gte', 'lt', 'lte') and v_type = 'number' then
      return private.param_compares(
        path, case v_operator when 'gt' then '>' when 'gte' then '>=' when 'lt' then '<' else '<=' end, v_value
      );
    when v_operator in ('before', 'after') and v_type = 'string' then
      return format(
        '%1$s ~ ''^\d{4}-\d\d-\d\d'' and %1$s %2$s %3$L',
        v_text, case v_operator when 'before' then '<' else '>=' end,
        case v_operator when 'before' then (v_value #>> '{}')::date else (v_value #>> '{}')::date + 1 end
      );
    else
      perform private.refuse_condition(
        condition,
        'A param condition is is, is_not or contains with a value; gt, gte, lt or lte with a number; before or after with a date; is_set or is_not_set.'
      );
  end case;
end
$$;
grant execute on function private.path_test(jsonb, text[]) to tinycrm;

-- What holds where the param of a condition is as it says. A dot in a key leads into an object, unless the whole key is there.
create function private.param_test(condition jsonb)
returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  -- Deeper than params can be.
  v_max_depth constant integer := 16;
  v_key text := condition ->> 'key';
  v_path text[] := string_to_array(v_key, '.');
  v_test text;
begin
  if jsonb_typeof(condition -> 'key') is distinct from 'string' then
    perform private.refuse_condition(condition, 'A param condition names a key.');
  end if;
  v_test := private.path_test(condition, array[v_key]);
  if cardinality(v_path) not between 2 and v_max_depth then
    return format('(%s)', v_test);
  end if;
  -- The first test changes nothing, and spares most rows the others.
  return format(
    '(cp.params ?| %4$L and (cp.params ? %1$L and %2$s or not cp.params ? %1$L and %3$s))',
    v_key, v_test, private.path_test(condition, v_path), array[v_key, v_path[1]]
  );
end
$$;
grant execute on function private.param_test(jsonb) to tinycrm;

-- The test of one project, and whether it must fail: `is_not` and `is_not_set` are the opposites of `is` and `is_set`.
create function private.project_test(account_id uuid, condition jsonb, out test text, out is_negated boolean)
language sql stable
set search_path = ''
as $$
  select
    case condition ->> 'field'
      when 'status' then private.status_test(condition)
      when 'param' then private.param_test(condition)
      when 'last_activity' then private.time_test(account_id, condition, 'cp.last_activity_at')
      else private.time_test(account_id, condition, 'cp.first_seen_at')
    end,
    condition ->> 'operator' = case condition ->> 'field' when 'status' then 'is_not' when 'param' then 'is_not_set' else '' end
$$;
grant execute on function private.project_test(uuid, jsonb) to tinycrm;

-- SQL for a condition on a status or a param that stands alone. A negated one holds for people who are not in the project.
create function private.lone_condition(account_id uuid, condition jsonb)
returns text
language sql stable
set search_path = ''
as $$
  select format(case when t.is_negated then 'not (%s)' else '%s' end, private.in_projects(account_id, condition, t.test))
  from private.project_test(account_id, condition) t
$$;
grant execute on function private.lone_condition(uuid, jsonb) to tinycrm;

-- SQL for conditions on statuses, params and times that one project of a customer must meet, all of them.
create function private.same_project_condition(account_id uuid, conditions jsonb[])
returns text
language sql stable
set search_path = ''
as $$
  select format(
    'exists (select from public.customer_projects cp where cp.account_id = %L and cp.customer_id = c.id and %s)', account_id,
    string_agg(format(case when t.is_negated then 'not %s' else '%s' end, t.test), ' and ' order by place)
  )
  from unnest(conditions) with ordinality c (condition, place)
  cross join private.project_test(account_id, condition) t
$$;
grant execute on function private.same_project_condition(uuid, jsonb[]) to tinycrm;
