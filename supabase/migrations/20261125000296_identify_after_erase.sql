-- A call about somebody who is erased at the same moment makes them anew, instead of failing its group.

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
  v_most_taken_away constant integer := 5;
  v_calls jsonb := calls;
  -- Position in v_calls => ordinal in calls, kept while refused calls are taken out.
  v_kept integer[];
  v_refused jsonb := '{}';
  v_detail text;
begin
  -- Each round but the last refuses a call, or finds what was taken away meanwhile.
  for v_round in 0..jsonb_array_length(calls) + v_most_taken_away loop
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
      -- A customer was erased, or a product deleted, after it was read: who is not there is made anew.
      when foreign_key_violation then
        null;
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
