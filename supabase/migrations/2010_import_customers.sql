-- import_customers: one step of an import, merged as identify does and recorded so that it can be undone.

-- Without joins of its own lists: hash and merge joins are off for the sake of the tables, so that 500 rows met 500 others one by one
-- (1,000 µs a row, of which 300 are left).
create function private.import_states(account_id uuid, project_id uuid, customer_ids uuid[])
returns private.import_state[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select row(
      c.id,
      case when a.customer_id is not null then jsonb_build_object(
        'name', c.name, 'first_seen_at', c.first_seen_at, 'last_activity_at', a.last_activity_at, 'name_at', a.name_at
      ) end,
      cp.customer_project
    )::private.import_state
    from unnest(customer_ids) with ordinality wanted (id, position)
    cross join lateral (
      select cu.id, cu.name, cu.first_seen_at from public.customers cu
      where cu.account_id = import_states.account_id and cu.id = wanted.id limit 1
    ) c
    left join lateral (
      select ca.customer_id, ca.last_activity_at, ca.name_at from public.customer_activity ca
      where ca.account_id = import_states.account_id and ca.customer_id = wanted.id limit 1
    ) a on true
    left join lateral (
      select to_jsonb(r) as customer_project from public.customer_projects r
      where r.account_id = import_states.account_id and r.customer_id = wanted.id
        and r.project_id = import_states.project_id
      limit 1
    ) cp on true
    order by wanted.position
  );
end
$$;
comment on function private.import_states(uuid, uuid, uuid[]) is
  'The states of customers, in the order in which they are asked for. All of them must be there.';
grant execute on function private.import_states(uuid, uuid, uuid[]) to tinycrm;

-- Adds the tags and notes of rows, those apart that a customer has already, and returns {customer_id: added}, as import_changes keeps it.
create function private.add_tags_and_notes(target public.imports, calls private.call[], rows jsonb)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_added jsonb;
begin
  -- Most files have neither.
  if not jsonb_path_exists(rows, '$[*] ? (exists (@.tags[0]) || exists (@.notes[0]))') then
    return '{}';
  end if;
  with wanted as (
    select distinct c.customer_id, a.kind, a.body
    from unnest(calls) c
    cross join lateral private.tags_and_notes(rows -> c.ordinal) a
  ),
  tagged as (
    insert into public.customer_tags (account_id, customer_id, tag)
    select (target).account_id, w.customer_id, w.body from wanted w where w.kind = 'tag'
    on conflict do nothing
    returning customer_id, tag, created_at
  ),
  noted as (
    insert into public.customer_notes (account_id, customer_id, body, author_email)
    select (target).account_id, w.customer_id, w.body, (target).user_email
    from wanted w
    where w.kind = 'note' and not exists (
      select from public.customer_notes n
      where n.account_id = (target).account_id and n.customer_id = w.customer_id and n.body = w.body
    )
    returning customer_id, id
  )
  select coalesce(jsonb_object_agg(added.customer_id, added.value), '{}') into v_added
  from (
    select e.customer_id, jsonb_build_object(
      'tags', coalesce(jsonb_object_agg(e.tag, e.created_at) filter (where e.tag is not null), '{}'),
      'notes', coalesce(jsonb_agg(e.note_id) filter (where e.note_id is not null), '[]')
    ) as value
    from (
      select t.customer_id, t.tag, t.created_at, null::uuid as note_id from tagged t
      union all
      select n.customer_id, null, null, n.id from noted n
    ) e
    group by e.customer_id
  ) added;
  return v_added;
end
$$;
grant execute on function private.add_tags_and_notes(public.imports, private.call[], jsonb) to tinycrm;

-- {customer_id: created | updated | unchanged}
create function private.import_outcomes(before private.import_state[], after private.import_state[], added jsonb)
returns jsonb
language plpgsql immutable
set search_path = ''
as $$
begin
  return (
    select jsonb_object_agg(b.customer_id, case
      when b.customer_project is null then 'created'
      when b.customer_project -> 'status' = a.customer_project -> 'status' and b.customer_project -> 'params' = a.customer_project -> 'params'
        and b.customer_project -> 'first_seen_at' = a.customer_project -> 'first_seen_at'
        and b.customer_project -> 'last_activity_at' = a.customer_project -> 'last_activity_at'
        and b.customer -> 'name' = a.customer -> 'name'
        and b.customer -> 'first_seen_at' = a.customer -> 'first_seen_at'
        and not added ? b.customer_id::text
        then 'unchanged'
      else 'updated'
    end)
    from rows from (unnest(before), unnest(after))
      as pair (customer_id, customer, customer_project, after_id, after_customer, after_customer_project)
    cross join lateral (select pair.customer_id, pair.customer, pair.customer_project) b
    cross join lateral (select pair.after_customer as customer, pair.after_customer_project as customer_project) a
  );
