-- read.changes: changes of status and new badges in the order in which they were committed, for whoever polls.

create function read.changes(key_hash text, asked jsonb)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set timezone = 'UTC'
set jit = off
as $$
declare
  v_key constant public.read_keys := private.use_read_key(key_hash);
  v_refusal constant jsonb := private.read_refusal(v_key);
  v_limit constant integer := least(greatest((asked ->> 'limit')::integer, 1), 201);
  v_since constant jsonb := (asked ->> 'since')::jsonb;
  v_position xid8;
  v_id bigint;
  -- Whoever has not committed yet stands at or behind it. Taken before the changes are read.
  v_end constant xid8 := pg_snapshot_xmin(pg_current_snapshot());
begin
  if v_refusal is not null then return v_refusal; end if;
  if coalesce((asked ->> 'from_now')::boolean, false) then
    return jsonb_build_object('changes', '[]'::jsonb, 'end', jsonb_build_array(v_end::text, '-1')::text);
  end if;
  begin
    v_position := coalesce(v_since ->> 0, '0')::xid8;
    v_id := coalesce(v_since ->> 1, '0')::bigint;
  exception
    when data_exception then
      raise invalid_parameter_value using message = 'A cursor is the position and the id of the last change.';
  end;
  -- It was handed out by another database: one that was restored, or from which the account moved.
  if v_position > pg_snapshot_xmax(pg_current_snapshot()) then
    raise invalid_parameter_value using message = 'The cursor is from another database.';
  end if;
  return private.read_as(v_key, format(
    $sql$
      select jsonb_build_object(
        'changes', coalesce(jsonb_agg(jsonb_build_object(
          'change', jsonb_build_object(
            'id', page.id::text, 'customer', jsonb_build_object('id', c.id, 'email', c.email, 'name', c.name) || %6$L::jsonb,
            'project', jsonb_build_object('id', p.id, 'name', p.name), 'from', page.from_status, 'to', page.to_status, 'at', page.changed_at
          ),
          'cursor', jsonb_build_array(page.position::text, page.id::text)::text
        ) order by page.position, page.id), '[]')
      )
      from (
        select s.* from public.status_changes s
        where s.account_id = %1$L and (s.position, s.id) > (%2$L::xid8, %3$L::bigint) and s.position < %4$L::xid8
        order by s.position, s.id limit %5$s
      ) page
      cross join lateral (
        select who.id, who.email, who.name from public.customers who where who.account_id = %1$L and who.id = page.customer_id offset 0
      ) c
      cross join lateral (
        select which.id, which.name from public.projects which where which.account_id = %1$L and which.id = page.project_id offset 0
      ) p
    $sql$, v_key.account_id, v_position, v_id, v_end, v_limit, private.hidden_fields(v_key)
  ));
end
$$;
comment on function read.changes(text, jsonb) is
  'The changes of status that a read key sees after a cursor, new badges included, in the order of commit: {changes: [{change, cursor}]}. asked: {since, limit, from_now}; since is the cursor of the last change or null for all. With from_now none, and as `end` where they begin that come later. A malformed cursor, and one of another database, is 22023.';
alter function read.changes(text, jsonb) owner to tinycrm;
grant execute on function read.changes(text, jsonb) to reader;
