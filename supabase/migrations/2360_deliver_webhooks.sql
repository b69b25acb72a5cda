-- What the deliverer asks for: what is due, and how an attempt ended. It shows the secret that mails are sent with.

-- Makes deliveries of what happened, and of no account alone: each has its first event taken before another has its second.
create function private.take_webhook_events()
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  with next as (
    select e.account_id, e.id
    from (
      select w.account_id, w.id, row_number() over (partition by w.account_id order by w.id) as turn from private.webhook_events w
      -- While an account is moved to another database, that one may have them already.
      where not exists (
        select from private.account_moves m where m.account_id = w.account_id and m.state in ('copying', 'closed')
      )
    ) e
    order by e.turn, e.id
    limit 1000
  ),
  taken as materialized (
    delete from private.webhook_events e using next
    where e.account_id = next.account_id and e.id = next.id
    returning e.*, gen_random_uuid() as event_id
  )
  insert into private.webhook_deliveries
    (account_id, endpoint_id, event_id, type, customer_id, project_id, from_status, to_status, import_id, erased, at)
  select
    t.account_id, w.id, t.event_id, t.type, t.customer_id, t.project_id, t.from_status, t.to_status, t.import_id, t.erased, t.at
  from taken t
  join private.webhook_endpoints w on w.account_id = t.account_id and w.disabled_at is null and t.type = any (w.events)
    and (
      w.project_ids is null or t.project_id = any (w.project_ids)
      or exists (select from jsonb_array_elements_text(t.erased -> 'project_ids') theirs (project_id) where theirs.project_id::uuid = any (w.project_ids))
    )
    and (w.statuses is null or t.to_status is null or t.to_status = any (w.statuses))
  where t.customer_id is null
    -- Of who was erased since nothing but that is told.
    or exists (select from public.customers c where c.account_id = t.account_id and c.id = t.customer_id for key share)
  order by t.id;
end
$$;
grant execute on function private.take_webhook_events() to tinycrm;

-- Claims what is due, for half a minute, which is twice as long as an answer is waited for: what is not settled by then was lost with
-- its deliverer, and is due again. Each account has its turn before another has its second, and five attempts of one webhook at most are
-- on their way.
create function notifications.claim_webhooks(secret text, max_deliveries integer)
returns table (
  account_id uuid, endpoint_id uuid, id bigint, event_id uuid, attempt integer, kind text, url text, hide_emails boolean,
  secrets text[], body text
)
language plpgsql volatile security definer
set search_path = ''
set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  v_lease constant interval := '30 seconds';
  v_at_once constant integer := 5;
begin
  perform notifications.require_secret(secret);
  -- One at a time, so that two never count the same attempts.
  perform pg_advisory_xact_lock(hashtextextended('claim_webhooks', 0));
  perform private.take_webhook_events();
  return query
  with chosen as (
    select due.account_id, due.endpoint_id, due.id
    from (
      select d.*, row_number() over (partition by d.account_id order by d.next_at, d.id) as turn
      from private.webhook_endpoints w
      cross join lateral (
        select d.account_id, d.endpoint_id, d.id, d.next_at from private.webhook_deliveries d
        where d.account_id = w.account_id and d.endpoint_id = w.id and d.next_at <= now()
        order by d.next_at, d.id
        limit greatest(0, v_at_once - (
          select count(*) from private.webhook_deliveries claimed
          where claimed.account_id = w.account_id and claimed.endpoint_id = w.id
            and claimed.next_at > now() and claimed.next_at <= now() + v_lease and claimed.is_claimed
        ))
      ) d
      where w.disabled_at is null and w.kind = 'webhook' and not exists (
        select from private.account_moves m where m.account_id = w.account_id and m.state in ('copying', 'closed')
      )
    ) due
    order by due.turn, due.next_at, due.id
    limit least(greatest(coalesce(max_deliveries, 20), 1), 100)
  ),
  claimed as (
    update private.webhook_deliveries d set
      attempts = d.attempts + 1, is_claimed = true, next_at = now() + v_lease
    from chosen c
    where d.account_id = c.account_id and d.endpoint_id = c.endpoint_id and d.id = c.id
    returning d.*
  )
  select
    c.account_id, c.endpoint_id, c.id, c.event_id, c.attempts, w.kind, w.url, w.hide_emails,
    case when s.previous_until > now() then array[s.secret, s.previous] else array[s.secret] end,
    private.webhook_body(row(c.*)::private.webhook_deliveries)::text
  from claimed c
  join private.webhook_endpoints w on w.account_id = c.account_id and w.id = c.endpoint_id
  join private.webhook_secrets s on s.account_id = w.account_id and s.endpoint_id = w.id
  union all
  select
    m.account_id, m.endpoint_id, m.id, m.message_id, m.attempt, w.kind, w.url, w.hide_emails, '{}',
    private.channel_body(m.account_id, m.endpoint_id, m.message_id)::text
  from private.claim_messages(v_lease, max_deliveries) m
  join private.webhook_endpoints w on w.account_id = m.account_id and w.id = m.endpoint_id;
