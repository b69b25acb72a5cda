-- What a Slack or Discord channel is sent: one message at a time, which tells all that is due by then.

-- Claims the next message of each channel that has one, and gives it an id. After more than five events a channel is left
-- in peace for a minute, and what comes meanwhile is told together.
create function private.claim_messages(lease interval, max_messages integer)
returns table (account_id uuid, endpoint_id uuid, message_id uuid, id bigint, attempt integer)
language plpgsql volatile
set search_path = ''
set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  v_max_events constant integer := 1000;
  v_few constant integer := 5;
begin
  return query
  with channel as (
    select w.account_id, w.id, gen_random_uuid() as message_id
    from private.webhook_endpoints w
    where w.kind <> 'webhook' and w.disabled_at is null and (w.quiet_until is null or w.quiet_until <= now())
      and exists (
        select from private.webhook_deliveries d
        where d.account_id = w.account_id and d.endpoint_id = w.id and d.next_at <= now()
      )
      and not exists (
        select from private.webhook_deliveries claimed
        where claimed.account_id = w.account_id and claimed.endpoint_id = w.id and claimed.next_at > now() and claimed.is_claimed
      )
      and not exists (
        select from private.account_moves m where m.account_id = w.account_id and m.state in ('copying', 'closed')
      )
    order by w.quiet_until nulls first, w.account_id, w.id
    limit least(greatest(coalesce(max_messages, 20), 1), 100)
  ),
  claimed as (
    update private.webhook_deliveries d set
      attempts = d.attempts + 1, is_claimed = true, next_at = now() + lease, message_id = due.message_id
    from channel c
    cross join lateral (
      select d.id, c.message_id from private.webhook_deliveries d
      where d.account_id = c.account_id and d.endpoint_id = c.id and d.next_at <= now()
      order by d.next_at, d.id
      limit v_max_events
    ) due
    where d.account_id = c.account_id and d.endpoint_id = c.id and d.id = due.id
    returning d.account_id, d.endpoint_id, d.message_id, d.id, d.attempts
  ),
  message as (
    select c.account_id, c.endpoint_id, c.message_id, count(*) as events, min(array[c.id, c.attempts]) as first
    from claimed c group by c.account_id, c.endpoint_id, c.message_id
  ),
  quiet as (
    update private.webhook_endpoints w
    set quiet_until = now() + case when m.events > v_few then interval '1 minute' else interval '10 seconds' end
    from message m where w.account_id = m.account_id and w.id = m.endpoint_id
  )
  select m.account_id, m.endpoint_id, m.message_id, m.first[1], m.first[2]::integer from message m;
end
$$;
grant execute on function private.claim_messages(interval, integer) to tinycrm;

-- What a message tells: up to five events as webhooks have them, or of more how many there were of each kind, with the
-- names of the first three. Volatile, so that it sees what was claimed in the statement that asks for it.
create function private.channel_body(account_id uuid, endpoint_id uuid, message_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_few constant integer := 5;
  v_told private.webhook_deliveries[] := array(
    select d from private.webhook_deliveries d
    where d.account_id = channel_body.account_id and d.endpoint_id = channel_body.endpoint_id
      and d.next_at is not null and d.message_id = channel_body.message_id
    order by d.at, d.id
  );
begin
  if cardinality(v_told) <= v_few then
    return jsonb_build_object('events', (select jsonb_agg(private.webhook_body(d) order by d.at, d.id) from unnest(v_told) d));
  end if;
  return jsonb_build_object('groups', (
    select jsonb_agg(
      jsonb_build_object('type', g.type, 'to', g.to_status, 'count', g.count, 'customers', (
        select coalesce(jsonb_agg(jsonb_build_object('name', c.name, 'email', c.email) order by chosen.position), '[]')
        from unnest(g.customer_ids) with ordinality chosen (id, position)
        join public.customers c on c.account_id = channel_body.account_id and c.id = chosen.id
      )) order by g.type, g.to_status
    )
    from (
      select d.type, d.to_status, count(*) as count, (array_agg(d.customer_id order by d.at, d.id))[1:3] as customer_ids
      from unnest(v_told) d
      group by d.type, d.to_status
    ) g
  ));
end
$$;
grant execute on function private.channel_body(uuid, uuid, uuid) to tinycrm;