end
$$;
grant execute on function private.import_outcomes(private.import_state[], private.import_state[], jsonb) to tinycrm;

-- Keeps what undoing needs. Of somebody who is in the file twice the first state and the last digest count, unless somebody else
-- changed them between the two: then the first digest stays, which no longer fits, so that undoing leaves them alone.
create function private.record_import_changes(
  target public.imports, before private.import_state[], after private.import_state[], outcomes jsonb, added jsonb
)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into private.import_changes as ch (
    account_id, import_id, customer_id, customer_before, customer_project_before, customer_after, customer_project_after, added
  )
  select
    (target).account_id, (target).id, pair.customer_id, pair.customer, pair.customer_project,
    md5(pair.after_customer::text)::uuid, md5(pair.after_customer_project::text)::uuid,
    record_import_changes.added -> pair.customer_id::text
  from rows from (unnest(before), unnest(after))
    as pair (customer_id, customer, customer_project, after_id, after_customer, after_customer_project)
  where outcomes ->> pair.customer_id::text <> 'unchanged'
  on conflict (account_id, import_id, customer_id) do update set
    customer_after = excluded.customer_after, customer_project_after = excluded.customer_project_after,
    added = case
      when ch.added is null or excluded.added is null then coalesce(ch.added, excluded.added)
      else jsonb_build_object(
        'tags', (ch.added -> 'tags') || (excluded.added -> 'tags'), 'notes', (ch.added -> 'notes') || (excluded.added -> 'notes')
      )
    end
  where ch.customer_project_after = (
    select md5(b.customer_project::text)::uuid from unnest(before) b where b.customer_id = ch.customer_id limit 1
  );
end
$$;
grant execute on function private.record_import_changes(public.imports, private.import_state[], private.import_state[], jsonb, jsonb) to tinycrm;

-- Dates of a file say when somebody came and was seen, and never that they are here now.
create function private.set_import_times(
  calls private.call[], rows jsonb, import_time timestamptz, before private.import_state[]
)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  -- {customer_id: [last activity in the project, in all]}
  v_known jsonb := (
    select jsonb_object_agg(b.customer_id, jsonb_build_array(b.customer_project -> 'last_activity_at', b.customer -> 'last_activity_at'))
    from unnest(before) b
  );
begin
  with wanted as (
    select
      c.account_id, c.project_id, c.customer_id, max(c.at) as at,
      min(least(r.created_at, r.seen_at, now())) as first,
      -- A time in the future is now, but none is none: least() would make it now.
      max(private.event_time(null, seen.at)) filter (where seen.at is not null) as last,
      max(b.customer_project_last) as customer_project_last,
      max(b.customer_last) as customer_last
    from unnest(calls) c
    cross join lateral (
      select
        (v_known -> c.customer_id::text ->> 0)::timestamptz as customer_project_last,
        (v_known -> c.customer_id::text ->> 1)::timestamptz as customer_last
    ) b
    cross join lateral jsonb_to_record(rows -> c.ordinal) as r (created_at timestamptz, seen_at timestamptz)
    cross join lateral (values (
      case
        when b.customer_project_last is null then coalesce(r.seen_at, r.created_at, set_import_times.import_time)
        else r.seen_at
      end
    )) seen (at)
    group by c.account_id, c.project_id, c.customer_id
  ),
  customer_project as (
    update public.customer_projects cp set
      first_seen_at = least(cp.first_seen_at, w.first),
      last_activity_at = greatest(w.customer_project_last, w.last),
      -- What the import says is newer than the last activity, so that calls in between do not undo it.
      edited_at = case when w.at > greatest(w.customer_project_last, w.last) then greatest(cp.edited_at, w.at) else cp.edited_at end
    from wanted w
    where cp.account_id = w.account_id and cp.customer_id = w.customer_id and cp.project_id = w.project_id
      and (w.first < cp.first_seen_at or cp.last_activity_at <> greatest(w.customer_project_last, w.last))
  ),
  activity as (
    update public.customer_activity a set last_activity_at = greatest(w.customer_last, w.customer_project_last, w.last)
    from wanted w
    where a.account_id = w.account_id and a.customer_id = w.customer_id
      and a.last_activity_at <> greatest(w.customer_last, w.customer_project_last, w.last)
  )
  update public.customers cu set first_seen_at = w.first
  from wanted w
  where cu.account_id = w.account_id and cu.id = w.customer_id and w.first < cu.first_seen_at;