end
$$;
alter function notifications.claim_webhooks(text, integer) owner to tinycrm;
grant execute on function notifications.claim_webhooks(text, integer) to anon;

create function public.claim_webhooks(secret text, max_deliveries integer default 20)
returns table ( account_id uuid, endpoint_id uuid, id bigint, event_id uuid, attempt integer, kind text, url text, hide_emails boolean, secrets text[], body text ) language sql volatile set search_path = ''
as $$ select * from notifications.claim_webhooks(claim_webhooks.secret, claim_webhooks.max_deliveries) $$;
comment on function public.claim_webhooks(text, integer) is
  'Deliveries that are due (1 to 100), claimed for half a minute: where they go, what signs them, and their body; of a channel all that its next message tells. For whoever knows the secret (42501).';
grant execute on function public.claim_webhooks(text, integer) to anon;

-- How long after a failed attempt the next one is made: 75 hours in all. Null when there is none.
create function private.webhook_pause(attempt integer)
returns interval
language sql immutable
set search_path = ''
as $$
  select (array['5 seconds', '5 minutes', '30 minutes', '2 hours', '5 hours', '10 hours', '14 hours', '20 hours', '24 hours']::interval[])[attempt]
$$;
grant execute on function private.webhook_pause(integer) to tinycrm;

-- Notes how an attempt ended.
create function notifications.settle_webhook(
  secret text, account_id uuid, endpoint_id uuid, id bigint, attempt integer, status integer, answer text, took_ms integer, retry_after integer
)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_delivered constant boolean := coalesce(settle_webhook.status between 200 and 299, false);
  v_message_id constant uuid := (
    select d.message_id from private.webhook_deliveries d
    where d.account_id = settle_webhook.account_id and d.endpoint_id = settle_webhook.endpoint_id and d.id = settle_webhook.id
      and (d.message_id is null or d.attempts = settle_webhook.attempt)
  );
  v_counts boolean;
