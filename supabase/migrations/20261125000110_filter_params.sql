-- Conditions about params, and the filter made of conditions.

-- What equals a value: 5 and "5" do, as do true and "true", since backends send either.
create function private.param_equals(key text, value jsonb)
returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  v_text text := value #>> '{}';
  v_alike jsonb[] := array[value];
begin
  if jsonb_typeof(value) in ('number', 'boolean') then
    v_alike := v_alike || to_jsonb(v_text);
  elsif jsonb_typeof(value) = 'string'
    and (v_text in ('true', 'false') or v_text ~ '^-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?$') then
    v_alike := v_alike || v_text::jsonb;
  end if;
  return (
    select format('(%s)', string_agg(format('cp.params @> %L', jsonb_build_object(key, alike)), ' or '))
    from unnest(v_alike) alike
  );
end
$$;
revoke all on function private.param_equals(text, jsonb) from public, anon, authenticated, service_role;
grant execute on function private.param_equals(text, jsonb) to tinycrm;

create function private.param_condition(account_id uuid, condition jsonb)
returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  v_key text := condition ->> 'key';
  v_operator text := condition ->> 'operator';
  v_value jsonb := condition -> 'value';
  v_type text := jsonb_typeof(v_value);
  v_test text;
begin
  if jsonb_typeof(condition -> 'key') is distinct from 'string' then
    perform private.refuse_condition(condition, 'A param condition names a key.');
  end if;
  case
    when v_operator in ('is_set', 'is_not_set') then
      v_test := format('cp.params ? %L', v_key);
    when v_operator = 'is' and v_value is not null then
      v_test := private.param_equals(v_key, v_value);
    when v_operator = 'is_not' and v_value is not null then
      v_test := format('cp.params ? %L and not %s', v_key, private.param_equals(v_key, v_value));
    when v_operator = 'contains' and v_type = 'string' then
      v_test := format('lower(cp.params ->> %L) like %L', v_key, private.contains_pattern(v_value #>> '{}'));
    when v_operator in ('gt', 'gte', 'lt', 'lte') and v_type = 'number' then
      v_test := format(
        'cp.params @? %L::jsonpath',
        format(
          'strict $.%s ? (@ %s %s)', to_jsonb(v_key),
          case v_operator when 'gt' then '>' when 'gte' then '>=' when 'lt' then '<' else '<=' end, v_value
        )
      );
    when v_operator in ('before', 'after') and v_type = 'string' then
      v_test := format(
        'cp.params ->> %L ~ ''^\d{4}-\d\d-\d\d'' and cp.params ->> %1$L %s %L',
        v_key, case v_operator when 'before' then '<' else '>=' end,
        case v_operator when 'before' then (v_value #>> '{}')::date else (v_value #>> '{}')::date + 1 end
      );
    else
      perform private.refuse_condition(
        condition,
        'A param condition is is, is_not or contains with a value; gt, gte, lt or lte with a number; before or after with a date; is_set or is_not_set.'
      );
  end case;
  v_test := private.in_products(account_id, condition, format('(%s)', v_test));
  return case when v_operator = 'is_not_set' then format('not (%s)', v_test) else v_test end;
end
$$;
comment on function private.param_condition(uuid, jsonb) is
  'SQL for a condition about a param. is_not holds where the param is set and different; dates are whole days.';
revoke all on function private.param_condition(uuid, jsonb) from public, anon, authenticated, service_role;
grant execute on function private.param_condition(uuid, jsonb) to tinycrm;

create or replace function private.customer_condition(account_id uuid, condition jsonb)
returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  v_field text := condition ->> 'field';
begin
  if condition - '{field,operator,value,key,project,scope}'::text[] <> '{}' then
    raise invalid_parameter_value using message = 'A condition has a field, an operator, a value, a key, a project and a scope, and no other words.';
  end if;
  if v_field in ('project', 'status') and (
    jsonb_typeof(condition -> 'value') is distinct from 'array'
    or exists (select from jsonb_array_elements(condition -> 'value') v where jsonb_typeof(v) <> 'string')
  ) then
    raise invalid_parameter_value using message = 'The value of a condition about products or statuses must be a list of texts.';
  end if;
  case
    when v_field = 'project' then return private.project_condition(account_id, condition);
    when v_field = 'project_count' then return private.project_count_condition(account_id, condition);
    when v_field = 'status' then return private.status_condition(account_id, condition);
    when v_field in ('last_activity', 'first_seen') then return private.time_condition(account_id, condition);
    when v_field in ('name', 'email') then return private.text_condition(condition);
    when v_field = 'param' then return private.param_condition(account_id, condition);
    else
      raise invalid_parameter_value using
        message = 'A condition has a field or an operator that does not exist.';
  end case;
end
$$;

create or replace function private.customer_filter(account_id uuid, filter jsonb)
returns text
language plpgsql stable
set search_path = ''
as $$
declare
  -- More than a person can read, and few enough to plan.
  v_most_conditions constant integer := 20;
  v_search text := btrim(coalesce(filter ->> 'search', ''));
  v_match text := coalesce(filter ->> 'match', 'all');
  v_where text := format('c.account_id = %L', account_id);
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
  if jsonb_array_length(coalesce(filter -> 'conditions', '[]')) > v_most_conditions then
    raise invalid_parameter_value using message = format('A filter has %s conditions at most.', v_most_conditions);
  end if;
  if v_search <> '' then
    v_where := v_where || format(
      $sql$ and lower(c.email || ' ' || coalesce(c.name, '')) like %L$sql$, private.contains_pattern(v_search)
    );
  end if;
  v_conditions := array(
    select format('(%s)', private.customer_condition(account_id, condition))
    from jsonb_array_elements(coalesce(filter -> 'conditions', '[]')) condition
  );
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
