-- Filters by tag.

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
revoke all on function private.tag_condition(jsonb) from public, anon, authenticated, service_role;
grant execute on function private.tag_condition(jsonb) to tinycrm;

create or replace function private.customer_condition(account_id uuid, condition jsonb)
returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_field text := condition ->> 'field';
begin
  if condition - '{field,operator,value,key,project,scope}'::text[] <> '{}' then
    raise invalid_parameter_value using message = 'A condition has a field, an operator, a value, a key, a project and a scope, and no other words.';
  end if;
  if v_field in ('project', 'status', 'tag') and (
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
    when v_field = 'tag' then return private.tag_condition(condition);
    else
      raise invalid_parameter_value using
        message = 'A condition has a field or an operator that does not exist.';
  end case;
end
$$;