begin
  perform notifications.require_secret(secret);
  with settled as (
    update private.webhook_deliveries d set
    attempted_at = now(), status = settle_webhook.status, answer = left(settle_webhook.answer, 4096), took_ms = settle_webhook.took_ms,
    is_claimed = false, delivered_at = case when v_delivered then now() end,
    next_at = case
      when not v_delivered and d.type <> 'webhook.test' and private.webhook_pause(d.attempts) is not null then now() + greatest(
        -- A little apart, so that what failed together does not come again together.
        private.webhook_pause(d.attempts) * (1 + random() * 0.1),
        least(coalesce(settle_webhook.retry_after, 0), 86400) * interval '1 second'
      )
    end
  where d.account_id = settle_webhook.account_id and d.endpoint_id = settle_webhook.endpoint_id and case
    when v_message_id is null then d.id = settle_webhook.id
      -- What was claimed again meanwhile is no longer this attempt's, unless it has arrived.
      and (v_delivered or d.attempts = settle_webhook.attempt and d.is_claimed)
    -- All that one message told of.
    else d.message_id = v_message_id and d.is_claimed
  end
  returning d.type)
  select bool_or(settled.type <> 'webhook.test') into v_counts from settled;
  if settle_webhook.retry_after > 0 then
    update private.webhook_endpoints w
    set quiet_until = greatest(w.quiet_until, now() + least(settle_webhook.retry_after, 86400) * interval '1 second')
    where w.account_id = settle_webhook.account_id and w.id = settle_webhook.endpoint_id and w.kind <> 'webhook';
  end if;
  if v_counts is not true then
    return;
  end if;

  update private.webhook_endpoints w set
    failing_since = case when not v_delivered then coalesce(w.failing_since, now()) end,
    disabled_at = case
      when settle_webhook.status = 410 or settle_webhook.status = 404 and w.kind <> 'webhook' or not v_delivered and w.failing_since < now() - interval '5 days' then now()
    end,
    disabled_reason = case
      when settle_webhook.status = 410 or settle_webhook.status = 404 and w.kind <> 'webhook' then 'gone'
      when not v_delivered and w.failing_since < now() - interval '5 days' then 'failing'
    end
  where w.account_id = settle_webhook.account_id and w.id = settle_webhook.endpoint_id and w.disabled_at is null
    and not (v_delivered and w.failing_since is null);
  -- More than become old meanwhile.
  delete from private.webhook_deliveries d
  using (
    select old.id from private.webhook_deliveries old
    where old.account_id = settle_webhook.account_id and old.endpoint_id = settle_webhook.endpoint_id
    order by old.id limit 10
  ) first
  where d.account_id = settle_webhook.account_id and d.endpoint_id = settle_webhook.endpoint_id and d.id = first.id
    and d.at < now() - interval '30 days';
end
$$;
alter function notifications.settle_webhook(text, uuid, uuid, bigint, integer, integer, text, integer, integer) owner to tinycrm;
grant execute on function notifications.settle_webhook(text, uuid, uuid, bigint, integer, integer, text, integer, integer) to anon;

create function public.settle_webhook(
  secret text, account_id uuid, endpoint_id uuid, id bigint, attempt integer, status integer, answer text, took_ms integer,
  retry_after integer default null
)
returns void language sql volatile set search_path = ''
as $$
  select notifications.settle_webhook(
    settle_webhook.secret, settle_webhook.account_id, settle_webhook.endpoint_id, settle_webhook.id, settle_webhook.attempt,
    settle_webhook.status, settle_webhook.answer, settle_webhook.took_ms, settle_webhook.retry_after
  )
$$;
comment on function public.settle_webhook(text, uuid, uuid, bigint, integer, integer, text, integer, integer) is
  'Notes how an attempt of a claimed delivery ended. status: null without an answer, of which answer says why then; retry_after: the seconds that the answer asked for. For whoever knows the secret (42501).';
grant execute on function public.settle_webhook(text, uuid, uuid, bigint, integer, integer, text, integer, integer) to anon;

-- True if the deliverer has something to do: so that a scheduler in the database wakes it for that alone.
create function private.webhooks_are_due()
returns boolean
language sql stable security definer
set search_path = ''
as $$
  select exists (select from private.webhook_events)
    or exists (
      select from private.webhook_endpoints w
      where w.disabled_at is null and (w.quiet_until is null or w.quiet_until <= now()) and exists (
        select from private.webhook_deliveries d
        where d.account_id = w.account_id and d.endpoint_id = w.id and d.next_at <= now()
      )
    )
$$;
alter function private.webhooks_are_due() owner to tinycrm;