end
$$;
grant execute on function private.set_import_times(private.call[], jsonb, timestamptz, private.import_state[]) to tinycrm;

-- write_import_rows without the rows that the database does not take: invalid or params_too_large.
create function private.write_valid_import_rows(target public.imports, rows jsonb)
returns table (ordinal integer, outcome text)
language plpgsql volatile
set search_path = ''
as $$
declare
  v_rows jsonb := rows;
  v_kept integer[] := array(select generate_series(0, jsonb_array_length(rows) - 1));
  v_invalid jsonb := '{}';
  v_detail text;
begin
  for v_round in 0..jsonb_array_length(rows) + 5 loop
    begin
      return query
      select v_kept[w.ordinal + 1], w.outcome from private.write_import_rows(target, v_rows) w
      where jsonb_array_length(v_rows) > 0
      union all
      select r.key::integer, r.value from jsonb_each_text(v_invalid) r
      order by 1;
      return;
    exception
      when program_limit_exceeded then
        get stacked diagnostics v_detail = pg_exception_detail;
        select v_invalid || jsonb_object_agg(v_kept[o + 1], 'params_too_large') into v_invalid
        from unnest(v_detail::integer[]) o;
      -- Somebody was erased after they were read: they are made anew.
      when foreign_key_violation then
        null;
      when datetime_field_overflow or invalid_datetime_format or invalid_text_representation or check_violation or not_null_violation then
        select v_invalid || coalesce(jsonb_object_agg(r.position - 1, 'invalid'), '{}') into v_invalid
        from jsonb_array_elements(rows) with ordinality r (value, position)
        where not private.is_valid_import_row(r.value) and not v_invalid ? (r.position - 1)::text;
        if jsonb_array_length(v_rows) + (select count(*) from jsonb_object_keys(v_invalid)) = jsonb_array_length(rows) then
          raise;
        end if;
    end;
    select coalesce(jsonb_agg(r.value order by r.position), '[]'), array_agg((r.position - 1)::integer order by r.position)
    into v_rows, v_kept
    from jsonb_array_elements(rows) with ordinality r (value, position)
    where not v_invalid ? (r.position - 1)::text;
  end loop;
  raise internal_error using message = 'An import could not find the rows that make their step fail.';
end
$$;
grant execute on function private.write_valid_import_rows(public.imports, jsonb) to tinycrm;

-- Writes all rows or raises, and answers each. Locks are taken as identify takes them.
create function private.write_import_rows(target public.imports, rows jsonb)
returns table (ordinal integer, outcome text)
language plpgsql volatile
set search_path = ''
as $$
declare
  v_account_id constant uuid := (target).account_id;
  v_project_id constant uuid := (target).project_id;
  v_at constant timestamptz := (target).created_at;
  v_calls private.call[] := private.read_import_rows(v_account_id, v_project_id, rows, v_at);
  v_before private.import_state[];
  v_after private.import_state[];
  v_added jsonb;
  v_outcomes jsonb;
  v_ids uuid[];
