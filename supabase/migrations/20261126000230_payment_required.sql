-- Calls of an account that has not paid for 14 days after its access ended are refused. With billing
-- off this costs the group one look at one row; with it on, one probe for each account in the group.

create function private.unpaid_calls(calls private.identify_call[])
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
comment on function private.unpaid_calls(private.identify_call[]) is 'The ordinals of the calls whose account must pay first.';
revoke all on function private.unpaid_calls(private.identify_call[]) from public, anon, authenticated, service_role;
grant execute on function private.unpaid_calls(private.identify_call[]) to tinycrm;

create or replace function private.identify_group(calls jsonb)
returns table (ordinal integer, outcome text)
language plpgsql volatile
set search_path = ''
as $$
declare
  v_calls private.identify_call[] := private.read_identify_calls(calls);
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
    v_created := v_created || private.write_identify_turn(v_calls, v_turn);
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

create or replace function ingest.ping(calls jsonb)
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
  v_calls private.identify_call[] := private.read_identify_calls(calls);
  v_unpaid integer[] := private.unpaid_calls(v_calls);
  v_known integer[];
begin
  v_known := array(
    select c.ordinal
    from unnest(v_calls) c
    cross join lateral (
      select from public.customer_projects cp
      where cp.account_id = c.account_id and cp.customer_id = c.customer_id and cp.project_id = c.project_id
      limit 1
    ) known
    where c.ordinal <> all (v_unpaid)
  );

  insert into public.customer_activity as a (account_id, customer_id, last_activity_at)
  select c.account_id, c.customer_id, max(c.at)
  from unnest(v_calls) c
  where c.ordinal = any (v_known)
  group by c.account_id, c.customer_id
  order by c.account_id, c.customer_id
  on conflict (account_id, customer_id) do update set
    last_activity_at = greatest(a.last_activity_at, excluded.last_activity_at);

  update public.customer_projects cp
  set last_activity_at = c.at
  from (
    select seen.account_id, seen.customer_id, seen.project_id, max(seen.at) as at
    from unnest(v_calls) seen
    where seen.ordinal = any (v_known)
    group by seen.account_id, seen.customer_id, seen.project_id
  ) c
  where cp.account_id = c.account_id
    and cp.customer_id = c.customer_id
    and cp.project_id = c.project_id
    and cp.last_activity_at < c.at;

  perform private.mark_api_keys_used(array(select distinct call ->> 'key_hash' from jsonb_array_elements(calls) call));

  return query
  select
    c.ordinal,
    case
      when c.account_id is null then 'unauthorized'
      when c.ordinal = any (v_unpaid) then 'payment_required'
      when c.ordinal = any (v_known) then 'updated'
      else 'unknown'
    end
  from unnest(v_calls) c
  order by c.ordinal;
end
$$;

comment on function ingest.identify(jsonb) is
  'Creates or merges customers and answers each call: created, updated, unauthorized, payment_required, params_too_large or invalid. Calls: [{key_hash, email, name?, status?, params?, age_ms? | timestamp?}].';
comment on function ingest.ping(jsonb) is
  'Moves last activity forward and answers each call: updated, unknown, unauthorized or payment_required. Calls: [{key_hash, email, age_ms? | timestamp?}].';
