-- ping: moves the last activity of customers that exist, and nothing else.

create function ingest.ping(calls jsonb)
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
  v_calls private.call[] := private.read_calls(calls);
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
comment on function ingest.ping(jsonb) is
  'Moves last activity forward and answers each call: updated, unknown, unauthorized or payment_required. Calls: [{key_hash, email, age_ms? | timestamp?}].';
alter function ingest.ping(jsonb) owner to tinycrm;
grant execute on function ingest.ping(jsonb) to ingest;