begin
  if private.unpaid_calls(v_calls) <> '{}' then
    raise invalid_parameter_value using message = 'This account needs a subscription before it can import. Open Billing to continue.';
  end if;
  if exists (select from unnest(v_calls) c where c.customer_id is null) then
    v_calls := private.create_missing_customers(v_calls);
  end if;
  v_ids := array(select distinct c.customer_id from unnest(v_calls) c order by 1);
  perform private.lock_customers(v_account_id, v_ids);
  -- Who became known in the meantime is read again, now that nobody else can change them.
  v_calls := private.read_import_rows(v_account_id, v_project_id, rows, v_at);
  v_before := private.import_states(v_account_id, v_project_id, v_ids);

  for v_turn in 1..(select max(c.turn) from unnest(v_calls) c) loop
    perform private.write_turn(v_calls, v_turn);
  end loop;
  perform private.set_import_times(v_calls, rows, v_at, v_before);
  perform private.learn_params(v_calls);
  v_added := private.add_tags_and_notes(target, v_calls, rows);
  v_after := private.import_states(v_account_id, v_project_id, v_ids);
  v_outcomes := private.import_outcomes(v_before, v_after, v_added);
  perform private.record_import_changes(target, v_before, v_after, v_outcomes, v_added);

  return query
  select
    c.ordinal,
    case
      -- Somebody is new once.
      when v_outcomes ->> c.customer_id::text = 'created' and c.turn > 1 then 'updated'
      else v_outcomes ->> c.customer_id::text
    end
  from unnest(v_calls) c
  order by c.ordinal;
end
$$;
grant execute on function private.write_import_rows(public.imports, jsonb) to tinycrm;

-- Adds what became of rows to the counts of their import. Raises when it was undone while they were written, which takes them back.
create function private.count_import_rows(target public.imports, outcomes text[])
returns public.imports
language plpgsql volatile
set search_path = ''
as $$
declare
  v_import public.imports;
begin
  update public.imports i set
    rows_done = i.rows_done + cardinality(outcomes),
    created = i.created + cardinality(array_positions(outcomes, 'created')),
    updated = i.updated + cardinality(array_positions(outcomes, 'updated')),
    unchanged = i.unchanged + cardinality(array_positions(outcomes, 'unchanged')),
    invalid = i.invalid + cardinality(array_positions(outcomes, 'invalid'))
      + cardinality(array_positions(outcomes, 'params_too_large')),
    finished_at = case when i.rows_done + cardinality(outcomes) = i.row_count then now() end
  where i.account_id = (target).account_id and i.id = (target).id and i.undo_started_at is null
  returning * into v_import;
  if v_import.id is null then
    raise invalid_parameter_value using message = 'This import was undone. Start a new one.';
  end if;
  return v_import;
end
$$;
grant execute on function private.count_import_rows(public.imports, text[]) to tinycrm;

-- One step of an import: merges rows as identify does and records what they changed. Sent again, a step is written once.
create function private.import_customers(import_id uuid, first_row integer, rows jsonb)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set jit = off
as $$
declare
  v_import public.imports := private.find_my_import(import_customers.import_id);
  v_outcomes text[];
begin
  perform private.check_import_rows(rows);
  if v_import.undo_started_at is not null then
    raise invalid_parameter_value using message = 'This import was undone. Start a new one.';
  end if;
  -- A step that was answered but not heard is not written twice.
  if first_row + jsonb_array_length(rows) <= v_import.rows_done then
    return to_jsonb(v_import) || '{"outcomes": null}';
  end if;
  if first_row <> v_import.rows_done or first_row + jsonb_array_length(rows) > v_import.row_count then
    raise invalid_parameter_value using message = format('The next row of this import is %s of %s.', v_import.rows_done, v_import.row_count);
  end if;
  perform private.mute_webhooks(true);
  v_outcomes := array(select w.outcome from private.write_valid_import_rows(v_import, rows) w order by w.ordinal);
  perform private.mute_webhooks(false);
  v_import := private.count_import_rows(v_import, v_outcomes);
  return to_jsonb(v_import) || jsonb_build_object('outcomes', v_outcomes);
end
$$;
alter function private.import_customers(uuid, integer, jsonb) owner to tinycrm;
grant execute on function private.import_customers(uuid, integer, jsonb) to authenticated;

create function public.import_customers(import_id uuid, first_row integer, rows jsonb)
returns jsonb language sql volatile set search_path = '' set statement_timeout = '30s'
as $$ select private.import_customers(import_customers.import_id, import_customers.first_row, import_customers.rows) $$;
comment on function public.import_customers(uuid, integer, jsonb) is
  'Writes the next 1 to 500 rows of an import, [{email, name?, status?, params?, tags?, notes?, created_at?, seen_at?}], and returns it with the outcome of each: created, updated, unchanged, invalid or params_too_large; null for rows it already has. first_row counts from 0. Owners and admins only (42501).';
grant execute on function public.import_customers(uuid, integer, jsonb) to authenticated;
