-- read.recent_changes: the latest changes of status, the newest first, for whoever asks what happened. Whoever polls asks read.changes,
-- which misses none.

create function read.recent_changes(key_hash text, asked jsonb)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set timezone = 'UTC'
set jit = off
as $$
declare
  v_key constant public.read_keys := private.use_read_key(key_hash);
  v_refusal constant jsonb := private.read_refusal(v_key);
  v_limit constant integer := least(greatest((asked ->> 'limit')::integer, 1), 51);
  v_cursor constant jsonb := (asked ->> 'cursor')::jsonb;
  v_older text := 'true';
begin
  if v_refusal is not null then return v_refusal; end if;
  if v_cursor is not null then
    begin
      v_older := format('(s.position, s.id) < (%L::xid8, %L::bigint)', (v_cursor ->> 0)::xid8, (v_cursor ->> 1)::bigint);
    exception
      when data_exception then
        raise invalid_parameter_value using message = 'A cursor is the position and the id of the last change.';
    end;
  end if;
  return private.read_as(v_key, format(
    $sql$
      select jsonb_build_object(
        'changes', coalesce(jsonb_agg(jsonb_build_object(
          'change', jsonb_build_object(
            'customer', jsonb_build_object('id', c.id, 'email', c.email, 'name', c.name) || %4$L::jsonb,
            'project_id', page.project_id, 'from', page.from_status, 'to', page.to_status, 'at', page.changed_at
          ),
          'cursor', jsonb_build_array(page.position::text, page.id::text)::text
        ) order by page.position desc, page.id desc), '[]')
      )
      from (
        select s.* from public.status_changes s where s.account_id = %1$L and %2$s
        order by s.position desc, s.id desc limit %3$s
      ) page
      cross join lateral (
        select who.id, who.email, who.name from public.customers who where who.account_id = %1$L and who.id = page.customer_id offset 0
      ) c
    $sql$, v_key.account_id, v_older, v_limit, private.hidden_fields(v_key)
  ));
end
$$;
comment on function read.recent_changes(text, jsonb) is
  'The latest changes of status that a read key sees, the newest first: {changes: [{change, cursor}]}. asked: {limit, cursor}; cursor is that of the last change or null. A malformed cursor is 22023.';
alter function read.recent_changes(text, jsonb) owner to tinycrm;
grant execute on function read.recent_changes(text, jsonb) to reader;
