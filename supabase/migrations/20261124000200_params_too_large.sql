-- A group with calls that would make params too large finds all of them at once, instead of one in each attempt.

-- The positions, from 0, of the calls whose params would not fit, going by what is stored now.
create function private.find_params_too_large(calls jsonb)
returns integer[]
language plpgsql stable
set search_path = ''
as $$
declare
  v_max_params_bytes constant integer := 65536;
  v_found integer[] := '{}';
  v_relation text := '';
  v_params jsonb;
  v_params_at jsonb;
  v_last_activity_at timestamptz;
  v_merged record;
  c record;
begin
  for c in
    select
      call.ordinal, concat_ws(' ', call.account_id, call.project_id, call.email) as relation, call.at, call.params,
      cp.params as stored_params, cp.params_at as stored_params_at, cp.last_activity_at as stored_activity_at
    from unnest(private.read_identify_calls(calls)) call
    left join lateral (
      select stored.params, stored.params_at, stored.last_activity_at
      from public.customer_projects stored
      where stored.account_id = call.account_id
        and stored.customer_id = call.customer_id
        and stored.project_id = call.project_id
      limit 1
    ) cp on true
    where call.turn > 0
    order by relation, call.turn
  loop
    if c.relation <> v_relation then
      v_relation := c.relation;
      v_params := coalesce(c.stored_params, '{}');
      v_params_at := coalesce(c.stored_params_at, '{}');
      v_last_activity_at := coalesce(c.stored_activity_at, '-infinity');
    end if;

    v_merged := private.merge_params(
      v_params, v_params_at, private.params_to_set(c.params), private.params_times(c.params, c.at),
      c.at >= v_last_activity_at
    );
    if greatest(pg_column_size(v_merged.params), pg_column_size(v_merged.params_at)) > v_max_params_bytes then
      v_found := v_found || c.ordinal;
    else
      v_params := v_merged.params;
      v_params_at := v_merged.params_at;
      v_last_activity_at := greatest(v_last_activity_at, c.at);
    end if;
  end loop;
  return v_found;
end
$$;
revoke all on function private.find_params_too_large(jsonb) from public, anon, authenticated, service_role;
grant execute on function private.find_params_too_large(jsonb) to tinycrm;

create or replace function ingest.identify(calls jsonb)
returns table (ordinal integer, outcome text)
language plpgsql volatile security definer
set search_path = ''
set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set jit = off
as $$
declare
  v_calls jsonb := calls;
  -- Position in v_calls => ordinal in calls, kept while refused calls are taken out.
  v_kept integer[];
  v_refused jsonb := '{}';
  v_detail text;
begin
  -- Each round but the last refuses a call at least.
  for v_round in 0..jsonb_array_length(calls) loop
    begin
      return query
      select coalesce(v_kept[written.ordinal + 1], written.ordinal), written.outcome
      from private.identify_group(v_calls) written
      union all
      select refused.key::integer, refused.value
      from jsonb_each_text(v_refused) refused
      order by 1;
      return;
    exception
      -- One bad call never harms the others: undo the group, take it out, and go again.
      when program_limit_exceeded then
        get stacked diagnostics v_detail = pg_exception_detail;
        select v_refused || jsonb_object_agg(coalesce(v_kept[o + 1], o), 'params_too_large') into v_refused
        from unnest(v_detail::integer[] || private.find_params_too_large(v_calls)) o;
      when data_exception or check_violation or not_null_violation then
        select v_refused || coalesce(jsonb_object_agg(call.position - 1, 'invalid'), '{}') into v_refused
        from jsonb_array_elements(calls) with ordinality call (value, position)
        where not private.is_valid_identify_call(call.value) and not v_refused ? (call.position - 1)::text;
        if jsonb_array_length(v_calls) + (select count(*) from jsonb_object_keys(v_refused)) = jsonb_array_length(calls) then
          raise;
        end if;
    end;

    select jsonb_agg(call.value order by call.position), array_agg(call.position - 1 order by call.position)
    into v_calls, v_kept
    from jsonb_array_elements(calls) with ordinality call (value, position)
    where not v_refused ? (call.position - 1)::text;
    v_calls := coalesce(v_calls, '[]');
  end loop;
  raise internal_error using message = 'identify() could not find the calls that make their group fail.';
end
$$;
