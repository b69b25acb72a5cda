-- Pages sorted by activity go on from their cursor in the index. Its last column is the customer's id in
-- customer_activity: asked of the same id in customers, Postgres read the index from its beginning.

create or replace function private.after_cursor(cursor jsonb, expression text, type text, descending boolean)
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
    expression, case when expression like 'a.%' then 'a.customer_id' else 'c.id' end,
    case when descending then '<' else '>' end,
    case when expression like 'lower(%' then lower(v_text) else v_text end, type, cursor ->> 1
  );
end
$$;
