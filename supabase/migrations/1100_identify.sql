-- identify: merges calls of any number of projects by email, in one transaction.

-- With billing off this costs a group one look at one row; with it on, one probe for each account in the group.
create function private.unpaid_calls(calls private.call[])
returns integer[]
language plpgsql stable
set search_path = ''
as $$
declare
  v_unpaid uuid[];
begin
  if not exists (select from private.billing_settings s where s.only_row and s.enabled) then
    return '{}';
  end if;
  v_unpaid := array(
    select s.account_id
    from (select distinct c.account_id from unnest(calls) c where c.account_id is not null) mine
    cross join lateral (
      select sub.account_id from public.subscriptions sub
      where sub.account_id = mine.account_id and sub.access_until <= now() - interval '14 days'
      limit 1
    ) s
  );
  if v_unpaid = '{}' then return '{}'; end if;
  return array(select c.ordinal from unnest(calls) c where c.account_id = any (v_unpaid));
end
$$;
comment on function private.unpaid_calls(private.call[]) is 'The ordinals of the calls whose account must pay first.';
grant execute on function private.unpaid_calls(private.call[]) to tinycrm;

-- Writes all calls or raises. Locks are taken in (account_id, customer_id) order, so that groups never deadlock.
create function private.identify_group(calls jsonb)
returns table (ordinal integer, outcome text)
language plpgsql volatile
set search_path = ''
as $$
declare
  v_calls private.call[] := private.read_calls(calls);
  v_unpaid integer[] := private.unpaid_calls(v_calls);
  v_created integer[] := '{}';
  v_turns integer;
begin
  if v_unpaid <> '{}' then
    v_calls := array(select c from unnest(v_calls) c where c.ordinal <> all (v_unpaid));
  end if;

  select coalesce(max(c.turn), 0) into v_turns from unnest(v_calls) c;
  if exists (select from unnest(v_calls) c where c.turn > 0 and c.customer_id is null) then
    v_calls := private.create_missing_customers(v_calls);
  end if;

  for v_turn in 1..v_turns loop
    v_created := v_created || private.write_turn(v_calls, v_turn);
  end loop;

  perform private.learn_params(v_calls);
  perform private.mark_api_keys_used(array(select distinct call ->> 'key_hash' from jsonb_array_elements(calls) call));

  return query
  select
    c.ordinal,
    case
      when c.account_id is null then 'unauthorized'
      when c.ordinal = any (v_created) then 'created'
      else 'updated'
    end
  from unnest(v_calls) c
  union all
  select unpaid.ordinal, 'payment_required' from unnest(v_unpaid) unpaid (ordinal)
  order by 1;
end
$$;
grant execute on function private.identify_group(jsonb) to tinycrm;

-- A call about somebody who is erased at the same moment makes them anew, instead of failing its group.
create function ingest.identify(calls jsonb)
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
  v_max_taken_away constant integer := 5;
  v_calls jsonb := calls;
  -- Position in v_calls => ordinal in calls, kept while refused calls are taken out.
  v_kept integer[];
  v_refused jsonb := '{}';
  v_detail text;
begin
  -- Each round but the last refuses a call, or finds what was taken away meanwhile.
  for v_round in 0..jsonb_array_length(calls) + v_max_taken_away loop
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
      -- A customer was erased, or a project deleted, after it was read: who is not there is made anew.
      when foreign_key_violation then
        null;
      when data_exception or check_violation or not_null_violation then
        select v_refused || coalesce(jsonb_object_agg(call.position - 1, 'invalid'), '{}') into v_refused
        from jsonb_array_elements(calls) with ordinality call (value, position)
        where not private.is_valid_call(call.value) and not v_refused ? (call.position - 1)::text;
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
comment on function ingest.identify(jsonb) is
  'Creates or merges customers and answers each call: created, updated, unauthorized, payment_required, params_too_large or invalid. Calls: [{key_hash, email, name?, status?, params?, age_ms? | timestamp?}].';
alter function ingest.identify(jsonb) owner to tinycrm;
grant execute on function ingest.identify(jsonb) to ingest;
