-- Made by npm run db:schema from the migrations. Do not edit.

-- billing/functions/apply_event.sql

CREATE OR REPLACE FUNCTION billing.apply_event (
  event jsonb
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_at timestamptz := to_timestamp((event ->> 'created')::double precision);
  v_asked_at timestamptz := to_timestamp((event ->> 'asked_at')::double precision);
  v_new jsonb := event -> 'subscription';
  v_state public.subscription_state := case event #>> '{subscription,status}'
    when 'active' then 'active'
    when 'trialing' then 'active'
    when 'past_due' then 'past_due'
    when 'unpaid' then 'canceled'
    when 'paused' then 'canceled'
    when 'canceled' then 'canceled'
  end;
  v_old public.subscriptions;
begin
  delete from private.stripe_events e where e.created < now() - interval '60 days';
  insert into private.stripe_events (id, type, created)
  values (event ->> 'id', event ->> 'type', v_at)
  on conflict do nothing;
  if not found then return 'replayed'; end if;

  select s.* into v_old from public.subscriptions s
  where s.account_id = (event ->> 'account_id')::uuid
  for update;
  if not found then return 'unknown_account'; end if;
  if v_at < v_old.last_event_at or (v_at = v_old.last_event_at and v_asked_at < v_old.last_asked_at) then
    return 'older';
  end if;
  -- The first payment never went through: nothing began, so nothing ends.
  if v_state is null then return 'nothing_to_do'; end if;
  -- Of two subscriptions, the end of one must not end the other.
  if v_state = 'canceled' and v_old.state in ('active', 'past_due')
    and v_old.stripe_subscription_id <> v_new ->> 'id' then
    return 'nothing_to_do';
  end if;

  update public.subscriptions s set
    state = v_state,
    stripe_customer_id = v_new ->> 'customer',
    stripe_subscription_id = v_new ->> 'id',
    current_period_end = to_timestamp((v_new ->> 'current_period_end')::double precision),
    cancel_at_period_end = v_state <> 'canceled' and coalesce((v_new ->> 'cancel_at_period_end')::boolean, false),
    ended_at = case when v_state = 'canceled'
      then coalesce(to_timestamp((v_new ->> 'ended_at')::double precision), v_at) end,
    last_event_at = v_at,
    last_asked_at = v_asked_at
  where s.account_id = v_old.account_id;
  return 'applied';
end
$function$;

GRANT EXECUTE ON FUNCTION "billing"."apply_event"(jsonb) TO "billing";

COMMENT ON FUNCTION "billing"."apply_event"(jsonb) IS 'Brings an account to where its subscription stands: {id, type, created, asked_at, account_id, subscription: {id, customer, status, current_period_end, cancel_at_period_end, ended_at}}, times in Unix seconds. Answers applied, replayed, older, unknown_account or nothing_to_do.';

REVOKE ALL ON FUNCTION "billing"."apply_event"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "billing"."apply_event"(jsonb) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "billing"."apply_event"(jsonb) TO "tinycrm";

ALTER FUNCTION "billing"."apply_event"(jsonb) OWNER TO "tinycrm";

-- billing/schema.sql

CREATE SCHEMA "billing";

GRANT USAGE ON SCHEMA "billing" TO "billing";

GRANT CREATE, USAGE ON SCHEMA "billing" TO "tinycrm";

COMMENT ON SCHEMA "billing" IS 'What the Edge Function `billing` may call. Never exposed through the API.';

-- ingest/functions/find_receiver.sql

CREATE OR REPLACE FUNCTION ingest.find_receiver (
  receiver_id uuid
)
  RETURNS jsonb
  LANGUAGE sql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
  select jsonb_build_object('source', r.source, 'mapping', r.mapping, 'secret', s.secret)
  from public.receivers r
  join private.receiver_secrets s on s.account_id = r.account_id and s.receiver_id = r.id
  where r.id = find_receiver.receiver_id and private.is_receiving(r)
$function$;

GRANT EXECUTE ON FUNCTION "ingest"."find_receiver"(uuid) TO "ingest";

COMMENT ON FUNCTION "ingest"."find_receiver"(uuid) IS '{source, mapping, secret} of a receiver, to check and read a delivery; null when there is none.';

REVOKE ALL ON FUNCTION "ingest"."find_receiver"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "ingest"."find_receiver"(uuid) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "ingest"."find_receiver"(uuid) TO "tinycrm";

ALTER FUNCTION "ingest"."find_receiver"(uuid) OWNER TO "tinycrm";

-- ingest/functions/identify.sql

CREATE OR REPLACE FUNCTION ingest.identify (
  calls jsonb
)
  RETURNS TABLE (
    ordinal integer,
    outcome text
  )
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  SET plan_cache_mode TO 'force_generic_plan'
  SET enable_seqscan TO 'off'
  SET enable_hashjoin TO 'off'
  SET enable_mergejoin TO 'off'
  SET jit TO 'off'
  AS $function$
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
$function$;

GRANT EXECUTE ON FUNCTION "ingest"."identify"(jsonb) TO "ingest";

COMMENT ON FUNCTION "ingest"."identify"(jsonb) IS 'Creates or merges customers and answers each call: created, updated, unauthorized, payment_required, params_too_large or invalid. Calls: [{key_hash, email, name?, status?, params?, age_ms? | timestamp?}].';

REVOKE ALL ON FUNCTION "ingest"."identify"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "ingest"."identify"(jsonb) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "ingest"."identify"(jsonb) TO "tinycrm";

ALTER FUNCTION "ingest"."identify"(jsonb) OWNER TO "tinycrm";

-- ingest/functions/ping.sql

CREATE OR REPLACE FUNCTION ingest.ping (
  calls jsonb
)
  RETURNS TABLE (
    ordinal integer,
    outcome text
  )
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  SET plan_cache_mode TO 'force_generic_plan'
  SET enable_seqscan TO 'off'
  SET enable_hashjoin TO 'off'
  SET enable_mergejoin TO 'off'
  SET jit TO 'off'
  AS $function$
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
$function$;

GRANT EXECUTE ON FUNCTION "ingest"."ping"(jsonb) TO "ingest";

COMMENT ON FUNCTION "ingest"."ping"(jsonb) IS 'Moves last activity forward and answers each call: updated, unknown, unauthorized or payment_required. Calls: [{key_hash, email, age_ms? | timestamp?}].';

REVOKE ALL ON FUNCTION "ingest"."ping"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "ingest"."ping"(jsonb) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "ingest"."ping"(jsonb) TO "tinycrm";

ALTER FUNCTION "ingest"."ping"(jsonb) OWNER TO "tinycrm";

-- ingest/functions/project_limits.sql

CREATE OR REPLACE FUNCTION ingest.project_limits (
  key_hashes text[]
)
  RETURNS TABLE (
    key_hash         text,
    project_id       uuid,
    calls_per_second integer
  )
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return query
  select h.hash, k.project_id, p.calls_per_second
  from unnest(key_hashes) h (hash)
  join public.api_keys k on k.hash = decode(h.hash, 'hex')
  join public.projects p on p.account_id = k.account_id and p.id = k.project_id
  where k.revoked_at is null and (k.expires_at is null or k.expires_at > now());
end
$function$;

GRANT EXECUTE ON FUNCTION "ingest"."project_limits"(text[]) TO "ingest";

COMMENT ON FUNCTION "ingest"."project_limits"(text[]) IS 'The projects of these keys, which are hex SHA-256, and how many calls a second they may send. Keys that are not valid are left out.';

REVOKE ALL ON FUNCTION "ingest"."project_limits"(text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "ingest"."project_limits"(text[]) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "ingest"."project_limits"(text[]) TO "tinycrm";

ALTER FUNCTION "ingest"."project_limits"(text[]) OWNER TO "tinycrm";

-- ingest/functions/receive.sql

CREATE OR REPLACE FUNCTION ingest.receive (
  receiver_id uuid,
  event       jsonb
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  SET plan_cache_mode TO 'force_generic_plan'
  SET enable_seqscan TO 'off'
  SET enable_hashjoin TO 'off'
  SET enable_mergejoin TO 'off'
  SET jit TO 'off'
  AS $function$
declare
  v_receiver public.receivers;
  v_customer_id uuid;
  v_outcome text;
  v_detail text;
begin
  -- One delivery of a receiver at a time, and none after it was removed.
  select r.* into v_receiver from public.receivers r where r.id = receive.receiver_id for no key update;
  if not found or not private.is_receiving(v_receiver) then
    return 'not_found';
  end if;
  if private.unpaid_calls(array[row(0, 1, v_receiver.account_id, v_receiver.project_id, null, null, null, null, null, now())::private.identify_call]) <> '{}' then
    perform private.record_delivery(v_receiver, event, 'refused', 'The trial or subscription of this account has ended. Open Billing to go on.', null);
    return 'payment_required';
  end if;

  delete from private.receiver_people p
  where p.ctid in (
    select old.ctid from private.receiver_people old
    where old.customer_id is null and old.touched_at < now() - interval '30 days' limit 100 for update skip locked
  );

  v_outcome := event ->> 'outcome';
  v_detail := event ->> 'detail';
  if v_outcome is not null and v_outcome not in ('ignored', 'refused') then
    raise invalid_parameter_value using message = 'Only ignored and refused deliveries have their outcome before they are read.';
  elsif v_outcome is null then
    if exists (
      select from public.receiver_deliveries d
      where d.account_id = v_receiver.account_id and d.receiver_id = v_receiver.id
        and d.event_hash = private.event_hash(event) and d.outcome not in ('refused', 'repeated')
    ) then
      v_outcome := 'repeated';
    else
      begin
        select a.customer_id, a.outcome into v_customer_id, v_outcome from private.apply_delivery(v_receiver, event) a;
      exception
        when program_limit_exceeded then
          v_outcome := 'refused';
          v_detail := 'The params of this customer would grow past 64 KB. Leave some out in the mapping.';
        when data_exception or check_violation or not_null_violation then
          v_outcome := 'refused';
          v_detail := 'This event has a value that no customer can have.';
      end;
    end if;
  end if;
  perform private.record_delivery(v_receiver, event, v_outcome, v_detail, v_customer_id);
  return v_outcome;
end
$function$;

GRANT EXECUTE ON FUNCTION "ingest"."receive"(uuid, jsonb) TO "ingest";

COMMENT ON FUNCTION "ingest"."receive"(uuid, jsonb) IS 'Takes one checked delivery and answers: created, updated, unchanged, waiting (the email is not known yet), unknown (nothing is known of the person), repeated, ignored, refused, payment_required or not_found. An event that comes with the outcome ignored or refused is only noted.';

REVOKE ALL ON FUNCTION "ingest"."receive"(uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "ingest"."receive"(uuid, jsonb) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "ingest"."receive"(uuid, jsonb) TO "tinycrm";

ALTER FUNCTION "ingest"."receive"(uuid, jsonb) OWNER TO "tinycrm";

-- ingest/functions/report_rejections.sql

CREATE OR REPLACE FUNCTION ingest.report_rejections (
  rejections jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  -- Rows of one project; further reasons are left out.
  v_most constant integer := 300;
begin
  -- Nobody waits for it, and nothing is lost that a call was promised.
  perform set_config('synchronous_commit', 'off', true);

  with reported as (
    select k.account_id, k.project_id, r.kind, r.code, left(r.pointer, 200) as pointer, r.status, r.count,
      left(
        case
          when r.code <> 'unauthorized' then r.detail
          when k.revoked_at is not null then format('The key %s (…%s) was revoked. Put a live one into your product.', k.name, k.hint)
          else format('The key %s (…%s) has ended. Put a live one into your product.', k.name, k.hint)
        end, 300
      ) as detail
    from jsonb_to_recordset(rejections) as r (
      key_hash text, kind text, code text, pointer text, detail text, status smallint, count bigint
    )
    join public.api_keys k on k.hash = decode(r.key_hash, 'hex')
  )
  insert into public.ingest_rejections as i
    (account_id, project_id, minute, kind, code, pointer, detail, status, count, last_at)
  select r.account_id, r.project_id, date_trunc('minute', now()), r.kind, r.code, r.pointer, r.detail,
    min(r.status), sum(r.count), now()
  from reported r
  where (
    select count(*) from public.ingest_rejections known
    where known.account_id = r.account_id and known.project_id = r.project_id
  ) < v_most
  group by r.account_id, r.project_id, r.kind, r.code, r.pointer, r.detail
  -- Several isolates report the same reasons: the same order for all, so that none deadlocks.
  order by 1, 2, 4, 5, 6, 7
  on conflict (account_id, project_id, minute, kind, code, pointer, detail) do update set
    count = i.count + excluded.count,
    last_at = excluded.last_at;

  delete from public.ingest_rejections i
  where i.ctid in (
    select old.ctid from public.ingest_rejections old
    where old.minute < now() - interval '11 minutes'
    limit 1000
    for update skip locked
  );
end
$function$;

GRANT EXECUTE ON FUNCTION "ingest"."report_rejections"(jsonb) TO "ingest";

COMMENT ON FUNCTION "ingest"."report_rejections"(jsonb) IS 'Counts refused calls: [{key_hash, kind, code, pointer, detail, status, count}]. Those of keys that do not exist belong to nobody and are left out.';

REVOKE ALL ON FUNCTION "ingest"."report_rejections"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "ingest"."report_rejections"(jsonb) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "ingest"."report_rejections"(jsonb) TO "tinycrm";

ALTER FUNCTION "ingest"."report_rejections"(jsonb) OWNER TO "tinycrm";

-- ingest/schema.sql

CREATE SCHEMA "ingest";

GRANT USAGE ON SCHEMA "ingest" TO "ingest";

GRANT CREATE, USAGE ON SCHEMA "ingest" TO "tinycrm";

COMMENT ON SCHEMA "ingest" IS 'What the Edge Function may call: identify and ping. Never exposed through the API.';

-- notifications/functions/claim.sql

CREATE OR REPLACE FUNCTION notifications.claim (
  secret text,
  most   integer
)
  RETURNS TABLE (
    kind       text,
    period     date,
    account_id uuid,
    user_id    uuid,
    email      text,
    account    text,
    time_zone  text,
    currency   text,
    at         timestamp with time zone
  )
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
#variable_conflict use_column
begin
  perform notifications.require_secret(secret);
  delete from private.notifications_sent s where s.claimed_at < now() - interval '60 days';
  return query
  with wanted as (
    select n.*, m.email, a.name as account, a.time_zone, a.currency, b.enabled as billing, s.state, s.trial_ends_at,
      s.current_period_end, b.enabled and s.access_until <= now() as is_closed
    from private.notification_settings n
    join public.members m on m.account_id = n.account_id and m.user_id = n.user_id
    join public.accounts a on a.id = n.account_id
    join public.subscriptions s on s.account_id = n.account_id
    cross join private.billing_settings b
    where (n.weekly_summary or n.billing_notices) and m.email is not null and a.deletion_at is null
  ),
  due as (
    select w.*, 'weekly_summary' as kind, notifications.last_week(w.time_zone, now()) as period, null::timestamptz as at
    from wanted w where w.weekly_summary and not w.is_closed
    union all
    select w.*, 'trial_ending', (w.trial_ends_at at time zone w.time_zone)::date, w.trial_ends_at
    from wanted w
    where w.billing_notices and w.billing and w.state = 'trialing'
      and w.trial_ends_at > now() and w.trial_ends_at < now() + interval '3 days'
    union all
    select w.*, 'payment_failed', coalesce((w.current_period_end at time zone w.time_zone)::date, 'epoch'), null
    from wanted w where w.billing_notices and w.billing and w.state = 'past_due'
  ),
  claimed as (
    insert into private.notifications_sent (account_id, user_id, kind, period)
    select d.account_id, d.user_id, d.kind, d.period
    from due d
    where not exists (
      select from private.notifications_sent s
      where s.account_id = d.account_id and s.user_id = d.user_id and s.kind = d.kind and s.period = d.period
    )
    order by d.account_id, d.user_id, d.kind
    limit least(greatest(coalesce(most, 20), 1), 100)
    on conflict do nothing
    returning account_id, user_id, kind, period
  )
  select d.kind, d.period, d.account_id, d.user_id, d.email, d.account, d.time_zone, d.currency, d.at
  from claimed c
  join due d on d.account_id = c.account_id and d.user_id = c.user_id and d.kind = c.kind and d.period = c.period
  order by d.account_id, d.user_id, d.kind;
end
$function$;

GRANT EXECUTE ON FUNCTION "notifications"."claim"(text, integer) TO "anon";

REVOKE ALL ON FUNCTION "notifications"."claim"(text, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "notifications"."claim"(text, integer) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "notifications"."claim"(text, integer) TO "tinycrm";

ALTER FUNCTION "notifications"."claim"(text, integer) OWNER TO "tinycrm";

-- notifications/functions/last_week.sql

CREATE OR REPLACE FUNCTION notifications.last_week (
  time_zone text,
  at        timestamp with time zone
)
  RETURNS date
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select date_trunc('week', last_week.at at time zone last_week.time_zone)::date - 7
$function$;

REVOKE ALL ON FUNCTION "notifications"."last_week"(text, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "notifications"."last_week"(text, timestamp WITH time zone) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "notifications"."last_week"(text, timestamp WITH time zone) TO "tinycrm";

ALTER FUNCTION "notifications"."last_week"(text, timestamp WITH time zone) OWNER TO "tinycrm";

-- notifications/functions/release.sql

CREATE OR REPLACE FUNCTION notifications.release (
  secret     text,
  account_id uuid,
  user_id    uuid,
  kind       text,
  period     date
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform notifications.require_secret(secret);
  delete from private.notifications_sent s
  where s.account_id = release.account_id and s.user_id = release.user_id
    and s.kind = release.kind and s.period = release.period;
end
$function$;

GRANT EXECUTE ON FUNCTION "notifications"."release"(text, uuid, uuid, text, date) TO "anon";

REVOKE ALL ON FUNCTION "notifications"."release"(text, uuid, uuid, text, date) FROM PUBLIC;

REVOKE ALL ON FUNCTION "notifications"."release"(text, uuid, uuid, text, date) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "notifications"."release"(text, uuid, uuid, text, date) TO "tinycrm";

ALTER FUNCTION "notifications"."release"(text, uuid, uuid, text, date) OWNER TO "tinycrm";

-- notifications/functions/require_secret.sql

CREATE OR REPLACE FUNCTION notifications.require_secret (
  secret text
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  if not exists (
    select from private.notification_sender s where s.secret_hash = sha256(convert_to(coalesce(secret, ''), 'UTF8'))
  ) then
    raise insufficient_privilege using
      message = 'The database knows another CRON_SECRET. Run select private.set_cron_secret(''…'') with this one.';
  end if;
end
$function$;

REVOKE ALL ON FUNCTION "notifications"."require_secret"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "notifications"."require_secret"(text) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "notifications"."require_secret"(text) TO "tinycrm";

ALTER FUNCTION "notifications"."require_secret"(text) OWNER TO "tinycrm";

-- notifications/functions/stop.sql

CREATE OR REPLACE FUNCTION notifications.stop (
  secret     text,
  account_id uuid,
  user_id    uuid,
  setting    text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform notifications.require_secret(secret);
  update private.notification_settings n set
    weekly_summary = n.weekly_summary and stop.setting <> 'weekly_summary',
    billing_notices = n.billing_notices and stop.setting <> 'billing_notices'
  where n.account_id = stop.account_id and n.user_id = stop.user_id;
end
$function$;

GRANT EXECUTE ON FUNCTION "notifications"."stop"(text, uuid, uuid, text) TO "anon";

REVOKE ALL ON FUNCTION "notifications"."stop"(text, uuid, uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "notifications"."stop"(text, uuid, uuid, text) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "notifications"."stop"(text, uuid, uuid, text) TO "tinycrm";

ALTER FUNCTION "notifications"."stop"(text, uuid, uuid, text) OWNER TO "tinycrm";

-- notifications/functions/week.sql

CREATE OR REPLACE FUNCTION notifications.week (
  secret     text,
  account_id uuid,
  monday     date
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  SET "TimeZone" TO 'UTC'
  SET work_mem TO '128MB'
  SET jit TO 'off'
  SET enable_seqscan TO 'off'
  AS $function$
declare
  v_mrr_param text;
  v_figures jsonb;
begin
  perform notifications.require_secret(secret);
  select a.mrr_param into v_mrr_param from public.accounts a where a.id = week.account_id;
  -- Those that were kept of a large account do when they were counted after the week.
  select s.figures into v_figures from private.overview_snapshots s
  where s.account_id = week.account_id and s.days = 30 and s.mrr_param = v_mrr_param
    and s.counted_at >= monday + 7 and s.counted_at > now() - interval '6 hours';
  if v_figures is null then
    v_figures := jsonb_build_object(
      'daily', private.overview_daily(week.account_id, monday::timestamptz),
      'per_project', private.overview_per_project(week.account_id, monday::timestamptz, v_mrr_param),
      'radar', private.overview_radar(week.account_id),
      'people', (select count(*) from public.customers c where c.account_id = week.account_id)
    );
  end if;
  return (
    select jsonb_build_object(
      'new', coalesce(sum((d ->> 'new')::integer), 0),
      'paid', coalesce(sum((d ->> 'paid')::integer), 0),
      'churned', coalesce(sum((d ->> 'churned')::integer), 0)
    )
    from jsonb_array_elements(v_figures -> 'daily') d
    where (d ->> 'day')::date >= monday and (d ->> 'day')::date < monday + 7
  ) || jsonb_build_object(
    'people', (v_figures ->> 'people')::integer,
    'trials_ending', (v_figures #>> '{radar,ending_3,total}')::integer + (v_figures #>> '{radar,ending_7,total}')::integer,
    'mrr', (select coalesce(sum((p ->> 'mrr')::numeric), 0) from jsonb_array_elements(v_figures -> 'per_project') p)
  );
end
$function$;

GRANT EXECUTE ON FUNCTION "notifications"."week"(text, uuid, date) TO "anon";

REVOKE ALL ON FUNCTION "notifications"."week"(text, uuid, date) FROM PUBLIC;

REVOKE ALL ON FUNCTION "notifications"."week"(text, uuid, date) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "notifications"."week"(text, uuid, date) TO "tinycrm";

ALTER FUNCTION "notifications"."week"(text, uuid, date) OWNER TO "tinycrm";

-- notifications/schema.sql

CREATE SCHEMA "notifications";

GRANT USAGE ON SCHEMA "notifications" TO "anon";

GRANT CREATE, USAGE ON SCHEMA "notifications" TO "tinycrm";

COMMENT ON SCHEMA "notifications" IS 'What whoever knows the secret of the sender may call. Never exposed through the API.';

-- private/functions/accept_invitation.sql

CREATE OR REPLACE FUNCTION private.accept_invitation (
  token text
)
  RETURNS uuid
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_invitation public.invitations;
begin
  if private.user_id() is null then
    raise insufficient_privilege using message = 'Sign in first.';
  end if;
  delete from public.invitations i where i.token_hash = sha256(convert_to(accept_invitation.token, 'UTF8'))
  returning * into v_invitation;
  if not found or v_invitation.expires_at <= now() then
    raise invalid_parameter_value using
      message = 'This invitation has ended: it was used or withdrawn, is older than 7 days, or whoever sent it may no longer invite. Ask for a new one.';
  end if;
  if lower(private.user_email()) is distinct from v_invitation.email then
    raise insufficient_privilege using
      message = 'This invitation is for another email than the one you are signed in with.';
  end if;
  insert into public.members (account_id, user_id, role, email)
  values (v_invitation.account_id, private.user_id(), v_invitation.role, private.user_email())
  on conflict do nothing;
  return v_invitation.account_id;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."accept_invitation"(text) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."accept_invitation"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."accept_invitation"(text) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."accept_invitation"(text) TO "tinycrm";

ALTER FUNCTION "private"."accept_invitation"(text) OWNER TO "tinycrm";

-- private/functions/add_note.sql

CREATE OR REPLACE FUNCTION private.add_note (
  account_id  uuid,
  customer_id uuid,
  body        text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_body text := btrim(body, E' \t\r\n');
  v_note public.customer_notes;
begin
  perform private.require_editor(add_note.account_id);
  if char_length(coalesce(v_body, '')) not between 1 and 10000 then
    raise invalid_parameter_value using message = 'Write a note of 1 to 10,000 characters.';
  end if;
  insert into public.customer_notes (account_id, customer_id, body, author_email)
  values (add_note.account_id, add_note.customer_id, v_body, private.user_email())
  returning * into v_note;
  return to_jsonb(v_note) - 'account_id' - 'customer_id';
exception
  when foreign_key_violation then
    raise invalid_parameter_value using message = 'There is no such customer in this account.';
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."add_note"(uuid, uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."add_note"(uuid, uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."add_note"(uuid, uuid, text) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."add_note"(uuid, uuid, text) TO "tinycrm";

ALTER FUNCTION "private"."add_note"(uuid, uuid, text) OWNER TO "tinycrm";

-- private/functions/add_sample_data.sql

CREATE OR REPLACE FUNCTION private.add_sample_data (
  account_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_hashes text[];
  v_project_id uuid;
  v_key record;
begin
  perform private.require_editor(add_sample_data.account_id);
  if exists (
    select from public.projects p where p.account_id = add_sample_data.account_id and p.is_sample
  ) then
    return;
  end if;

  for i in 1..2 loop
    v_project_id := (private.create_project(add_sample_data.account_id, (array['Sample Notes', 'Sample Mail'])[i])).id;
    -- Both are made in one transaction, and are listed by when they were made.
    update public.projects p set is_sample = true, created_at = clock_timestamp()
    where p.account_id = add_sample_data.account_id and p.id = v_project_id;
    select * into v_key from private.create_api_key(v_project_id, 'sample data');
    v_hashes[i] := encode(sha256(convert_to(v_key.api_key, 'UTF8')), 'hex');
  end loop;

  perform from ingest.identify(private.sample_calls(v_hashes));
  update public.api_keys k set revoked_at = now()
  where k.account_id = add_sample_data.account_id and k.hash in (select decode(h, 'hex') from unnest(v_hashes) h);
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."add_sample_data"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."add_sample_data"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."add_sample_data"(uuid) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."add_sample_data"(uuid) TO "tinycrm";

ALTER FUNCTION "private"."add_sample_data"(uuid) OWNER TO "tinycrm";

-- private/functions/after_cursor.sql

CREATE OR REPLACE FUNCTION private.after_cursor (
  cursor     jsonb,
  expression text,
  type       text,
  descending boolean
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_value jsonb := cursor -> 0;
  v_text text := coalesce(v_value #>> '{}', case
    when type = 'numeric' then case when descending then '-Infinity' else 'Infinity' end
    when expression like 'lower(%' then ''
  end);
begin
  if cursor is null or cursor = 'null' then
    return 'true';
  end if;
  if jsonb_typeof(cursor) <> 'array' or jsonb_array_length(cursor) <> 2
    or jsonb_typeof(v_value) not in (case when type in ('bigint', 'numeric') then 'number' else 'string' end, 'null')
    or v_text is null
    or jsonb_typeof(cursor -> 1) <> 'string' then
    raise invalid_parameter_value using message = 'A cursor is the sort value and the id of the last row.';
  end if;
  begin
    perform (cursor ->> 1)::uuid, case type
      when 'timestamptz' then v_text::timestamptz::text
      when 'bigint' then v_text::bigint::text
      when 'numeric' then v_text::numeric::text
    end;
  exception
    when data_exception then
      raise invalid_parameter_value using message = 'The cursor does not belong to this sort order.';
  end;
  return format(
    '(%s, %s) %s (%L::%s, %L::uuid)',
    expression, private.sorted_id(expression),
    case when descending then '<' else '>' end,
    case when expression like 'lower(%' then lower(v_text) else v_text end, type, cursor ->> 1
  );
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."after_cursor"(jsonb, text, text, boolean) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."after_cursor"(jsonb, text, text, boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."after_cursor"(jsonb, text, text, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."after_cursor"(jsonb, text, text, boolean) TO "postgres";

-- private/functions/api_key_checksum.sql

CREATE OR REPLACE FUNCTION private.api_key_checksum (
  body text
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_alphabet constant text := '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  v_number bigint := ('x' || encode(substr(sha256(convert_to(body, 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint
    & x'7fffffffffffffff'::bigint;
  v_text text := '';
begin
  for i in 1..6 loop
    v_text := substr(v_alphabet, (v_number % 62)::integer + 1, 1) || v_text;
    v_number := v_number / 62;
  end loop;
  return v_text;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."api_key_checksum"(text) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."api_key_checksum"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."api_key_checksum"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."api_key_checksum"(text) TO "postgres";

-- private/functions/apply_delivery.sql

CREATE OR REPLACE FUNCTION private.apply_delivery (
  receiver public.receivers,
  event    jsonb,
  OUT      customer_id uuid,
  OUT      outcome text
)
  RETURNS record
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_at constant timestamptz := private.event_time(null, (event ->> 'at')::timestamptz);
  -- least() ignores null, and no sign of life is not one of now.
  v_seen_at constant timestamptz := case when event ->> 'seen_at' is not null then least(now(), (event ->> 'seen_at')::timestamptz) end;
  v_external_id constant text := event ->> 'external_id';
  v_email text := (event ->> 'email')::public.email;
  v_person private.receiver_people;
  v_subscriptions jsonb;
  v_summary record;
  v_calls jsonb := '[]';
begin
  if v_external_id is not null then
    select p.* into v_person from private.receiver_people p
    where p.account_id = (receiver).account_id and p.receiver_id = (receiver).id and p.external_id = v_external_id;
    if v_email is not null and v_at < v_person.email_at then
      v_email := null;
    end if;
    if v_email is null then
      select c.email into v_email from public.customers c
      where c.account_id = v_person.account_id and c.id = v_person.customer_id;
    else
      v_person.email_at := v_at;
    end if;
  end if;
  v_person.subscriptions := coalesce(v_person.subscriptions, '{}');
  if event -> 'subscription' is not null then
    v_person.subscriptions := private.note_subscription(v_person.subscriptions, event -> 'subscription', v_at);
  end if;

  if v_email is null and event -> 'subscription' is null then
    outcome := 'unknown';
    return;
  end if;
  if v_email is not null then
    v_subscriptions := private.subscriptions_of_others(receiver, v_email, v_external_id) || v_person.subscriptions;
    select * into v_summary from private.summarise_subscriptions(v_subscriptions);
    if event -> 'subscription' is null then
      v_calls := jsonb_build_array(jsonb_build_object(
        'email', v_email, 'name', event -> 'name', 'at', v_at,
        -- Who is paid one order back still has what runs.
        'status', case when event ->> 'status' = 'churned' and v_summary.status in ('paid', 'trial') then 'null' else event -> 'status' end,
        'params', case when event ->> 'params_at' is null then event -> 'params' end
      ));
      if event ->> 'params_at' is not null then
        v_calls := v_calls || jsonb_build_object(
          'email', v_email, 'params', event -> 'params', 'at', least(v_at, (event ->> 'params_at')::timestamptz)
        );
      end if;
    end if;
    if v_subscriptions <> '{}' then
      v_calls := v_calls || jsonb_build_object(
        'email', v_email, 'name', case when event -> 'subscription' is not null and v_at >= v_summary.at then event -> 'name' end,
        'status', v_summary.status, 'params', v_summary.params, 'at', v_summary.at
      );
    end if;
    select w.customer_id, w.outcome into customer_id, outcome
    from private.write_received_calls(receiver, v_calls, v_seen_at) w;
  else
    outcome := 'waiting';
  end if;

  if v_external_id is not null then
    insert into private.receiver_people as p (account_id, receiver_id, external_id, customer_id, email_at, subscriptions)
    values (
      (receiver).account_id, (receiver).id, v_external_id, apply_delivery.customer_id,
      coalesce(v_person.email_at, '-infinity'), v_person.subscriptions
    )
    on conflict on constraint receiver_people_pkey do update set
      customer_id = excluded.customer_id, email_at = excluded.email_at,
      subscriptions = excluded.subscriptions, touched_at = now();
  end if;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."apply_delivery"(public.receivers, jsonb) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."apply_delivery"(public.receivers, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."apply_delivery"(public.receivers, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."apply_delivery"(public.receivers, jsonb) TO "postgres";

-- private/functions/archive_project.sql

CREATE OR REPLACE FUNCTION private.archive_project (
  project_id uuid
)
  RETURNS public.projects
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_project public.projects := private.find_my_project(archive_project.project_id);
begin
  update public.projects p
  set archived_at = coalesce(p.archived_at, now())
  where p.account_id = v_project.account_id and p.id = v_project.id
  returning * into v_project;
  update public.api_keys k
  set suspended_expiry = coalesce(k.expires_at, 'infinity'), expires_at = now()
  where k.account_id = v_project.account_id and k.project_id = v_project.id
    and k.suspended_expiry is null and (k.expires_at is null or k.expires_at > now());
  return v_project;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."archive_project"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."archive_project"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."archive_project"(uuid) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."archive_project"(uuid) TO "tinycrm";

ALTER FUNCTION "private"."archive_project"(uuid) OWNER TO "tinycrm";

-- private/functions/audit_account.sql

CREATE OR REPLACE FUNCTION private.audit_account()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if new.name <> old.name then
    perform private.record_audit(new.id, 'account_renamed');
  else
    perform private.record_audit(new.id, 'account_settings_changed');
  end if;
  return null;
end
$function$;

REVOKE ALL ON FUNCTION "private"."audit_account"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."audit_account"() FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."audit_account"() TO "tinycrm";

ALTER FUNCTION "private"."audit_account"() OWNER TO "tinycrm";

-- private/functions/audit_api_key.sql

CREATE OR REPLACE FUNCTION private.audit_api_key()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.record_audit(
    new.account_id,
    case
      when tg_op = 'INSERT' then 'key_created'
      when old.revoked_at is null and new.revoked_at is not null then 'key_revoked'
      else 'key_rotated'
    end,
    new.project_id,
    jsonb_build_object(
      'key', new.name, 'hint', new.hint,
      'name', (select p.name from public.projects p where p.account_id = new.account_id and p.id = new.project_id),
      'ends_at', case when tg_op = 'UPDATE' and new.revoked_at is null then new.expires_at end
    )
  );
  return null;
end
$function$;

REVOKE ALL ON FUNCTION "private"."audit_api_key"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."audit_api_key"() FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."audit_api_key"() TO "tinycrm";

ALTER FUNCTION "private"."audit_api_key"() OWNER TO "tinycrm";

-- private/functions/audit_import.sql

CREATE OR REPLACE FUNCTION private.audit_import()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.record_audit(
    new.account_id,
    case tg_op when 'INSERT' then 'import_started' else 'import_undone' end,
    new.project_id,
    jsonb_build_object(
      'count', new.row_count,
      'name', (select p.name from public.projects p where p.account_id = new.account_id and p.id = new.project_id)
    )
  );
  return null;
end
$function$;

REVOKE ALL ON FUNCTION "private"."audit_import"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."audit_import"() FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."audit_import"() TO "tinycrm";

ALTER FUNCTION "private"."audit_import"() OWNER TO "tinycrm";

-- private/functions/audit_invitation.sql

CREATE OR REPLACE FUNCTION private.audit_invitation()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.record_audit(new.account_id, 'member_invited', null, jsonb_build_object('role', new.role));
  return null;
end
$function$;

REVOKE ALL ON FUNCTION "private"."audit_invitation"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."audit_invitation"() FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."audit_invitation"() TO "tinycrm";

ALTER FUNCTION "private"."audit_invitation"() OWNER TO "tinycrm";

-- private/functions/audit_member.sql

CREATE OR REPLACE FUNCTION private.audit_member()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_member public.members := coalesce(new, old);
begin
  perform private.record_audit(
    v_member.account_id,
    case tg_op when 'INSERT' then 'member_joined' when 'DELETE' then 'member_left' else 'member_role_changed' end,
    v_member.user_id,
    jsonb_build_object('role', v_member.role, 'before', case when tg_op = 'UPDATE' then old.role end)
  );
  return null;
end
$function$;

REVOKE ALL ON FUNCTION "private"."audit_member"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."audit_member"() FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."audit_member"() TO "tinycrm";

ALTER FUNCTION "private"."audit_member"() OWNER TO "tinycrm";

-- private/functions/audit_project.sql

CREATE OR REPLACE FUNCTION private.audit_project()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_project public.projects := coalesce(new, old);
begin
  perform private.record_audit(
    v_project.account_id,
    case
      when tg_op = 'INSERT' then 'project_created'
      when tg_op = 'DELETE' then 'project_deleted'
      when new.name <> old.name then 'project_renamed'
      when new.archived_at is null then 'project_unarchived'
      else 'project_archived'
    end,
    v_project.id, jsonb_build_object('name', v_project.name)
  );
  return null;
end
$function$;

REVOKE ALL ON FUNCTION "private"."audit_project"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."audit_project"() FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."audit_project"() TO "tinycrm";

ALTER FUNCTION "private"."audit_project"() OWNER TO "tinycrm";

-- private/functions/audit_receiver.sql

CREATE OR REPLACE FUNCTION private.audit_receiver()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_receiver public.receivers := coalesce(new, old);
begin
  perform private.record_audit(
    v_receiver.account_id,
    case tg_op when 'INSERT' then 'receiver_created' when 'DELETE' then 'receiver_removed' else 'receiver_mapping_changed' end,
    p.id, jsonb_build_object('source', v_receiver.source, 'name', p.name)
  )
  -- What goes with its product leaves nothing.
  from public.projects p where p.account_id = v_receiver.account_id and p.id = v_receiver.project_id;
  return null;
end
$function$;

REVOKE ALL ON FUNCTION "private"."audit_receiver"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."audit_receiver"() FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."audit_receiver"() TO "tinycrm";

ALTER FUNCTION "private"."audit_receiver"() OWNER TO "tinycrm";

-- private/functions/audit_receiver_secret.sql

CREATE OR REPLACE FUNCTION private.audit_receiver_secret()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.record_audit(
    r.account_id, 'receiver_secret_changed', p.id, jsonb_build_object('source', r.source, 'name', p.name)
  )
  from public.receivers r
  join public.projects p on p.account_id = r.account_id and p.id = r.project_id
  where r.account_id = new.account_id and r.id = new.receiver_id;
  return null;
end
$function$;

REVOKE ALL ON FUNCTION "private"."audit_receiver_secret"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."audit_receiver_secret"() FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."audit_receiver_secret"() TO "tinycrm";

ALTER FUNCTION "private"."audit_receiver_secret"() OWNER TO "tinycrm";

-- private/functions/audit_sign_in.sql

CREATE OR REPLACE FUNCTION private.audit_sign_in()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  insert into private.audit_log (account_id, actor_id, action)
  select m.account_id, new.id, 'signed_in' from public.members m where m.user_id = new.id;
  return null;
end
$function$;

REVOKE ALL ON FUNCTION "private"."audit_sign_in"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."audit_sign_in"() FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."audit_sign_in"() TO "tinycrm";

ALTER FUNCTION "private"."audit_sign_in"() OWNER TO "tinycrm";

-- private/functions/billing_owner.sql

CREATE OR REPLACE FUNCTION private.billing_owner (
  account_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.require_member(billing_owner.account_id);
  if not exists (
    select from public.members m
    where m.account_id = billing_owner.account_id and m.user_id = private.user_id() and m.role = 'owner'
  ) then
    raise insufficient_privilege using message = 'Only the owner of this account can change how it pays.';
  end if;
  return (
    select jsonb_build_object(
      'enabled', b.enabled,
      'state', s.state,
      'trial_ends_at', s.trial_ends_at,
      'stripe_customer_id', s.stripe_customer_id,
      'stripe_subscription_id', s.stripe_subscription_id
    )
    from public.subscriptions s cross join private.billing_settings b
    where s.account_id = billing_owner.account_id
  );
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."billing_owner"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."billing_owner"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."billing_owner"(uuid) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."billing_owner"(uuid) TO "tinycrm";

ALTER FUNCTION "private"."billing_owner"(uuid) OWNER TO "tinycrm";

-- private/functions/billing_state.sql

CREATE OR REPLACE FUNCTION private.billing_state (
  account_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.require_member(billing_state.account_id);
  return (
    select jsonb_build_object(
      'enabled', b.enabled,
      'state', s.state,
      'trial_ends_at', s.trial_ends_at,
      'current_period_end', s.current_period_end,
      'cancel_at_period_end', s.cancel_at_period_end,
      'access', case when b.enabled and s.access_until <= now() then 'billing_only' else 'full' end,
      'access_until', case when b.enabled and isfinite(s.access_until) then s.access_until end,
      'ingest_until', case when b.enabled and isfinite(s.access_until) then s.access_until + interval '14 days' end
    )
    from public.subscriptions s cross join private.billing_settings b
    where s.account_id = billing_state.account_id
  );
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."billing_state"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."billing_state"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."billing_state"(uuid) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."billing_state"(uuid) TO "tinycrm";

ALTER FUNCTION "private"."billing_state"(uuid) OWNER TO "tinycrm";

-- private/functions/check_import_rows.sql

CREATE OR REPLACE FUNCTION private.check_import_rows (
  rows jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  if jsonb_typeof(rows) is distinct from 'array' or jsonb_array_length(rows) not between 1 and 500 then
    raise invalid_parameter_value using message = 'An import takes 1 to 500 rows at a time.';
  end if;
  if exists (select from jsonb_array_elements(rows) r where jsonb_typeof(r) <> 'object') then
    raise invalid_parameter_value using message = 'Each row of an import is an object.';
  end if;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."check_import_rows"(jsonb) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."check_import_rows"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."check_import_rows"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."check_import_rows"(jsonb) TO "postgres";

-- private/functions/condition_source.sql

CREATE OR REPLACE FUNCTION private.condition_source (
  account_id uuid,
  condition  jsonb,
  OUT        source text,
  OUT        is_exact boolean
)
  RETURNS record
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_field text := condition ->> 'field';
  v_operator text := condition ->> 'operator';
  v_value jsonb := condition -> 'value';
  v_products text := format(
    'select cp.customer_id as id from public.customer_projects cp where cp.account_id = %L and ', account_id
  );
begin
  is_exact := true;
  case
    when v_field = 'project' and v_operator = 'any_of' then
      source := v_products || format('cp.project_id = any (%L::uuid[])', array(select jsonb_array_elements_text(v_value)));
    when v_field = 'project' and v_operator = 'all_of' and v_value <> '[]' then
      source := v_products || format('cp.project_id = %L', v_value ->> 0);
    when v_field = 'status' and v_operator = 'is' then
      source := v_products || format(
        'cp.project_id = any (%L::uuid[]) and cp.status = any (%L::public.customer_status[])',
        case
          when condition ? 'project' then array[(condition ->> 'project')::uuid]
          else array(select p.id from public.projects p where p.account_id = condition_source.account_id)
        end,
        array(select jsonb_array_elements_text(v_value))
      );
    when v_field = 'project_count' then
      source := format(
        'select a.customer_id as id from public.customer_activity a where a.account_id = %L and %s',
        account_id, private.project_count_condition(account_id, condition)
      );
    when v_field = 'last_activity' and not condition ? 'project' then
      source := format(
        'select a.customer_id as id from public.customer_activity a where a.account_id = %L and %s',
        account_id, private.time_condition(account_id, condition)
      );
    when v_field = 'first_seen' and not condition ? 'project' then
      source := format(
        'select c.id from public.customers c where c.account_id = %L and %s',
        account_id, private.time_condition(account_id, condition)
      );
    when v_field = 'tag' and v_operator = 'any_of' then
      source := format(
        'select t.customer_id as id from public.customer_tags t where t.account_id = %L and t.tag = any (%L::text[])',
        account_id, array(select jsonb_array_elements_text(v_value))
      );
    when v_field = 'param' and v_operator = 'is' then
      source := v_products || private.param_equals(condition ->> 'key', v_value);
      is_exact := false;
    when v_field = 'param' and v_operator in ('gt', 'gte', 'lt', 'lte') and private.is_indexed(account_id, condition ->> 'key') then
      source := format(
        'select n.customer_id as id from private.param_numbers n where n.account_id = %L and n.key = %L and n.value %s %L::numeric%s',
        account_id, condition ->> 'key',
        case v_operator when 'gt' then '>' when 'gte' then '>=' when 'lt' then '<' else '<=' end, v_value,
        case when condition ? 'project' then format(' and n.project_id = %L', condition ->> 'project') end
      );
    when v_field in ('name', 'email') then
      source := format('select c.id from public.customers c where c.account_id = %L and %s', account_id, private.text_condition(condition));
      is_exact := false;
    else
      source := null;
  end case;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."condition_source"(uuid, jsonb) TO "tinycrm";

COMMENT ON FUNCTION "private"."condition_source"(uuid, jsonb) IS 'SQL of the ids of all customers a condition can be true for, where an index leads to them; null where none does.';

REVOKE ALL ON FUNCTION "private"."condition_source"(uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."condition_source"(uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."condition_source"(uuid, jsonb) TO "postgres";

-- private/functions/contains_pattern.sql

CREATE OR REPLACE FUNCTION private.contains_pattern (
  needle text
)
  RETURNS text
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select '%' || replace(replace(replace(lower(needle), '\', '\\'), '%', '\%'), '_', '\_') || '%'
$function$;

GRANT EXECUTE ON FUNCTION "private"."contains_pattern"(text) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."contains_pattern"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."contains_pattern"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."contains_pattern"(text) TO "postgres";

-- private/functions/count_customers.sql

CREATE OR REPLACE FUNCTION private.count_customers (
  account_id uuid,
  filter     jsonb
)
  RETURNS integer
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  SET jit TO 'off'
  AS $function$
declare
  -- Counting costs the whole match; past this the page says "10,000+".
  v_limit constant integer := 10001;
  v_where text;
  v_source text;
  v_count integer;
begin
  perform private.require_member(count_customers.account_id);
  v_where := private.customer_filter(count_customers.account_id, filter);
  v_source := private.filter_source(count_customers.account_id, filter);
  execute format(
    'select count(*) from (select from %s %s where %s limit %s) counted',
    coalesce(
      case when v_source is not null then format(
        '(select distinct s.id from (%s) s) found join public.customers c on c.account_id = %L and c.id = found.id',
        v_source, count_customers.account_id
      ) end,
      'public.customers c'
    ),
    -- Only what asks for activity pays for it.
    case when v_where ~ '\ma\.(last_activity_at|project_count)\M' then
      case when v_source is null then 'join public.customer_activity a on a.account_id = c.account_id and a.customer_id = c.id'
      else
        'cross join lateral (select * from public.customer_activity a where a.account_id = c.account_id and a.customer_id = c.id offset 0) a'
      end
    end,
    v_where, v_limit
  ) into v_count;
  return v_count;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."count_customers"(uuid, jsonb) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."count_customers"(uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."count_customers"(uuid, jsonb) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."count_customers"(uuid, jsonb) TO "tinycrm";

ALTER FUNCTION "private"."count_customers"(uuid, jsonb) OWNER TO "tinycrm";

-- private/functions/count_overview.sql

CREATE OR REPLACE FUNCTION private.count_overview (
  account_id uuid,
  days       integer,
  mrr_param  text
)
  RETURNS private.overview_snapshots
  LANGUAGE plpgsql
  SET search_path TO ''
  SET work_mem TO '128MB'
  SET jit TO 'off'
  SET enable_seqscan TO 'off'
  AS $function$
declare
  -- Badges that are counted in about 100 ms.
  v_large constant integer := 50000;
  v_snapshot private.overview_snapshots;
  v_start timestamptz := clock_timestamp();
begin
  v_snapshot.account_id := count_overview.account_id;
  v_snapshot.days := count_overview.days;
  v_snapshot.mrr_param := count_overview.mrr_param;
  v_snapshot.counted_at := v_start;
  v_snapshot.figures := private.overview_figures(count_overview.account_id, days, mrr_param);
  v_snapshot.took_ms := extract(epoch from clock_timestamp() - v_start) * 1000;

  if (
    select sum((p.value ->> 'customers')::integer)
    from jsonb_array_elements(v_snapshot.figures -> 'per_project') p
  ) > v_large then
    insert into private.overview_snapshots select v_snapshot.*
    on conflict on constraint overview_snapshots_pkey do update set
      counted_at = excluded.counted_at, took_ms = excluded.took_ms, figures = excluded.figures;
    -- The params and periods that somebody asked for lately.
    delete from private.overview_snapshots s
    where s.account_id = count_overview.account_id and s.counted_at < (
      select k.counted_at from private.overview_snapshots k
      where k.account_id = count_overview.account_id
      order by k.counted_at desc offset 9 limit 1
    );
  else
    delete from private.overview_snapshots s
    where s.account_id = count_overview.account_id
      and s.days = count_overview.days and s.mrr_param = count_overview.mrr_param;
  end if;
  return v_snapshot;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."count_overview"(uuid, integer, text) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."count_overview"(uuid, integer, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."count_overview"(uuid, integer, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."count_overview"(uuid, integer, text) TO "postgres";

-- private/functions/create_account.sql

CREATE OR REPLACE FUNCTION private.create_account (
  name text
)
  RETURNS uuid
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_most constant integer := 20;
  v_name text := private.to_one_line(create_account.name);
  v_account_id uuid := gen_random_uuid();
begin
  if private.user_id() is null then
    raise insufficient_privilege using message = 'Sign in first.';
  end if;
  if char_length(coalesce(v_name, '')) not between 1 and 80 then
    raise invalid_parameter_value using message = 'Give the account a name of 1 to 80 characters.';
  end if;
  if (select count(*) from public.members m where m.user_id = private.user_id() and m.role = 'owner') >= v_most then
    raise invalid_parameter_value using message = format('You own %s accounts already, which is the most.', v_most);
  end if;
  insert into public.accounts (id, name) values (v_account_id, v_name);
  insert into public.members (account_id, user_id, role, email)
  values (v_account_id, private.user_id(), 'owner', private.user_email());
  return v_account_id;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."create_account"(text) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."create_account"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."create_account"(text) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."create_account"(text) TO "tinycrm";

ALTER FUNCTION "private"."create_account"(text) OWNER TO "tinycrm";

-- private/functions/create_account_for_new_user.sql

CREATE OR REPLACE FUNCTION private.create_account_for_new_user()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_account_id uuid := gen_random_uuid();
  v_name text := left(coalesce(
    nullif(private.to_one_line(new.raw_user_meta_data ->> 'account_name'), ''),
    nullif(split_part(new.email, '@', 1), ''),
    'My account'
  ), 80);
begin
  insert into public.accounts (id, name) values (v_account_id, v_name);
  insert into public.members (account_id, user_id, role, email) values (v_account_id, new.id, 'owner', new.email);
  return new;
end
$function$;

REVOKE ALL ON FUNCTION "private"."create_account_for_new_user"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."create_account_for_new_user"() FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."create_account_for_new_user"() TO "tinycrm";

ALTER FUNCTION "private"."create_account_for_new_user"() OWNER TO "tinycrm";

-- private/functions/create_api_key.sql

CREATE OR REPLACE FUNCTION private.create_api_key (
  project_id uuid,
  name       text,
  OUT        id uuid,
  OUT        api_key text
)
  RETURNS record
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_project public.projects;
begin
  select p.* into v_project
  from public.projects p
  where p.id = create_api_key.project_id and p.account_id = any (private.my_account_ids());
  perform private.require_editor(v_project.account_id);
  if v_project.archived_at is not null then
    raise invalid_parameter_value using message = 'This product is archived. Bring it back to make a key for it.';
  end if;

  api_key := 'tcrm_proj_' || private.random_base62(43);
  api_key := api_key || private.api_key_checksum(api_key);

  insert into public.api_keys (account_id, project_id, name, hash, hint)
  values (v_project.account_id, v_project.id, btrim(create_api_key.name), sha256(convert_to(api_key, 'UTF8')), right(api_key, 4))
  returning api_keys.id into create_api_key.id;
exception
  when check_violation or not_null_violation then
    raise check_violation using message = 'A key needs a name of 1 to 60 characters.';
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."create_api_key"(uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."create_api_key"(uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."create_api_key"(uuid, text) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."create_api_key"(uuid, text) TO "tinycrm";

ALTER FUNCTION "private"."create_api_key"(uuid, text) OWNER TO "tinycrm";

-- private/functions/create_missing_customers.sql

CREATE OR REPLACE FUNCTION private.create_missing_customers (
  calls private.identify_call[]
)
  RETURNS private.identify_call[]
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  insert into public.customers (account_id, email, name, first_seen_at)
  select c.account_id, c.email, c.name, c.at
  from unnest(calls) c
  where c.customer_id is null and c.turn = 1
  order by c.account_id, c.email
  on conflict (account_id, email) do nothing;

  return array(
    select row(
      c.ordinal, c.turn, c.account_id, c.project_id, coalesce(c.customer_id, made.id),
      c.email, c.name, c.status, c.params, c.at
    )::private.identify_call
    from unnest(calls) c
    left join lateral (
      select cu.id from public.customers cu
      where cu.account_id = c.account_id and cu.email = c.email
      limit 1
    ) made on true
  );
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."create_missing_customers"(private.identify_call[]) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."create_missing_customers"(private.identify_call[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."create_missing_customers"(private.identify_call[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."create_missing_customers"(private.identify_call[]) TO "postgres";

-- private/functions/create_project.sql

CREATE OR REPLACE FUNCTION private.create_project (
  account_id uuid,
  name       text
)
  RETURNS public.projects
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_colors text[] := '{blue,green,violet,orange,pink,teal,red,amber,indigo,lime}';
  v_project public.projects;
begin
  perform private.require_editor(create_project.account_id);

  insert into public.projects (account_id, name, color)
  select create_project.account_id, private.to_one_line(create_project.name), v_colors[1 + count(*) % 10]
  from public.projects p
  where p.account_id = create_project.account_id
  returning * into v_project;
  return v_project;
exception
  when unique_violation then
    raise unique_violation using
      message = 'You already have a project of this name. Choose another name.';
  when check_violation or not_null_violation then
    raise check_violation using message = 'A project needs a name of 1 to 60 characters.';
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."create_project"(uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."create_project"(uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."create_project"(uuid, text) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."create_project"(uuid, text) TO "tinycrm";

ALTER FUNCTION "private"."create_project"(uuid, text) OWNER TO "tinycrm";

-- private/functions/create_receiver.sql

CREATE OR REPLACE FUNCTION private.create_receiver (
  project_id uuid,
  source     text,
  secret     text,
  OUT        id uuid,
  OUT        secret_made text
)
  RETURNS record
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_project public.projects := private.find_my_project(create_receiver.project_id);
begin
  insert into public.receivers as r (account_id, project_id, source)
  values (v_project.account_id, v_project.id, create_receiver.source)
  returning r.id into create_receiver.id;
  secret_made := private.write_receiver_secret(v_project.account_id, create_receiver.id, create_receiver.secret);
exception
  when unique_violation then
    raise unique_violation using message = 'This product has a receiver for this service already.';
  when check_violation or not_null_violation then
    raise invalid_parameter_value using message = 'There is no receiver for this service.';
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."create_receiver"(uuid, text, text) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."create_receiver"(uuid, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."create_receiver"(uuid, text, text) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."create_receiver"(uuid, text, text) TO "tinycrm";

ALTER FUNCTION "private"."create_receiver"(uuid, text, text) OWNER TO "tinycrm";

-- private/functions/customer_badges.sql

CREATE OR REPLACE FUNCTION private.customer_badges (
  account_id  uuid,
  customer_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (
    select coalesce(jsonb_agg(
      jsonb_build_object(
        'project_id', cp.project_id,
        'status', cp.status,
        'params', cp.params,
        'first_seen_at', cp.first_seen_at,
        'last_activity_at', cp.last_activity_at
      )
      order by p.created_at, p.id
    ), '[]')
    from public.customer_projects cp
    join public.projects p on p.account_id = cp.account_id and p.id = cp.project_id
    where cp.account_id = customer_badges.account_id and cp.customer_id = customer_badges.customer_id
  );
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."customer_badges"(uuid, uuid) TO "authenticated";

GRANT EXECUTE ON FUNCTION "private"."customer_badges"(uuid, uuid) TO "tinycrm";

COMMENT ON FUNCTION "private"."customer_badges"(uuid, uuid) IS 'The products of one customer, in the order of the account''s products, under the rights of the caller.';

REVOKE ALL ON FUNCTION "private"."customer_badges"(uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."customer_badges"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."customer_badges"(uuid, uuid) TO "postgres";

-- private/functions/customer_condition.sql

CREATE OR REPLACE FUNCTION private.customer_condition (
  account_id uuid,
  condition  jsonb
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_field text := condition ->> 'field';
begin
  if condition - '{field,operator,value,key,project,scope}'::text[] <> '{}' then
    raise invalid_parameter_value using message = 'A condition has a field, an operator, a value, a key, a project and a scope, and no other words.';
  end if;
  if v_field in ('project', 'status', 'tag') and (
    jsonb_typeof(condition -> 'value') is distinct from 'array'
    or exists (select from jsonb_array_elements(condition -> 'value') v where jsonb_typeof(v) <> 'string')
  ) then
    raise invalid_parameter_value using message = 'The value of a condition about products or statuses must be a list of texts.';
  end if;
  case
    when v_field = 'project' then return private.project_condition(account_id, condition);
    when v_field = 'project_count' then return private.project_count_condition(account_id, condition);
    when v_field = 'status' then return private.status_condition(account_id, condition);
    when v_field in ('last_activity', 'first_seen') then return private.time_condition(account_id, condition);
    when v_field in ('name', 'email') then return private.text_condition(condition);
    when v_field = 'param' then return private.param_condition(account_id, condition);
    when v_field = 'tag' then return private.tag_condition(condition);
    else
      raise invalid_parameter_value using
        message = 'A condition has a field or an operator that does not exist.';
  end case;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."customer_condition"(uuid, jsonb) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."customer_condition"(uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."customer_condition"(uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."customer_condition"(uuid, jsonb) TO "postgres";

-- private/functions/customer_filter.sql

CREATE OR REPLACE FUNCTION private.customer_filter (
  account_id uuid,
  filter     jsonb
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  -- More than a person can read, and few enough to plan.
  v_most_conditions constant integer := 20;
  v_search text := btrim(coalesce(filter ->> 'search', ''));
  v_match text := coalesce(filter ->> 'match', 'all');
  v_where text := format('c.account_id = %L', account_id);
  v_conditions text[];
begin
  if jsonb_typeof(filter) is distinct from 'object'
    or filter - '{search,match,conditions}'::text[] <> '{}'
    or jsonb_typeof(coalesce(filter -> 'search', 'null')) not in ('string', 'null')
    or v_match not in ('all', 'any')
    or jsonb_typeof(coalesce(filter -> 'conditions', '[]')) <> 'array' then
    raise invalid_parameter_value using
      message = 'A filter is an object with search, a text, conditions, a list, and match, which is "all" or "any".';
  end if;
  if jsonb_array_length(coalesce(filter -> 'conditions', '[]')) > v_most_conditions then
    raise invalid_parameter_value using message = format('A filter has %s conditions at most.', v_most_conditions);
  end if;
  if v_search <> '' then
    v_where := v_where || format(
      $sql$ and lower(c.email || ' ' || coalesce(c.name, '')) like %L$sql$, private.contains_pattern(v_search)
    );
  end if;
  v_conditions := array(
    select format('(%s)', private.customer_condition(account_id, condition))
    from jsonb_array_elements(coalesce(filter -> 'conditions', '[]')) condition
  );
  if v_conditions <> '{}' then
    v_where := v_where || format(
      ' and (%s)', array_to_string(v_conditions, case v_match when 'any' then ' or ' else ' and ' end)
    );
  end if;
  return v_where;
exception
  when invalid_text_representation or invalid_datetime_format or datetime_field_overflow then
    raise invalid_parameter_value using
      message = 'A filter names a project, status or date that cannot exist.';
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."customer_filter"(uuid, jsonb) TO "tinycrm";

COMMENT ON FUNCTION "private"."customer_filter"(uuid, jsonb) IS 'The filter as a SQL condition over public.customers c and public.customer_activity a. Always bound to one account.';

REVOKE ALL ON FUNCTION "private"."customer_filter"(uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."customer_filter"(uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."customer_filter"(uuid, jsonb) TO "postgres";

-- private/functions/customer_sort.sql

CREATE OR REPLACE FUNCTION private.customer_sort (
  account_id uuid,
  sort       text,
  descending boolean,
  OUT        expression text,
  OUT        type text,
  OUT        param text
)
  RETURNS record
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  type := 'text';
  case
    when sort = 'last_activity_at' then expression := 'a.last_activity_at'; type := 'timestamptz';
    when sort = 'first_seen_at' then expression := 'c.first_seen_at'; type := 'timestamptz';
    when sort = 'email' then expression := 'c.email';
    when sort = 'name' then expression := 'lower(coalesce(c.name, ''''))';
    when sort = 'project_count' then expression := 'a.project_count'; type := 'bigint';
    when sort like 'param:_%' then
      type := 'numeric';
      param := substr(sort, length('param:') + 1);
      expression := format(
        $sql$coalesce((
          select sum((cp.params ->> %1$L)::numeric) from public.customer_projects cp
          where cp.account_id = %2$L and cp.customer_id = c.id and jsonb_typeof(cp.params -> %1$L) = 'number'
        ), %3$L::numeric)$sql$,
        param, account_id, case when descending then '-Infinity' else 'Infinity' end
      );
    else
      raise invalid_parameter_value using
        message = 'Sort by last_activity_at, first_seen_at, email, name, project_count or param:<key>.';
  end case;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."customer_sort"(uuid, text, boolean) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."customer_sort"(uuid, text, boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."customer_sort"(uuid, text, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."customer_sort"(uuid, text, boolean) TO "postgres";

-- private/functions/date_status_edit.sql

CREATE OR REPLACE FUNCTION private.date_status_edit()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  new.status_at := greatest(old.status_at, now());
  new.edited_at := greatest(old.edited_at, now());
  return new;
end
$function$;

REVOKE ALL ON FUNCTION "private"."date_status_edit"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."date_status_edit"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."date_status_edit"() TO "postgres";

-- private/functions/delete_due_accounts.sql

CREATE OR REPLACE FUNCTION private.delete_due_accounts (
  steps integer DEFAULT 10
)
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  SET plan_cache_mode TO 'force_generic_plan'
  SET enable_seqscan TO 'off'
  SET enable_hashjoin TO 'off'
  SET enable_mergejoin TO 'off'
  SET jit TO 'off'
  AS $function$
declare
  v_account_id uuid;
  v_project_id uuid;
begin
  for step in 1..greatest(coalesce(steps, 1), 1) loop
    select a.id into v_account_id from public.accounts a
    where a.deletion_at <= now() order by a.deletion_at, a.id
    limit 1 for update skip locked;
    exit when not found;

    -- First of all nobody new comes in.
    update public.accounts a set deletion_began_at = now() where a.id = v_account_id and a.deletion_began_at is null;
    update public.api_keys k set revoked_at = now() where k.account_id = v_account_id and k.revoked_at is null;

    select p.id into v_project_id from public.projects p where p.account_id = v_account_id order by p.id limit 1;
    if found then
      perform private.erase_project(v_account_id, v_project_id);
    else
      delete from public.accounts a where a.id = v_account_id;
    end if;
  end loop;
  return (select count(*) from public.accounts a where a.deletion_at <= now());
end
$function$;

COMMENT ON FUNCTION "private"."delete_due_accounts"(integer) IS 'Deletes accounts whose time has come, 5,000 customers or what is left of one account a step, and returns how many accounts remain: call it until that is 0. For admins and the scheduled job.';

REVOKE ALL ON FUNCTION "private"."delete_due_accounts"(integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."delete_due_accounts"(integer) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."delete_due_accounts"(integer) TO "tinycrm";

ALTER FUNCTION "private"."delete_due_accounts"(integer) OWNER TO "tinycrm";

-- private/functions/delete_note.sql

CREATE OR REPLACE FUNCTION private.delete_note (
  account_id uuid,
  note_id    uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.require_editor(delete_note.account_id);
  delete from public.customer_notes n where n.account_id = delete_note.account_id and n.id = delete_note.note_id;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."delete_note"(uuid, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."delete_note"(uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."delete_note"(uuid, uuid) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."delete_note"(uuid, uuid) TO "tinycrm";

ALTER FUNCTION "private"."delete_note"(uuid, uuid) OWNER TO "tinycrm";

-- private/functions/delete_project.sql

CREATE OR REPLACE FUNCTION private.delete_project (
  project_id uuid,
  name       text
)
  RETURNS boolean
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_project public.projects := private.find_my_project(delete_project.project_id);
begin
  if btrim(delete_project.name) is distinct from v_project.name then
    raise invalid_parameter_value using
      message = 'Type the name of the product, to the letter, to delete it.';
  end if;
  -- First of all nobody new comes in.
  perform private.archive_project(v_project.id);
  return private.erase_project(v_project.account_id, v_project.id);
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."delete_project"(uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."delete_project"(uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."delete_project"(uuid, text) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."delete_project"(uuid, text) TO "tinycrm";

ALTER FUNCTION "private"."delete_project"(uuid, text) OWNER TO "tinycrm";

-- private/functions/delete_receiver.sql

CREATE OR REPLACE FUNCTION private.delete_receiver (
  receiver_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_receiver public.receivers := private.find_my_receiver(delete_receiver.receiver_id);
begin
  delete from public.receivers r where r.account_id = v_receiver.account_id and r.id = v_receiver.id;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."delete_receiver"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."delete_receiver"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."delete_receiver"(uuid) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."delete_receiver"(uuid) TO "tinycrm";

ALTER FUNCTION "private"."delete_receiver"(uuid) OWNER TO "tinycrm";

-- private/functions/delete_view.sql

CREATE OR REPLACE FUNCTION private.delete_view (
  account_id uuid,
  view_id    uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.require_editor(delete_view.account_id);
  delete from public.views v where v.account_id = delete_view.account_id and v.id = delete_view.view_id;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."delete_view"(uuid, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."delete_view"(uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."delete_view"(uuid, uuid) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."delete_view"(uuid, uuid) TO "tinycrm";

ALTER FUNCTION "private"."delete_view"(uuid, uuid) OWNER TO "tinycrm";

-- private/functions/edit_customer.sql

CREATE OR REPLACE FUNCTION private.edit_customer (
  account_id  uuid,
  customer_id uuid,
  name        text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_name text := nullif(private.to_one_line(name), '');
begin
  perform private.require_editor(edit_customer.account_id);
  if char_length(v_name) > 200 then
    raise invalid_parameter_value using message = 'A name has 200 characters at most.';
  end if;
  perform private.lock_customers(edit_customer.account_id, array[edit_customer.customer_id]);
  update public.customers c set name = v_name
  where c.account_id = edit_customer.account_id and c.id = edit_customer.customer_id;
  if not found then
    raise invalid_parameter_value using message = 'There is no such customer in this account.';
  end if;
  update public.customer_activity a set name_at = greatest(a.name_at, now())
  where a.account_id = edit_customer.account_id and a.customer_id = edit_customer.customer_id;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."edit_customer"(uuid, uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."edit_customer"(uuid, uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."edit_customer"(uuid, uuid, text) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."edit_customer"(uuid, uuid, text) TO "tinycrm";

ALTER FUNCTION "private"."edit_customer"(uuid, uuid, text) OWNER TO "tinycrm";

-- private/functions/edit_customer_project.sql

CREATE OR REPLACE FUNCTION private.edit_customer_project (
  account_id  uuid,
  customer_id uuid,
  project_id  uuid,
  status      public.customer_status,
  params      jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
#variable_conflict use_column
declare
  -- As for calls: identify.
  v_max_params_bytes constant integer := 65536;
  v_stored public.customer_projects;
  v_merged record;
  v_now timestamptz;
begin
  perform private.require_editor(edit_customer_project.account_id);
  if jsonb_typeof(coalesce(edit_customer_project.params, '{}')) <> 'object' then
    raise invalid_parameter_value using message = 'Params are an object.';
  end if;
  perform private.lock_customers(edit_customer_project.account_id, array[edit_customer_project.customer_id]);
  select * into v_stored from public.customer_projects cp
  where cp.account_id = edit_customer_project.account_id
    and cp.customer_id = edit_customer_project.customer_id
    and cp.project_id = edit_customer_project.project_id
  for no key update;
  if not found then
    raise invalid_parameter_value using message = 'This person is no customer of this product.';
  end if;
  -- now() is when the transaction began, and a call may have been written while it waited.
  v_now := greatest(now(), v_stored.last_activity_at, v_stored.edited_at);
  v_merged := private.merge_params(
    v_stored.params, v_stored.params_at,
    private.params_to_set(edit_customer_project.params), private.params_times(edit_customer_project.params, v_now), true
  );
  if greatest(pg_column_size(v_merged.params), pg_column_size(v_merged.params_at)) > v_max_params_bytes then
    raise invalid_parameter_value using message = 'The params of one customer in one product may have 64 KB.';
  end if;
  update public.customer_projects cp set
    status = coalesce(edit_customer_project.status, cp.status),
    status_at = case when edit_customer_project.status is null then cp.status_at else greatest(cp.status_at, v_now) end,
    params = v_merged.params,
    params_at = v_merged.params_at,
    edited_at = v_now
  where cp.account_id = edit_customer_project.account_id
    and cp.customer_id = edit_customer_project.customer_id
    and cp.project_id = edit_customer_project.project_id;
  perform private.learn_params(array[row(
    0, 1, edit_customer_project.account_id, edit_customer_project.project_id, edit_customer_project.customer_id,
    null, null, null, edit_customer_project.params, v_now
  )::private.identify_call]);
  perform private.record_audit(
    edit_customer_project.account_id, 'customer_edited', edit_customer_project.project_id,
    jsonb_build_object('status', edit_customer_project.status)
  );
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."edit_customer_project"(uuid, uuid, uuid, public.customer_status, jsonb) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."edit_customer_project"(uuid, uuid, uuid, public.customer_status, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."edit_customer_project"(uuid, uuid, uuid, public.customer_status, jsonb) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."edit_customer_project"(uuid, uuid, uuid, public.customer_status, jsonb) TO "tinycrm";

ALTER FUNCTION "private"."edit_customer_project"(uuid, uuid, uuid, public.customer_status, jsonb) OWNER TO "tinycrm";

-- private/functions/end_invitations_of_demoted.sql

CREATE OR REPLACE FUNCTION private.end_invitations_of_demoted()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  -- What a member may no longer send is no longer open: an admin invites no owner, a viewer nobody.
  delete from public.invitations i
  where i.account_id = new.account_id and i.inviter_id = new.user_id
    and (new.role = 'viewer' or (new.role = 'admin' and i.role = 'owner'));
  return null;
end
$function$;

REVOKE ALL ON FUNCTION "private"."end_invitations_of_demoted"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."end_invitations_of_demoted"() FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."end_invitations_of_demoted"() TO "tinycrm";

ALTER FUNCTION "private"."end_invitations_of_demoted"() OWNER TO "tinycrm";

-- private/functions/end_session.sql

CREATE OR REPLACE FUNCTION private.end_session (
  session_id uuid
)
  RETURNS boolean
  LANGUAGE sql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
  with ended as (
    delete from auth.sessions s
    where s.id = end_session.session_id and s.user_id = private.user_id()
    returning s.id
  )
  select exists (select from ended)
$function$;

GRANT EXECUTE ON FUNCTION "private"."end_session"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."end_session"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."end_session"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."end_session"(uuid) TO "postgres";

-- private/functions/erase_customers.sql

CREATE OR REPLACE FUNCTION private.erase_customers (
  account_id   uuid,
  customer_ids uuid[],
  filter       jsonb,
  expected     integer
)
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  SET enable_seqscan TO 'off'
  SET plan_cache_mode TO 'force_custom_plan'
  AS $function$
declare
  v_ids uuid[];
  v_projects uuid[];
  v_count integer;
begin
  perform private.require_editor(erase_customers.account_id);
  v_ids := private.lock_chosen_customers(erase_customers.account_id, erase_customers.customer_ids, filter);
  if expected is not null and cardinality(v_ids) <> expected then
    raise invalid_parameter_value using
      message = format('Now %s customers match, not %s. Look again before you erase.', cardinality(v_ids), expected);
  end if;
  v_projects := array(
    select distinct theirs.project_id from unnest(v_ids) id
    cross join lateral (
      select cp.project_id from public.customer_projects cp
      where cp.account_id = erase_customers.account_id and cp.customer_id = id
      offset 0
    ) theirs
  );
  -- Planned with the ids at hand, which are looked up in a hash when an index of the account is read.
  delete from public.customers c where c.account_id = erase_customers.account_id and c.id = any (v_ids);
  get diagnostics v_count = row_count;
  perform private.forget_params(erase_customers.account_id, v_projects);
  perform private.record_audit(
    erase_customers.account_id, 'customers_erased', null, jsonb_build_object('count', v_count)
  );
  return v_count;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."erase_customers"(uuid, uuid[], jsonb, integer) TO "authenticated";

COMMENT ON FUNCTION "private"."erase_customers"(uuid, uuid[], jsonb, integer) IS 'Every table that knows a customer refers to customers and loses its rows with it.';

REVOKE ALL ON FUNCTION "private"."erase_customers"(uuid, uuid[], jsonb, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."erase_customers"(uuid, uuid[], jsonb, integer) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."erase_customers"(uuid, uuid[], jsonb, integer) TO "tinycrm";

ALTER FUNCTION "private"."erase_customers"(uuid, uuid[], jsonb, integer) OWNER TO "tinycrm";

-- private/functions/erase_project.sql

CREATE OR REPLACE FUNCTION private.erase_project (
  account_id uuid,
  project_id uuid
)
  RETURNS boolean
  LANGUAGE plpgsql
  SET search_path TO ''
  SET enable_seqscan TO 'off'
  SET plan_cache_mode TO 'force_custom_plan'
  AS $function$
declare
  v_id uuid;
  v_orphans uuid[];
  v_people uuid[] := array(
    select cp.customer_id from public.customer_projects cp
    where cp.account_id = erase_project.account_id and cp.project_id = erase_project.project_id
    limit 5000
  );
begin
  if v_people = '{}' then
    delete from public.projects p where p.account_id = erase_project.account_id and p.id = erase_project.project_id;
    return true;
  end if;

  -- The lock every writer of a customer takes first, in the same order.
  perform from (select id from unnest(v_people) id order by id) wanted
  cross join lateral (
    select from public.customer_activity a
    where a.account_id = erase_project.account_id and a.customer_id = wanted.id
    limit 1
    for update
  ) locked;
  foreach v_id in array v_people loop
    delete from public.customer_projects cp
    where cp.account_id = erase_project.account_id and cp.customer_id = v_id and cp.project_id = erase_project.project_id;
  end loop;
  v_orphans := array(
    select id from unnest(v_people) id
    where not exists (
      select from public.customer_projects other
      where other.account_id = erase_project.account_id and other.customer_id = id
      offset 0
    )
  );
  delete from public.customers c where c.account_id = erase_project.account_id and c.id = any (v_orphans);
  if cardinality(v_people) < 5000 then
    return private.erase_project(erase_project.account_id, erase_project.project_id);
  end if;
  return false;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."erase_project"(uuid, uuid) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."erase_project"(uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."erase_project"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."erase_project"(uuid, uuid) TO "postgres";

-- private/functions/event_hash.sql

CREATE OR REPLACE FUNCTION private.event_hash (
  delivery jsonb
)
  RETURNS bytea
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select sha256(convert_to(nullif(delivery ->> 'event_id', ''), 'UTF8'))
$function$;

GRANT EXECUTE ON FUNCTION "private"."event_hash"(jsonb) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."event_hash"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."event_hash"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."event_hash"(jsonb) TO "postgres";

-- private/functions/event_time.sql

CREATE OR REPLACE FUNCTION private.event_time (
  age_ms      double precision,
  "timestamp" timestamp with time zone
)
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_at constant timestamptz :=
    least(now(), coalesce("timestamp", now() - make_interval(secs => coalesce(age_ms, 0) / 1000)));
begin
  if not isfinite(v_at) then
    raise datetime_field_overflow using message = 'An event needs a finite time.';
  end if;
  return v_at;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."event_time"(double precision, timestamp WITH time zone) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."event_time"(double precision, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."event_time"(double precision, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."event_time"(double precision, timestamp WITH time zone) TO "postgres";

-- private/functions/few_customers.sql

CREATE OR REPLACE FUNCTION private.few_customers()
  RETURNS integer
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select 20000
$function$;

GRANT EXECUTE ON FUNCTION "private"."few_customers"() TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."few_customers"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."few_customers"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."few_customers"() TO "postgres";

-- private/functions/filter_source.sql

CREATE OR REPLACE FUNCTION private.filter_source (
  account_id uuid,
  filter     jsonb
)
  RETURNS text
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_limit constant integer := private.most_fetched();
  v_search text := private.contains_pattern(btrim(coalesce(filter ->> 'search', '')));
  v_is_any boolean := coalesce(filter ->> 'match', 'all') = 'any';
  v_best text;
  v_best_size integer := v_limit;
  v_all text[] := '{}';
  v_all_size integer := 0;
  v_size integer;
  c record;
begin
  if v_search <> '%%' then
    v_best := format(
      $sql$select c.id from public.customers c where c.account_id = %L and lower(c.email || ' ' || coalesce(c.name, '')) like %L$sql$,
      account_id, v_search
    );
    v_best_size := private.source_size(v_best, false, v_limit);
  end if;
  for c in
    select s.source, s.is_exact
    from jsonb_array_elements(coalesce(filter -> 'conditions', '[]')) condition
    cross join private.condition_source(filter_source.account_id, condition) s
    order by s.is_exact desc
  loop
    -- Any one that leads nowhere could be the one that matches.
    exit when v_is_any and c.source is null;
    continue when c.source is null;
    v_size := private.source_size(c.source, c.is_exact, v_limit);
    v_all := v_all || c.source;
    v_all_size := v_all_size + v_size;
    if not v_is_any and v_size < v_best_size then
      v_best := c.source;
      v_best_size := v_size;
    end if;
  end loop;
  if v_is_any and v_all_size < v_best_size and v_all <> '{}'
    and cardinality(v_all) = jsonb_array_length(coalesce(filter -> 'conditions', '[]')) then
    return array_to_string(v_all, ' union all ');
  end if;
  return case when v_best_size < v_limit then v_best end;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."filter_source"(uuid, jsonb) TO "tinycrm";

COMMENT ON FUNCTION "private"."filter_source"(uuid, jsonb) IS 'SQL of at most private.most_fetched() ids that hold all matches of a filter, or null when no index leads to so few.';

REVOKE ALL ON FUNCTION "private"."filter_source"(uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."filter_source"(uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."filter_source"(uuid, jsonb) TO "postgres";

-- private/functions/find_my_api_key.sql

CREATE OR REPLACE FUNCTION private.find_my_api_key (
  key_id uuid
)
  RETURNS public.api_keys
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_key public.api_keys;
begin
  select k.* into v_key
  from public.api_keys k
  where k.id = find_my_api_key.key_id and k.account_id = any (private.my_account_ids());
  perform private.require_editor(v_key.account_id);
  return v_key;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."find_my_api_key"(uuid) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."find_my_api_key"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."find_my_api_key"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."find_my_api_key"(uuid) TO "postgres";

-- private/functions/find_my_import.sql

CREATE OR REPLACE FUNCTION private.find_my_import (
  import_id uuid
)
  RETURNS public.imports
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_import public.imports;
begin
  select i.* into v_import from public.imports i
  where i.id = find_my_import.import_id and i.account_id = any (private.my_account_ids());
  perform private.require_editor(v_import.account_id);
  select i.* into v_import from public.imports i
  where i.account_id = v_import.account_id and i.id = v_import.id
  for no key update;
  return v_import;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."find_my_import"(uuid) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."find_my_import"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."find_my_import"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."find_my_import"(uuid) TO "postgres";

-- private/functions/find_my_project.sql

CREATE OR REPLACE FUNCTION private.find_my_project (
  project_id uuid
)
  RETURNS public.projects
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_project public.projects;
begin
  select p.* into v_project
  from public.projects p
  where p.id = find_my_project.project_id and p.account_id = any (private.my_account_ids());
  perform private.require_editor(v_project.account_id);
  return v_project;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."find_my_project"(uuid) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."find_my_project"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."find_my_project"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."find_my_project"(uuid) TO "postgres";

-- private/functions/find_my_receiver.sql

CREATE OR REPLACE FUNCTION private.find_my_receiver (
  receiver_id uuid
)
  RETURNS public.receivers
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_receiver public.receivers;
begin
  select r.* into v_receiver from public.receivers r
  where r.id = find_my_receiver.receiver_id and r.account_id = any (private.my_account_ids())
  for no key update;
  perform private.require_editor(v_receiver.account_id);
  return v_receiver;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."find_my_receiver"(uuid) TO "tinycrm";

COMMENT ON FUNCTION "private"."find_my_receiver"(uuid) IS 'The receiver, locked: a delivery waits for what is done to it.';

REVOKE ALL ON FUNCTION "private"."find_my_receiver"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."find_my_receiver"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."find_my_receiver"(uuid) TO "postgres";

-- private/functions/find_params_too_large.sql

CREATE OR REPLACE FUNCTION private.find_params_too_large (
  calls jsonb
)
  RETURNS integer[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
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
      cp.params as stored_params, cp.params_at as stored_params_at, cp.newest_at as stored_activity_at
    from unnest(private.read_identify_calls(calls)) call
    left join lateral (
      select stored.params, stored.params_at, greatest(stored.last_activity_at, stored.edited_at) as newest_at
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
$function$;

GRANT EXECUTE ON FUNCTION "private"."find_params_too_large"(jsonb) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."find_params_too_large"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."find_params_too_large"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."find_params_too_large"(jsonb) TO "postgres";

-- private/functions/follow_new_badges.sql

CREATE OR REPLACE FUNCTION private.follow_new_badges (
  badges  private.new_badge[],
  counted uuid[]
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  insert into public.status_changes (account_id, customer_id, project_id, to_status, changed_at, source, user_email)
  select
    b.account_id, b.customer_id, b.project_id, b.status, b.changed_at, source.name,
    case when source.name = 'dashboard' then private.user_email() end
  from (select private.write_source() as name offset 0) source
  cross join unnest(badges) b;

  if cardinality(badges) > coalesce(cardinality(counted), 0) then
    update public.customer_activity a set project_count = a.project_count + 1
    from unnest(badges) b
    where a.account_id = b.account_id and a.customer_id = b.customer_id
      and b.customer_id <> all (coalesce(counted, '{}'));
  end if;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."follow_new_badges"(private.new_badge[], uuid[]) TO "tinycrm";

COMMENT ON FUNCTION "private"."follow_new_badges"(private.new_badge[], uuid[]) IS 'Begins the status history of badges of different customers and counts the product of each customer but those of `counted`. The caller holds the locks of the customers.';

REVOKE ALL ON FUNCTION "private"."follow_new_badges"(private.new_badge[], uuid[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."follow_new_badges"(private.new_badge[], uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."follow_new_badges"(private.new_badge[], uuid[]) TO "postgres";

-- private/functions/forget_params.sql

CREATE OR REPLACE FUNCTION private.forget_params (
  account_id  uuid,
  project_ids uuid[]
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_project_id uuid;
begin
  for v_project_id in select distinct id from unnest(project_ids) id order by id loop
    perform pg_advisory_xact_lock(private.param_keys_lock(v_project_id));
    with found as materialized (
      select distinct param.key, param.value
      from unnest(enum_range(null::public.customer_status)) each_of (status)
      cross join lateral (
        select cp.params from public.customer_projects cp
        where cp.account_id = forget_params.account_id and cp.project_id = v_project_id and cp.status = each_of.status
        limit 500
      ) person
      cross join lateral jsonb_each(person.params) param
      where private.is_param_sample(param.value)
    )
    update public.param_keys k set samples = (
      select coalesce(jsonb_agg(sample), '[]') from jsonb_array_elements(k.samples) sample
      where (k.key, sample) in (select found.key, found.value from found)
    )
    where k.account_id = forget_params.account_id and k.project_id = v_project_id and k.samples <> '[]';

    delete from public.param_keys k
    where k.account_id = forget_params.account_id and k.project_id = v_project_id and k.samples = '[]'
      and not exists (
        select from public.customer_projects cp
        where cp.account_id = forget_params.account_id and cp.project_id = v_project_id and cp.params ? k.key
      );
  end loop;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."forget_params"(uuid, uuid[]) TO "tinycrm";

COMMENT ON FUNCTION "private"."forget_params"(uuid, uuid[]) IS 'Takes out of param_keys what only customers had who are gone. Waits for whoever writes them.';

REVOKE ALL ON FUNCTION "private"."forget_params"(uuid, uuid[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."forget_params"(uuid, uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."forget_params"(uuid, uuid[]) TO "postgres";

-- private/functions/identify_group.sql

CREATE OR REPLACE FUNCTION private.identify_group (
  calls jsonb
)
  RETURNS TABLE (
    ordinal integer,
    outcome text
  )
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
$function$;

GRANT EXECUTE ON FUNCTION "private"."identify_group"(jsonb) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."identify_group"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."identify_group"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."identify_group"(jsonb) TO "postgres";

-- private/functions/import_customers.sql

CREATE OR REPLACE FUNCTION private.import_customers (
  import_id uuid,
  first_row integer,
  rows      jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  SET plan_cache_mode TO 'force_generic_plan'
  SET enable_seqscan TO 'off'
  SET enable_hashjoin TO 'off'
  SET enable_mergejoin TO 'off'
  SET jit TO 'off'
  AS $function$
declare
  v_import public.imports := private.find_my_import(import_customers.import_id);
  v_outcomes text[];
begin
  perform private.check_import_rows(rows);
  if v_import.undo_started_at is not null then
    raise invalid_parameter_value using message = 'This import was undone. Start another one.';
  end if;
  -- A step that was answered but not heard is not written twice.
  if first_row + jsonb_array_length(rows) <= v_import.rows_done then
    return to_jsonb(v_import) || '{"outcomes": null}';
  end if;
  if first_row <> v_import.rows_done or first_row + jsonb_array_length(rows) > v_import.row_count then
    raise invalid_parameter_value using message = format('The next row of this import is %s of %s.', v_import.rows_done, v_import.row_count);
  end if;
  v_outcomes := array(select w.outcome from private.write_valid_import_rows(v_import, rows) w order by w.ordinal);
  update public.imports i set
    rows_done = i.rows_done + cardinality(v_outcomes),
    created = i.created + cardinality(array_positions(v_outcomes, 'created')),
    updated = i.updated + cardinality(array_positions(v_outcomes, 'updated')),
    unchanged = i.unchanged + cardinality(array_positions(v_outcomes, 'unchanged')),
    refused = i.refused + cardinality(array_positions(v_outcomes, 'invalid'))
      + cardinality(array_positions(v_outcomes, 'params_too_large')),
    finished_at = case when i.rows_done + cardinality(v_outcomes) = i.row_count then now() end
  where i.account_id = v_import.account_id and i.id = v_import.id
  returning * into v_import;
  return to_jsonb(v_import) || jsonb_build_object('outcomes', v_outcomes);
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."import_customers"(uuid, integer, jsonb) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."import_customers"(uuid, integer, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."import_customers"(uuid, integer, jsonb) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."import_customers"(uuid, integer, jsonb) TO "tinycrm";

ALTER FUNCTION "private"."import_customers"(uuid, integer, jsonb) OWNER TO "tinycrm";

-- private/functions/import_outcomes.sql

CREATE OR REPLACE FUNCTION private.import_outcomes (
  before private.import_state[],
  after  private.import_state[]
)
  RETURNS jsonb
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return (
    select jsonb_object_agg(b.customer_id, case
      when b.relation is null then 'created'
      when b.relation -> 'status' = a.relation -> 'status' and b.relation -> 'params' = a.relation -> 'params'
        and b.relation -> 'first_seen_at' = a.relation -> 'first_seen_at'
        and b.relation -> 'last_activity_at' = a.relation -> 'last_activity_at'
        and b.customer -> 'name' = a.customer -> 'name'
        and b.customer -> 'first_seen_at' = a.customer -> 'first_seen_at'
        then 'unchanged'
      else 'updated'
    end)
    from rows from (unnest(before), unnest(after))
      as pair (customer_id, customer, relation, after_id, after_customer, after_relation)
    cross join lateral (select pair.customer_id, pair.customer, pair.relation) b
    cross join lateral (select pair.after_customer as customer, pair.after_relation as relation) a
  );
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."import_outcomes"(private.import_state[], private.import_state[]) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."import_outcomes"(private.import_state[], private.import_state[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."import_outcomes"(private.import_state[], private.import_state[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."import_outcomes"(private.import_state[], private.import_state[]) TO "postgres";

-- private/functions/import_preview.sql

CREATE OR REPLACE FUNCTION private.import_preview (
  project_id uuid,
  rows       jsonb
)
  RETURNS text[]
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  SET enable_seqscan TO 'off'
  SET enable_hashjoin TO 'off'
  SET enable_mergejoin TO 'off'
  SET jit TO 'off'
  AS $function$
declare
  v_project public.projects := private.find_my_project(import_preview.project_id);
begin
  perform private.check_import_rows(rows);
  return array(
    select case
      when not checked.is_valid then 'invalid'
      when cp.customer_id is null then 'created'
      when seen.at >= a.name_at and r.value ->> 'name' is distinct from c.name and r.value ->> 'name' is not null
        or r.value ->> 'status' is distinct from cp.status::text and r.value ->> 'status' is not null and seen.at >= cp.status_at
        or merged.params is distinct from cp.params
        or least(seen.created_at, seen.seen_at) < cp.first_seen_at
        or seen.seen_at is not null and seen.at > cp.last_activity_at
        then 'updated'
      else 'unchanged'
    end
    from jsonb_array_elements(rows) with ordinality r (value, position)
    cross join lateral (select private.is_valid_import_row(r.value) as is_valid offset 0) checked
    left join lateral (
      select cu.id, cu.name, cu.first_seen_at from public.customers cu
      where cu.account_id = v_project.account_id and cu.email = r.value ->> 'email' limit 1
    ) c on true
    left join lateral (
      select ca.name_at from public.customer_activity ca
      where ca.account_id = v_project.account_id and ca.customer_id = c.id limit 1
    ) a on true
    left join lateral (
      select relation.* from public.customer_projects relation
      where relation.account_id = v_project.account_id and relation.customer_id = c.id
        and relation.project_id = v_project.id
      limit 1
    ) cp on true
    left join lateral (
      select t.created_at, t.seen_at, private.event_time(null, coalesce(t.seen_at, now())) as at
      -- A row that is not valid is not even read: what Postgres says of it would repeat it.
      from jsonb_to_record(case when checked.is_valid then r.value end) as t (created_at timestamptz, seen_at timestamptz)
      where cp.customer_id is not null and checked.is_valid
    ) seen on true
    left join lateral (
      select m.params from private.merge_params(
        cp.params, cp.params_at,
        private.params_to_set(nullif(r.value -> 'params', 'null')),
        private.params_times(nullif(r.value -> 'params', 'null'), seen.at),
        false
      ) m
      where seen.at is not null
    ) merged on true
    order by r.position
  );
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."import_preview"(uuid, jsonb) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."import_preview"(uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."import_preview"(uuid, jsonb) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."import_preview"(uuid, jsonb) TO "tinycrm";

ALTER FUNCTION "private"."import_preview"(uuid, jsonb) OWNER TO "tinycrm";

-- private/functions/import_states.sql

CREATE OR REPLACE FUNCTION private.import_states (
  account_id   uuid,
  project_id   uuid,
  customer_ids uuid[]
)
  RETURNS private.import_state[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return array(
    select row(
      c.id,
      case when a.customer_id is not null then jsonb_build_object(
        'name', c.name, 'first_seen_at', c.first_seen_at, 'last_activity_at', a.last_activity_at, 'name_at', a.name_at
      ) end,
      cp.relation
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
      select to_jsonb(r) as relation from public.customer_projects r
      where r.account_id = import_states.account_id and r.customer_id = wanted.id
        and r.project_id = import_states.project_id
      limit 1
    ) cp on true
    order by wanted.position
  );
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."import_states"(uuid, uuid, uuid[]) TO "tinycrm";

COMMENT ON FUNCTION "private"."import_states"(uuid, uuid, uuid[]) IS 'The states of customers, in the order in which they are asked for. All of them must be there.';

REVOKE ALL ON FUNCTION "private"."import_states"(uuid, uuid, uuid[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."import_states"(uuid, uuid, uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."import_states"(uuid, uuid, uuid[]) TO "postgres";

-- private/functions/in_products.sql

CREATE OR REPLACE FUNCTION private.in_products (
  account_id uuid,
  condition  jsonb,
  test       text
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_project uuid := (condition ->> 'project')::uuid;
  v_scope text := coalesce(condition ->> 'scope', case when v_project is null then 'any' else 'project' end);
  v_products text := format(
    'select from public.customer_projects cp where cp.account_id = %L and cp.customer_id = c.id', account_id
  );
begin
  if v_scope not in ('any', 'all', 'project') or (v_project is null) <> (v_scope <> 'project') then
    perform private.refuse_condition(condition, 'The scope of a condition is any, all, or a project.');
  end if;
  return case v_scope
    when 'any' then format('exists (%s and %s)', v_products, test)
    when 'all' then format('not exists (%s and (%s) is not true) and exists (%1$s)', v_products, test)
    else format('exists (%s and cp.project_id = %L and %s)', v_products, v_project, test)
  end;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."in_products"(uuid, jsonb, text) TO "tinycrm";

COMMENT ON FUNCTION "private"."in_products"(uuid, jsonb, text) IS 'SQL that asks a test of customer_projects cp of the products that a condition speaks of: {scope: any | all} or {project}.';

REVOKE ALL ON FUNCTION "private"."in_products"(uuid, jsonb, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."in_products"(uuid, jsonb, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."in_products"(uuid, jsonb, text) TO "postgres";

-- private/functions/index_param.sql

CREATE OR REPLACE FUNCTION private.index_param (
  account_id uuid,
  key        text
)
  RETURNS boolean
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_most_keys constant integer := 20;
  v_param private.indexed_params;
  v_ids uuid[];
begin
  perform private.require_member(index_param.account_id);
  select * into v_param from private.indexed_params i
  where i.account_id = index_param.account_id and i.key = index_param.key
  for update skip locked;
  if not found then
    -- Somebody else goes on with it.
    if exists (
      select from private.indexed_params i where i.account_id = index_param.account_id and i.key = index_param.key
    ) then
      return false;
    end if;
    if (select count(*) from private.indexed_params i where i.account_id = index_param.account_id) >= v_most_keys
      or (
        select count(*) from (
          select from public.customers c where c.account_id = index_param.account_id limit private.few_customers() + 1
        ) counted
      ) <= private.few_customers()
      or not exists (
        select from public.param_keys k
        where k.account_id = index_param.account_id and k.key = index_param.key and k.type = 'number'
      ) then
      return null;
    end if;
    insert into private.indexed_params (account_id, key) values (index_param.account_id, index_param.key)
    on conflict do nothing;
    return false;
  end if;
  if v_param.is_ready then
    return true;
  end if;
  if v_param.begins_after is null then
    update private.indexed_params i set begins_after = pg_snapshot_xmax(pg_current_snapshot())
    where i.account_id = index_param.account_id and i.key = index_param.key;
    return false;
  end if;
  if pg_snapshot_xmin(pg_current_snapshot()) < v_param.begins_after then
    return false;
  end if;

  v_ids := array(
    select c.id from public.customers c
    where c.account_id = index_param.account_id and c.id > v_param.filled_to
    order by c.id limit private.most_filled()
  );
  perform private.lock_customers(index_param.account_id, v_ids);
  -- What a call has written meanwhile is newer.
  insert into private.param_numbers (account_id, customer_id, project_id, key, value)
  select cp.account_id, cp.customer_id, cp.project_id, index_param.key, private.param_number(cp.params, index_param.key)
  from public.customer_projects cp
  where cp.account_id = index_param.account_id
    and cp.customer_id = any (v_ids)
    and private.param_number(cp.params, index_param.key) is not null
  on conflict do nothing;
  insert into private.param_sums as s (account_id, customer_id, key, sum)
  select n.account_id, n.customer_id, n.key, sum(n.value)
  from private.param_numbers n
  where n.account_id = index_param.account_id and n.customer_id = any (v_ids) and n.key = index_param.key
  group by n.account_id, n.customer_id, n.key
  on conflict on constraint param_sums_pkey do update set sum = excluded.sum;

  update private.indexed_params i set
    filled_to = coalesce(v_ids[cardinality(v_ids)], i.filled_to),
    is_ready = cardinality(v_ids) < private.most_filled()
  where i.account_id = index_param.account_id and i.key = index_param.key
  returning i.is_ready into v_param.is_ready;
  return v_param.is_ready;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."index_param"(uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."index_param"(uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."index_param"(uuid, text) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."index_param"(uuid, text) TO "tinycrm";

ALTER FUNCTION "private"."index_param"(uuid, text) OWNER TO "tinycrm";

-- private/functions/invite_member.sql

CREATE OR REPLACE FUNCTION private.invite_member (
  account_id uuid,
  email      text,
  role       public.member_role
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_most constant integer := 50;
  v_valid_for constant interval := '7 days';
  v_email text := lower(btrim(invite_member.email));
  -- 43 characters of 62 are 256 random bits.
  v_token text := private.random_base62(43);
begin
  perform private.require_editor(invite_member.account_id);
  perform private.lock_members(invite_member.account_id);
  -- Again, under the lock: the caller may have been removed or demoted while waiting for it.
  perform private.require_editor(invite_member.account_id);
  if coalesce(v_email, '') !~ '^[^@\s]+@[^@\s]+$' or char_length(v_email) > 254 then
    raise invalid_parameter_value using message = 'Enter the email of one person.';
  end if;
  if invite_member.role is null then
    raise invalid_parameter_value using message = 'Choose a role: owner, admin or viewer.';
  end if;
  if invite_member.role = 'owner' and private.my_role(invite_member.account_id) <> 'owner' then
    raise insufficient_privilege using message = 'Only an owner can invite an owner.';
  end if;
  if exists (select from public.members m where m.account_id = invite_member.account_id and lower(m.email) = v_email) then
    raise invalid_parameter_value using message = 'Whoever has this email is a member already.';
  end if;
  if (
    select count(*) from public.invitations i
    where i.account_id = invite_member.account_id and i.email <> v_email and i.expires_at > now()
  ) >= v_most then
    raise invalid_parameter_value using message = format('An account has %s open invitations at most. Withdraw one first.', v_most);
  end if;
  -- Somebody who is invited again gets a new link, and the old one ends.
  insert into public.invitations as i (account_id, email, role, token_hash, invited_by, inviter_id, expires_at)
  values (
    invite_member.account_id, v_email, invite_member.role, sha256(convert_to(v_token, 'UTF8')),
    private.user_email(), private.user_id(), now() + v_valid_for
  )
  on conflict on constraint invitations_account_id_email_key do update set
    role = excluded.role, token_hash = excluded.token_hash, invited_by = excluded.invited_by, inviter_id = excluded.inviter_id,
    created_at = now(), expires_at = excluded.expires_at;
  return v_token;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."invite_member"(uuid, text, public.member_role) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."invite_member"(uuid, text, public.member_role) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."invite_member"(uuid, text, public.member_role) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."invite_member"(uuid, text, public.member_role) TO "tinycrm";

ALTER FUNCTION "private"."invite_member"(uuid, text, public.member_role) OWNER TO "tinycrm";

-- private/functions/is_charged.sql

CREATE OR REPLACE FUNCTION private.is_charged (
  subscription public.subscriptions
)
  RETURNS boolean
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select subscription.state in ('active', 'past_due') and not subscription.cancel_at_period_end and b.enabled
  from private.billing_settings b
$function$;

GRANT EXECUTE ON FUNCTION "private"."is_charged"(public.subscriptions) TO "tinycrm";

COMMENT ON FUNCTION "private"."is_charged"(public.subscriptions) IS 'Whether Stripe will charge for it again.';

REVOKE ALL ON FUNCTION "private"."is_charged"(public.subscriptions) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."is_charged"(public.subscriptions) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."is_charged"(public.subscriptions) TO "postgres";

-- private/functions/is_indexed.sql

CREATE OR REPLACE FUNCTION private.is_indexed (
  account_id uuid,
  key        text
)
  RETURNS boolean
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select exists (
    select from private.indexed_params i where i.account_id = is_indexed.account_id and i.key = is_indexed.key and i.is_ready
  )
$function$;

GRANT EXECUTE ON FUNCTION "private"."is_indexed"(uuid, text) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."is_indexed"(uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."is_indexed"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."is_indexed"(uuid, text) TO "postgres";

-- private/functions/is_param_sample.sql

CREATE OR REPLACE FUNCTION private.is_param_sample (
  value jsonb
)
  RETURNS boolean
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select jsonb_typeof(value) in ('number', 'boolean') or jsonb_typeof(value) = 'string' and char_length(value #>> '{}') <= 60
$function$;

GRANT EXECUTE ON FUNCTION "private"."is_param_sample"(jsonb) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."is_param_sample"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."is_param_sample"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."is_param_sample"(jsonb) TO "postgres";

-- private/functions/is_receiving.sql

CREATE OR REPLACE FUNCTION private.is_receiving (
  receiver public.receivers
)
  RETURNS boolean
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select exists (
    select from public.projects p join public.accounts a on a.id = p.account_id
    where p.account_id = (receiver).account_id and p.id = (receiver).project_id
      and p.archived_at is null and a.deletion_began_at is null
  )
$function$;

GRANT EXECUTE ON FUNCTION "private"."is_receiving"(public.receivers) TO "tinycrm";

COMMENT ON FUNCTION "private"."is_receiving"(public.receivers) IS 'Not while its product is archived, or once its account is being deleted: as with keys.';

REVOKE ALL ON FUNCTION "private"."is_receiving"(public.receivers) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."is_receiving"(public.receivers) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."is_receiving"(public.receivers) TO "postgres";

-- private/functions/is_valid_identify_call.sql

CREATE OR REPLACE FUNCTION private.is_valid_identify_call (
  call jsonb
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  perform
    (call ->> 'status')::public.customer_status,
    decode(call ->> 'key_hash', 'hex'),
    private.event_time((call ->> 'age_ms')::double precision, (call ->> 'timestamp')::timestamptz);
  return (call ->> 'email')::public.email is not null
    and coalesce(char_length(call ->> 'name') between 1 and 200, true)
    and coalesce(jsonb_typeof(call -> 'params') in ('object', 'null'), true);
exception
  when data_exception or check_violation then
    return false;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."is_valid_identify_call"(jsonb) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."is_valid_identify_call"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."is_valid_identify_call"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."is_valid_identify_call"(jsonb) TO "postgres";

-- private/functions/is_valid_import_row.sql

CREATE OR REPLACE FUNCTION private.is_valid_import_row (
  import_row jsonb
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  perform
    (import_row ->> 'status')::public.customer_status,
    private.event_time(null, (import_row ->> 'created_at')::timestamptz),
    private.event_time(null, (import_row ->> 'seen_at')::timestamptz);
  return (import_row ->> 'email')::public.email is not null
    and coalesce(char_length(import_row ->> 'name') between 1 and 200, true)
    and coalesce(jsonb_typeof(import_row -> 'params') in ('object', 'null'), true);
exception
  when data_exception or check_violation then
    return false;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."is_valid_import_row"(jsonb) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."is_valid_import_row"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."is_valid_import_row"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."is_valid_import_row"(jsonb) TO "postgres";

-- private/functions/is_valid_mapping.sql

CREATE OR REPLACE FUNCTION private.is_valid_mapping (
  mapping jsonb
)
  RETURNS boolean
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select jsonb_typeof(mapping) = 'object'
    and mapping - array['statuses', 'params'] = '{}'
    and jsonb_typeof(coalesce(mapping -> 'statuses', '{}')) = 'object'
    and jsonb_typeof(coalesce(mapping -> 'params', '{}')) = 'object'
    and not exists (
      select from jsonb_each(mapping -> 'statuses') s
      where s.value <> all (array['null', '"free"', '"trial"', '"paid"', '"churned"']::jsonb[])
    )
    and not exists (
      select from jsonb_each(mapping -> 'params') p
      where jsonb_typeof(p.value) not in ('null', 'string')
        -- The rules of a key of params.
        or char_length(p.value #>> '{}') not between 1 and 128
        or strpos(p.value #>> '{}', '\') > 0
    )
$function$;

GRANT EXECUTE ON FUNCTION "private"."is_valid_mapping"(jsonb) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."is_valid_mapping"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."is_valid_mapping"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."is_valid_mapping"(jsonb) TO "postgres";

-- private/functions/keep_activity.sql

CREATE OR REPLACE FUNCTION private.keep_activity (
  call          private.identify_call,
  relation_last timestamp with time zone,
  customer_last timestamp with time zone,
  seen_at       timestamp with time zone
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_last constant timestamptz := greatest(relation_last, seen_at);
begin
  if relation_last is not null then
    update public.customer_projects cp set
      last_activity_at = v_last,
      edited_at = greatest(cp.edited_at, (call).at)
    where cp.account_id = (call).account_id and cp.customer_id = (call).customer_id
      and cp.project_id = (call).project_id and cp.last_activity_at > v_last;
  end if;
  update public.customer_activity a set last_activity_at = greatest(
    customer_last,
    (
      select cp.last_activity_at from public.customer_projects cp
      where cp.account_id = (call).account_id and cp.customer_id = (call).customer_id and cp.project_id = (call).project_id
    )
  )
  where a.account_id = (call).account_id and a.customer_id = (call).customer_id;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."keep_activity"(private.identify_call, timestamp WITH time zone, timestamp WITH time zone, timestamp WITH time zone) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."keep_activity"(private.identify_call, timestamp WITH time zone, timestamp WITH time zone, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."keep_activity"(private.identify_call, timestamp WITH time zone, timestamp WITH time zone, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."keep_activity"(private.identify_call, timestamp WITH time zone, timestamp WITH time zone, timestamp WITH time zone) TO "postgres";

-- private/functions/keep_charged_account.sql

CREATE OR REPLACE FUNCTION private.keep_charged_account()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if private.is_charged(new) and not private.is_charged(old) then
    update public.accounts a set deletion_at = null
    where a.id = new.account_id and a.deletion_at is not null and a.deletion_began_at is null;
    if found then
      perform private.record_audit(new.account_id, 'account_deletion_stopped');
    end if;
  end if;
  return null;
end
$function$;

REVOKE ALL ON FUNCTION "private"."keep_charged_account"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."keep_charged_account"() FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."keep_charged_account"() TO "tinycrm";

ALTER FUNCTION "private"."keep_charged_account"() OWNER TO "tinycrm";

-- private/functions/keep_member_email.sql

CREATE OR REPLACE FUNCTION private.keep_member_email()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  update public.members m set email = new.email where m.user_id = new.id;
  return null;
end
$function$;

REVOKE ALL ON FUNCTION "private"."keep_member_email"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."keep_member_email"() FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."keep_member_email"() TO "tinycrm";

ALTER FUNCTION "private"."keep_member_email"() OWNER TO "tinycrm";

-- private/functions/keep_param_numbers.sql

CREATE OR REPLACE FUNCTION private.keep_param_numbers()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_badge public.customer_projects := coalesce(new, old);
  v_old jsonb := case when tg_op <> 'INSERT' then old.params end;
  v_new jsonb := case when tg_op <> 'DELETE' then new.params end;
  v_key text;
  v_value numeric;
  v_sum numeric;
begin
  for v_key in select i.key from private.indexed_params i where i.account_id = v_badge.account_id loop
    v_value := private.param_number(v_new, v_key);
    continue when v_value is not distinct from private.param_number(v_old, v_key);
    if v_value is null then
      delete from private.param_numbers n
      where n.account_id = v_badge.account_id and n.customer_id = v_badge.customer_id
        and n.project_id = v_badge.project_id and n.key = v_key;
    else
      insert into private.param_numbers as n (account_id, customer_id, project_id, key, value)
      values (v_badge.account_id, v_badge.customer_id, v_badge.project_id, v_key, v_value)
      on conflict on constraint param_numbers_pkey do update set value = excluded.value;
    end if;

    select sum(n.value) into v_sum from private.param_numbers n
    where n.account_id = v_badge.account_id and n.customer_id = v_badge.customer_id and n.key = v_key;
    if v_sum is null then
      delete from private.param_sums s
      where s.account_id = v_badge.account_id and s.customer_id = v_badge.customer_id and s.key = v_key;
    else
      -- A person who is being erased has no sum any more.
      insert into private.param_sums as s (account_id, customer_id, key, sum)
      select c.account_id, c.id, v_key, v_sum from public.customers c
      where c.account_id = v_badge.account_id and c.id = v_badge.customer_id
      on conflict on constraint param_sums_pkey do update set sum = excluded.sum;
    end if;
  end loop;
  return null;
end
$function$;

REVOKE ALL ON FUNCTION "private"."keep_param_numbers"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."keep_param_numbers"() FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."keep_param_numbers"() TO "tinycrm";

ALTER FUNCTION "private"."keep_param_numbers"() OWNER TO "tinycrm";

-- private/functions/keep_project_count.sql

CREATE OR REPLACE FUNCTION private.keep_project_count()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if tg_op = 'INSERT' then
    update public.customer_activity a set project_count = a.project_count + 1
    where a.account_id = new.account_id and a.customer_id = new.customer_id;
  else
    update public.customer_activity a set project_count = a.project_count - 1
    where a.account_id = old.account_id and a.customer_id = old.customer_id;
  end if;
  return null;
end
$function$;

REVOKE ALL ON FUNCTION "private"."keep_project_count"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."keep_project_count"() FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."keep_project_count"() TO "tinycrm";

ALTER FUNCTION "private"."keep_project_count"() OWNER TO "tinycrm";

-- private/functions/learn_params.sql

CREATE OR REPLACE FUNCTION private.learn_params (
  calls private.identify_call[]
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_most_keys constant integer := 200;
  v_looked private.identify_call[] := calls;
  v_news private.identify_call[];
  v_mine uuid[];
begin
  if cardinality(calls) > 1 then
    with product as (
      select
        c.account_id, c.project_id, max(c.ordinal) as ordinal,
        array(
          select k.key from public.param_keys k where k.account_id = c.account_id and k.project_id = c.project_id
        ) as keys
      from unnest(calls) c
      where c.turn > 0 and c.params is not null
      group by c.account_id, c.project_id
    )
    select array_agg(c) into v_looked
    from product
    join unnest(calls) c on c.project_id = product.project_id and c.params is not null
    where c.ordinal = product.ordinal
      or cardinality(product.keys) < v_most_keys and c.params - product.keys <> '{}';
  end if;

  v_news := array(
    select c from unnest(v_looked) c
    where c.turn > 0 and exists (
      select from jsonb_each(c.params) param
      left join lateral (
        select k.samples, k.last_seen_at from public.param_keys k
        where k.account_id = c.account_id and k.project_id = c.project_id and k.key = param.key
        limit 1
      ) known on true
      where param.value <> 'null' and (
        known.samples is null
        or known.last_seen_at < now() - interval '1 hour'
        or not known.samples @> param.value
          and jsonb_array_length(known.samples) < 20
          and private.is_param_sample(param.value)
      )
    )
  );
  if v_news = '{}' then
    return;
  end if;

  v_mine := array(
    select news.project_id from (select distinct c.project_id from unnest(v_news) c) news
    where pg_try_advisory_xact_lock(private.param_keys_lock(news.project_id))
  );
  with seen as (
    select
      c.account_id, c.project_id, param.key,
      (array_agg(private.param_type(param.value) order by c.at desc, c.ordinal desc))[1] as type,
      coalesce(
        jsonb_agg(distinct param.value) filter (where private.is_param_sample(param.value)), '[]'
      ) as samples,
      exists (
        select from public.param_keys k
        where k.account_id = c.account_id and k.project_id = c.project_id and k.key = param.key
      ) as is_known
    from unnest(v_news) c
    cross join lateral jsonb_each(c.params) param
    where c.project_id = any (v_mine) and param.value <> 'null' and char_length(param.key) <= 200
    group by c.account_id, c.project_id, param.key
  ),
  counted as (
    select
      seen.*,
      row_number() over (partition by seen.project_id, seen.is_known order by seen.key) + (
        select count(*) from public.param_keys k
        where k.account_id = seen.account_id and k.project_id = seen.project_id
      ) as place
    from seen
  )
  insert into public.param_keys as k (account_id, project_id, key, type, samples)
  select counted.account_id, counted.project_id, counted.key, counted.type,
    jsonb_path_query_array(counted.samples, '$[0 to 19]')
  from counted
  where counted.is_known or counted.place <= v_most_keys
  on conflict (account_id, project_id, key) do update set
    type = excluded.type,
    samples = jsonb_path_query_array(
      k.samples || coalesce((
        select jsonb_agg(value) from jsonb_array_elements(excluded.samples) value where not k.samples @> value
      ), '[]'),
      '$[0 to 19]'
    ),
    last_seen_at = now();
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."learn_params"(private.identify_call[]) TO "tinycrm";

COMMENT ON FUNCTION "private"."learn_params"(private.identify_call[]) IS 'Keeps param_keys up with what calls send.';

REVOKE ALL ON FUNCTION "private"."learn_params"(private.identify_call[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."learn_params"(private.identify_call[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."learn_params"(private.identify_call[]) TO "postgres";

-- private/functions/leave_account.sql

CREATE OR REPLACE FUNCTION private.leave_account (
  account_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.require_member(leave_account.account_id);
  perform private.lock_members(leave_account.account_id);
  perform private.require_another_owner(leave_account.account_id, private.user_id());
  delete from public.members m where m.account_id = leave_account.account_id and m.user_id = private.user_id();
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."leave_account"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."leave_account"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."leave_account"(uuid) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."leave_account"(uuid) TO "tinycrm";

ALTER FUNCTION "private"."leave_account"(uuid) OWNER TO "tinycrm";

-- private/functions/lock_chosen_customers.sql

CREATE OR REPLACE FUNCTION private.lock_chosen_customers (
  account_id   uuid,
  customer_ids uuid[],
  filter       jsonb
)
  RETURNS uuid[]
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if customer_ids is null then
    return private.lock_matching_customers(account_id, filter);
  end if;
  perform private.lock_customers(account_id, customer_ids);
  return customer_ids;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."lock_chosen_customers"(uuid, uuid[], jsonb) TO "tinycrm";

COMMENT ON FUNCTION "private"."lock_chosen_customers"(uuid, uuid[], jsonb) IS 'Locks the customers with these ids, or those that match the filter when there are no ids, and returns them.';

REVOKE ALL ON FUNCTION "private"."lock_chosen_customers"(uuid, uuid[], jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."lock_chosen_customers"(uuid, uuid[], jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."lock_chosen_customers"(uuid, uuid[], jsonb) TO "postgres";

-- private/functions/lock_customers.sql

CREATE OR REPLACE FUNCTION private.lock_customers (
  account_id   uuid,
  customer_ids uuid[]
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  SET enable_seqscan TO 'off'
  AS $function$
declare
  -- What one transaction changes without holding up the calls for these customers for long.
  v_most constant integer := 10000;
begin
  if cardinality(customer_ids) > v_most then
    raise invalid_parameter_value using
      message = 'These are more than 10,000 customers. Choose fewer and do it in parts.';
  end if;
  perform from (select distinct id from unnest(lock_customers.customer_ids) id order by id) wanted
  cross join lateral (
    select from public.customer_activity a
    where a.account_id = lock_customers.account_id and a.customer_id = wanted.id
    limit 1
    for no key update
  ) locked;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."lock_customers"(uuid, uuid[]) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."lock_customers"(uuid, uuid[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."lock_customers"(uuid, uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."lock_customers"(uuid, uuid[]) TO "postgres";

-- private/functions/lock_matching_customers.sql

CREATE OR REPLACE FUNCTION private.lock_matching_customers (
  account_id uuid,
  filter     jsonb
)
  RETURNS uuid[]
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_ids uuid[] := private.matching_customers(account_id, filter);
begin
  perform private.lock_customers(account_id, v_ids);
  return array(
    select id from unnest(private.matching_customers(account_id, filter)) id where id = any (v_ids) order by id
  );
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."lock_matching_customers"(uuid, jsonb) TO "tinycrm";

COMMENT ON FUNCTION "private"."lock_matching_customers"(uuid, jsonb) IS 'Locks the customers that match a filter and returns those that still do. 10,000 at most (22023).';

REVOKE ALL ON FUNCTION "private"."lock_matching_customers"(uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."lock_matching_customers"(uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."lock_matching_customers"(uuid, jsonb) TO "postgres";

-- private/functions/lock_member.sql

CREATE OR REPLACE FUNCTION private.lock_member (
  account_id uuid,
  user_id    uuid
)
  RETURNS public.member_role
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_role public.member_role;
begin
  perform private.require_editor(lock_member.account_id);
  perform private.lock_members(lock_member.account_id);
  -- Again, under the lock: the caller may have been removed while waiting for it.
  perform private.require_editor(lock_member.account_id);
  select m.role into v_role from public.members m
  where m.account_id = lock_member.account_id and m.user_id = lock_member.user_id;
  if not found then
    raise invalid_parameter_value using message = 'This person is no member of the account any more.';
  end if;
  if v_role = 'owner' and private.my_role(lock_member.account_id) <> 'owner' then
    raise insufficient_privilege using message = 'Only an owner can change an owner.';
  end if;
  return v_role;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."lock_member"(uuid, uuid) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."lock_member"(uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."lock_member"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."lock_member"(uuid, uuid) TO "postgres";

-- private/functions/lock_members.sql

CREATE OR REPLACE FUNCTION private.lock_members (
  account_id uuid
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$
  select from public.accounts a where a.id = lock_members.account_id for no key update
$function$;

GRANT EXECUTE ON FUNCTION "private"."lock_members"(uuid) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."lock_members"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."lock_members"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."lock_members"(uuid) TO "postgres";

-- private/functions/mark_api_keys_used.sql

CREATE OR REPLACE FUNCTION private.mark_api_keys_used (
  key_hashes text[]
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  update public.api_keys k
  set last_used_at = now()
  from (
    select due.account_id, due.id
    from public.api_keys due
    where due.hash in (select decode(h, 'hex') from unnest(key_hashes) h)
      and (due.last_used_at is null or due.last_used_at < now() - interval '1 minute')
      and due.revoked_at is null
      and (due.expires_at is null or due.expires_at > now())
    for no key update skip locked
  ) due
  where k.account_id = due.account_id and k.id = due.id;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."mark_api_keys_used"(text[]) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."mark_api_keys_used"(text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."mark_api_keys_used"(text[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."mark_api_keys_used"(text[]) TO "postgres";

-- private/functions/matching_customers.sql

CREATE OR REPLACE FUNCTION private.matching_customers (
  account_id uuid,
  filter     jsonb
)
  RETURNS uuid[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  SET enable_nestloop TO 'off'
  SET enable_hashjoin TO 'on'
  SET enable_seqscan TO 'on'
  AS $function$
declare
  -- What one transaction changes without holding up the calls for these customers for long.
  v_most constant integer := 10000;
  v_ids uuid[];
begin
  execute format(
    $sql$
      select array_agg(id order by id) from (
        select c.id from public.customers c
        cross join lateral (
          select * from public.customer_activity a where a.account_id = c.account_id and a.customer_id = c.id offset 0
        ) a
        where %s limit %s
      ) found
    $sql$,
    private.customer_filter(account_id, filter), v_most + 1
  ) into v_ids;
  if cardinality(v_ids) > v_most then
    raise invalid_parameter_value using
      message = 'More than 10,000 customers match. Narrow the filter and do it in parts.';
  end if;
  return coalesce(v_ids, '{}');
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."matching_customers"(uuid, jsonb) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."matching_customers"(uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."matching_customers"(uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."matching_customers"(uuid, jsonb) TO "postgres";

-- private/functions/merge_params.sql

CREATE OR REPLACE FUNCTION private.merge_params (
  INOUT     params jsonb,
  INOUT     params_at jsonb,
  patch     jsonb,
  patch_at  jsonb,
  is_newest boolean
)
  RETURNS record
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_patch jsonb := patch;
  v_patch_at jsonb := patch_at;
begin
  if not is_newest then
    v_patch_at := (
      select coalesce(jsonb_object_agg(key, value), '{}')
      from jsonb_each(patch_at)
      where value >= coalesce(params_at -> key, value)
    );
    v_patch := (
      select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(patch) where v_patch_at ? key
    );
  end if;
  params := (params - array(select jsonb_object_keys(v_patch_at))) || v_patch;
  params_at := params_at || v_patch_at;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."merge_params"(jsonb, jsonb, jsonb, jsonb, boolean) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."merge_params"(jsonb, jsonb, jsonb, jsonb, boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."merge_params"(jsonb, jsonb, jsonb, jsonb, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."merge_params"(jsonb, jsonb, jsonb, jsonb, boolean) TO "postgres";

-- private/functions/most_fetched.sql

CREATE OR REPLACE FUNCTION private.most_fetched()
  RETURNS integer
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select 6000
$function$;

GRANT EXECUTE ON FUNCTION "private"."most_fetched"() TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."most_fetched"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."most_fetched"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."most_fetched"() TO "postgres";

-- private/functions/most_filled.sql

CREATE OR REPLACE FUNCTION private.most_filled()
  RETURNS integer
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select 2000
$function$;

GRANT EXECUTE ON FUNCTION "private"."most_filled"() TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."most_filled"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."most_filled"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."most_filled"() TO "postgres";

-- private/functions/most_walked.sql

CREATE OR REPLACE FUNCTION private.most_walked()
  RETURNS integer
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select 500
$function$;

GRANT EXECUTE ON FUNCTION "private"."most_walked"() TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."most_walked"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."most_walked"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."most_walked"() TO "postgres";

-- private/functions/move_view.sql

CREATE OR REPLACE FUNCTION private.move_view (
  account_id uuid,
  view_id    uuid,
  "position" integer
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.require_editor(move_view.account_id);
  update public.views v
  set position = ordered.place
  from (
    -- The one that moves stands before whoever was at its new place.
    select o.id, row_number() over (
      order by case when o.id = move_view.view_id then move_view.position - 0.5 else others.place end, o.position, o.id
    ) as place
    from public.views o
    left join (
      select s.id, row_number() over (order by s.position, s.id) as place
      from public.views s
      where s.account_id = move_view.account_id and s.id <> move_view.view_id
    ) others on others.id = o.id
    where o.account_id = move_view.account_id
  ) ordered
  where v.account_id = move_view.account_id and v.id = ordered.id and v.position <> ordered.place;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."move_view"(uuid, uuid, integer) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."move_view"(uuid, uuid, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."move_view"(uuid, uuid, integer) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."move_view"(uuid, uuid, integer) TO "tinycrm";

ALTER FUNCTION "private"."move_view"(uuid, uuid, integer) OWNER TO "tinycrm";

-- private/functions/my_account_ids.sql

CREATE OR REPLACE FUNCTION private.my_account_ids()
  RETURNS uuid[]
  LANGUAGE sql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
  select coalesce(array_agg(account_id), '{}') from public.members where user_id = private.user_id()
$function$;

GRANT EXECUTE ON FUNCTION "private"."my_account_ids"() TO "authenticated";

COMMENT ON FUNCTION "private"."my_account_ids"() IS 'The accounts the signed-in user belongs to.';

REVOKE ALL ON FUNCTION "private"."my_account_ids"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."my_account_ids"() FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."my_account_ids"() TO "tinycrm";

ALTER FUNCTION "private"."my_account_ids"() OWNER TO "tinycrm";

-- private/functions/my_role.sql

CREATE OR REPLACE FUNCTION private.my_role (
  account_id uuid
)
  RETURNS public.member_role
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select m.role from public.members m where m.account_id = my_role.account_id and m.user_id = private.user_id()
$function$;

GRANT EXECUTE ON FUNCTION "private"."my_role"(uuid) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."my_role"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."my_role"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."my_role"(uuid) TO "postgres";

-- private/functions/my_sessions.sql

CREATE OR REPLACE FUNCTION private.my_sessions()
  RETURNS TABLE (
    id           uuid,
    user_agent   text,
    signed_in_at timestamp with time zone,
    refreshed_at timestamp with time zone,
    is_current   boolean
  )
  LANGUAGE sql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
  select
    s.id,
    s.user_agent,
    s.created_at,
    -- Auth keeps this one without a zone, in UTC.
    coalesce(s.refreshed_at at time zone 'UTC', s.created_at),
    s.id::text is not distinct from nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'session_id'
  from auth.sessions s
  where s.user_id = private.user_id() and (s.not_after is null or s.not_after > now())
  order by 5 desc, 4 desc, s.id
  limit 100
$function$;

GRANT EXECUTE ON FUNCTION "private"."my_sessions"() TO "authenticated";

REVOKE ALL ON FUNCTION "private"."my_sessions"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."my_sessions"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."my_sessions"() TO "postgres";

-- private/functions/note_subscription.sql

CREATE OR REPLACE FUNCTION private.note_subscription (
  subscriptions jsonb,
  subscription  jsonb,
  at            timestamp with time zone
)
  RETURNS jsonb
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select case
    when at < (subscriptions -> (subscription ->> 'id') ->> 'at')::timestamptz then subscriptions
    else (
      select jsonb_object_agg(latest.key, latest.value)
      from (
        select s.key, s.value
        from jsonb_each(
          subscriptions || jsonb_build_object(subscription ->> 'id', (subscription - 'id') || jsonb_build_object('at', at))
        ) s
        order by s.value ->> 'status' = 'churned', (s.value ->> 'at')::timestamptz desc
        limit 20
      ) latest
    )
  end
$function$;

GRANT EXECUTE ON FUNCTION "private"."note_subscription"(jsonb, jsonb, timestamp WITH time zone) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."note_subscription"(jsonb, jsonb, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."note_subscription"(jsonb, jsonb, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."note_subscription"(jsonb, jsonb, timestamp WITH time zone) TO "postgres";

-- private/functions/notification_settings.sql

CREATE OR REPLACE FUNCTION private.notification_settings (
  account_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.require_member(notification_settings.account_id);
  return coalesce(
    (
      select jsonb_build_object('weekly_summary', n.weekly_summary, 'billing_notices', n.billing_notices)
      from private.notification_settings n
      where n.account_id = notification_settings.account_id and n.user_id = private.user_id()
    ),
    '{"weekly_summary": false, "billing_notices": false}'
  );
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."notification_settings"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."notification_settings"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."notification_settings"(uuid) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."notification_settings"(uuid) TO "tinycrm";

ALTER FUNCTION "private"."notification_settings"(uuid) OWNER TO "tinycrm";

-- private/functions/overview.sql

CREATE OR REPLACE FUNCTION private.overview (
  account_id uuid,
  days       integer,
  mrr_param  text,
  anew       boolean
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_snapshot private.overview_snapshots;
  v_age interval;
begin
  perform private.require_member(overview.account_id);
  if days is null or days not between 1 and 366 then
    raise invalid_parameter_value using message = 'The overview shows between 1 and 366 days.';
  end if;
  if mrr_param is null or char_length(mrr_param) not between 1 and 200 then
    raise invalid_parameter_value using message = 'The param that holds the money has a name of 1 to 200 characters.';
  end if;

  select s.* into v_snapshot from private.overview_snapshots s
  where s.account_id = overview.account_id and s.days = overview.days and s.mrr_param = overview.mrr_param;
  v_age := clock_timestamp() - v_snapshot.counted_at;
  -- Counting anew costs a hundredth of the time at most, and one reader at a time does it.
  if v_snapshot.account_id is null or v_age > interval '1 hour' or (
    anew and v_age > interval '100 milliseconds' * v_snapshot.took_ms
    and pg_try_advisory_xact_lock(hashtextextended('overview ' || overview.account_id::text, 0))
  ) then
    v_snapshot := private.count_overview(overview.account_id, overview.days, overview.mrr_param);
    v_age := '0';
  end if;

  return v_snapshot.figures || jsonb_build_object(
    'counted_at', v_snapshot.counted_at,
    'is_due', v_age > interval '100 milliseconds' * v_snapshot.took_ms,
    'top_people', private.with_names(overview.account_id, jsonb_path_query_array(v_snapshot.figures, '$.top[0 to 9]')),
    'radar', (
      select jsonb_object_agg(list.key, list.value || jsonb_build_object(
        'people', private.with_names(overview.account_id, jsonb_path_query_array(list.value, '$.people[0 to 7]'))
      ))
      from jsonb_each(v_snapshot.figures -> 'radar') list
    )
  ) - 'top';
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."overview"(uuid, integer, text, boolean) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."overview"(uuid, integer, text, boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."overview"(uuid, integer, text, boolean) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."overview"(uuid, integer, text, boolean) TO "tinycrm";

ALTER FUNCTION "private"."overview"(uuid, integer, text, boolean) OWNER TO "tinycrm";

-- private/functions/overview_daily.sql

CREATE OR REPLACE FUNCTION private.overview_daily (
  account_id uuid,
  since      timestamp with time zone
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  SET "TimeZone" TO 'UTC'
  SET plan_cache_mode TO 'force_custom_plan'
  AS $function$
begin
  return (
  with happened as (
    select c.first_seen_at::date as day, 'new' as what
    from public.customers c
    where c.account_id = overview_daily.account_id and c.first_seen_at >= since
    union all
    select s.changed_at::date, s.to_status::text
    from public.status_changes s
    where s.account_id = overview_daily.account_id and s.changed_at >= since and s.to_status in ('paid', 'churned')
  ),
  daily as (
    select day, count(*) filter (where what = 'new') as new, count(*) filter (where what = 'paid') as paid,
      count(*) filter (where what = 'churned') as churned
    from happened
    group by day
  )
  select jsonb_agg(
    jsonb_build_object(
      'day', d::date, 'new', coalesce(daily.new, 0),
      'paid', coalesce(daily.paid, 0), 'churned', coalesce(daily.churned, 0)
    ) order by d
  )
  from generate_series(since::date::timestamp, now()::date::timestamp, interval '1 day') d
  left join daily on daily.day = d::date
  );
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."overview_daily"(uuid, timestamp WITH time zone) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."overview_daily"(uuid, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."overview_daily"(uuid, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."overview_daily"(uuid, timestamp WITH time zone) TO "postgres";

-- private/functions/overview_figures.sql

CREATE OR REPLACE FUNCTION private.overview_figures (
  account_id uuid,
  days       integer,
  mrr_param  text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  SET "TimeZone" TO 'UTC'
  AS $function$
declare
  v_since timestamptz := date_trunc('day', now()) - make_interval(days => days - 1);
  v_per_project jsonb := private.overview_per_project(overview_figures.account_id, v_since, mrr_param);
begin
  return jsonb_build_object(
    'since', v_since,
    'per_project', v_per_project,
    'daily', private.overview_daily(overview_figures.account_id, v_since),
    'trials', private.overview_trials(overview_figures.account_id),
    'radar', private.overview_radar(overview_figures.account_id)
  ) || private.overview_people(overview_figures.account_id, mrr_param, array(
    select (p.value ->> 'project_id')::uuid from jsonb_array_elements(v_per_project) with ordinality p (value, position)
    where p.position <= 20 and (p.value ->> 'customers')::integer > 0
    order by p.position
  ));
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."overview_figures"(uuid, integer, text) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."overview_figures"(uuid, integer, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."overview_figures"(uuid, integer, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."overview_figures"(uuid, integer, text) TO "postgres";

-- private/functions/overview_people.sql

CREATE OR REPLACE FUNCTION private.overview_people (
  account_id  uuid,
  mrr_param   text,
  project_ids uuid[]
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  SET plan_cache_mode TO 'force_custom_plan'
  AS $function$
begin
  return (
  with person as (
    select cp.customer_id, count(*) as products,
      sum(1::bigint << (2 * (array_position(project_ids, cp.project_id) - 1))) as uses,
      sum(2::bigint << (2 * (array_position(project_ids, cp.project_id) - 1))) filter (where cp.status = 'paid') as pays,
      sum(case
        when jsonb_typeof(cp.params -> mrr_param) = 'number'
          or (jsonb_typeof(cp.params -> mrr_param) = 'string' and (cp.params ->> mrr_param) ~ '^-?[0-9]{1,12}(\.[0-9]{1,6})?$')
        then (cp.params ->> mrr_param)::double precision
      end) filter (where cp.status = 'paid') as mrr
    from public.customer_projects cp
    where cp.account_id = overview_people.account_id
    group by cp.customer_id
  ),
  kind as (
    select row_number() over () as n, uses::bigint as uses, coalesce(pays, 0)::bigint as pays, count(*) as people
    from person
    where uses is not null
    group by uses, pays
  ),
  part as (
    select kind.n, kind.people, project_ids[i + 1] as id, (kind.pays >> (2 * i)) & 2 > 0 as pays
    from kind, generate_series(0, cardinality(project_ids) - 1) i
    where (kind.uses >> (2 * i)) & 1 > 0
  ),
  pair as (
    select a.id as a, b.id as b, sum(a.people) as people,
      coalesce(sum(a.people) filter (where a.pays and b.pays), 0) as both_pay
    from part a join part b on b.n = a.n and b.id <> a.id
    group by 1, 2
  ),
  payer as (
    select id, sum(people) as people from part where pays group by id
  )
  select jsonb_build_object(
    'people', (select count(*) from person),
    'several', (select count(*) from person where products > 1),
    'paying', (select count(*) from person where mrr is not null),
    'overlap', coalesce((
      select jsonb_agg(jsonb_build_object(
        'a', a.id, 'b', b.id, 'people', coalesce(pair.people, 0), 'both_pay', coalesce(pair.both_pay, 0),
        'paid_a_not_b', coalesce(payer.people, 0) - coalesce(pair.both_pay, 0)
      ) order by array_position(project_ids, a.id), array_position(project_ids, b.id))
      from unnest(project_ids) a (id)
      join unnest(project_ids) b (id) on a.id <> b.id
      left join pair on pair.a = a.id and pair.b = b.id
      left join payer on payer.id = a.id
    ), '[]'),
    'top', coalesce((
      select jsonb_agg(jsonb_build_object('customer_id', customer_id, 'mrr', round(mrr::numeric, 2)) order by mrr desc, customer_id)
      from (select customer_id, mrr from person where mrr > 0 order by mrr desc, customer_id limit 30) t
    ), '[]')
  )
  );
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."overview_people"(uuid, text, uuid[]) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."overview_people"(uuid, text, uuid[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."overview_people"(uuid, text, uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."overview_people"(uuid, text, uuid[]) TO "postgres";

-- private/functions/overview_per_project.sql

CREATE OR REPLACE FUNCTION private.overview_per_project (
  account_id uuid,
  since      timestamp with time zone,
  mrr_param  text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  SET plan_cache_mode TO 'force_custom_plan'
  AS $function$
begin
  return (
  with badge as (
    select
      cp.project_id,
      count(*) as customers,
      count(*) filter (where cp.status = 'free') as free,
      count(*) filter (where cp.status = 'trial') as trial,
      count(*) filter (where cp.status = 'paid') as paid,
      count(*) filter (where cp.status = 'churned') as churned,
      count(*) filter (where cp.first_seen_at >= since) as new,
      sum(case
        when jsonb_typeof(cp.params -> mrr_param) = 'number'
          or (jsonb_typeof(cp.params -> mrr_param) = 'string' and (cp.params ->> mrr_param) ~ '^-?[0-9]{1,12}(\.[0-9]{1,6})?$')
        then (cp.params ->> mrr_param)::double precision
      end) filter (where cp.status = 'paid') as mrr
    from public.customer_projects cp
    where cp.account_id = overview_per_project.account_id
    group by cp.project_id
  )
  select coalesce(jsonb_agg(
    jsonb_build_object(
      'project_id', p.id,
      'customers', coalesce(b.customers, 0), 'new', coalesce(b.new, 0),
      'free', coalesce(b.free, 0), 'trial', coalesce(b.trial, 0),
      'paid', coalesce(b.paid, 0), 'churned', coalesce(b.churned, 0),
      'mrr', round(coalesce(b.mrr, 0)::numeric, 2)
    ) order by b.customers desc nulls last, p.created_at, p.id
  ), '[]')
  from public.projects p
  left join badge b on b.project_id = p.id
  where p.account_id = overview_per_project.account_id
  );
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."overview_per_project"(uuid, timestamp WITH time zone, text) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."overview_per_project"(uuid, timestamp WITH time zone, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."overview_per_project"(uuid, timestamp WITH time zone, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."overview_per_project"(uuid, timestamp WITH time zone, text) TO "postgres";

-- private/functions/overview_radar.sql

CREATE OR REPLACE FUNCTION private.overview_radar (
  account_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  SET "TimeZone" TO 'UTC'
  SET plan_cache_mode TO 'force_custom_plan'
  AS $function$
declare
  v_time_zone text;
  v_today date;
begin
  select a.time_zone, (now() at time zone a.time_zone)::date into v_time_zone, v_today
  from public.accounts a where a.id = overview_radar.account_id;
  return (
  with trial as (
    select cp.customer_id, cp.project_id, case
        -- A day is over when its last millisecond is, so that it is the day of its end.
        when (cp.params ->> 'trial_ends_at') ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
          and pg_catalog.pg_input_is_valid(cp.params ->> 'trial_ends_at', 'date')
        then ((cp.params ->> 'trial_ends_at')::date + 1)::timestamp at time zone v_time_zone - interval '1 millisecond'
        when (cp.params ->> 'trial_ends_at') ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}'
          and pg_catalog.pg_input_is_valid(cp.params ->> 'trial_ends_at', 'timestamptz')
        then (cp.params ->> 'trial_ends_at')::timestamptz
      end as ends_at,
      greatest(cp.status_at, cp.first_seen_at) as since
    from public.customer_projects cp
    where cp.account_id = overview_radar.account_id and cp.status = 'trial'
  ),
  sorted as (
    select trial.*,
      case
        when ends_at >= now() and (ends_at at time zone v_time_zone)::date <= v_today + 3 then 'ending_3'
        when ends_at >= now() and (ends_at at time zone v_time_zone)::date <= v_today + 7 then 'ending_7'
        when since < now() - interval '14 days' and coalesce(ends_at < now(), true) then 'stuck_14'
      end as what
    from trial
  ),
  ranked as (
    select sorted.*, row_number() over (partition by what order by ends_at, since, customer_id, project_id) as rank,
      count(*) over (partition by what) as total
    from sorted
    where what is not null
  )
  select '{"ending_3": {"total": 0, "people": []}, "ending_7": {"total": 0, "people": []}, "stuck_14": {"total": 0, "people": []}}'
    || coalesce(jsonb_object_agg(what, list), '{}')
  from (
    select what, jsonb_build_object('total', max(total), 'people', jsonb_agg(
      jsonb_build_object('customer_id', customer_id, 'project_id', project_id, 'ends_at', ends_at, 'since', since) order by rank
    )) as list
    from ranked
    where rank <= 30
    group by what
  ) lists
  );
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."overview_radar"(uuid) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."overview_radar"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."overview_radar"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."overview_radar"(uuid) TO "postgres";

-- private/functions/overview_trials.sql

CREATE OR REPLACE FUNCTION private.overview_trials (
  account_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  SET "TimeZone" TO 'UTC'
  SET plan_cache_mode TO 'force_custom_plan'
  AS $function$
begin
  return (
  with stay as (
    select s.customer_id, s.project_id,
      min(s.changed_at) as came_at,
      min(s.changed_at) filter (where s.to_status = 'trial') as trial_at,
      max(s.changed_at) filter (where s.to_status = 'paid') as paid_at
    from public.status_changes s
    where s.account_id = overview_trials.account_id
    group by s.customer_id, s.project_id
  ),
  trial as (
    select project_id, date_trunc('month', came_at)::date as month,
      count(*) as trials, count(*) filter (where paid_at > trial_at) as converted
    from stay
    where trial_at is not null
    group by 1, 2
  )
  select jsonb_build_object(
    'per_project', coalesce((
      select jsonb_agg(jsonb_build_object('project_id', project_id, 'trials', trials, 'converted', converted) order by trials desc, project_id)
      from (select project_id, sum(trials) as trials, sum(converted) as converted from trial group by 1) t
    ), '[]'),
    'cohorts', coalesce((
      select jsonb_agg(jsonb_build_object('project_id', project_id, 'month', month, 'trials', trials, 'converted', converted) order by month, project_id)
      from trial
      where month > date_trunc('month', now()) - interval '12 months'
    ), '[]')
  )
  );
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."overview_trials"(uuid) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."overview_trials"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."overview_trials"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."overview_trials"(uuid) TO "postgres";

-- private/functions/page_of_customers.sql

CREATE OR REPLACE FUNCTION private.page_of_customers (
  account_id uuid,
  filter     jsonb,
  sort       record,
  cursor     jsonb,
  descending boolean,
  page_size  integer
)
  RETURNS uuid[]
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_direction constant text := case when descending then 'desc' else 'asc' end;
  v_where constant text := private.customer_filter(account_id, filter);
  v_after constant text := private.after_cursor(cursor, sort.expression, sort.type, descending);
  v_both constant text :=
    'public.customers c join public.customer_activity a on a.account_id = c.account_id and a.customer_id = c.id';
  -- Of tables that were just filled the planner knows nothing: with offset 0 it looks up one after the other.
  v_few constant text :=
    'public.customers c cross join lateral (
      select * from public.customer_activity a where a.account_id = c.account_id and a.customer_id = c.id offset 0
    ) a';
  -- What the filter asks of the column that is sorted by is where the walk begins or ends.
  v_range constant text := (
    select string_agg(' and ' || private.time_condition(account_id, condition), '')
    from jsonb_array_elements(filter -> 'conditions') condition
    where coalesce(filter ->> 'match', 'all') = 'all'
      and not condition ? 'project'
      and sort.expression in ('a.' || (condition ->> 'field') || '_at', 'c.' || (condition ->> 'field') || '_at')
  );
  v_walk record := sort;
  v_can_walk boolean := true;
  v_walk_after text := v_after || coalesce(v_range, '');
  v_most integer;
  v_walked text;
  v_source text;
  v_ids uuid[];
begin
  if sort.param is not null then
    v_can_walk := private.is_indexed(account_id, sort.param);
    if v_can_walk then
      select 's.sum' as expression into v_walk;
      v_walk_after := format('s.key = %L and %s', sort.param, private.after_cursor(cursor, 's.sum', 'numeric', descending));
    end if;
  elsif btrim(coalesce(filter ->> 'search', '')) = '' and coalesce(filter -> 'conditions', '[]') = '[]' then
    execute format(
      'select array(select c.id from %s where %s and a.account_id = %L and %s order by %s %s, c.id %6$s limit %s)',
      v_both, v_where, account_id, v_after, sort.expression, v_direction, page_size
    ) into v_ids;
    return v_ids;
  end if;

  foreach v_most in array array[private.most_walked(), private.most_walked() * 90] loop
    if v_can_walk then
      v_walked := private.walked_customers(account_id, v_walk, v_walk_after, v_direction, v_most);
      v_ids := private.page_of_walk(format(
        'select array(select found.id from (%s) found %s %s where %s order by found.sort_value %s, found.id %5$s limit %s)',
        v_walked,
        -- Only what asks for more than the id pays for it. With offset 0 it is looked up for one after the other.
        case
          when v_where ~ '\mc\.(email|name|first_seen_at)\M' then
            'cross join lateral (select * from public.customers c where c.account_id = found.account_id and c.id = found.id offset 0) c'
          else 'cross join lateral (select found.account_id, found.id) c'
        end,
        case when v_where ~ '\ma\.(last_activity_at|project_count)\M' then
          'cross join lateral (select * from public.customer_activity a where a.account_id = found.account_id and a.customer_id = found.id offset 0) a'
        end,
        v_where, v_direction, page_size
      ));
      -- After those who have a param come those who have not, and they are nowhere in its index.
      if cardinality(v_ids) = page_size
        or (sort.param is null and private.source_size(v_walked, true, v_most) < v_most) then
        return v_ids;
      end if;
    end if;
    v_source := coalesce(v_source, private.filter_source(account_id, filter));
    if v_source is not null then
      return private.page_of_few(format(
        $sql$
          with matching as materialized (
            select c.id, %s as sort_value from (select distinct s.id from (%s limit %s) s) found
            cross join %s where c.account_id = %L and c.id = found.id and %s and %s
          )
          select array(select id from matching order by sort_value %s, id %8$s limit %s)
        $sql$,
        -- The planner may not look at statistics of tables with row-level security: the limit is what it knows.
        sort.expression, v_source, private.most_fetched(), v_few, account_id, v_where, v_after, v_direction, page_size
      ));
    end if;
  end loop;

  -- Few match, and no index says who: everybody is read once, which is quicker than looking each of them up.
  execute format(
    $sql$
      with matching as materialized (select c.id, %1$s as sort_value from %2$s where %3$s and a.account_id = %4$L and %5$s)
      select array(select id from matching order by sort_value %6$s, id %6$s limit %7$s)
    $sql$,
    sort.expression, v_both, v_where, account_id, v_after, v_direction, page_size
  ) into v_ids;
  return v_ids;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."page_of_customers"(uuid, jsonb, record, jsonb, boolean, integer) TO "tinycrm";

COMMENT ON FUNCTION "private"."page_of_customers"(uuid, jsonb, record, jsonb, boolean, integer) IS 'The ids of one page of customers, in its order. sort: what private.customer_sort gives.';

REVOKE ALL ON FUNCTION "private"."page_of_customers"(uuid, jsonb, record, jsonb, boolean, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."page_of_customers"(uuid, jsonb, record, jsonb, boolean, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."page_of_customers"(uuid, jsonb, record, jsonb, boolean, integer) TO "postgres";

-- private/functions/page_of_few.sql

CREATE OR REPLACE FUNCTION private.page_of_few (
  query text
)
  RETURNS uuid[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  SET enable_seqscan TO 'off'
  SET enable_hashjoin TO 'off'
  SET enable_mergejoin TO 'off'
  AS $function$
declare
  v_ids uuid[];
begin
  execute query into v_ids;
  return v_ids;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."page_of_few"(text) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."page_of_few"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."page_of_few"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."page_of_few"(text) TO "postgres";

-- private/functions/page_of_walk.sql

CREATE OR REPLACE FUNCTION private.page_of_walk (
  query text
)
  RETURNS uuid[]
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  SET enable_bitmapscan TO 'off'
  SET enable_sort TO 'off'
  SET join_collapse_limit TO '1'
  SET from_collapse_limit TO '1'
  AS $function$
  select private.page_of_few(query)
$function$;

GRANT EXECUTE ON FUNCTION "private"."page_of_walk"(text) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."page_of_walk"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."page_of_walk"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."page_of_walk"(text) TO "postgres";

-- private/functions/param_condition.sql

CREATE OR REPLACE FUNCTION private.param_condition (
  account_id uuid,
  condition  jsonb
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_key text := condition ->> 'key';
  v_operator text := condition ->> 'operator';
  v_value jsonb := condition -> 'value';
  v_type text := jsonb_typeof(v_value);
  v_test text;
begin
  if jsonb_typeof(condition -> 'key') is distinct from 'string' then
    perform private.refuse_condition(condition, 'A param condition names a key.');
  end if;
  case
    when v_operator in ('is_set', 'is_not_set') then
      v_test := format('cp.params ? %L', v_key);
    when v_operator = 'is' and v_value is not null then
      v_test := private.param_equals(v_key, v_value);
    when v_operator = 'is_not' and v_value is not null then
      v_test := format('cp.params ? %L and not %s', v_key, private.param_equals(v_key, v_value));
    when v_operator = 'contains' and v_type = 'string' then
      v_test := format('lower(cp.params ->> %L) like %L', v_key, private.contains_pattern(v_value #>> '{}'));
    when v_operator in ('gt', 'gte', 'lt', 'lte') and v_type = 'number' then
      v_test := format(
        'cp.params @? %L::jsonpath',
        format(
          'strict $.%s ? (@ %s %s)', to_jsonb(v_key),
          case v_operator when 'gt' then '>' when 'gte' then '>=' when 'lt' then '<' else '<=' end, v_value
        )
      );
    when v_operator in ('before', 'after') and v_type = 'string' then
      v_test := format(
        'cp.params ->> %L ~ ''^\d{4}-\d\d-\d\d'' and cp.params ->> %1$L %s %L',
        v_key, case v_operator when 'before' then '<' else '>=' end,
        case v_operator when 'before' then (v_value #>> '{}')::date else (v_value #>> '{}')::date + 1 end
      );
    else
      perform private.refuse_condition(
        condition,
        'A param condition is is, is_not or contains with a value; gt, gte, lt or lte with a number; before or after with a date; is_set or is_not_set.'
      );
  end case;
  v_test := private.in_products(account_id, condition, format('(%s)', v_test));
  return case when v_operator = 'is_not_set' then format('not (%s)', v_test) else v_test end;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."param_condition"(uuid, jsonb) TO "tinycrm";

COMMENT ON FUNCTION "private"."param_condition"(uuid, jsonb) IS 'SQL for a condition about a param. is_not holds where the param is set and different; dates are whole days.';

REVOKE ALL ON FUNCTION "private"."param_condition"(uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."param_condition"(uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."param_condition"(uuid, jsonb) TO "postgres";

-- private/functions/param_equals.sql

CREATE OR REPLACE FUNCTION private.param_equals (
  key   text,
  value jsonb
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_text text := value #>> '{}';
  v_alike jsonb[] := array[value];
begin
  if jsonb_typeof(value) in ('number', 'boolean') then
    v_alike := v_alike || to_jsonb(v_text);
  elsif jsonb_typeof(value) = 'string'
    and (v_text in ('true', 'false') or v_text ~ '^-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?$') then
    v_alike := v_alike || v_text::jsonb;
  end if;
  return (
    select format('(%s)', string_agg(format('cp.params @> %L', jsonb_build_object(key, alike)), ' or '))
    from unnest(v_alike) alike
  );
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."param_equals"(text, jsonb) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."param_equals"(text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."param_equals"(text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."param_equals"(text, jsonb) TO "postgres";

-- private/functions/param_keys_lock.sql

CREATE OR REPLACE FUNCTION private.param_keys_lock (
  project_id uuid
)
  RETURNS bigint
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select hashtextextended('param_keys ' || project_id, 0)
$function$;

GRANT EXECUTE ON FUNCTION "private"."param_keys_lock"(uuid) TO "tinycrm";

COMMENT ON FUNCTION "private"."param_keys_lock"(uuid) IS 'The advisory lock of whoever writes the param_keys of a project.';

REVOKE ALL ON FUNCTION "private"."param_keys_lock"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."param_keys_lock"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."param_keys_lock"(uuid) TO "postgres";

-- private/functions/param_number.sql

CREATE OR REPLACE FUNCTION private.param_number (
  params jsonb,
  key    text
)
  RETURNS numeric
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select case jsonb_typeof(params -> key) when 'number' then (params ->> key)::numeric end
$function$;

GRANT EXECUTE ON FUNCTION "private"."param_number"(jsonb, text) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."param_number"(jsonb, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."param_number"(jsonb, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."param_number"(jsonb, text) TO "postgres";

-- private/functions/param_type.sql

CREATE OR REPLACE FUNCTION private.param_type (
  value jsonb
)
  RETURNS text
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select case
    when jsonb_typeof(value) in ('number', 'boolean') then jsonb_typeof(value)
    when jsonb_typeof(value) <> 'string' then 'other'
    when value #>> '{}' ~ '^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?)?$' then 'date'
    else 'text'
  end
$function$;

GRANT EXECUTE ON FUNCTION "private"."param_type"(jsonb) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."param_type"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."param_type"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."param_type"(jsonb) TO "postgres";

-- private/functions/params_times.sql

CREATE OR REPLACE FUNCTION private.params_times (
  params jsonb,
  at     timestamp with time zone
)
  RETURNS jsonb
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_at constant bigint := (extract(epoch from at) * 1000000)::bigint;
begin
  return (select coalesce(jsonb_object_agg(key, v_at), '{}') from jsonb_object_keys(params) key);
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."params_times"(jsonb, timestamp WITH time zone) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."params_times"(jsonb, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."params_times"(jsonb, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."params_times"(jsonb, timestamp WITH time zone) TO "postgres";

-- private/functions/params_to_set.sql

CREATE OR REPLACE FUNCTION private.params_to_set (
  params jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return case
    when params is null then '{}'
    when params @? 'strict $.* ? (@ == null)'
      then params - array(select key from jsonb_each(params) where value = 'null')
    else params
  end;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."params_to_set"(jsonb) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."params_to_set"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."params_to_set"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."params_to_set"(jsonb) TO "postgres";

-- private/functions/project_condition.sql

CREATE OR REPLACE FUNCTION private.project_condition (
  account_id uuid,
  condition  jsonb
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_operator text := condition ->> 'operator';
  v_ids uuid[] := array(select jsonb_array_elements_text(condition -> 'value')::uuid);
  v_products text := format(
    'select from public.customer_projects cp where cp.account_id = %L and cp.customer_id = c.id', account_id
  );
begin
  case v_operator
    when 'any_of' then return format('exists (%s and cp.project_id = any (%L::uuid[]))', v_products, v_ids);
    when 'none_of' then return format('not exists (%s and cp.project_id = any (%L::uuid[]))', v_products, v_ids);
    when 'all_of' then return coalesce((
      select string_agg(format('exists (%s and cp.project_id = %L)', v_products, id), ' and ') from unnest(v_ids) id
    ), 'true');
    else perform private.refuse_condition(condition, 'A project condition has the operator any_of, all_of or none_of.');
  end case;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."project_condition"(uuid, jsonb) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."project_condition"(uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."project_condition"(uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."project_condition"(uuid, jsonb) TO "postgres";

-- private/functions/project_count_condition.sql

CREATE OR REPLACE FUNCTION private.project_count_condition (
  account_id uuid,
  condition  jsonb
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_sign text := case condition ->> 'operator' when 'is' then '=' when 'at_least' then '>=' when 'at_most' then '<=' end;
begin
  if v_sign is null or jsonb_typeof(condition -> 'value') is distinct from 'number' then
    perform private.refuse_condition(condition, 'A project_count condition has the operator is, at_least or at_most, and a number.');
  end if;
  return format('%s %s %L::numeric', private.project_count_expression(account_id), v_sign, condition ->> 'value');
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."project_count_condition"(uuid, jsonb) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."project_count_condition"(uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."project_count_condition"(uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."project_count_condition"(uuid, jsonb) TO "postgres";

-- private/functions/project_count_expression.sql

CREATE OR REPLACE FUNCTION private.project_count_expression (
  account_id uuid
)
  RETURNS text
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select 'a.project_count'
$function$;

GRANT EXECUTE ON FUNCTION "private"."project_count_expression"(uuid) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."project_count_expression"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."project_count_expression"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."project_count_expression"(uuid) TO "postgres";

-- private/functions/random_base62.sql

CREATE OR REPLACE FUNCTION private.random_base62 (
  length integer
)
  RETURNS text
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_alphabet constant text := '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  v_text text := '';
  v_bytes bytea;
  v_byte integer;
begin
  while char_length(v_text) < length loop
    v_bytes := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
    for i in 0..31 loop
      v_byte := get_byte(v_bytes, i);
      if v_byte < 248 and char_length(v_text) < length then
        v_text := v_text || substr(v_alphabet, v_byte % 62 + 1, 1);
      end if;
    end loop;
  end loop;
  return v_text;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."random_base62"(integer) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."random_base62"(integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."random_base62"(integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."random_base62"(integer) TO "postgres";

-- private/functions/read_audit_log.sql

CREATE OR REPLACE FUNCTION private.read_audit_log (
  account_id uuid,
  before     timestamp with time zone,
  before_id  uuid,
  page_size  integer
)
  RETURNS TABLE (
    id      uuid,
    at      timestamp with time zone,
    actor   text,
    action  text,
    subject text,
    details jsonb
  )
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.require_member(read_audit_log.account_id);
  if private.my_role(read_audit_log.account_id) <> 'owner' then
    raise insufficient_privilege using message = 'Only owners read the audit log.';
  end if;
  return query
  select
    l.id, l.at,
    case when l.actor_id is not null then coalesce(actor.email, 'user ' || left(l.actor_id::text, 8)) end,
    l.action,
    coalesce(l.details ->> 'name', p.name, subject.email, 'user ' || left(l.subject_id::text, 8)),
    l.details
  from private.audit_log l
  left join public.members actor on actor.account_id = l.account_id and actor.user_id = l.actor_id
  left join public.projects p on p.account_id = l.account_id and p.id = l.subject_id
  left join public.members subject on subject.account_id = l.account_id and subject.user_id = l.subject_id
  where l.account_id = read_audit_log.account_id
    and (before is null or (l.at, l.id) < (before, before_id))
  order by l.at desc, l.id desc
  limit least(greatest(coalesce(page_size, 50), 1), 200);
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."read_audit_log"(uuid, timestamp WITH time zone, uuid, integer) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."read_audit_log"(uuid, timestamp WITH time zone, uuid, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."read_audit_log"(uuid, timestamp WITH time zone, uuid, integer) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."read_audit_log"(uuid, timestamp WITH time zone, uuid, integer) TO "tinycrm";

ALTER FUNCTION "private"."read_audit_log"(uuid, timestamp WITH time zone, uuid, integer) OWNER TO "tinycrm";

-- private/functions/read_identify_calls.sql

CREATE OR REPLACE FUNCTION private.read_identify_calls (
  calls jsonb
)
  RETURNS private.identify_call[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return array(
    select row(
      read.ordinal,
      case when read.account_id is null then 0 else
        row_number() over (partition by read.account_id, read.email order by read.at, read.ordinal)
      end,
      read.account_id, read.project_id, read.customer_id, read.email, read.name, read.status, read.params, read.at
    )::private.identify_call
    from (
      select
        (call.position - 1)::integer as ordinal,
        k.account_id, k.project_id, c.id as customer_id, call.email, call.name, call.status, call.params,
        private.event_time(call.age_ms, call."timestamp") as at
      from rows from (
        jsonb_to_recordset(calls) as (
          key_hash text, email text, name text, status public.customer_status, params jsonb,
          age_ms double precision, "timestamp" timestamptz
        )
      ) with ordinality as call (key_hash, email, name, status, params, age_ms, "timestamp", position)
      left join lateral (
        select key.account_id, key.project_id
        from public.api_keys key
        where key.hash = decode(call.key_hash, 'hex')
          and key.revoked_at is null
          and (key.expires_at is null or key.expires_at > now())
        limit 1
      ) k on true
      left join lateral (
        select cu.id from public.customers cu
        where cu.account_id = k.account_id and cu.email = call.email
        limit 1
      ) c on true
    ) read
  );
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."read_identify_calls"(jsonb) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."read_identify_calls"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."read_identify_calls"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."read_identify_calls"(jsonb) TO "postgres";

-- private/functions/read_import_rows.sql

CREATE OR REPLACE FUNCTION private.read_import_rows (
  account_id  uuid,
  project_id  uuid,
  rows        jsonb,
  import_time timestamp with time zone
)
  RETURNS private.identify_call[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return array(
    select row(
      read.ordinal, row_number() over (partition by read.email order by read.at, read.ordinal),
      read_import_rows.account_id, read_import_rows.project_id, read.customer_id,
      read.email, read.name, read.status, read.params, read.at
    )::private.identify_call
    from (
      select
        (r.position - 1)::integer as ordinal, c.id as customer_id, r.email, r.name, r.status, nullif(r.params, 'null') as params,
        private.event_time(null, case
          when known.found then coalesce(r.seen_at, read_import_rows.import_time)
          else coalesce(r.created_at, r.seen_at, read_import_rows.import_time)
        end) as at
      from rows from (
        jsonb_to_recordset(rows) as (
          email text, name text, status public.customer_status, params jsonb, created_at timestamptz, seen_at timestamptz
        )
      ) with ordinality as r (email, name, status, params, created_at, seen_at, position)
      left join lateral (
        select cu.id from public.customers cu
        where cu.account_id = read_import_rows.account_id and cu.email = r.email
        limit 1
      ) c on true
      left join lateral (
        select true as found from public.customer_projects cp
        where cp.account_id = read_import_rows.account_id and cp.customer_id = c.id
          and cp.project_id = read_import_rows.project_id
        limit 1
      ) known on true
    ) read
  );
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."read_import_rows"(uuid, uuid, jsonb, timestamp WITH time zone) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."read_import_rows"(uuid, uuid, jsonb, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."read_import_rows"(uuid, uuid, jsonb, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."read_import_rows"(uuid, uuid, jsonb, timestamp WITH time zone) TO "postgres";

-- private/functions/read_invitation.sql

CREATE OR REPLACE FUNCTION private.read_invitation (
  token text
)
  RETURNS TABLE (
    account_name text,
    email        text,
    role         public.member_role,
    invited_by   text,
    expires_at   timestamp with time zone
  )
  LANGUAGE sql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
  select a.name, i.email, i.role, i.invited_by, i.expires_at
  from public.invitations i join public.accounts a on a.id = i.account_id
  where i.token_hash = sha256(convert_to(read_invitation.token, 'UTF8')) and i.expires_at > now()
$function$;

GRANT EXECUTE ON FUNCTION "private"."read_invitation"(text) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."read_invitation"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."read_invitation"(text) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."read_invitation"(text) TO "tinycrm";

ALTER FUNCTION "private"."read_invitation"(text) OWNER TO "tinycrm";

-- private/functions/read_received_calls.sql

CREATE OR REPLACE FUNCTION private.read_received_calls (
  receiver public.receivers,
  calls    jsonb
)
  RETURNS private.identify_call[]
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select array(
    select row(
      (c.position - 1)::integer, row_number() over (order by c.at, c.position), (receiver).account_id, (receiver).project_id,
      known.id, c.email, c.name, c.status, nullif(c.params, 'null'), c.at
    )::private.identify_call
    from rows from (
      jsonb_to_recordset(calls) as (email text, name text, status public.customer_status, params jsonb, at timestamptz)
    ) with ordinality as c (email, name, status, params, at, position)
    left join lateral (
      select cu.id from public.customers cu
      where cu.account_id = (receiver).account_id and cu.email = c.email
      limit 1
    ) known on true
  )
$function$;

GRANT EXECUTE ON FUNCTION "private"."read_received_calls"(public.receivers, jsonb) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."read_received_calls"(public.receivers, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."read_received_calls"(public.receivers, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."read_received_calls"(public.receivers, jsonb) TO "postgres";

-- private/functions/recent_calls.sql

CREATE OR REPLACE FUNCTION private.recent_calls (
  project_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_account_id uuid;
  v_calls jsonb;
  v_rejections jsonb;
begin
  select p.account_id into v_account_id
  from public.projects p
  where p.id = recent_calls.project_id and p.account_id = any (private.my_account_ids());
  perform private.require_member(v_account_id);

  -- No index orders the people of one product by activity: it would cost every call. A small product
  -- is read whole, and those of a large one are among the last who were active anywhere.
  with near as (
    (
      select cp.customer_id from public.customer_projects cp
      where cp.account_id = v_account_id and cp.project_id = recent_calls.project_id
      limit 200
    )
    union
    (
      select a.customer_id from public.customer_activity a
      where a.account_id = v_account_id
      order by a.last_activity_at desc
      limit 300
    )
  ),
  latest as (
    select cp.customer_id, cp.status, cp.first_seen_at, cp.last_activity_at
    from near
    join public.customer_projects cp
      on cp.account_id = v_account_id and cp.customer_id = near.customer_id and cp.project_id = recent_calls.project_id
    order by cp.last_activity_at desc
    limit 10
  )
  select jsonb_agg(
    jsonb_build_object(
      'customer_id', l.customer_id, 'email', c.email, 'name', c.name, 'status', l.status,
      'first_seen_at', l.first_seen_at, 'at', l.last_activity_at
    ) order by l.last_activity_at desc
  ) into v_calls
  from latest l
  join public.customers c on c.account_id = v_account_id and c.id = l.customer_id;

  with reasons as (
    select i.kind, i.code, i.pointer, i.detail, i.status, sum(i.count) as count, max(i.last_at) as at
    from public.ingest_rejections i
    where i.account_id = v_account_id and i.project_id = recent_calls.project_id
      and i.last_at > now() - interval '10 minutes'
    group by i.kind, i.code, i.pointer, i.detail, i.status
    order by max(i.last_at) desc
    limit 20
  )
  select jsonb_agg(to_jsonb(reasons) order by reasons.at desc) into v_rejections from reasons;

  return jsonb_build_object('calls', coalesce(v_calls, '[]'), 'rejections', coalesce(v_rejections, '[]'));
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."recent_calls"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."recent_calls"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."recent_calls"(uuid) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."recent_calls"(uuid) TO "tinycrm";

ALTER FUNCTION "private"."recent_calls"(uuid) OWNER TO "tinycrm";

-- private/functions/record_audit.sql

CREATE OR REPLACE FUNCTION private.record_audit (
  account_id uuid,
  action     text,
  subject_id uuid  DEFAULT NULL::uuid,
  details    jsonb DEFAULT '{}'::jsonb
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$
  insert into private.audit_log (account_id, actor_id, action, subject_id, details)
  -- What goes with its account leaves nothing.
  select a.id, private.user_id(), record_audit.action, record_audit.subject_id, jsonb_strip_nulls(record_audit.details)
  from public.accounts a where a.id = record_audit.account_id
$function$;

REVOKE ALL ON FUNCTION "private"."record_audit"(uuid, text, uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."record_audit"(uuid, text, uuid, jsonb) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."record_audit"(uuid, text, uuid, jsonb) TO "tinycrm";

ALTER FUNCTION "private"."record_audit"(uuid, text, uuid, jsonb) OWNER TO "tinycrm";

-- private/functions/record_delivery.sql

CREATE OR REPLACE FUNCTION private.record_delivery (
  receiver    public.receivers,
  delivery    jsonb,
  outcome     text,
  detail      text,
  customer_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_kept constant integer := 50;
  v_hash constant bytea := private.event_hash(delivery);
  v_type constant text := left(coalesce(delivery ->> 'event_type', ''), 100);
  v_detail constant text := left(record_delivery.detail, 300);
  v_times integer;
begin
  -- Whoever sends rubbish without end cannot push out what matters: equal ones are one row.
  if record_delivery.outcome = 'refused' or record_delivery.outcome = 'ignored' and v_hash is null then
    with equal as (
      delete from public.receiver_deliveries d
      where d.account_id = (receiver).account_id and d.receiver_id = (receiver).id
        and d.outcome = record_delivery.outcome and d.event_type = v_type and d.detail is not distinct from v_detail
        and (d.outcome = 'refused' or d.event_hash is null)
      returning d.times
    )
    select sum(equal.times) into v_times from equal;
  end if;

  insert into public.receiver_deliveries
    (account_id, receiver_id, event_hash, event_type, event_at, outcome, detail, times, customer_id)
  values (
    (receiver).account_id, (receiver).id, v_hash, v_type, (delivery ->> 'at')::timestamptz,
    record_delivery.outcome, v_detail, coalesce(v_times, 0) + 1, record_delivery.customer_id
  );
  delete from public.receiver_deliveries d
  where d.account_id = (receiver).account_id and d.receiver_id = (receiver).id
    and d.id <= (
      select old.id from public.receiver_deliveries old
      where old.account_id = (receiver).account_id and old.receiver_id = (receiver).id
      order by old.id desc offset v_kept limit 1
    );
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."record_delivery"(public.receivers, jsonb, text, text, uuid) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."record_delivery"(public.receivers, jsonb, text, text, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."record_delivery"(public.receivers, jsonb, text, text, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."record_delivery"(public.receivers, jsonb, text, text, uuid) TO "postgres";

-- private/functions/record_export.sql

CREATE OR REPLACE FUNCTION private.record_export (
  account_id uuid,
  format     text,
  customers  bigint
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.require_member(record_export.account_id);
  if format is null or format not in ('csv', 'json') or customers is null or customers < 0 then
    raise invalid_parameter_value using message = 'An export is csv or json, of a number of customers.';
  end if;
  perform private.record_audit(
    record_export.account_id, 'customers_exported', null, jsonb_build_object('format', format, 'count', customers)
  );
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."record_export"(uuid, text, bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."record_export"(uuid, text, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."record_export"(uuid, text, bigint) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."record_export"(uuid, text, bigint) TO "tinycrm";

ALTER FUNCTION "private"."record_export"(uuid, text, bigint) OWNER TO "tinycrm";

-- private/functions/record_import_changes.sql

CREATE OR REPLACE FUNCTION private.record_import_changes (
  target   public.imports,
  before   private.import_state[],
  after    private.import_state[],
  outcomes jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  insert into private.import_changes as ch (
    account_id, import_id, customer_id, customer_before, relation_before, customer_after, relation_after
  )
  select
    (target).account_id, (target).id, pair.customer_id, pair.customer, pair.relation,
    md5(pair.after_customer::text)::uuid, md5(pair.after_relation::text)::uuid
  from rows from (unnest(before), unnest(after))
    as pair (customer_id, customer, relation, after_id, after_customer, after_relation)
  where outcomes ->> pair.customer_id::text <> 'unchanged'
  on conflict (account_id, import_id, customer_id) do update set
    customer_after = excluded.customer_after, relation_after = excluded.relation_after;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."record_import_changes"(public.imports, private.import_state[], private.import_state[], jsonb) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."record_import_changes"(public.imports, private.import_state[], private.import_state[], jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."record_import_changes"(public.imports, private.import_state[], private.import_state[], jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."record_import_changes"(public.imports, private.import_state[], private.import_state[], jsonb) TO "postgres";

-- private/functions/record_status_change.sql

CREATE OR REPLACE FUNCTION private.record_status_change()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_source text := private.write_source();
begin
  insert into public.status_changes (account_id, customer_id, project_id, from_status, to_status, changed_at, source, user_email)
  values (
    new.account_id, new.customer_id, new.project_id,
    case when tg_op = 'UPDATE' then old.status end,
    new.status,
    case
      when tg_op = 'INSERT' then greatest(new.status_at, new.first_seen_at)
      when new.status_at > old.status_at then new.status_at
      else now()
    end,
    v_source,
    case when v_source = 'dashboard' then private.user_email() end
  );
  return null;
end
$function$;

REVOKE ALL ON FUNCTION "private"."record_status_change"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."record_status_change"() FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."record_status_change"() TO "tinycrm";

ALTER FUNCTION "private"."record_status_change"() OWNER TO "tinycrm";

-- private/functions/refuse_condition.sql

CREATE OR REPLACE FUNCTION private.refuse_condition (
  condition jsonb,
  advice    text
)
  RETURNS void
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  raise invalid_parameter_value using message = advice || case
    when condition ->> 'field' in ('project', 'project_count', 'status', 'last_activity', 'first_seen', 'name', 'email', 'tag', 'param')
      then format(' A condition about %s is not understood.', condition ->> 'field')
    else ''
  end;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."refuse_condition"(jsonb, text) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."refuse_condition"(jsonb, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."refuse_condition"(jsonb, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."refuse_condition"(jsonb, text) TO "postgres";

-- private/functions/remove_member.sql

CREATE OR REPLACE FUNCTION private.remove_member (
  account_id uuid,
  user_id    uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if remove_member.user_id = private.user_id() then
    raise invalid_parameter_value using message = 'To go yourself, leave the account.';
  end if;
  perform private.lock_member(remove_member.account_id, remove_member.user_id);
  delete from public.members m where m.account_id = remove_member.account_id and m.user_id = remove_member.user_id;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."remove_member"(uuid, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."remove_member"(uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."remove_member"(uuid, uuid) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."remove_member"(uuid, uuid) TO "tinycrm";

ALTER FUNCTION "private"."remove_member"(uuid, uuid) OWNER TO "tinycrm";

-- private/functions/remove_sample_data.sql

CREATE OR REPLACE FUNCTION private.remove_sample_data (
  account_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_project_id uuid;
begin
  perform private.require_editor(remove_sample_data.account_id);
  for v_project_id in
    select p.id from public.projects p where p.account_id = remove_sample_data.account_id and p.is_sample
  loop
    while not private.erase_project(remove_sample_data.account_id, v_project_id) loop
      null;
    end loop;
  end loop;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."remove_sample_data"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."remove_sample_data"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."remove_sample_data"(uuid) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."remove_sample_data"(uuid) TO "tinycrm";

ALTER FUNCTION "private"."remove_sample_data"(uuid) OWNER TO "tinycrm";

-- private/functions/rename_account.sql

CREATE OR REPLACE FUNCTION private.rename_account (
  account_id uuid,
  name       text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_name text := private.to_one_line(rename_account.name);
begin
  perform private.require_editor(rename_account.account_id);
  if char_length(coalesce(v_name, '')) not between 1 and 80 then
    raise invalid_parameter_value using message = 'Give the account a name of 1 to 80 characters.';
  end if;
  update public.accounts a set name = v_name where a.id = rename_account.account_id;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."rename_account"(uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."rename_account"(uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."rename_account"(uuid, text) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."rename_account"(uuid, text) TO "tinycrm";

ALTER FUNCTION "private"."rename_account"(uuid, text) OWNER TO "tinycrm";

-- private/functions/rename_project.sql

CREATE OR REPLACE FUNCTION private.rename_project (
  project_id uuid,
  name       text
)
  RETURNS public.projects
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_project public.projects := private.find_my_project(rename_project.project_id);
begin
  update public.projects p
  set name = private.to_one_line(rename_project.name)
  where p.account_id = v_project.account_id and p.id = v_project.id
  returning * into v_project;
  return v_project;
exception
  when unique_violation then
    raise unique_violation using
      message = 'You already have a product of this name. Choose another name.';
  when check_violation or not_null_violation then
    raise check_violation using message = 'A product needs a name of 1 to 60 characters.';
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."rename_project"(uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."rename_project"(uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."rename_project"(uuid, text) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."rename_project"(uuid, text) TO "tinycrm";

ALTER FUNCTION "private"."rename_project"(uuid, text) OWNER TO "tinycrm";

-- private/functions/rename_view.sql

CREATE OR REPLACE FUNCTION private.rename_view (
  account_id uuid,
  view_id    uuid,
  name       text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_name text := private.to_one_line(name);
begin
  perform private.require_editor(rename_view.account_id);
  if char_length(coalesce(v_name, '')) not between 1 and 80 then
    raise invalid_parameter_value using message = 'Give the view a name of 1 to 80 characters.';
  end if;
  update public.views v set name = v_name where v.account_id = rename_view.account_id and v.id = rename_view.view_id;
exception
  when unique_violation then
    raise unique_violation using message = 'There is a view of this name already.';
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."rename_view"(uuid, uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."rename_view"(uuid, uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."rename_view"(uuid, uuid, text) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."rename_view"(uuid, uuid, text) TO "tinycrm";

ALTER FUNCTION "private"."rename_view"(uuid, uuid, text) OWNER TO "tinycrm";

-- private/functions/require_another_owner.sql

CREATE OR REPLACE FUNCTION private.require_another_owner (
  account_id uuid,
  user_id    uuid
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  if not exists (
    select from public.members m
    where m.account_id = require_another_owner.account_id and m.role = 'owner' and m.user_id <> require_another_owner.user_id
  ) then
    raise invalid_parameter_value using
      message = 'This is the only owner. Make somebody else an owner first.';
  end if;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."require_another_owner"(uuid, uuid) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."require_another_owner"(uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_another_owner"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_another_owner"(uuid, uuid) TO "postgres";

-- private/functions/require_editor.sql

CREATE OR REPLACE FUNCTION private.require_editor (
  account_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  perform private.require_member(require_editor.account_id);
  if not exists (
    select from public.members m
    where m.account_id = require_editor.account_id
      and m.user_id = private.user_id()
      and m.role in ('owner', 'admin')
  ) then
    raise insufficient_privilege using
      message = 'A viewer cannot change anything. Ask an owner or admin of this account.';
  end if;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."require_editor"(uuid) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."require_editor"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_editor"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_editor"(uuid) TO "postgres";

-- private/functions/require_member.sql

CREATE OR REPLACE FUNCTION private.require_member (
  account_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  if require_member.account_id is null
    or require_member.account_id <> all (private.my_account_ids()) then
    raise insufficient_privilege using message = 'You are not a member of this account.';
  end if;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."require_member"(uuid) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."require_member"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_member"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_member"(uuid) TO "postgres";

-- private/functions/require_owner.sql

CREATE OR REPLACE FUNCTION private.require_owner (
  account_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  perform private.require_member(require_owner.account_id);
  if private.my_role(require_owner.account_id) <> 'owner' then
    raise insufficient_privilege using message = 'Only an owner can do this.';
  end if;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."require_owner"(uuid) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."require_owner"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_owner"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_owner"(uuid) TO "postgres";

-- private/functions/revoke_api_key.sql

CREATE OR REPLACE FUNCTION private.revoke_api_key (
  key_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_key public.api_keys := private.find_my_api_key(revoke_api_key.key_id);
begin
  update public.api_keys k
  set revoked_at = coalesce(k.revoked_at, now())
  where k.account_id = v_key.account_id and k.id = v_key.id;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."revoke_api_key"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."revoke_api_key"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."revoke_api_key"(uuid) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."revoke_api_key"(uuid) TO "tinycrm";

ALTER FUNCTION "private"."revoke_api_key"(uuid) OWNER TO "tinycrm";

-- private/functions/rotate_api_key.sql

CREATE OR REPLACE FUNCTION private.rotate_api_key (
  key_id      uuid,
  grace_hours integer,
  OUT         id uuid,
  OUT         api_key text
)
  RETURNS record
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_key public.api_keys := private.find_my_api_key(rotate_api_key.key_id);
begin
  if rotate_api_key.grace_hours is null or rotate_api_key.grace_hours not between 0 and 168 then
    raise invalid_parameter_value using message = 'The old key can stay valid for 0 to 168 hours.';
  end if;
  if v_key.revoked_at is not null or v_key.expires_at <= now() then
    raise invalid_parameter_value using message = 'This key has ended already. Create a new key instead.';
  end if;

  select made.id, made.api_key into rotate_api_key.id, rotate_api_key.api_key
  from private.create_api_key(v_key.project_id, v_key.name) made;

  -- least() ignores null: an expiry that was set earlier is never lengthened.
  update public.api_keys k
  set expires_at = least(k.expires_at, now() + make_interval(hours => rotate_api_key.grace_hours))
  where k.account_id = v_key.account_id and k.id = v_key.id;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."rotate_api_key"(uuid, integer) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."rotate_api_key"(uuid, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."rotate_api_key"(uuid, integer) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."rotate_api_key"(uuid, integer) TO "tinycrm";

ALTER FUNCTION "private"."rotate_api_key"(uuid, integer) OWNER TO "tinycrm";

-- private/functions/sample_calls.sql

CREATE OR REPLACE FUNCTION private.sample_calls (
  key_hashes text[]
)
  RETURNS jsonb
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  with person as (
    select n, name, replace(lower(name), ' ', '.') || '@sample.example' as email
    from unnest('{
      Mira Okafor,Lukas Brandt,Hannah Whitfield,Diego Fuentes,Yuki Tanabe,Elif Demir,Noah Carter,Ingrid Solberg,
      Rafael Pinto,Chloe Bennett,Omar Haddad,Freya Lindqvist,Daniel Kim,Zoe Papadakis,Mateo Silva,Nadia Petrova,
      Oliver Grant,Leila Nasser,Ben Achterberg,Camille Roux,Ravi Menon,Astrid Holm,Marcus Hale,Giulia Ferri,
      Samir Patel,Eva Kral,Theo Lambert,Isabel Costa,Kwame Mensah,Lena Vogel,Hugo Martin,Aisha Bello,
      Piotr Zielinski,Nora Quinn,Emil Strand,Jade Foster,Viktor Horvat,Marta Ruiz,Felix Baum,Anya Sokolova
    }'::text[]) with ordinality p (name, n)
  ),
  -- Everybody is in the first product or the second, and every third in both. The path of each is
  -- what a product would have sent: when it began, and each change since.
  stay as (
    select person.*, product, (n * 7 + product * 5) % 10 as fate,
      now() - make_interval(days => (4 + (n * 37 + product * 11) % 170)::integer, hours => (n % 24)::integer) as began,
      now() - make_interval(mins => (3 + (n * n * 29 + product * 173) % 9000)::integer) as seen
    from person, generate_series(1, 2) product
    where n % 3 = 0 or n % 2 = product % 2
  ),
  step as (
    select stay.*, status, position, cardinality(path) as steps
    from stay,
      lateral (
        select case
          when fate < 3 then '{free}'
          when fate < 5 then '{trial}'
          when fate < 6 then '{free,trial}'
          when fate < 9 then '{trial,paid}'
          else '{trial,paid,churned}'
        end::text[] as path
      ) paths,
      unnest(path) with ordinality s (status, position)
  )
  select jsonb_agg(
    jsonb_build_object(
      'key_hash', key_hashes[product], 'email', email, 'name', name, 'status', status,
      'timestamp', began + (greatest(seen, began) - began) * ((position - 1)::double precision / steps),
      'params', case status
        when 'free' then jsonb_build_object('plan', 'free')
        when 'trial' then jsonb_build_object('plan', 'pro', 'trial_ends_at', to_char(now() + make_interval(days => (n % 16 - 2)::integer), 'YYYY-MM-DD'))
        when 'paid' then jsonb_build_object('plan', 'pro', 'mrr', (array[9, 19, 29, 49])[1 + n % 4], 'trial_ends_at', null)
        else jsonb_build_object('mrr', 0, 'reason', 'price')
      end || jsonb_build_object('country', (array['DE', 'US', 'IN', 'BR', 'NO'])[1 + n % 5])
    ) order by n, product, position
  )
  || jsonb_agg(
    jsonb_build_object('key_hash', key_hashes[product], 'email', email, 'timestamp', greatest(seen, began))
  ) filter (where position = steps)
  from step
$function$;

GRANT EXECUTE ON FUNCTION "private"."sample_calls"(text[]) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."sample_calls"(text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."sample_calls"(text[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."sample_calls"(text[]) TO "postgres";

-- private/functions/save_view.sql

CREATE OR REPLACE FUNCTION private.save_view (
  account_id uuid,
  name       text,
  query      text
)
  RETURNS public.views
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_name text := private.to_one_line(name);
  v_view public.views;
begin
  perform private.require_editor(save_view.account_id);
  if char_length(coalesce(v_name, '')) not between 1 and 80 then
    raise invalid_parameter_value using message = 'Give the view a name of 1 to 80 characters.';
  end if;
  insert into public.views as v (account_id, name, query, position)
  values (
    save_view.account_id, v_name, coalesce(save_view.query, ''),
    (select coalesce(max(o.position), 0) + 1 from public.views o where o.account_id = save_view.account_id)
  )
  on conflict on constraint one_view_per_name do update set query = excluded.query
  returning * into v_view;
  return v_view;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."save_view"(uuid, text, text) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."save_view"(uuid, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."save_view"(uuid, text, text) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."save_view"(uuid, text, text) TO "tinycrm";

ALTER FUNCTION "private"."save_view"(uuid, text, text) OWNER TO "tinycrm";

-- private/functions/schedule_account_deletion.sql

CREATE OR REPLACE FUNCTION private.schedule_account_deletion (
  account_id uuid,
  name       text
)
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_grace constant interval := '7 days';
  v_account public.accounts;
begin
  perform private.require_owner(schedule_account_deletion.account_id);
  select * into v_account from public.accounts a
  where a.id = schedule_account_deletion.account_id for no key update;
  if btrim(schedule_account_deletion.name) is distinct from v_account.name then
    raise invalid_parameter_value using message = 'Type the name of the account, to the letter, to delete it.';
  end if;
  if v_account.deletion_at is not null then
    return v_account.deletion_at;
  end if;
  if exists (select from public.subscriptions s where s.account_id = v_account.id and private.is_charged(s)) then
    raise invalid_parameter_value using
      message = 'This account has a subscription, which would go on being charged. Cancel it under Billing, then delete the account.';
  end if;
  update public.accounts a set deletion_at = now() + v_grace where a.id = v_account.id
  returning a.deletion_at into v_account.deletion_at;
  perform private.record_audit(v_account.id, 'account_deletion_scheduled');
  return v_account.deletion_at;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."schedule_account_deletion"(uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."schedule_account_deletion"(uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."schedule_account_deletion"(uuid, text) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."schedule_account_deletion"(uuid, text) TO "tinycrm";

ALTER FUNCTION "private"."schedule_account_deletion"(uuid, text) OWNER TO "tinycrm";

-- private/functions/search_customers.sql

CREATE OR REPLACE FUNCTION private.search_customers (
  account_id uuid,
  filter     jsonb,
  sort       text,
  descending boolean,
  cursor     jsonb,
  page_size  integer
)
  RETURNS TABLE (
    id               uuid,
    email            text,
    name             text,
    first_seen_at    timestamp with time zone,
    last_activity_at timestamp with time zone,
    projects         jsonb,
    sort_value       jsonb,
    tags             text[]
  )
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  SET jit TO 'off'
  AS $function$
declare
  v_descending boolean := coalesce(descending, true);
  v_sort record;
begin
  perform private.require_member(search_customers.account_id);
  v_sort := private.customer_sort(search_customers.account_id, sort, v_descending);

  return query execute format(
    $sql$
      select
        c.id, c.email::text, c.name, c.first_seen_at, a.last_activity_at, private.customer_badges(%1$L, c.id),
        case when (%2$s)::text in ('Infinity', '-Infinity') then 'null' else to_jsonb(%2$s) end,
        array(
          select t.tag from public.customer_tags t where t.account_id = %1$L and t.customer_id = c.id order by t.tag
        )
      from unnest(%3$L::uuid[]) with ordinality page (id, position)
      join public.customers c on c.account_id = %1$L and c.id = page.id
      join public.customer_activity a on a.account_id = c.account_id and a.customer_id = c.id
      order by page.position
    $sql$,
    search_customers.account_id, v_sort.expression,
    private.page_of_customers(
      search_customers.account_id, filter, v_sort, cursor, v_descending, least(greatest(coalesce(page_size, 50), 1), 200)
    )
  );
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."search_customers"(uuid, jsonb, text, boolean, jsonb, integer) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."search_customers"(uuid, jsonb, text, boolean, jsonb, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."search_customers"(uuid, jsonb, text, boolean, jsonb, integer) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."search_customers"(uuid, jsonb, text, boolean, jsonb, integer) TO "tinycrm";

ALTER FUNCTION "private"."search_customers"(uuid, jsonb, text, boolean, jsonb, integer) OWNER TO "tinycrm";

-- private/functions/set_account_settings.sql

CREATE OR REPLACE FUNCTION private.set_account_settings (
  account_id uuid,
  time_zone  text,
  currency   text,
  mrr_param  text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_currency text := nullif(upper(btrim(coalesce(currency, ''))), '');
  v_mrr_param text := btrim(coalesce(mrr_param, ''));
begin
  perform private.require_editor(set_account_settings.account_id);
  -- Others of Postgres, such as posix/Europe/Berlin, are unknown to browsers.
  if time_zone is null or time_zone !~ '^(UTC|[A-Z][A-Za-z]+/[A-Za-z0-9_+/-]+)$'
    or not exists (select from pg_timezone_names z where z.name = time_zone) then
    raise invalid_parameter_value using message = 'Choose a time zone such as Europe/Berlin, or UTC.';
  end if;
  if v_currency !~ '^[A-Z]{3}$' then
    raise invalid_parameter_value using message = 'A currency is a code of three letters such as EUR, or nothing.';
  end if;
  if char_length(v_mrr_param) not between 1 and 200 or v_mrr_param ~ '[[:cntrl:]]' then
    raise invalid_parameter_value using message = 'Name the param that holds what somebody pays a month, such as mrr.';
  end if;
  update public.accounts a set
    time_zone = set_account_settings.time_zone, currency = v_currency, mrr_param = v_mrr_param
  where a.id = set_account_settings.account_id;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."set_account_settings"(uuid, text, text, text) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."set_account_settings"(uuid, text, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."set_account_settings"(uuid, text, text, text) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."set_account_settings"(uuid, text, text, text) TO "tinycrm";

ALTER FUNCTION "private"."set_account_settings"(uuid, text, text, text) OWNER TO "tinycrm";

-- private/functions/set_billing.sql

CREATE OR REPLACE FUNCTION private.set_billing (
  enabled boolean
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  update private.billing_settings s
  set enabled = set_billing.enabled
  where s.enabled is distinct from set_billing.enabled;
  -- Nobody is locked out by the switch: who never subscribed has 14 days from it.
  if found and set_billing.enabled then
    update public.subscriptions s
    set trial_ends_at = now() + interval '14 days'
    where s.state = 'trialing' and s.trial_ends_at < now() + interval '14 days';
  end if;
end
$function$;

COMMENT ON FUNCTION "private"."set_billing"(boolean) IS 'Switches billing on or off for all accounts. For the role postgres: select private.set_billing(true).';

REVOKE ALL ON FUNCTION "private"."set_billing"(boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."set_billing"(boolean) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."set_billing"(boolean) TO "tinycrm";

ALTER FUNCTION "private"."set_billing"(boolean) OWNER TO "tinycrm";

-- private/functions/set_cron_secret.sql

CREATE OR REPLACE FUNCTION private.set_cron_secret (
  secret text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if char_length(coalesce(secret, '')) < 32 then
    raise invalid_parameter_value using message = 'Make the secret at least 32 characters, at random.';
  end if;
  insert into private.notification_sender (secret_hash) values (sha256(convert_to(secret, 'UTF8')))
  on conflict (only_row) do update set secret_hash = excluded.secret_hash;
end
$function$;

COMMENT ON FUNCTION "private"."set_cron_secret"(text) IS 'Tells the database the CRON_SECRET of the dashboard. For the role postgres: select private.set_cron_secret(''…'').';

REVOKE ALL ON FUNCTION "private"."set_cron_secret"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."set_cron_secret"(text) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."set_cron_secret"(text) TO "tinycrm";

ALTER FUNCTION "private"."set_cron_secret"(text) OWNER TO "tinycrm";

-- private/functions/set_import_times.sql

CREATE OR REPLACE FUNCTION private.set_import_times (
  calls       private.identify_call[],
  rows        jsonb,
  import_time timestamp with time zone,
  before      private.import_state[]
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  -- {customer_id: [last activity in the product, in all]}
  v_known jsonb := (
    select jsonb_object_agg(b.customer_id, jsonb_build_array(b.relation -> 'last_activity_at', b.customer -> 'last_activity_at'))
    from unnest(before) b
  );
begin
  with wanted as (
    select
      c.account_id, c.project_id, c.customer_id, max(c.at) as at,
      min(least(r.created_at, r.seen_at, now())) as first,
      -- A time in the future is now, but none is none: least() would make it now.
      max(private.event_time(null, seen.at)) filter (where seen.at is not null) as last,
      max(b.relation_last) as relation_last,
      max(b.customer_last) as customer_last
    from unnest(calls) c
    cross join lateral (
      select
        (v_known -> c.customer_id::text ->> 0)::timestamptz as relation_last,
        (v_known -> c.customer_id::text ->> 1)::timestamptz as customer_last
    ) b
    cross join lateral jsonb_to_record(rows -> c.ordinal) as r (created_at timestamptz, seen_at timestamptz)
    cross join lateral (values (
      case
        when b.relation_last is null then coalesce(r.seen_at, r.created_at, set_import_times.import_time)
        else r.seen_at
      end
    )) seen (at)
    group by c.account_id, c.project_id, c.customer_id
  ),
  relation as (
    update public.customer_projects cp set
      first_seen_at = least(cp.first_seen_at, w.first),
      last_activity_at = greatest(w.relation_last, w.last),
      -- What the import says is newer than the last activity, so that calls in between do not undo it.
      edited_at = case when w.at > greatest(w.relation_last, w.last) then greatest(cp.edited_at, w.at) else cp.edited_at end
    from wanted w
    where cp.account_id = w.account_id and cp.customer_id = w.customer_id and cp.project_id = w.project_id
      and (w.first < cp.first_seen_at or cp.last_activity_at <> greatest(w.relation_last, w.last))
  ),
  activity as (
    update public.customer_activity a set last_activity_at = greatest(w.customer_last, w.relation_last, w.last)
    from wanted w
    where a.account_id = w.account_id and a.customer_id = w.customer_id
      and a.last_activity_at <> greatest(w.customer_last, w.relation_last, w.last)
  )
  update public.customers cu set first_seen_at = w.first
  from wanted w
  where cu.account_id = w.account_id and cu.id = w.customer_id and w.first < cu.first_seen_at;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."set_import_times"(private.identify_call[], jsonb, timestamp WITH time zone, private.import_state[]) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."set_import_times"(private.identify_call[], jsonb, timestamp WITH time zone, private.import_state[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."set_import_times"(private.identify_call[], jsonb, timestamp WITH time zone, private.import_state[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."set_import_times"(private.identify_call[], jsonb, timestamp WITH time zone, private.import_state[]) TO "postgres";

-- private/functions/set_notifications.sql

CREATE OR REPLACE FUNCTION private.set_notifications (
  account_id      uuid,
  weekly_summary  boolean,
  billing_notices boolean
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.require_member(set_notifications.account_id);
  if weekly_summary is null or billing_notices is null then
    raise invalid_parameter_value using message = 'Each mail is on or off.';
  end if;
  insert into private.notification_settings (account_id, user_id, weekly_summary, billing_notices)
  values (
    set_notifications.account_id, private.user_id(),
    set_notifications.weekly_summary, set_notifications.billing_notices
  )
  on conflict on constraint notification_settings_pkey do update set
    weekly_summary = excluded.weekly_summary, billing_notices = excluded.billing_notices;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."set_notifications"(uuid, boolean, boolean) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."set_notifications"(uuid, boolean, boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."set_notifications"(uuid, boolean, boolean) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."set_notifications"(uuid, boolean, boolean) TO "tinycrm";

ALTER FUNCTION "private"."set_notifications"(uuid, boolean, boolean) OWNER TO "tinycrm";

-- private/functions/set_project_color.sql

CREATE OR REPLACE FUNCTION private.set_project_color (
  project_id uuid,
  color      text
)
  RETURNS public.projects
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_project public.projects := private.find_my_project(set_project_color.project_id);
begin
  update public.projects p
  set color = set_project_color.color
  where p.account_id = v_project.account_id and p.id = v_project.id
  returning * into v_project;
  return v_project;
exception
  when check_violation or not_null_violation then
    raise check_violation using
      message = 'The colour is blue, green, violet, orange, pink, teal, red, amber, indigo or lime.';
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."set_project_color"(uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."set_project_color"(uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."set_project_color"(uuid, text) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."set_project_color"(uuid, text) TO "tinycrm";

ALTER FUNCTION "private"."set_project_color"(uuid, text) OWNER TO "tinycrm";

-- private/functions/set_receiver_mapping.sql

CREATE OR REPLACE FUNCTION private.set_receiver_mapping (
  receiver_id uuid,
  mapping     jsonb
)
  RETURNS public.receivers
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_receiver public.receivers := private.find_my_receiver(set_receiver_mapping.receiver_id);
begin
  if private.is_valid_mapping(set_receiver_mapping.mapping) is not true then
    raise invalid_parameter_value using
      message = 'A status is free, trial, paid or churned, and a param has a name of 1 to 128 characters without a backslash.';
  end if;
  update public.receivers r set mapping = set_receiver_mapping.mapping
  where r.account_id = v_receiver.account_id and r.id = v_receiver.id
  returning * into v_receiver;
  return v_receiver;
exception
  when check_violation then
    raise invalid_parameter_value using message = 'A mapping has room for 8 KB. Leave some of it out.';
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."set_receiver_mapping"(uuid, jsonb) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."set_receiver_mapping"(uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."set_receiver_mapping"(uuid, jsonb) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."set_receiver_mapping"(uuid, jsonb) TO "tinycrm";

ALTER FUNCTION "private"."set_receiver_mapping"(uuid, jsonb) OWNER TO "tinycrm";

-- private/functions/set_receiver_secret.sql

CREATE OR REPLACE FUNCTION private.set_receiver_secret (
  receiver_id uuid,
  secret      text
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_receiver public.receivers := private.find_my_receiver(set_receiver_secret.receiver_id);
begin
  return private.write_receiver_secret(v_receiver.account_id, v_receiver.id, set_receiver_secret.secret);
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."set_receiver_secret"(uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."set_receiver_secret"(uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."set_receiver_secret"(uuid, text) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."set_receiver_secret"(uuid, text) TO "tinycrm";

ALTER FUNCTION "private"."set_receiver_secret"(uuid, text) OWNER TO "tinycrm";

-- private/functions/set_role.sql

CREATE OR REPLACE FUNCTION private.set_role (
  account_id uuid,
  user_id    uuid,
  role       public.member_role
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_before public.member_role := private.lock_member(set_role.account_id, set_role.user_id);
begin
  if set_role.role is null then
    raise invalid_parameter_value using message = 'Choose a role: owner, admin or viewer.';
  end if;
  if set_role.role = 'owner' and private.my_role(set_role.account_id) <> 'owner' then
    raise insufficient_privilege using message = 'Only an owner can make somebody an owner.';
  end if;
  if v_before = 'owner' and set_role.role <> 'owner' then
    perform private.require_another_owner(set_role.account_id, set_role.user_id);
  end if;
  update public.members m set role = set_role.role
  where m.account_id = set_role.account_id and m.user_id = set_role.user_id;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."set_role"(uuid, uuid, public.member_role) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."set_role"(uuid, uuid, public.member_role) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."set_role"(uuid, uuid, public.member_role) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."set_role"(uuid, uuid, public.member_role) TO "tinycrm";

ALTER FUNCTION "private"."set_role"(uuid, uuid, public.member_role) OWNER TO "tinycrm";

-- private/functions/set_status.sql

CREATE OR REPLACE FUNCTION private.set_status (
  account_id   uuid,
  project_id   uuid,
  status       public.customer_status,
  customer_ids uuid[],
  filter       jsonb
)
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  SET enable_seqscan TO 'off'
  AS $function$
declare
  v_ids uuid[];
  v_id uuid;
  v_count integer;
begin
  perform private.require_editor(set_status.account_id);
  if set_status.status is null then
    raise invalid_parameter_value using message = 'Choose a status: free, trial, paid or churned.';
  end if;
  v_ids := private.lock_chosen_customers(set_status.account_id, set_status.customer_ids, filter);
  v_count := (
    select count(*) from (select distinct id from unnest(v_ids) id) chosen
    cross join lateral (
      select cp.status from public.customer_projects cp
      where cp.account_id = set_status.account_id and cp.customer_id = chosen.id and cp.project_id = set_status.project_id
      limit 1
    ) was
    where was.status <> set_status.status
  );
  -- Who has the status already keeps it from now on too: a call from before does not take it away.
  foreach v_id in array v_ids loop
    update public.customer_projects cp set
      status = set_status.status, status_at = greatest(cp.status_at, now()), edited_at = greatest(cp.edited_at, now())
    where cp.account_id = set_status.account_id and cp.customer_id = v_id and cp.project_id = set_status.project_id;
  end loop;
  perform private.record_audit(
    set_status.account_id, 'status_set', set_status.project_id,
    jsonb_build_object('status', set_status.status, 'count', v_count)
  );
  return v_count;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."set_status"(uuid, uuid, public.customer_status, uuid[], jsonb) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."set_status"(uuid, uuid, public.customer_status, uuid[], jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."set_status"(uuid, uuid, public.customer_status, uuid[], jsonb) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."set_status"(uuid, uuid, public.customer_status, uuid[], jsonb) TO "tinycrm";

ALTER FUNCTION "private"."set_status"(uuid, uuid, public.customer_status, uuid[], jsonb) OWNER TO "tinycrm";

-- private/functions/sorted_id.sql

CREATE OR REPLACE FUNCTION private.sorted_id (
  expression text
)
  RETURNS text
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select case left(expression, 2) when 'a.' then 'a.customer_id' when 's.' then 's.customer_id' else 'c.id' end
$function$;

GRANT EXECUTE ON FUNCTION "private"."sorted_id"(text) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."sorted_id"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."sorted_id"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."sorted_id"(text) TO "postgres";

-- private/functions/source_size.sql

CREATE OR REPLACE FUNCTION private.source_size (
  source   text,
  is_exact boolean,
  most     integer
)
  RETURNS integer
  LANGUAGE plpgsql
  SET search_path TO ''
  SET enable_seqscan TO 'off'
  AS $function$
declare
  v_plan jsonb;
  v_size integer;
begin
  if not is_exact then
    execute 'explain (format json) ' || source into v_plan;
    if (v_plan #>> '{0,Plan,Plan Rows}')::numeric >= most then
      return most;
    end if;
  end if;
  execute format('select count(*) from (select from (%s) s limit %s) counted', source, most) into v_size;
  return v_size;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."source_size"(text, boolean, integer) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."source_size"(text, boolean, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."source_size"(text, boolean, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."source_size"(text, boolean, integer) TO "postgres";

-- private/functions/start_import.sql

CREATE OR REPLACE FUNCTION private.start_import (
  project_id uuid,
  file_name  text,
  file_hash  text,
  row_count  integer,
  settings   jsonb
)
  RETURNS public.imports
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_project public.projects := private.find_my_project(start_import.project_id);
  v_import public.imports;
begin
  if v_project.archived_at is not null then
    raise invalid_parameter_value using message = 'This product is archived. Bring it back to import into it.';
  end if;
  delete from private.import_changes ch
  using public.imports i
  where i.account_id = v_project.account_id and i.created_at < now() - interval '30 days'
    and ch.account_id = i.account_id and ch.import_id = i.id;

  insert into public.imports (account_id, project_id, file_name, file_hash, settings, row_count, user_email)
  values (
    v_project.account_id, v_project.id, left(btrim(start_import.file_name), 200), start_import.file_hash,
    coalesce(start_import.settings, '{}'), start_import.row_count, private.user_email()
  )
  returning * into v_import;
  return v_import;
exception
  when check_violation or not_null_violation then
    raise invalid_parameter_value using message = 'An import has a name and 1 to 1,000,000 rows. Split a larger file, or use npx tinycrm-import.';
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."start_import"(uuid, text, text, integer, jsonb) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."start_import"(uuid, text, text, integer, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."start_import"(uuid, text, text, integer, jsonb) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."start_import"(uuid, text, text, integer, jsonb) TO "tinycrm";

ALTER FUNCTION "private"."start_import"(uuid, text, text, integer, jsonb) OWNER TO "tinycrm";

-- private/functions/start_trial.sql

CREATE OR REPLACE FUNCTION private.start_trial()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  insert into public.subscriptions (account_id, trial_ends_at) values (new.id, new.created_at + interval '14 days');
  return new;
end
$function$;

REVOKE ALL ON FUNCTION "private"."start_trial"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."start_trial"() FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."start_trial"() TO "tinycrm";

ALTER FUNCTION "private"."start_trial"() OWNER TO "tinycrm";

-- private/functions/status_condition.sql

CREATE OR REPLACE FUNCTION private.status_condition (
  account_id uuid,
  condition  jsonb
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_is text := private.in_products(account_id, condition, format(
    'cp.status = any (%L::public.customer_status[])',
    array(select jsonb_array_elements_text(condition -> 'value')::public.customer_status)
  ));
begin
  case condition ->> 'operator'
    when 'is' then return v_is;
    when 'is_not' then return format('not (%s)', v_is);
    else perform private.refuse_condition(condition, 'A status condition has the operator is or is_not.');
  end case;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."status_condition"(uuid, jsonb) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."status_condition"(uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."status_condition"(uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."status_condition"(uuid, jsonb) TO "postgres";

-- private/functions/stop_account_deletion.sql

CREATE OR REPLACE FUNCTION private.stop_account_deletion (
  account_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.require_owner(stop_account_deletion.account_id);
  update public.accounts a set deletion_at = null
  where a.id = stop_account_deletion.account_id and a.deletion_at is not null and a.deletion_began_at is null;
  if found then
    perform private.record_audit(stop_account_deletion.account_id, 'account_deletion_stopped');
  elsif exists (select from public.accounts a where a.id = stop_account_deletion.account_id and a.deletion_began_at is not null) then
    raise invalid_parameter_value using
      message = 'The account is being deleted and cannot be kept any more. Make a new one to go on.';
  end if;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."stop_account_deletion"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."stop_account_deletion"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."stop_account_deletion"(uuid) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."stop_account_deletion"(uuid) TO "tinycrm";

ALTER FUNCTION "private"."stop_account_deletion"(uuid) OWNER TO "tinycrm";

-- private/functions/subscriptions_of_others.sql

CREATE OR REPLACE FUNCTION private.subscriptions_of_others (
  receiver    public.receivers,
  email       text,
  external_id text
)
  RETURNS jsonb
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select coalesce(jsonb_object_agg(s.key, s.value), '{}')
  from public.customers c
  join private.receiver_people p on p.account_id = c.account_id and p.customer_id = c.id
  cross join jsonb_each(p.subscriptions) s
  where c.account_id = (receiver).account_id and c.email = subscriptions_of_others.email
    and p.receiver_id = (receiver).id and p.external_id is distinct from subscriptions_of_others.external_id
$function$;

GRANT EXECUTE ON FUNCTION "private"."subscriptions_of_others"(public.receivers, text, text) TO "tinycrm";

COMMENT ON FUNCTION "private"."subscriptions_of_others"(public.receivers, text, text) IS 'The subscriptions that this service knows under other ids of its own for the person with this email.';

REVOKE ALL ON FUNCTION "private"."subscriptions_of_others"(public.receivers, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."subscriptions_of_others"(public.receivers, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."subscriptions_of_others"(public.receivers, text, text) TO "postgres";

-- private/functions/summarise_subscriptions.sql

CREATE OR REPLACE FUNCTION private.summarise_subscriptions (
  subscriptions jsonb
)
  RETURNS TABLE (
    status text,
    params jsonb,
    at     timestamp with time zone
  )
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  with each as (
    select
      s.key, s.value ->> 'status' as status, s.value -> 'params' as params, s.value -> 'sums' as sums,
      s.value ->> 'unit' as unit, (s.value ->> 'at')::timestamptz as at
    from jsonb_each(subscriptions) s
  ),
  best as (
    select * from each
    order by array_position(array['paid', 'trial', 'free', 'churned'], each.status) nulls last, each.at desc, each.key
    limit 1
  )
  select
    best.status,
    best.params || coalesce((
      select jsonb_object_agg(sum.key, sum.total)
      from (
        select k.key, coalesce(sum((each.sums ->> k.key)::numeric) filter (where each.status = 'paid' and each.unit is not distinct from best.unit), 0) as total
        from jsonb_object_keys(best.sums) k (key) cross join each
        group by k.key
      ) sum
    ), '{}'),
    (select max(each.at) from each)
  from best
$function$;

GRANT EXECUTE ON FUNCTION "private"."summarise_subscriptions"(jsonb) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."summarise_subscriptions"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."summarise_subscriptions"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."summarise_subscriptions"(jsonb) TO "postgres";

-- private/functions/tag_condition.sql

CREATE OR REPLACE FUNCTION private.tag_condition (
  condition jsonb
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_tagged text := format(
    'exists (select from public.customer_tags t where t.account_id = c.account_id and t.customer_id = c.id and t.tag = any (%L::text[]))',
    array(select jsonb_array_elements_text(condition -> 'value'))
  );
begin
  case condition ->> 'operator'
    when 'any_of' then return v_tagged;
    when 'none_of' then return 'not ' || v_tagged;
    else perform private.refuse_condition(condition, 'A tag condition has the operator any_of or none_of.');
  end case;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."tag_condition"(jsonb) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."tag_condition"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."tag_condition"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."tag_condition"(jsonb) TO "postgres";

-- private/functions/tag_customers.sql

CREATE OR REPLACE FUNCTION private.tag_customers (
  account_id   uuid,
  tag          text,
  customer_ids uuid[],
  filter       jsonb
)
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  SET enable_seqscan TO 'off'
  AS $function$
declare
  v_tag text := private.to_one_line(tag);
  v_ids uuid[];
  v_count integer;
begin
  perform private.require_editor(tag_customers.account_id);
  if char_length(coalesce(v_tag, '')) not between 1 and 50 then
    raise invalid_parameter_value using message = 'A tag has 1 to 50 characters.';
  end if;
  -- A statement of its own, so that the next one sees what was committed while this one waited.
  v_ids := private.lock_chosen_customers(tag_customers.account_id, customer_ids, filter);
  insert into public.customer_tags (account_id, customer_id, tag)
  select c.account_id, c.id, v_tag
  from unnest(v_ids) chosen
  cross join lateral (
    select c.account_id, c.id from public.customers c
    where c.account_id = tag_customers.account_id and c.id = chosen
    limit 1
  ) c
  order by c.id
  on conflict do nothing;
  get diagnostics v_count = row_count;
  return v_count;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."tag_customers"(uuid, text, uuid[], jsonb) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."tag_customers"(uuid, text, uuid[], jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."tag_customers"(uuid, text, uuid[], jsonb) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."tag_customers"(uuid, text, uuid[], jsonb) TO "tinycrm";

ALTER FUNCTION "private"."tag_customers"(uuid, text, uuid[], jsonb) OWNER TO "tinycrm";

-- private/functions/text_condition.sql

CREATE OR REPLACE FUNCTION private.text_condition (
  condition jsonb
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_column text := case condition ->> 'field' when 'email' then 'c.email' else 'c.name' end;
  v_value text := condition ->> 'value';
begin
  if jsonb_typeof(condition -> 'value') is distinct from 'string' then
    perform private.refuse_condition(condition, 'The value of a name or email condition is a text.');
  end if;
  case condition ->> 'operator'
    when 'contains' then return format(
      'lower(c.email || '' '' || coalesce(c.name, '''')) like %L and lower(%s) like %1$L',
      private.contains_pattern(v_value), v_column
    );
    when 'is' then return format(
      'lower(c.email || '' '' || coalesce(c.name, '''')) like %L and lower(%s) = %L',
      private.contains_pattern(v_value), v_column, lower(v_value)
    );
    else perform private.refuse_condition(condition, 'A name or email condition has the operator contains or is.');
  end case;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."text_condition"(jsonb) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."text_condition"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."text_condition"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."text_condition"(jsonb) TO "postgres";

-- private/functions/time_condition.sql

CREATE OR REPLACE FUNCTION private.time_condition (
  account_id uuid,
  condition  jsonb
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_value jsonb := condition -> 'value';
  v_has_project boolean := condition ? 'project';
  v_time_zone text;
  v_column text := case condition ->> 'field'
    when 'last_activity' then case when v_has_project then 'cp.last_activity_at' else 'a.last_activity_at' end
    else case when v_has_project then 'cp.first_seen_at' else 'c.first_seen_at' end
  end;
  v_test text;
begin
  case
    when condition ->> 'operator' in ('in_last', 'more_than')
      and jsonb_typeof(v_value) = 'number' and (v_value)::numeric between 0 and 36500 then
      v_test := format(
        '%s %s now() - interval ''1 day'' * %L::numeric::double precision',
        v_column, case condition ->> 'operator' when 'in_last' then '>=' else '<' end, v_value
      );
    when condition ->> 'operator' = 'between'
      and jsonb_typeof(v_value) = 'array' and jsonb_array_length(v_value) = 2 then
      select a.time_zone into v_time_zone from public.accounts a where a.id = time_condition.account_id;
      -- A day may have 23 or 25 hours: the next one begins where the calendar says.
      v_test := format(
        '%1$s >= %2$L::timestamptz and %1$s < %3$L::timestamptz', v_column,
        (v_value ->> 0)::date::timestamp at time zone v_time_zone,
        ((v_value ->> 1)::date + 1)::timestamp at time zone v_time_zone
      );
    else
      perform private.refuse_condition(
        condition, 'A time condition has the operator in_last or more_than with days, or between with two dates.'
      );
  end case;
  return case when v_has_project then private.in_products(account_id, condition, v_test) else v_test end;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."time_condition"(uuid, jsonb) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."time_condition"(uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."time_condition"(uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."time_condition"(uuid, jsonb) TO "postgres";

-- private/functions/to_one_line.sql

CREATE OR REPLACE FUNCTION private.to_one_line (
  name text
)
  RETURNS text
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select btrim(regexp_replace(name, ' *[\u0001-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069][ \u0001-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]*', ' ', 'g'))
$function$;

GRANT EXECUTE ON FUNCTION "private"."to_one_line"(text) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."to_one_line"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."to_one_line"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."to_one_line"(text) TO "postgres";

-- private/functions/transfer_ownership.sql

CREATE OR REPLACE FUNCTION private.transfer_ownership (
  account_id uuid,
  user_id    uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.lock_member(transfer_ownership.account_id, transfer_ownership.user_id);
  if private.my_role(transfer_ownership.account_id) <> 'owner' then
    raise insufficient_privilege using message = 'Only an owner can hand the account over.';
  end if;
  if transfer_ownership.user_id = private.user_id() then
    raise invalid_parameter_value using message = 'The account is yours already.';
  end if;
  update public.members m set
    role = case when m.user_id = transfer_ownership.user_id then 'owner' else 'admin' end::public.member_role
  where m.account_id = transfer_ownership.account_id
    and m.user_id in (transfer_ownership.user_id, private.user_id());
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."transfer_ownership"(uuid, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."transfer_ownership"(uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."transfer_ownership"(uuid, uuid) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."transfer_ownership"(uuid, uuid) TO "tinycrm";

ALTER FUNCTION "private"."transfer_ownership"(uuid, uuid) OWNER TO "tinycrm";

-- private/functions/unarchive_project.sql

CREATE OR REPLACE FUNCTION private.unarchive_project (
  project_id uuid
)
  RETURNS public.projects
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_project public.projects := private.find_my_project(unarchive_project.project_id);
begin
  update public.projects p
  set archived_at = null
  where p.account_id = v_project.account_id and p.id = v_project.id
  returning * into v_project;
  update public.api_keys k
  set expires_at = nullif(k.suspended_expiry, 'infinity'), suspended_expiry = null
  where k.account_id = v_project.account_id and k.project_id = v_project.id and k.suspended_expiry is not null;
  return v_project;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."unarchive_project"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."unarchive_project"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."unarchive_project"(uuid) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."unarchive_project"(uuid) TO "tinycrm";

ALTER FUNCTION "private"."unarchive_project"(uuid) OWNER TO "tinycrm";

-- private/functions/undo_import.sql

CREATE OR REPLACE FUNCTION private.undo_import (
  import_id uuid
)
  RETURNS public.imports
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  SET plan_cache_mode TO 'force_generic_plan'
  SET enable_seqscan TO 'off'
  SET enable_hashjoin TO 'off'
  SET enable_mergejoin TO 'off'
  SET jit TO 'off'
  AS $function$
declare
  -- A step must fit into the time of a statement.
  v_step constant integer := 1000;
  v_import public.imports := private.find_my_import(undo_import.import_id);
  v_ids uuid[];
  v_done record;
begin
  if v_import.undone_at is not null then
    return v_import;
  end if;
  if v_import.created_at < now() - interval '30 days' then
    raise invalid_parameter_value using message = 'An import can be undone for 30 days, and this one is older.';
  end if;
  v_ids := array(
    select ch.customer_id from private.import_changes ch
    where ch.account_id = v_import.account_id and ch.import_id = v_import.id
    order by ch.customer_id
    limit v_step
  );
  v_done := private.undo_import_changes(v_import, v_ids);
  if cardinality(v_ids) < v_step then
    perform private.forget_params(v_import.account_id, array[v_import.project_id]);
  end if;
  update public.imports i set
    undo_started_at = coalesce(i.undo_started_at, now()),
    undone_at = case when cardinality(v_ids) < v_step then now() end,
    removed = i.removed + v_done.removed, restored = i.restored + v_done.restored, kept = i.kept + v_done.kept
  where i.account_id = v_import.account_id and i.id = v_import.id
  returning * into v_import;
  return v_import;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."undo_import"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."undo_import"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."undo_import"(uuid) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."undo_import"(uuid) TO "tinycrm";

ALTER FUNCTION "private"."undo_import"(uuid) OWNER TO "tinycrm";

-- private/functions/undo_import_changes.sql

CREATE OR REPLACE FUNCTION private.undo_import_changes (
  target       public.imports,
  customer_ids uuid[],
  OUT          removed integer,
  OUT          restored integer,
  OUT          kept integer
)
  RETURNS record
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_account_id constant uuid := (target).account_id;
  v_project_id constant uuid := (target).project_id;
  v_change private.import_changes;
  v_was public.customer_projects;
  v_is_same_person boolean;
begin
  removed := 0;
  restored := 0;
  kept := cardinality(customer_ids);
  perform private.lock_customers(v_account_id, customer_ids);
  for v_change.customer_id, v_change.customer_before, v_change.relation_before, v_is_same_person in
    select s.customer_id, ch.customer_before, ch.relation_before, ch.customer_after = md5(s.customer::text)::uuid
    from unnest(private.import_states(v_account_id, v_project_id, customer_ids)) s
    cross join lateral (
      select * from private.import_changes ch
      where ch.account_id = v_account_id and ch.import_id = (target).id and ch.customer_id = s.customer_id
      limit 1
    ) ch
    where ch.relation_after = md5(s.relation::text)::uuid
      -- Somebody who was written about since is worth keeping.
      and (
        ch.customer_before is not null
        or not exists (select from public.customer_notes n where n.account_id = v_account_id and n.customer_id = s.customer_id)
        and not exists (select from public.customer_tags t where t.account_id = v_account_id and t.customer_id = s.customer_id)
      )
  loop
    kept := kept - 1;
    if v_change.customer_before is not null and v_is_same_person then
      update public.customer_activity a set
        last_activity_at = (v_change.customer_before ->> 'last_activity_at')::timestamptz,
        name_at = (v_change.customer_before ->> 'name_at')::timestamptz
      where a.account_id = v_account_id and a.customer_id = v_change.customer_id;
      update public.customers c set
        name = v_change.customer_before ->> 'name',
        first_seen_at = (v_change.customer_before ->> 'first_seen_at')::timestamptz
      where c.account_id = v_account_id and c.id = v_change.customer_id;
    end if;

    if v_change.relation_before is null then
      delete from public.customer_projects cp
      where cp.account_id = v_account_id and cp.customer_id = v_change.customer_id and cp.project_id = v_project_id;
      removed := removed + found::integer;
    else
      v_was := jsonb_populate_record(null::public.customer_projects, v_change.relation_before);
      update public.customer_projects cp set
        status = v_was.status, status_at = v_was.status_at, params = v_was.params, params_at = v_was.params_at,
        first_seen_at = v_was.first_seen_at, last_activity_at = v_was.last_activity_at, edited_at = v_was.edited_at
      where cp.account_id = v_account_id and cp.customer_id = v_change.customer_id and cp.project_id = v_project_id;
      restored := restored + found::integer;
    end if;
    if v_change.customer_before is null then
      delete from public.customers c
      where c.account_id = v_account_id and c.id = v_change.customer_id
        and not exists (
          select from public.customer_projects other
          where other.account_id = v_account_id and other.customer_id = v_change.customer_id
        );
    end if;
  end loop;

  foreach v_change.customer_id in array customer_ids loop
    delete from private.import_changes ch
    where ch.account_id = v_account_id and ch.import_id = (target).id and ch.customer_id = v_change.customer_id;
  end loop;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."undo_import_changes"(public.imports, uuid[]) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."undo_import_changes"(public.imports, uuid[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."undo_import_changes"(public.imports, uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."undo_import_changes"(public.imports, uuid[]) TO "postgres";

-- private/functions/unpaid_calls.sql

CREATE OR REPLACE FUNCTION private.unpaid_calls (
  calls private.identify_call[]
)
  RETURNS integer[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
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
$function$;

GRANT EXECUTE ON FUNCTION "private"."unpaid_calls"(private.identify_call[]) TO "tinycrm";

COMMENT ON FUNCTION "private"."unpaid_calls"(private.identify_call[]) IS 'The ordinals of the calls whose account must pay first.';

REVOKE ALL ON FUNCTION "private"."unpaid_calls"(private.identify_call[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."unpaid_calls"(private.identify_call[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."unpaid_calls"(private.identify_call[]) TO "postgres";

-- private/functions/untag_customers.sql

CREATE OR REPLACE FUNCTION private.untag_customers (
  account_id   uuid,
  tag          text,
  customer_ids uuid[]
)
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  SET enable_seqscan TO 'off'
  AS $function$
declare
  v_id uuid;
  v_count integer := 0;
begin
  perform private.require_editor(untag_customers.account_id);
  perform private.lock_customers(untag_customers.account_id, untag_customers.customer_ids);
  foreach v_id in array coalesce(untag_customers.customer_ids, '{}') loop
    delete from public.customer_tags t
    where t.account_id = untag_customers.account_id and t.customer_id = v_id and t.tag = btrim(untag_customers.tag);
    v_count := v_count + found::integer;
  end loop;
  return v_count;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."untag_customers"(uuid, text, uuid[]) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."untag_customers"(uuid, text, uuid[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."untag_customers"(uuid, text, uuid[]) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."untag_customers"(uuid, text, uuid[]) TO "tinycrm";

ALTER FUNCTION "private"."untag_customers"(uuid, text, uuid[]) OWNER TO "tinycrm";

-- private/functions/user_email.sql

CREATE OR REPLACE FUNCTION private.user_email()
  RETURNS text
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'
$function$;

GRANT EXECUTE ON FUNCTION "private"."user_email"() TO "tinycrm";

COMMENT ON FUNCTION "private"."user_email"() IS 'The email in the session of the signed-in user.';

REVOKE ALL ON FUNCTION "private"."user_email"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."user_email"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."user_email"() TO "postgres";

-- private/functions/user_id.sql

CREATE OR REPLACE FUNCTION private.user_id()
  RETURNS uuid
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
  )::uuid
$function$;

GRANT EXECUTE ON FUNCTION "private"."user_id"() TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."user_id"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."user_id"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."user_id"() TO "postgres";

-- private/functions/walked_customers.sql

CREATE OR REPLACE FUNCTION private.walked_customers (
  account_id uuid,
  sort       record,
  after      text,
  direction  text,
  most       integer
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return format(
    'select account_id, %1$s as id, %2$s as sort_value from %3$s where account_id = %4$L and %5$s order by %2$s %6$s, %1$s %6$s limit %7$s',
    private.sorted_id(sort.expression), sort.expression,
    case left(sort.expression, 2)
      when 'a.' then 'public.customer_activity a'
      when 's.' then 'private.param_sums s'
      else 'public.customers c'
    end,
    account_id, "after", direction, most
  );
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."walked_customers"(uuid, record, text, text, integer) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."walked_customers"(uuid, record, text, text, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."walked_customers"(uuid, record, text, text, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."walked_customers"(uuid, record, text, text, integer) TO "postgres";

-- private/functions/with_names.sql

CREATE OR REPLACE FUNCTION private.with_names (
  account_id uuid,
  list       jsonb
)
  RETURNS jsonb
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select coalesce(jsonb_agg(item.value || jsonb_build_object(
    'email', c.email, 'name', c.name,
    'projects', (
      select jsonb_agg(cp.project_id order by p.created_at, p.id)
      from public.customer_projects cp
      join public.projects p on p.account_id = cp.account_id and p.id = cp.project_id
      where cp.account_id = c.account_id and cp.customer_id = c.id
    )
  ) order by item.position), '[]')
  from jsonb_array_elements(list) with ordinality item (value, position)
  join public.customers c on c.account_id = with_names.account_id and c.id = (item.value ->> 'customer_id')::uuid
$function$;

GRANT EXECUTE ON FUNCTION "private"."with_names"(uuid, jsonb) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."with_names"(uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."with_names"(uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."with_names"(uuid, jsonb) TO "postgres";

-- private/functions/withdraw_invitation.sql

CREATE OR REPLACE FUNCTION private.withdraw_invitation (
  account_id    uuid,
  invitation_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.require_editor(withdraw_invitation.account_id);
  delete from public.invitations i
  where i.account_id = withdraw_invitation.account_id and i.id = withdraw_invitation.invitation_id;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."withdraw_invitation"(uuid, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."withdraw_invitation"(uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."withdraw_invitation"(uuid, uuid) FROM "tinycrm";

GRANT EXECUTE ON FUNCTION "private"."withdraw_invitation"(uuid, uuid) TO "tinycrm";

ALTER FUNCTION "private"."withdraw_invitation"(uuid, uuid) OWNER TO "tinycrm";

-- private/functions/write_identify_turn.sql

CREATE OR REPLACE FUNCTION private.write_identify_turn (
  calls private.identify_call[],
  turn  integer
)
  RETURNS integer[]
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  -- What a page shows and every later call rewrites: 64 KiB, as stored, for one customer in one product.
  v_max_params_bytes constant integer := 65536;
  v_first uuid[];
  v_created private.new_badge[];
  v_too_large uuid[];
begin
  -- A row made here counts the product that is written next.
  with written as (
    insert into public.customer_activity as a (account_id, customer_id, last_activity_at, name_at, project_count)
    select c.account_id, c.customer_id, c.at, case when c.name is null then '-infinity' else c.at end, 1
    from unnest(calls) c
    where c.turn = write_identify_turn.turn
    order by c.account_id, c.customer_id
    on conflict (account_id, customer_id) do update set
      last_activity_at = greatest(a.last_activity_at, excluded.last_activity_at),
      name_at = greatest(a.name_at, excluded.name_at)
    -- Postgres marks the old version of a row, and so its successor, only when it updates.
    returning a.customer_id, a.xmax = 0 as is_new
  )
  select array_agg(written.customer_id) filter (where written.is_new) into v_first from written;

  with written as (
    insert into public.customer_projects as cp (
      account_id, customer_id, project_id, status, status_at, params, params_at, first_seen_at, last_activity_at
    )
    select
      c.account_id, c.customer_id, c.project_id,
      coalesce(c.status, 'free'), case when c.status is null then '-infinity' else c.at end,
      case
        when c.params is null then '{}'
        when c.params @? 'strict $.* ? (@ == null)' then private.params_to_set(c.params)
        else c.params
      end,
      times.params_at, c.at, c.at
    from unnest(calls) c
    -- What private.params_times gives.
    cross join lateral (
      select coalesce(jsonb_object_agg(key, (extract(epoch from c.at) * 1000000)::bigint), '{}') as params_at
      from jsonb_object_keys(c.params) key
    ) times
    where c.turn = write_identify_turn.turn
    on conflict (account_id, customer_id, project_id) do update set
      status = case
        when excluded.status_at > '-infinity' and excluded.status_at >= cp.status_at then excluded.status
        else cp.status
      end,
      status_at = greatest(cp.status_at, excluded.status_at),
      -- What is newer than every call and edit needs no comparing. This is what private.merge_params gives for it.
      params = case
        when excluded.last_activity_at >= greatest(cp.last_activity_at, cp.edited_at)
          then (cp.params - array(select jsonb_object_keys(excluded.params_at))) || excluded.params
        else (private.merge_params(cp.params, cp.params_at, excluded.params, excluded.params_at, false)).params
      end,
      params_at = case
        when excluded.last_activity_at >= greatest(cp.last_activity_at, cp.edited_at) then cp.params_at || excluded.params_at
        else (private.merge_params(cp.params, cp.params_at, excluded.params, excluded.params_at, false)).params_at
      end,
      first_seen_at = least(cp.first_seen_at, excluded.first_seen_at),
      last_activity_at = greatest(cp.last_activity_at, excluded.last_activity_at)
    returning
      cp.account_id, cp.customer_id, cp.project_id, cp.status, greatest(cp.status_at, cp.first_seen_at) as changed_at,
      cp.xmax = 0 as is_new,
      greatest(pg_column_size(cp.params), pg_column_size(cp.params_at)) > v_max_params_bytes as is_too_large
  )
  select
    array_agg(
      row(written.account_id, written.customer_id, written.project_id, written.status, written.changed_at)::private.new_badge
    ) filter (where written.is_new),
    array_agg(written.customer_id) filter (where written.is_too_large)
  into v_created, v_too_large
  from written;

  if v_too_large is not null then
    raise program_limit_exceeded using
      message = 'params_too_large',
      detail = array(
        select c.ordinal from unnest(calls) c
        where c.turn = write_identify_turn.turn and c.customer_id = any (v_too_large)
      )::text;
  end if;

  if v_created is not null then
    perform private.follow_new_badges(v_created, v_first);
  end if;

  -- name_at tells, under the lock, whether this call is the newest that named the customer.
  update public.customers cu set
    name = case when c.name is not null and a.name_at = c.at then c.name else cu.name end,
    first_seen_at = least(cu.first_seen_at, c.at)
  from unnest(calls) c
  join public.customer_activity a on a.account_id = c.account_id and a.customer_id = c.customer_id
  where c.turn = write_identify_turn.turn
    and cu.account_id = c.account_id
    and cu.id = c.customer_id
    and (
      (c.name is not null and a.name_at = c.at and cu.name is distinct from c.name)
      or c.at < cu.first_seen_at
    );

  if v_created is null then
    return '{}';
  end if;
  return array(
    select c.ordinal from unnest(calls) c
    where c.turn = write_identify_turn.turn
      and c.customer_id = any (array(select made.customer_id from unnest(v_created) made))
  );
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."write_identify_turn"(private.identify_call[], integer) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."write_identify_turn"(private.identify_call[], integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."write_identify_turn"(private.identify_call[], integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."write_identify_turn"(private.identify_call[], integer) TO "postgres";

-- private/functions/write_import_rows.sql

CREATE OR REPLACE FUNCTION private.write_import_rows (
  target public.imports,
  rows   jsonb
)
  RETURNS TABLE (
    ordinal integer,
    outcome text
  )
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_account_id constant uuid := (target).account_id;
  v_project_id constant uuid := (target).project_id;
  v_at constant timestamptz := (target).created_at;
  v_calls private.identify_call[] := private.read_import_rows(v_account_id, v_project_id, rows, v_at);
  v_before private.import_state[];
  v_after private.import_state[];
  v_outcomes jsonb;
  v_ids uuid[];
begin
  if private.unpaid_calls(v_calls) <> '{}' then
    raise invalid_parameter_value using message = 'This account takes no customers until it is paid for. Open Billing to go on.';
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
    perform private.write_identify_turn(v_calls, v_turn);
  end loop;
  perform private.set_import_times(v_calls, rows, v_at, v_before);
  perform private.learn_params(v_calls);
  v_after := private.import_states(v_account_id, v_project_id, v_ids);
  v_outcomes := private.import_outcomes(v_before, v_after);
  perform private.record_import_changes(target, v_before, v_after, v_outcomes);

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
$function$;

GRANT EXECUTE ON FUNCTION "private"."write_import_rows"(public.imports, jsonb) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."write_import_rows"(public.imports, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."write_import_rows"(public.imports, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."write_import_rows"(public.imports, jsonb) TO "postgres";

-- private/functions/write_received_calls.sql

CREATE OR REPLACE FUNCTION private.write_received_calls (
  receiver public.receivers,
  calls    jsonb,
  seen_at  timestamp with time zone,
  OUT      customer_id uuid,
  OUT      outcome text
)
  RETURNS record
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_calls private.identify_call[] := private.read_received_calls(receiver, calls);
  v_before public.customer_projects;
  v_after public.customer_projects;
  v_name_before text;
  v_name_after text;
  v_customer_last timestamptz;
begin
  if v_calls[1].customer_id is null then
    v_calls := private.create_missing_customers(v_calls);
  end if;
  customer_id := v_calls[1].customer_id;
  perform private.lock_customers((receiver).account_id, array[customer_id]);

  select cp.* into v_before from public.customer_projects cp
  where cp.account_id = (receiver).account_id and cp.customer_id = write_received_calls.customer_id and cp.project_id = (receiver).project_id;
  select c.name, a.last_activity_at into v_name_before, v_customer_last
  from public.customers c left join public.customer_activity a on a.account_id = c.account_id and a.customer_id = c.id
  where c.account_id = (receiver).account_id and c.id = write_received_calls.customer_id;

  for v_turn in 1..cardinality(v_calls) loop
    perform private.write_identify_turn(v_calls, v_turn);
  end loop;
  perform private.keep_activity(c, v_before.last_activity_at, v_customer_last, seen_at)
  from (select latest from unnest(v_calls) latest order by latest.at desc limit 1) newest (c);
  perform private.learn_params(v_calls);

  select cp.* into v_after from public.customer_projects cp
  where cp.account_id = (receiver).account_id and cp.customer_id = write_received_calls.customer_id and cp.project_id = (receiver).project_id;
  select c.name into v_name_after from public.customers c
  where c.account_id = (receiver).account_id and c.id = write_received_calls.customer_id;
  outcome := case
    when v_before.customer_id is null then 'created'
    when (v_before.status, v_before.params, v_before.last_activity_at, v_name_before)
      is distinct from (v_after.status, v_after.params, v_after.last_activity_at, v_name_after) then 'updated'
    else 'unchanged'
  end;
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."write_received_calls"(public.receivers, jsonb, timestamp WITH time zone) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."write_received_calls"(public.receivers, jsonb, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."write_received_calls"(public.receivers, jsonb, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."write_received_calls"(public.receivers, jsonb, timestamp WITH time zone) TO "postgres";

-- private/functions/write_receiver_secret.sql

CREATE OR REPLACE FUNCTION private.write_receiver_secret (
  account_id  uuid,
  receiver_id uuid,
  secret      text
)
  RETURNS text
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_secret constant text := coalesce(btrim(secret), private.random_base62(40));
begin
  insert into private.receiver_secrets as s (account_id, receiver_id, secret)
  values (write_receiver_secret.account_id, write_receiver_secret.receiver_id, v_secret)
  on conflict on constraint receiver_secrets_pkey do update set secret = excluded.secret;
  return case when write_receiver_secret.secret is null then v_secret end;
exception
  when check_violation then
    raise invalid_parameter_value using message = 'A signing secret has 8 to 500 characters. Copy it whole.';
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."write_receiver_secret"(uuid, uuid, text) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."write_receiver_secret"(uuid, uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."write_receiver_secret"(uuid, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."write_receiver_secret"(uuid, uuid, text) TO "postgres";

-- private/functions/write_source.sql

CREATE OR REPLACE FUNCTION private.write_source()
  RETURNS text
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select case
    when 'ingest' in (session_user, current_setting('role')) then 'api'
    when current_setting('role') = 'authenticated' then 'dashboard'
    else 'studio'
  end
$function$;

GRANT EXECUTE ON FUNCTION "private"."write_source"() TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."write_source"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."write_source"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."write_source"() TO "postgres";

-- private/functions/write_valid_import_rows.sql

CREATE OR REPLACE FUNCTION private.write_valid_import_rows (
  target public.imports,
  rows   jsonb
)
  RETURNS TABLE (
    ordinal integer,
    outcome text
  )
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_rows jsonb := rows;
  v_kept integer[] := array(select generate_series(0, jsonb_array_length(rows) - 1));
  v_refused jsonb := '{}';
  v_detail text;
begin
  for v_round in 0..jsonb_array_length(rows) + 5 loop
    begin
      return query
      select v_kept[w.ordinal + 1], w.outcome from private.write_import_rows(target, v_rows) w
      where jsonb_array_length(v_rows) > 0
      union all
      select r.key::integer, r.value from jsonb_each_text(v_refused) r
      order by 1;
      return;
    exception
      when program_limit_exceeded then
        get stacked diagnostics v_detail = pg_exception_detail;
        select v_refused || jsonb_object_agg(v_kept[o + 1], 'params_too_large') into v_refused
        from unnest(v_detail::integer[]) o;
      -- Somebody was erased after they were read: they are made anew.
      when foreign_key_violation then
        null;
      when datetime_field_overflow or invalid_datetime_format or invalid_text_representation or check_violation or not_null_violation then
        select v_refused || coalesce(jsonb_object_agg(r.position - 1, 'invalid'), '{}') into v_refused
        from jsonb_array_elements(rows) with ordinality r (value, position)
        where not private.is_valid_import_row(r.value) and not v_refused ? (r.position - 1)::text;
        if jsonb_array_length(v_rows) + (select count(*) from jsonb_object_keys(v_refused)) = jsonb_array_length(rows) then
          raise;
        end if;
    end;
    select coalesce(jsonb_agg(r.value order by r.position), '[]'), array_agg((r.position - 1)::integer order by r.position)
    into v_rows, v_kept
    from jsonb_array_elements(rows) with ordinality r (value, position)
    where not v_refused ? (r.position - 1)::text;
  end loop;
  raise internal_error using message = 'An import could not find the rows that make their step fail.';
end
$function$;

GRANT EXECUTE ON FUNCTION "private"."write_valid_import_rows"(public.imports, jsonb) TO "tinycrm";

REVOKE ALL ON FUNCTION "private"."write_valid_import_rows"(public.imports, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."write_valid_import_rows"(public.imports, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."write_valid_import_rows"(public.imports, jsonb) TO "postgres";

-- private/schema.sql

CREATE SCHEMA "private";

GRANT USAGE ON SCHEMA "private" TO "authenticated";

GRANT CREATE, USAGE ON SCHEMA "private" TO "tinycrm";

COMMENT ON SCHEMA "private" IS 'Helpers and definer bodies. Never exposed through the API.';

-- private/tables/audit_log.sql

CREATE TABLE "private"."audit_log" (
  "account_id" uuid                     NOT NULL,
  "id"         uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "at"         timestamp with time zone NOT NULL DEFAULT now(),
  "actor_id"   uuid,
  "action"     text                     NOT NULL,
  "subject_id" uuid,
  "details"    jsonb                    NOT NULL DEFAULT '{}'::jsonb,
  CONSTRAINT "action_is_a_known_word"
    CHECK
    ((action = ANY (ARRAY['account_renamed'::text, 'account_settings_changed'::text, 'account_deletion_scheduled'::text, 'account_deletion_stopped'::text, 'project_created'::text,
    'project_renamed'::text,
    'project_archived'::text,
    'project_unarchived'::text,
    'project_deleted'::text,
    'key_created'::text,
    'key_rotated'::text,
    'key_revoked'::text,
    'receiver_created'::text,
    'receiver_mapping_changed'::text,
    'receiver_secret_changed'::text,
    'receiver_removed'::text,
    'member_invited'::text,
    'member_joined'::text,
    'member_role_changed'::text,
    'member_left'::text,
    'status_set'::text, 'customer_edited'::text, 'customers_erased'::text, 'customers_exported'::text, 'import_started'::text, 'import_undone'::text, 'signed_in'::text]))),
  CONSTRAINT "audit_log_pkey" PRIMARY KEY (account_id, id),
  CONSTRAINT "details_are_short" CHECK ((octet_length((details)::text) <= 1000)),
  CONSTRAINT "audit_log_account_id_fkey" FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE
);

ALTER TABLE "private"."audit_log"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "private"."audit_log"
  FORCE ROW LEVEL SECURITY;

CREATE INDEX audit_log_at_idx ON private.audit_log USING btree (account_id, at DESC, id DESC);

CREATE POLICY "tinycrm functions read every entry" ON "private"."audit_log"
  FOR SELECT
  TO "tinycrm"
  USING (true);

CREATE POLICY "tinycrm functions write entries" ON "private"."audit_log"
  FOR INSERT
  TO "tinycrm"
  WITH CHECK (true);

GRANT INSERT, SELECT ON TABLE "private"."audit_log" TO "tinycrm";

COMMENT ON COLUMN "private"."audit_log"."actor_id" IS 'The user who did it; null when it was done with the database itself.';

COMMENT ON TABLE "private"."audit_log" IS 'Append-only. Kept as long as the account.';

-- private/tables/billing_settings.sql

CREATE TABLE "private"."billing_settings" (
  "only_row" boolean NOT NULL DEFAULT true,
  "enabled"  boolean NOT NULL DEFAULT false,
  CONSTRAINT "billing_settings_are_one_row" CHECK (only_row),
  CONSTRAINT "billing_settings_pkey" PRIMARY KEY (only_row)
);

ALTER TABLE "private"."billing_settings"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "private"."billing_settings"
  FORCE ROW LEVEL SECURITY;

CREATE POLICY "tinycrm functions work on the billing settings" ON "private"."billing_settings"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

GRANT SELECT, UPDATE ON TABLE "private"."billing_settings" TO "tinycrm";

COMMENT ON TABLE "private"."billing_settings" IS 'One row: whether accounts need a subscription after their trial. Switched by private.set_billing().';

-- private/tables/import_changes.sql

CREATE TABLE "private"."import_changes" (
  "account_id"      uuid  NOT NULL,
  "import_id"       uuid  NOT NULL,
  "customer_id"     uuid  NOT NULL,
  "customer_before" jsonb,
  "relation_before" jsonb,
  "customer_after"  uuid  NOT NULL,
  "relation_after"  uuid  NOT NULL,
  CONSTRAINT "import_changes_pkey" PRIMARY KEY (account_id, import_id, customer_id),
  CONSTRAINT "import_changes_account_id_customer_id_fkey" FOREIGN KEY (account_id, customer_id) REFERENCES public.customers(account_id, id) ON DELETE CASCADE,
  CONSTRAINT "import_changes_account_id_import_id_fkey" FOREIGN KEY (account_id, import_id) REFERENCES public.imports(account_id, id) ON DELETE CASCADE
);

ALTER TABLE "private"."import_changes"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "private"."import_changes"
  FORCE ROW LEVEL SECURITY;

CREATE INDEX import_changes_customer_idx ON private.import_changes USING btree (account_id, customer_id);

CREATE POLICY "tinycrm functions work on every change of an import" ON "private"."import_changes"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "private"."import_changes" TO "tinycrm";

COMMENT ON COLUMN "private"."import_changes"."customer_before" IS 'Null for a customer that the import created.';

COMMENT ON COLUMN "private"."import_changes"."relation_before" IS 'Null for a customer that was not in the product.';

COMMENT ON TABLE "private"."import_changes" IS 'What an import changed: each customer as it was, and a digest of what the import made of it. Kept for 30 days.';

-- private/tables/indexed_params.sql

CREATE TABLE "private"."indexed_params" (
  "account_id"   uuid    NOT NULL,
  "key"          text    NOT NULL,
  "begins_after" xid8,
  "filled_to"    uuid    NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
  "is_ready"     boolean NOT NULL DEFAULT false,
  CONSTRAINT "indexed_params_pkey" PRIMARY KEY (account_id, key),
  CONSTRAINT "indexed_params_account_id_fkey" FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE
);

ALTER TABLE "private"."indexed_params"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "private"."indexed_params"
  FORCE ROW LEVEL SECURITY;

CREATE POLICY "tinycrm functions keep every account" ON "private"."indexed_params"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "private"."indexed_params" TO "tinycrm";

COMMENT ON TABLE "private"."indexed_params" IS 'Params whose numbers are kept in param_numbers and param_sums: 20 an account at most.';

-- private/tables/notification_sender.sql

CREATE TABLE "private"."notification_sender" (
  "only_row"    boolean NOT NULL DEFAULT true,
  "secret_hash" bytea   NOT NULL,
  CONSTRAINT "notification_sender_is_one_row" CHECK (only_row),
  CONSTRAINT "notification_sender_pkey" PRIMARY KEY (only_row)
);

ALTER TABLE "private"."notification_sender"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "private"."notification_sender"
  FORCE ROW LEVEL SECURITY;

CREATE POLICY "tinycrm functions work on the sender of notifications" ON "private"."notification_sender"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

GRANT INSERT, SELECT, UPDATE ON TABLE "private"."notification_sender" TO "tinycrm";

COMMENT ON TABLE "private"."notification_sender" IS 'The SHA-256 of the secret that mails are sent with. Set by private.set_cron_secret().';

-- private/tables/notification_settings.sql

CREATE TABLE "private"."notification_settings" (
  "account_id"      uuid    NOT NULL,
  "user_id"         uuid    NOT NULL,
  "weekly_summary"  boolean NOT NULL DEFAULT false,
  "billing_notices" boolean NOT NULL DEFAULT false,
  CONSTRAINT "notification_settings_pkey" PRIMARY KEY (account_id, user_id),
  CONSTRAINT "notification_settings_account_id_user_id_fkey" FOREIGN KEY (account_id, user_id) REFERENCES public.members(account_id, user_id) ON DELETE CASCADE
);

ALTER TABLE "private"."notification_settings"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "private"."notification_settings"
  FORCE ROW LEVEL SECURITY;

CREATE POLICY "tinycrm functions work on every notification setting" ON "private"."notification_settings"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

GRANT INSERT, SELECT, UPDATE ON TABLE "private"."notification_settings" TO "tinycrm";

COMMENT ON TABLE "private"."notification_settings" IS 'Which mails a member turned on. It goes with the membership.';

-- private/tables/notifications_sent.sql

CREATE TABLE "private"."notifications_sent" (
  "account_id" uuid                     NOT NULL,
  "user_id"    uuid                     NOT NULL,
  "kind"       text                     NOT NULL,
  "period"     date                     NOT NULL,
  "claimed_at" timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "kind_of_notification_is_known" CHECK ((kind = ANY (ARRAY['weekly_summary'::text, 'trial_ending'::text, 'payment_failed'::text]))),
  CONSTRAINT "notifications_sent_pkey" PRIMARY KEY (account_id, user_id, kind, period),
  CONSTRAINT "notifications_sent_account_id_user_id_fkey" FOREIGN KEY (account_id, user_id) REFERENCES public.members(account_id, user_id) ON DELETE CASCADE
);

ALTER TABLE "private"."notifications_sent"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "private"."notifications_sent"
  FORCE ROW LEVEL SECURITY;

CREATE POLICY "tinycrm functions work on every sent notification" ON "private"."notifications_sent"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

GRANT DELETE, INSERT, SELECT ON TABLE "private"."notifications_sent" TO "tinycrm";

COMMENT ON TABLE "private"."notifications_sent" IS 'One row a mail, written before it is sent, so that none is sent twice. Kept for 60 days.';

-- private/tables/overview_snapshots.sql

CREATE TABLE "private"."overview_snapshots" (
  "account_id" uuid                     NOT NULL,
  "days"       integer                  NOT NULL,
  "mrr_param"  text                     NOT NULL,
  "counted_at" timestamp with time zone NOT NULL,
  "took_ms"    integer                  NOT NULL,
  "figures"    jsonb                    NOT NULL,
  CONSTRAINT "overview_snapshots_pkey" PRIMARY KEY (account_id, days, mrr_param),
  CONSTRAINT "overview_snapshots_account_id_fkey" FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE
);

ALTER TABLE "private"."overview_snapshots"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "private"."overview_snapshots"
  FORCE ROW LEVEL SECURITY;

CREATE POLICY "tinycrm functions keep every snapshot" ON "private"."overview_snapshots"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "private"."overview_snapshots" TO "tinycrm";

COMMENT ON TABLE "private"."overview_snapshots" IS 'Figures of accounts that take long to count. It names people by id only: who is erased is not in an answer.';

-- private/tables/param_numbers.sql

CREATE TABLE "private"."param_numbers" (
  "account_id"  uuid    NOT NULL,
  "customer_id" uuid    NOT NULL,
  "project_id"  uuid    NOT NULL,
  "key"         text    NOT NULL,
  "value"       numeric NOT NULL,
  CONSTRAINT "param_numbers_pkey" PRIMARY KEY (account_id, customer_id, project_id, key),
  CONSTRAINT "param_numbers_account_id_customer_id_project_id_fkey" FOREIGN KEY (account_id, customer_id, project_id)
    REFERENCES public.customer_projects(account_id, customer_id, project_id) ON DELETE CASCADE
);

ALTER TABLE "private"."param_numbers"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "private"."param_numbers"
  FORCE ROW LEVEL SECURITY;

CREATE INDEX param_numbers_value_idx ON private.param_numbers USING btree (account_id, key, VALUE, customer_id);

CREATE POLICY "tinycrm functions keep every account" ON "private"."param_numbers"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "private"."param_numbers" TO "tinycrm";

COMMENT ON TABLE "private"."param_numbers" IS 'The numbers of indexed params, one for each badge that has one. Kept by a trigger.';

-- private/tables/param_sums.sql

CREATE TABLE "private"."param_sums" (
  "account_id"  uuid    NOT NULL,
  "customer_id" uuid    NOT NULL,
  "key"         text    NOT NULL,
  "sum"         numeric NOT NULL,
  CONSTRAINT "param_sums_pkey" PRIMARY KEY (account_id, customer_id, key),
  CONSTRAINT "param_sums_account_id_customer_id_fkey" FOREIGN KEY (account_id, customer_id) REFERENCES public.customers(account_id, id) ON DELETE CASCADE
);

ALTER TABLE "private"."param_sums"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "private"."param_sums"
  FORCE ROW LEVEL SECURITY;

CREATE INDEX param_sums_sum_idx ON private.param_sums USING btree (account_id, key, sum, customer_id);

CREATE POLICY "tinycrm functions keep every account" ON "private"."param_sums"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "private"."param_sums" TO "tinycrm";

COMMENT ON TABLE "private"."param_sums" IS 'The sum of an indexed param over the products of a person.';

-- private/tables/receiver_people.sql

CREATE TABLE "private"."receiver_people" (
  "account_id"    uuid                     NOT NULL,
  "receiver_id"   uuid                     NOT NULL,
  "external_id"   text                     NOT NULL,
  "customer_id"   uuid,
  "email_at"      timestamp with time zone NOT NULL DEFAULT '-infinity'::timestamp WITH time zone,
  "subscriptions" jsonb                    NOT NULL DEFAULT '{}'::jsonb,
  "touched_at"    timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "external_id_has_1_to_200_characters" CHECK (((char_length(external_id) >= 1) AND (char_length(external_id) <= 200))),
  CONSTRAINT "receiver_people_pkey" PRIMARY KEY (account_id, receiver_id, external_id),
  CONSTRAINT "receiver_people_account_id_customer_id_fkey" FOREIGN KEY (account_id, customer_id) REFERENCES public.customers(account_id, id) ON DELETE CASCADE,
  CONSTRAINT "receiver_people_account_id_receiver_id_fkey" FOREIGN KEY (account_id, receiver_id) REFERENCES public.receivers(account_id, id) ON DELETE CASCADE
);

ALTER TABLE "private"."receiver_people"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "private"."receiver_people"
  FORCE ROW LEVEL SECURITY;

CREATE INDEX receiver_people_customer_idx ON private.receiver_people USING btree (account_id, customer_id);

CREATE INDEX receiver_people_waiting_idx ON private.receiver_people USING btree (touched_at)
  WHERE (customer_id IS NULL);

CREATE POLICY "tinycrm functions work on everybody a receiver knows" ON "private"."receiver_people"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "private"."receiver_people" TO "tinycrm";

COMMENT ON COLUMN "private"."receiver_people"."customer_id" IS 'Null while no delivery has told the email.';

COMMENT ON COLUMN "private"."receiver_people"."email_at" IS 'The time of the event that told the email.';

COMMENT ON COLUMN "private"."receiver_people"."subscriptions" IS '{id: {at, status, params, sums, unit}}, the latest 20.';

COMMENT ON TABLE "private"."receiver_people" IS 'Who somebody is whom a service names by an id of its own, and what each of their subscriptions was last. Goes with the customer.';

-- private/tables/receiver_secrets.sql

CREATE TABLE "private"."receiver_secrets" (
  "account_id"  uuid NOT NULL,
  "receiver_id" uuid NOT NULL,
  "secret"      text NOT NULL,
  CONSTRAINT "receiver_secrets_pkey" PRIMARY KEY (account_id, receiver_id),
  CONSTRAINT "secret_has_8_to_500_characters" CHECK (((char_length(secret) >= 8) AND (char_length(secret) <= 500))),
  CONSTRAINT "receiver_secrets_account_id_receiver_id_fkey" FOREIGN KEY (account_id, receiver_id) REFERENCES public.receivers(account_id, id) ON DELETE CASCADE
);

ALTER TABLE "private"."receiver_secrets"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "private"."receiver_secrets"
  FORCE ROW LEVEL SECURITY;

CREATE TRIGGER audit_receiver_secret_changed
  AFTER UPDATE ON private.receiver_secrets
  FOR EACH ROW
  EXECUTE FUNCTION private.audit_receiver_secret();

CREATE POLICY "tinycrm functions work on every secret of a receiver" ON "private"."receiver_secrets"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "private"."receiver_secrets" TO "tinycrm";

COMMENT ON TABLE "private"."receiver_secrets" IS 'What deliveries are signed with. Needed as it is to check them, so no member, admin or view reads it.';

-- private/tables/stripe_events.sql

CREATE TABLE "private"."stripe_events" (
  "id"      text                     NOT NULL,
  "type"    text                     NOT NULL,
  "created" timestamp with time zone NOT NULL,
  CONSTRAINT "stripe_events_pkey" PRIMARY KEY (id)
);

ALTER TABLE "private"."stripe_events"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "private"."stripe_events"
  FORCE ROW LEVEL SECURITY;

CREATE INDEX stripe_events_created_idx ON private.stripe_events USING btree (created);

CREATE POLICY "tinycrm functions work on every Stripe event" ON "private"."stripe_events"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

GRANT DELETE, INSERT, SELECT ON TABLE "private"."stripe_events" TO "tinycrm";

COMMENT ON TABLE "private"."stripe_events" IS 'The events that were applied, for 60 days, so that none is applied twice.';

-- private/types/identify_call.sql

CREATE TYPE "private"."identify_call" AS (
  "ordinal"     integer,
  "turn"        integer,
  "account_id"  uuid,
  "project_id"  uuid,
  "customer_id" uuid,
  "email"       text,
  "name"        text,
  "status"      public.customer_status,
  "params"      jsonb,
  "at"          timestamp WITH time zone
);

COMMENT ON TYPE "private"."identify_call" IS 'One call, its key resolved to a project. `at` is the event time. `turn` counts the calls of one group for the same customer from 1, and is 0 where the key is not valid.';

-- private/types/import_state.sql

CREATE TYPE "private"."import_state" AS (
  "customer_id" uuid,
  "customer"    jsonb,
  "relation"    jsonb
);

COMMENT ON TYPE "private"."import_state" IS 'A customer as it is: what an import may change of it, null where a new one has no activity yet, and its row in one product, null where it has none.';

-- private/types/new_badge.sql

CREATE TYPE "private"."new_badge" AS (
  "account_id"  uuid,
  "customer_id" uuid,
  "project_id"  uuid,
  "status"      public.customer_status,
  "changed_at"  timestamp WITH time zone
);

COMMENT ON TYPE "private"."new_badge" IS 'A row of customer_projects that has just been made, as its history begins.';

-- public/adp_wipes.sql

-- Clears assumed destination defaults before creating objects.
-- Safe to load on a project that does not have those defaults.

ALTER DEFAULT PRIVILEGES FOR ROLE "postgres" IN SCHEMA "public" REVOKE ALL ON SEQUENCES FROM "anon";

ALTER DEFAULT PRIVILEGES FOR ROLE "postgres" IN SCHEMA "public" REVOKE ALL ON SEQUENCES FROM "authenticated";

ALTER DEFAULT PRIVILEGES FOR ROLE "postgres" IN SCHEMA "public" REVOKE ALL ON SEQUENCES FROM "service_role";

ALTER DEFAULT PRIVILEGES FOR ROLE "postgres" IN SCHEMA "public" REVOKE ALL ON FUNCTIONS FROM "anon";

ALTER DEFAULT PRIVILEGES FOR ROLE "postgres" IN SCHEMA "public" REVOKE ALL ON FUNCTIONS FROM "authenticated";

ALTER DEFAULT PRIVILEGES FOR ROLE "postgres" IN SCHEMA "public" REVOKE ALL ON FUNCTIONS FROM "service_role";

ALTER DEFAULT PRIVILEGES FOR ROLE "postgres" IN SCHEMA "public" REVOKE ALL ON TABLES FROM "anon";

ALTER DEFAULT PRIVILEGES FOR ROLE "postgres" IN SCHEMA "public" REVOKE ALL ON TABLES FROM "authenticated";

ALTER DEFAULT PRIVILEGES FOR ROLE "postgres" IN SCHEMA "public" REVOKE ALL ON TABLES FROM "service_role";

-- public/domains/email.sql

CREATE DOMAIN "public"."email" AS text CONSTRAINT "email_domain_is_ascii_with_a_dot"
  CHECK ((split_part(VALUE, '@'::text, 2) ~ '^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?$'::text)) CONSTRAINT "email_domain_label_is_at_most_63_octets"
  CHECK (((octet_length(split_part(VALUE, '@'::text, 2)) < 64) OR (split_part(VALUE, '@'::text, 2) !~ '[^.]{64}'::text))) CONSTRAINT "email_has_no_ascii_uppercase"
  CHECK ((VALUE !~ '[A-Z]'::text)) CONSTRAINT "email_has_no_invisible_character"
  CHECK
    ((VALUE !~
    '[\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]'::text)) CONSTRAINT "email_has_no_quote_or_bracket"
  CHECK ((VALUE !~ '["`<>(),:;\\\[\]]'::text)) CONSTRAINT "email_has_one_at_sign"
  CHECK ((VALUE ~ '^[^@]+@[^@]+$'::text)) CONSTRAINT "email_is_at_most_254_octets"
  CHECK ((octet_length(VALUE) <= 254)) CONSTRAINT "email_is_nfc"
  CHECK ((VALUE IS NFC NORMALIZED)) CONSTRAINT "email_local_part_is_at_most_64_octets"
  CHECK ((octet_length(split_part(VALUE, '@'::text, 1)) <= 64));

COMMENT ON DOMAIN "public"."email" IS 'One canonical form, computed by the Edge Function. The database refuses every other form, so that one person is one row.';

-- public/functions/accept_invitation.sql

CREATE OR REPLACE FUNCTION public.accept_invitation (
  token text
)
  RETURNS uuid
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.accept_invitation(accept_invitation.token) $function$;

GRANT EXECUTE ON FUNCTION "public"."accept_invitation"(text) TO "authenticated";

COMMENT ON FUNCTION "public"."accept_invitation"(text) IS 'Makes the signed-in user a member and returns the account. Another email is refused (42501), an invitation that has ended too (22023).';

REVOKE ALL ON FUNCTION "public"."accept_invitation"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."accept_invitation"(text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."accept_invitation"(text) FROM PUBLIC, "anon", "service_role";

-- public/functions/add_note.sql

CREATE OR REPLACE FUNCTION public.add_note (
  account_id  uuid,
  customer_id uuid,
  body        text
)
  RETURNS jsonb
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.add_note(add_note.account_id, add_note.customer_id, add_note.body) $function$;

GRANT EXECUTE ON FUNCTION "public"."add_note"(uuid, uuid, text) TO "authenticated";

COMMENT ON FUNCTION "public"."add_note"(uuid, uuid, text) IS 'Writes a note about a customer and returns it: {id, body, author_email, created_at}. Owners and admins only (42501).';

REVOKE ALL ON FUNCTION "public"."add_note"(uuid, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."add_note"(uuid, uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."add_note"(uuid, uuid, text) FROM PUBLIC, "anon", "service_role";

-- public/functions/add_sample_data.sql

CREATE OR REPLACE FUNCTION public.add_sample_data (
  account_id uuid
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.add_sample_data(add_sample_data.account_id) $function$;

GRANT EXECUTE ON FUNCTION "public"."add_sample_data"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."add_sample_data"(uuid) IS 'Makes two products marked as samples, with forty people at sample.example. Does nothing when they are there. Owners and admins only.';

REVOKE ALL ON FUNCTION "public"."add_sample_data"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."add_sample_data"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."add_sample_data"(uuid) FROM PUBLIC, "anon", "service_role";

-- public/functions/archive_project.sql

CREATE OR REPLACE FUNCTION public.archive_project (
  project_id uuid
)
  RETURNS public.projects
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select * from private.archive_project(archive_project.project_id) $function$;

GRANT EXECUTE ON FUNCTION "public"."archive_project"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."archive_project"(uuid) IS 'Refuses the keys of a product until unarchive_project. Its customers stay. Owners and admins only.';

REVOKE ALL ON FUNCTION "public"."archive_project"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."archive_project"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."archive_project"(uuid) FROM PUBLIC, "anon", "service_role";

-- public/functions/billing_owner.sql

CREATE OR REPLACE FUNCTION public.billing_owner (
  account_id uuid
)
  RETURNS jsonb
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$ select private.billing_owner(billing_owner.account_id) $function$;

GRANT EXECUTE ON FUNCTION "public"."billing_owner"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."billing_owner"(uuid) IS 'What it takes to send the owner to Stripe. Anybody else is refused (42501).';

REVOKE ALL ON FUNCTION "public"."billing_owner"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."billing_owner"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."billing_owner"(uuid) FROM PUBLIC, "anon", "service_role";

-- public/functions/billing_state.sql

CREATE OR REPLACE FUNCTION public.billing_state (
  account_id uuid
)
  RETURNS jsonb
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$ select private.billing_state(billing_state.account_id) $function$;

GRANT EXECUTE ON FUNCTION "public"."billing_state"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."billing_state"(uuid) IS 'Trial, subscription and what is open: {enabled, state, trial_ends_at, current_period_end, cancel_at_period_end, access: full | billing_only, access_until, ingest_until}. A null date is no end. Members only.';

REVOKE ALL ON FUNCTION "public"."billing_state"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."billing_state"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."billing_state"(uuid) FROM PUBLIC, "anon", "service_role";

-- public/functions/claim_notifications.sql

CREATE OR REPLACE FUNCTION public.claim_notifications (
  secret text,
  most   integer DEFAULT 20
)
  RETURNS TABLE (
    kind       text,
    period     date,
    account_id uuid,
    user_id    uuid,
    email      text,
    account    text,
    time_zone  text,
    currency   text,
    at         timestamp with time zone
  )
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select * from notifications.claim(claim_notifications.secret, claim_notifications.most) $function$;

GRANT EXECUTE ON FUNCTION "public"."claim_notifications"(text, integer) TO "anon";

COMMENT ON FUNCTION "public"."claim_notifications"(text, integer) IS 'The mails that are due (1 to 100), each given to one caller once: weekly_summary for the week from the Monday in period, trial_ending before the time in at, payment_failed. For whoever knows the secret (42501).';

REVOKE ALL ON FUNCTION "public"."claim_notifications"(text, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."claim_notifications"(text, integer) TO "postgres";

REVOKE ALL ON FUNCTION "public"."claim_notifications"(text, integer) FROM PUBLIC, "authenticated", "service_role";

-- public/functions/count_customers.sql

CREATE OR REPLACE FUNCTION public.count_customers (
  account_id uuid,
  filter     jsonb DEFAULT '{}'::jsonb
)
  RETURNS integer
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$ select private.count_customers(count_customers.account_id, count_customers.filter) $function$;

GRANT EXECUTE ON FUNCTION "public"."count_customers"(uuid, jsonb) TO "authenticated";

COMMENT ON FUNCTION "public"."count_customers"(uuid, jsonb) IS 'How many customers match a filter of search_customers: exact up to 10,000, and 10,001 for more. Members only (42501).';

REVOKE ALL ON FUNCTION "public"."count_customers"(uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."count_customers"(uuid, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "public"."count_customers"(uuid, jsonb) FROM PUBLIC, "anon", "service_role";

-- public/functions/create_account.sql

CREATE OR REPLACE FUNCTION public.create_account (
  name text
)
  RETURNS uuid
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.create_account(create_account.name) $function$;

GRANT EXECUTE ON FUNCTION "public"."create_account"(text) TO "authenticated";

COMMENT ON FUNCTION "public"."create_account"(text) IS 'One more account of the signed-in user, 20 at most.';

REVOKE ALL ON FUNCTION "public"."create_account"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."create_account"(text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."create_account"(text) FROM PUBLIC, "anon", "service_role";

-- public/functions/create_api_key.sql

CREATE OR REPLACE FUNCTION public.create_api_key (
  project_id uuid,
  name       text DEFAULT 'default'::text
)
  RETURNS TABLE (
    id      uuid,
    api_key text
  )
  LANGUAGE sql
  SET search_path TO ''
  AS $function$
  select made.id, made.api_key from private.create_api_key(create_api_key.project_id, create_api_key.name) made
$function$;

GRANT EXECUTE ON FUNCTION "public"."create_api_key"(uuid, text) TO "authenticated";

COMMENT ON FUNCTION "public"."create_api_key"(uuid, text) IS 'Makes a key for a project and returns it, once. Owners and admins only. Refuses a name that is not 1 to 60 characters (23514).';

REVOKE ALL ON FUNCTION "public"."create_api_key"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."create_api_key"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."create_api_key"(uuid, text) FROM PUBLIC, "anon", "service_role";

-- public/functions/create_project.sql

CREATE OR REPLACE FUNCTION public.create_project (
  account_id uuid,
  name       text
)
  RETURNS public.projects
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select * from private.create_project(create_project.account_id, create_project.name) $function$;

GRANT EXECUTE ON FUNCTION "public"."create_project"(uuid, text) TO "authenticated";

COMMENT ON FUNCTION "public"."create_project"(uuid, text) IS 'Creates a product in an account. Owners and admins only. Refuses a name that is taken (23505) or not 1 to 60 characters (23514).';

REVOKE ALL ON FUNCTION "public"."create_project"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."create_project"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."create_project"(uuid, text) FROM PUBLIC, "anon", "service_role";

-- public/functions/create_receiver.sql

CREATE OR REPLACE FUNCTION public.create_receiver (
  project_id uuid,
  source     text,
  secret     text DEFAULT NULL::text
)
  RETURNS TABLE (
    id          uuid,
    secret_made text
  )
  LANGUAGE sql
  SET search_path TO ''
  AS $function$
  select made.id, made.secret_made
  from private.create_receiver(create_receiver.project_id, create_receiver.source, create_receiver.secret) made
$function$;

GRANT EXECUTE ON FUNCTION "public"."create_receiver"(uuid, text, text) TO "authenticated";

COMMENT ON FUNCTION "public"."create_receiver"(uuid, text, text) IS 'Makes the receiver of a product for a service. Without a secret one is made and returned, this once. Owners and admins only (42501).';

REVOKE ALL ON FUNCTION "public"."create_receiver"(uuid, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."create_receiver"(uuid, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."create_receiver"(uuid, text, text) FROM PUBLIC, "anon", "service_role";

-- public/functions/delete_note.sql

CREATE OR REPLACE FUNCTION public.delete_note (
  account_id uuid,
  note_id    uuid
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.delete_note(delete_note.account_id, delete_note.note_id) $function$;

GRANT EXECUTE ON FUNCTION "public"."delete_note"(uuid, uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."delete_note"(uuid, uuid) IS 'Deletes a note; one that is gone already is fine. Owners and admins only (42501).';

REVOKE ALL ON FUNCTION "public"."delete_note"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."delete_note"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."delete_note"(uuid, uuid) FROM PUBLIC, "anon", "service_role";

-- public/functions/delete_project.sql

CREATE OR REPLACE FUNCTION public.delete_project (
  project_id uuid,
  name       text
)
  RETURNS boolean
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.delete_project(delete_project.project_id, delete_project.name) $function$;

GRANT EXECUTE ON FUNCTION "public"."delete_project"(uuid, text) TO "authenticated";

COMMENT ON FUNCTION "public"."delete_project"(uuid, text) IS 'Deletes a product whose name was typed (else 22023), with the people who are in no other: 5,000 of them a call. True when the product is gone; false: call again. Owners and admins only.';

REVOKE ALL ON FUNCTION "public"."delete_project"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."delete_project"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."delete_project"(uuid, text) FROM PUBLIC, "anon", "service_role";

-- public/functions/delete_receiver.sql

CREATE OR REPLACE FUNCTION public.delete_receiver (
  receiver_id uuid
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.delete_receiver(delete_receiver.receiver_id) $function$;

GRANT EXECUTE ON FUNCTION "public"."delete_receiver"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."delete_receiver"(uuid) IS 'Removes a receiver with its deliveries. No delivery that comes after is accepted; customers stay. Owners and admins only (42501).';

REVOKE ALL ON FUNCTION "public"."delete_receiver"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."delete_receiver"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."delete_receiver"(uuid) FROM PUBLIC, "anon", "service_role";

-- public/functions/delete_view.sql

CREATE OR REPLACE FUNCTION public.delete_view (
  account_id uuid,
  view_id    uuid
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.delete_view(delete_view.account_id, delete_view.view_id) $function$;

GRANT EXECUTE ON FUNCTION "public"."delete_view"(uuid, uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."delete_view"(uuid, uuid) IS 'Deletes a view; one that is gone already is fine. Owners and admins only (42501).';

REVOKE ALL ON FUNCTION "public"."delete_view"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."delete_view"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."delete_view"(uuid, uuid) FROM PUBLIC, "anon", "service_role";

-- public/functions/edit_customer.sql

CREATE OR REPLACE FUNCTION public.edit_customer (
  account_id  uuid,
  customer_id uuid,
  name        text
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.edit_customer(edit_customer.account_id, edit_customer.customer_id, edit_customer.name) $function$;

GRANT EXECUTE ON FUNCTION "public"."edit_customer"(uuid, uuid, text) TO "authenticated";

COMMENT ON FUNCTION "public"."edit_customer"(uuid, uuid, text) IS 'Names a customer by hand; an empty name removes it. Calls that are older do not undo it. Owners and admins only (42501).';

REVOKE ALL ON FUNCTION "public"."edit_customer"(uuid, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."edit_customer"(uuid, uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."edit_customer"(uuid, uuid, text) FROM PUBLIC, "anon", "service_role";

-- public/functions/edit_customer_project.sql

CREATE OR REPLACE FUNCTION public.edit_customer_project (
  account_id  uuid,
  customer_id uuid,
  project_id  uuid,
  status      public.customer_status DEFAULT NULL::public.customer_status,
  params      jsonb                  DEFAULT NULL::jsonb
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$
  select private.edit_customer_project(
    edit_customer_project.account_id, edit_customer_project.customer_id, edit_customer_project.project_id,
    edit_customer_project.status, edit_customer_project.params
  )
$function$;

GRANT EXECUTE ON FUNCTION "public"."edit_customer_project"(uuid, uuid, uuid, public.customer_status, jsonb) TO "authenticated";

COMMENT ON FUNCTION "public"."edit_customer_project"(uuid, uuid, uuid, public.customer_status, jsonb) IS 'Sets status and params of a customer in one product by hand. params is a patch in which null removes; what is null or left out stays. Calls that are older do not undo it. Owners and admins only (42501).';

REVOKE ALL ON FUNCTION "public"."edit_customer_project"(uuid, uuid, uuid, public.customer_status, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."edit_customer_project"(uuid, uuid, uuid, public.customer_status, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "public"."edit_customer_project"(uuid, uuid, uuid, public.customer_status, jsonb) FROM PUBLIC, "anon", "service_role";

-- public/functions/end_session.sql

CREATE OR REPLACE FUNCTION public.end_session (
  session_id uuid
)
  RETURNS boolean
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.end_session(end_session.session_id) $function$;

GRANT EXECUTE ON FUNCTION "public"."end_session"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."end_session"(uuid) IS 'Ends a session of the signed-in user: it cannot be renewed any more. False when it is not one of theirs.';

REVOKE ALL ON FUNCTION "public"."end_session"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."end_session"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."end_session"(uuid) FROM PUBLIC, "anon", "service_role";

-- public/functions/erase_customers.sql

CREATE OR REPLACE FUNCTION public.erase_customers (
  account_id   uuid,
  customer_ids uuid[]
)
  RETURNS integer
  LANGUAGE sql
  SET search_path TO ''
  AS $function$
  select private.erase_customers(erase_customers.account_id, coalesce(erase_customers.customer_ids, '{}'), null, null)
$function$;

GRANT EXECUTE ON FUNCTION "public"."erase_customers"(uuid, uuid[]) TO "authenticated";

COMMENT ON FUNCTION "public"."erase_customers"(uuid, uuid[]) IS 'Erases customers in every product and returns how many there were. It cannot be undone. Owners and admins only (42501).';

REVOKE ALL ON FUNCTION "public"."erase_customers"(uuid, uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."erase_customers"(uuid, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "public"."erase_customers"(uuid, uuid[]) FROM PUBLIC, "anon", "service_role";

-- public/functions/erase_matching.sql

CREATE OR REPLACE FUNCTION public.erase_matching (
  account_id uuid,
  filter     jsonb,
  expected   integer
)
  RETURNS integer
  LANGUAGE sql
  SET search_path TO ''
  AS $function$
  select private.erase_customers(erase_matching.account_id, null, erase_matching.filter, coalesce(erase_matching.expected, -1))
$function$;

GRANT EXECUTE ON FUNCTION "public"."erase_matching"(uuid, jsonb, integer) TO "authenticated";

COMMENT ON FUNCTION "public"."erase_matching"(uuid, jsonb, integer) IS 'Erases all customers that match a filter of search_customers, 10,000 at most, if they are as many as expected (22023). Owners and admins only (42501).';

REVOKE ALL ON FUNCTION "public"."erase_matching"(uuid, jsonb, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."erase_matching"(uuid, jsonb, integer) TO "postgres";

REVOKE ALL ON FUNCTION "public"."erase_matching"(uuid, jsonb, integer) FROM PUBLIC, "anon", "service_role";

-- public/functions/export_customers.sql

CREATE OR REPLACE FUNCTION public.export_customers (
  account_id uuid,
  after      uuid    DEFAULT NULL::uuid,
  page_size  integer DEFAULT 100
)
  RETURNS TABLE (
    id       uuid,
    customer jsonb
  )
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select page.id, public.get_customer(page.account_id, page.id)
  from (
    select c.account_id, c.id from public.customers c
    where c.account_id = export_customers.account_id
      and c.id > coalesce(after, '00000000-0000-0000-0000-000000000000')
    order by c.id
    limit least(greatest(coalesce(page_size, 100), 1), 500)
  ) page
  order by page.id
$function$;

GRANT EXECUTE ON FUNCTION "public"."export_customers"(uuid, uuid, integer) TO "authenticated";

COMMENT ON FUNCTION "public"."export_customers"(uuid, uuid, integer) IS 'Customers by id (1 to 500 a page), each as get_customer gives them. after: the id of the last one. Of other accounts there are none.';

REVOKE ALL ON FUNCTION "public"."export_customers"(uuid, uuid, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."export_customers"(uuid, uuid, integer) TO "postgres";

REVOKE ALL ON FUNCTION "public"."export_customers"(uuid, uuid, integer) FROM PUBLIC, "anon", "service_role";

-- public/functions/get_customer.sql

CREATE OR REPLACE FUNCTION public.get_customer (
  account_id  uuid,
  customer_id uuid
)
  RETURNS jsonb
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select jsonb_build_object(
    'id', c.id,
    'email', c.email,
    'name', c.name,
    'first_seen_at', c.first_seen_at,
    'last_activity_at', a.last_activity_at,
    'projects', private.customer_badges(c.account_id, c.id),
    'tags', array(
      select t.tag from public.customer_tags t where t.account_id = c.account_id and t.customer_id = c.id order by t.tag
    ),
    'notes', (
      select coalesce(jsonb_agg(to_jsonb(latest) order by latest.created_at desc), '[]')
      from (
        select n.id, n.body, n.author_email, n.created_at
        from public.customer_notes n
        where n.account_id = c.account_id and n.customer_id = c.id
        order by n.created_at desc
        limit 200
      ) latest
    ),
    'status_changes', (
      select coalesce(jsonb_agg(to_jsonb(latest) order by latest.changed_at desc), '[]')
      from (
        select s.project_id, s.from_status, s.to_status, s.changed_at, s.source, s.user_email
        from public.status_changes s
        where s.account_id = c.account_id and s.customer_id = c.id
        order by s.changed_at desc
        limit 200
      ) latest
    )
  )
  from public.customers c
  join public.customer_activity a on a.account_id = c.account_id and a.customer_id = c.id
  where c.account_id = get_customer.account_id and c.id = get_customer.customer_id
$function$;

GRANT EXECUTE ON FUNCTION "public"."get_customer"(uuid, uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."get_customer"(uuid, uuid) IS 'One customer with every product, tags, and the latest 200 notes and status changes, or null when there is none that the caller may see.';

REVOKE ALL ON FUNCTION "public"."get_customer"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."get_customer"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."get_customer"(uuid, uuid) FROM PUBLIC, "anon", "service_role";

-- public/functions/import_customers.sql

CREATE OR REPLACE FUNCTION public.import_customers (
  import_id uuid,
  first_row integer,
  rows      jsonb
)
  RETURNS jsonb
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.import_customers(import_customers.import_id, import_customers.first_row, import_customers.rows) $function$;

GRANT EXECUTE ON FUNCTION "public"."import_customers"(uuid, integer, jsonb) TO "authenticated";

COMMENT ON FUNCTION "public"."import_customers"(uuid, integer, jsonb) IS 'Writes the next 1 to 500 rows of an import, [{email, name?, status?, params?, created_at?, seen_at?}], and returns it with the outcome of each: created, updated, unchanged, invalid or params_too_large; null for rows it already has. first_row counts from 0. Owners and admins only (42501).';

REVOKE ALL ON FUNCTION "public"."import_customers"(uuid, integer, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."import_customers"(uuid, integer, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "public"."import_customers"(uuid, integer, jsonb) FROM PUBLIC, "anon", "service_role";

-- public/functions/import_preview.sql

CREATE OR REPLACE FUNCTION public.import_preview (
  project_id uuid,
  rows       jsonb
)
  RETURNS text[]
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$ select private.import_preview(import_preview.project_id, import_preview.rows) $function$;

GRANT EXECUTE ON FUNCTION "public"."import_preview"(uuid, jsonb) TO "authenticated";

COMMENT ON FUNCTION "public"."import_preview"(uuid, jsonb) IS 'What import_customers would make of each of 1 to 500 rows: created, updated, unchanged or invalid. Changes nothing. Owners and admins only (42501).';

REVOKE ALL ON FUNCTION "public"."import_preview"(uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."import_preview"(uuid, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "public"."import_preview"(uuid, jsonb) FROM PUBLIC, "anon", "service_role";

-- public/functions/index_param.sql

CREATE OR REPLACE FUNCTION public.index_param (
  account_id uuid,
  key        text
)
  RETURNS boolean
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.index_param(index_param.account_id, index_param.key) $function$;

GRANT EXECUTE ON FUNCTION "public"."index_param"(uuid, text) TO "authenticated";

COMMENT ON FUNCTION "public"."index_param"(uuid, text) IS 'Goes on with an index of the numbers of a param, which accounts with many customers need to compare and sort by them. True when it is there, false when it is to be called again, null when there is nothing to index: few customers, no such number, or 20 of them already. Members only (42501).';

REVOKE ALL ON FUNCTION "public"."index_param"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."index_param"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."index_param"(uuid, text) FROM PUBLIC, "anon", "service_role";

-- public/functions/invite_member.sql

CREATE OR REPLACE FUNCTION public.invite_member (
  account_id uuid,
  email      text,
  role       public.member_role
)
  RETURNS text
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.invite_member(invite_member.account_id, invite_member.email, invite_member.role) $function$;

GRANT EXECUTE ON FUNCTION "public"."invite_member"(uuid, text, public.member_role) TO "authenticated";

COMMENT ON FUNCTION "public"."invite_member"(uuid, text, public.member_role) IS 'Invites an email for 7 days and returns the token of the link, shown once; a second invitation ends the first. Owners and admins, an owner by an owner only (42501).';

REVOKE ALL ON FUNCTION "public"."invite_member"(uuid, text, public.member_role) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."invite_member"(uuid, text, public.member_role) TO "postgres";

REVOKE ALL ON FUNCTION "public"."invite_member"(uuid, text, public.member_role) FROM PUBLIC, "anon", "service_role";

-- public/functions/leave_account.sql

CREATE OR REPLACE FUNCTION public.leave_account (
  account_id uuid
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.leave_account(leave_account.account_id) $function$;

GRANT EXECUTE ON FUNCTION "public"."leave_account"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."leave_account"(uuid) IS 'Takes the signed-in user out of the account, unless nobody else owns it (22023).';

REVOKE ALL ON FUNCTION "public"."leave_account"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."leave_account"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."leave_account"(uuid) FROM PUBLIC, "anon", "service_role";

-- public/functions/list_tags.sql

CREATE OR REPLACE FUNCTION public.list_tags (
  account_id uuid
)
  RETURNS TABLE (
    tag       text,
    customers bigint
  )
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select t.tag, count(*) from public.customer_tags t where t.account_id = list_tags.account_id group by t.tag order by t.tag
$function$;

GRANT EXECUTE ON FUNCTION "public"."list_tags"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."list_tags"(uuid) IS 'The tags of an account that the caller may see, with how many customers have each.';

REVOKE ALL ON FUNCTION "public"."list_tags"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."list_tags"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."list_tags"(uuid) FROM PUBLIC, "anon", "service_role";

-- public/functions/move_view.sql

CREATE OR REPLACE FUNCTION public.move_view (
  account_id uuid,
  view_id    uuid,
  place      integer
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.move_view(move_view.account_id, move_view.view_id, move_view.place) $function$;

GRANT EXECUTE ON FUNCTION "public"."move_view"(uuid, uuid, integer) TO "authenticated";

COMMENT ON FUNCTION "public"."move_view"(uuid, uuid, integer) IS 'Puts a view at a place in the list, counted from 1. Owners and admins only (42501).';

REVOKE ALL ON FUNCTION "public"."move_view"(uuid, uuid, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."move_view"(uuid, uuid, integer) TO "postgres";

REVOKE ALL ON FUNCTION "public"."move_view"(uuid, uuid, integer) FROM PUBLIC, "anon", "service_role";

-- public/functions/my_sessions.sql

CREATE OR REPLACE FUNCTION public.my_sessions()
  RETURNS TABLE (
    id           uuid,
    user_agent   text,
    signed_in_at timestamp with time zone,
    refreshed_at timestamp with time zone,
    is_current   boolean
  )
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$ select * from private.my_sessions() $function$;

GRANT EXECUTE ON FUNCTION "public"."my_sessions"() TO "authenticated";

COMMENT ON FUNCTION "public"."my_sessions"() IS 'Where the signed-in user is signed in: this session first, then the latest refreshed, 100 at most. user_agent is what the browser said when it last renewed the session; null where it said nothing.';

REVOKE ALL ON FUNCTION "public"."my_sessions"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."my_sessions"() TO "postgres";

REVOKE ALL ON FUNCTION "public"."my_sessions"() FROM PUBLIC, "anon", "service_role";

-- public/functions/notification_settings.sql

CREATE OR REPLACE FUNCTION public.notification_settings (
  account_id uuid
)
  RETURNS jsonb
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$ select private.notification_settings(notification_settings.account_id) $function$;

GRANT EXECUTE ON FUNCTION "public"."notification_settings"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."notification_settings"(uuid) IS 'Which mails the signed-in member gets about the account: {weekly_summary, billing_notices}. Members only (42501).';

REVOKE ALL ON FUNCTION "public"."notification_settings"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."notification_settings"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."notification_settings"(uuid) FROM PUBLIC, "anon", "service_role";

-- public/functions/overview.sql

CREATE OR REPLACE FUNCTION public.overview (
  account_id uuid,
  days       integer DEFAULT 30,
  mrr_param  text    DEFAULT 'mrr'::text,
  anew       boolean DEFAULT false
)
  RETURNS jsonb
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.overview(overview.account_id, overview.days, overview.mrr_param, overview.anew) $function$;

GRANT EXECUTE ON FUNCTION "public"."overview"(uuid, integer, text, boolean) TO "authenticated";

COMMENT ON FUNCTION "public"."overview"(uuid, integer, text, boolean) IS 'The figures of an account''s overview: per_project, daily, trials, overlap, radar, top_people. Those of a large account may be some minutes old: counted_at says when, is_due whether asking with anew counts them again. Members only (42501).';

REVOKE ALL ON FUNCTION "public"."overview"(uuid, integer, text, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."overview"(uuid, integer, text, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "public"."overview"(uuid, integer, text, boolean) FROM PUBLIC, "anon", "service_role";

-- public/functions/read_audit_log.sql

CREATE OR REPLACE FUNCTION public.read_audit_log (
  account_id uuid,
  before     timestamp with time zone DEFAULT NULL::timestamp WITH time zone,
  before_id  uuid                     DEFAULT NULL::uuid,
  page_size  integer                  DEFAULT 50
)
  RETURNS TABLE (
    id      uuid,
    at      timestamp with time zone,
    actor   text,
    action  text,
    subject text,
    details jsonb
  )
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select * from private.read_audit_log(
    read_audit_log.account_id, read_audit_log.before, read_audit_log.before_id, read_audit_log.page_size
  )
$function$;

GRANT EXECUTE ON FUNCTION "public"."read_audit_log"(uuid, timestamp WITH time zone, uuid, integer) TO "authenticated";

COMMENT ON FUNCTION "public"."read_audit_log"(uuid, timestamp with time zone, uuid, integer) IS 'Who did what in the account, the newest first (1 to 200 entries). before and before_id: at and id of the last entry of the page before. Owners only (42501).';

REVOKE ALL ON FUNCTION "public"."read_audit_log"(uuid, timestamp WITH time zone, uuid, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_audit_log"(uuid, timestamp WITH time zone, uuid, integer) TO "postgres";

REVOKE ALL ON FUNCTION "public"."read_audit_log"(uuid, timestamp WITH time zone, uuid, integer) FROM PUBLIC, "anon", "service_role";

-- public/functions/read_invitation.sql

CREATE OR REPLACE FUNCTION public.read_invitation (
  token text
)
  RETURNS TABLE (
    account_name text,
    email        text,
    role         public.member_role,
    invited_by   text,
    expires_at   timestamp with time zone
  )
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$ select * from private.read_invitation(read_invitation.token) $function$;

GRANT EXECUTE ON FUNCTION "public"."read_invitation"(text) TO "authenticated";

COMMENT ON FUNCTION "public"."read_invitation"(text) IS 'What an invitation is about, for whoever has its token. No row when it has ended.';

REVOKE ALL ON FUNCTION "public"."read_invitation"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_invitation"(text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."read_invitation"(text) FROM PUBLIC, "anon", "service_role";

-- public/functions/recent_calls.sql

CREATE OR REPLACE FUNCTION public.recent_calls (
  project_id uuid
)
  RETURNS jsonb
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$ select private.recent_calls(recent_calls.project_id) $function$;

GRANT EXECUTE ON FUNCTION "public"."recent_calls"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."recent_calls"(uuid) IS 'The ten people a product sent last, and its refused calls of the last ten minutes by reason: {calls: [{customer_id, email, name, status, first_seen_at, at}], rejections: [{kind, code, pointer, detail, status, count, at}]}.';

REVOKE ALL ON FUNCTION "public"."recent_calls"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."recent_calls"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."recent_calls"(uuid) FROM PUBLIC, "anon", "service_role";

-- public/functions/record_export.sql

CREATE OR REPLACE FUNCTION public.record_export (
  account_id uuid,
  format     text,
  customers  bigint
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.record_export(record_export.account_id, record_export.format, record_export.customers) $function$;

GRANT EXECUTE ON FUNCTION "public"."record_export"(uuid, text, bigint) TO "authenticated";

COMMENT ON FUNCTION "public"."record_export"(uuid, text, bigint) IS 'Writes into the audit log that customers were exported, as csv or json. Members only (42501).';

REVOKE ALL ON FUNCTION "public"."record_export"(uuid, text, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."record_export"(uuid, text, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "public"."record_export"(uuid, text, bigint) FROM PUBLIC, "anon", "service_role";

-- public/functions/release_notification.sql

CREATE OR REPLACE FUNCTION public.release_notification (
  secret     text,
  account_id uuid,
  user_id    uuid,
  kind       text,
  period     date
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$
  select notifications.release(
    release_notification.secret, release_notification.account_id, release_notification.user_id,
    release_notification.kind, release_notification.period
  )
$function$;

GRANT EXECUTE ON FUNCTION "public"."release_notification"(text, uuid, uuid, text, date) TO "anon";

COMMENT ON FUNCTION "public"."release_notification"(text, uuid, uuid, text, date) IS 'Gives back a mail that could not be sent, so that it is due again. For whoever knows the secret (42501).';

REVOKE ALL ON FUNCTION "public"."release_notification"(text, uuid, uuid, text, date) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."release_notification"(text, uuid, uuid, text, date) TO "postgres";

REVOKE ALL ON FUNCTION "public"."release_notification"(text, uuid, uuid, text, date) FROM PUBLIC, "authenticated", "service_role";

-- public/functions/remove_member.sql

CREATE OR REPLACE FUNCTION public.remove_member (
  account_id uuid,
  user_id    uuid
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.remove_member(remove_member.account_id, remove_member.user_id) $function$;

GRANT EXECUTE ON FUNCTION "public"."remove_member"(uuid, uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."remove_member"(uuid, uuid) IS 'Takes somebody out of the account, at once. Owners, and admins for admins and viewers (42501).';

REVOKE ALL ON FUNCTION "public"."remove_member"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."remove_member"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."remove_member"(uuid, uuid) FROM PUBLIC, "anon", "service_role";

-- public/functions/remove_sample_data.sql

CREATE OR REPLACE FUNCTION public.remove_sample_data (
  account_id uuid
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.remove_sample_data(remove_sample_data.account_id) $function$;

GRANT EXECUTE ON FUNCTION "public"."remove_sample_data"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."remove_sample_data"(uuid) IS 'Takes the sample products away, with the people who are in no other. Owners and admins only.';

REVOKE ALL ON FUNCTION "public"."remove_sample_data"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."remove_sample_data"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."remove_sample_data"(uuid) FROM PUBLIC, "anon", "service_role";

-- public/functions/rename_account.sql

CREATE OR REPLACE FUNCTION public.rename_account (
  account_id uuid,
  name       text
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.rename_account(rename_account.account_id, rename_account.name) $function$;

GRANT EXECUTE ON FUNCTION "public"."rename_account"(uuid, text) TO "authenticated";

COMMENT ON FUNCTION "public"."rename_account"(uuid, text) IS 'Names the account (1 to 80 characters). Owners and admins only (42501).';

REVOKE ALL ON FUNCTION "public"."rename_account"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."rename_account"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."rename_account"(uuid, text) FROM PUBLIC, "anon", "service_role";

-- public/functions/rename_project.sql

CREATE OR REPLACE FUNCTION public.rename_project (
  project_id uuid,
  name       text
)
  RETURNS public.projects
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select * from private.rename_project(rename_project.project_id, rename_project.name) $function$;

GRANT EXECUTE ON FUNCTION "public"."rename_project"(uuid, text) TO "authenticated";

COMMENT ON FUNCTION "public"."rename_project"(uuid, text) IS 'Owners and admins only. Refuses a name that is taken (23505) or not 1 to 60 characters (23514).';

REVOKE ALL ON FUNCTION "public"."rename_project"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."rename_project"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."rename_project"(uuid, text) FROM PUBLIC, "anon", "service_role";

-- public/functions/rename_view.sql

CREATE OR REPLACE FUNCTION public.rename_view (
  account_id uuid,
  view_id    uuid,
  name       text
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.rename_view(rename_view.account_id, rename_view.view_id, rename_view.name) $function$;

GRANT EXECUTE ON FUNCTION "public"."rename_view"(uuid, uuid, text) TO "authenticated";

COMMENT ON FUNCTION "public"."rename_view"(uuid, uuid, text) IS 'Renames a view; 23505 when another has the name. Owners and admins only (42501).';

REVOKE ALL ON FUNCTION "public"."rename_view"(uuid, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."rename_view"(uuid, uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."rename_view"(uuid, uuid, text) FROM PUBLIC, "anon", "service_role";

-- public/functions/revoke_api_key.sql

CREATE OR REPLACE FUNCTION public.revoke_api_key (
  key_id uuid
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.revoke_api_key(revoke_api_key.key_id) $function$;

GRANT EXECUTE ON FUNCTION "public"."revoke_api_key"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."revoke_api_key"(uuid) IS 'Ends a key at once: no call whose transaction begins after this commits is accepted. Owners and admins only.';

REVOKE ALL ON FUNCTION "public"."revoke_api_key"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."revoke_api_key"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."revoke_api_key"(uuid) FROM PUBLIC, "anon", "service_role";

-- public/functions/rotate_api_key.sql

CREATE OR REPLACE FUNCTION public.rotate_api_key (
  key_id      uuid,
  grace_hours integer DEFAULT 24
)
  RETURNS TABLE (
    id      uuid,
    api_key text
  )
  LANGUAGE sql
  SET search_path TO ''
  AS $function$
  select made.id, made.api_key from private.rotate_api_key(rotate_api_key.key_id, rotate_api_key.grace_hours) made
$function$;

GRANT EXECUTE ON FUNCTION "public"."rotate_api_key"(uuid, integer) TO "authenticated";

COMMENT ON FUNCTION "public"."rotate_api_key"(uuid, integer) IS 'Makes a new key with the same name and lets the old one end after grace_hours (0 to 168). Owners and admins only.';

REVOKE ALL ON FUNCTION "public"."rotate_api_key"(uuid, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."rotate_api_key"(uuid, integer) TO "postgres";

REVOKE ALL ON FUNCTION "public"."rotate_api_key"(uuid, integer) FROM PUBLIC, "anon", "service_role";

-- public/functions/save_view.sql

CREATE OR REPLACE FUNCTION public.save_view (
  account_id uuid,
  name       text,
  query      text
)
  RETURNS public.views
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.save_view(save_view.account_id, save_view.name, save_view.query) $function$;

GRANT EXECUTE ON FUNCTION "public"."save_view"(uuid, text, text) TO "authenticated";

COMMENT ON FUNCTION "public"."save_view"(uuid, text, text) IS 'Saves a view under a name, over the one that has it, and returns it. Owners and admins only (42501).';

REVOKE ALL ON FUNCTION "public"."save_view"(uuid, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."save_view"(uuid, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."save_view"(uuid, text, text) FROM PUBLIC, "anon", "service_role";

-- public/functions/schedule_account_deletion.sql

CREATE OR REPLACE FUNCTION public.schedule_account_deletion (
  account_id uuid,
  name       text
)
  RETURNS timestamp WITH time zone
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.schedule_account_deletion(schedule_account_deletion.account_id, schedule_account_deletion.name) $function$;

GRANT EXECUTE ON FUNCTION "public"."schedule_account_deletion"(uuid, text) TO "authenticated";

COMMENT ON FUNCTION "public"."schedule_account_deletion"(uuid, text) IS 'Has the account deleted in 7 days, and returns when. name is the name of the account, typed. Owners only (42501).';

REVOKE ALL ON FUNCTION "public"."schedule_account_deletion"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."schedule_account_deletion"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."schedule_account_deletion"(uuid, text) FROM PUBLIC, "anon", "service_role";

-- public/functions/search_customers.sql

CREATE OR REPLACE FUNCTION public.search_customers (
  account_id uuid,
  filter     jsonb   DEFAULT '{}'::jsonb,
  sort       text    DEFAULT 'last_activity_at'::text,
  descending boolean DEFAULT true,
  cursor     jsonb   DEFAULT NULL::jsonb,
  page_size  integer DEFAULT 50
)
  RETURNS TABLE (
    id               uuid,
    email            text,
    name             text,
    first_seen_at    timestamp with time zone,
    last_activity_at timestamp with time zone,
    projects         jsonb,
    sort_value       jsonb,
    tags             text[]
  )
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select * from private.search_customers(
    search_customers.account_id, search_customers.filter, search_customers.sort,
    search_customers.descending, search_customers.cursor, search_customers.page_size
  )
$function$;

GRANT EXECUTE ON FUNCTION "public"."search_customers"(uuid, jsonb, text, boolean, jsonb, integer) TO "authenticated";

COMMENT ON FUNCTION "public"."search_customers"(uuid, jsonb, text, boolean, jsonb, integer) IS 'One page of the customers of an account (1 to 200 rows). filter: {search, match: all | any, conditions: [{field, operator, value, key?, project? | scope?}]}. sort: last_activity_at, first_seen_at, email, name, project_count or param:<key>. cursor: [sort_value, id] of the last row. Members only (42501); a malformed filter is 22023.';

REVOKE ALL ON FUNCTION "public"."search_customers"(uuid, jsonb, text, boolean, jsonb, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."search_customers"(uuid, jsonb, text, boolean, jsonb, integer) TO "postgres";

REVOKE ALL ON FUNCTION "public"."search_customers"(uuid, jsonb, text, boolean, jsonb, integer) FROM PUBLIC, "anon", "service_role";

-- public/functions/set_account_settings.sql

CREATE OR REPLACE FUNCTION public.set_account_settings (
  account_id uuid,
  time_zone  text,
  currency   text,
  mrr_param  text
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$
  select private.set_account_settings(
    set_account_settings.account_id, set_account_settings.time_zone, set_account_settings.currency, set_account_settings.mrr_param
  )
$function$;

GRANT EXECUTE ON FUNCTION "public"."set_account_settings"(uuid, text, text, text) TO "authenticated";

COMMENT ON FUNCTION "public"."set_account_settings"(uuid, text, text, text) IS 'Sets the time zone (IANA name), the currency (ISO 4217, or empty) and the param that holds the monthly revenue. Owners and admins only (42501).';

REVOKE ALL ON FUNCTION "public"."set_account_settings"(uuid, text, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."set_account_settings"(uuid, text, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."set_account_settings"(uuid, text, text, text) FROM PUBLIC, "anon", "service_role";

-- public/functions/set_notifications.sql

CREATE OR REPLACE FUNCTION public.set_notifications (
  account_id      uuid,
  weekly_summary  boolean,
  billing_notices boolean
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$
  select private.set_notifications(
    set_notifications.account_id, set_notifications.weekly_summary, set_notifications.billing_notices
  )
$function$;

GRANT EXECUTE ON FUNCTION "public"."set_notifications"(uuid, boolean, boolean) TO "authenticated";

COMMENT ON FUNCTION "public"."set_notifications"(uuid, boolean, boolean) IS 'Turns the mails of the signed-in member about the account on or off. Members only (42501), viewers too.';

REVOKE ALL ON FUNCTION "public"."set_notifications"(uuid, boolean, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."set_notifications"(uuid, boolean, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "public"."set_notifications"(uuid, boolean, boolean) FROM PUBLIC, "anon", "service_role";

-- public/functions/set_project_color.sql

CREATE OR REPLACE FUNCTION public.set_project_color (
  project_id uuid,
  color      text
)
  RETURNS public.projects
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select * from private.set_project_color(set_project_color.project_id, set_project_color.color) $function$;

GRANT EXECUTE ON FUNCTION "public"."set_project_color"(uuid, text) TO "authenticated";

COMMENT ON FUNCTION "public"."set_project_color"(uuid, text) IS 'Owners and admins only. Refuses a colour that is not one of the ten (23514).';

REVOKE ALL ON FUNCTION "public"."set_project_color"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."set_project_color"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."set_project_color"(uuid, text) FROM PUBLIC, "anon", "service_role";

-- public/functions/set_receiver_mapping.sql

CREATE OR REPLACE FUNCTION public.set_receiver_mapping (
  receiver_id uuid,
  mapping     jsonb
)
  RETURNS public.receivers
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.set_receiver_mapping(set_receiver_mapping.receiver_id, set_receiver_mapping.mapping) $function$;

GRANT EXECUTE ON FUNCTION "public"."set_receiver_mapping"(uuid, jsonb) TO "authenticated";

COMMENT ON FUNCTION "public"."set_receiver_mapping"(uuid, jsonb) IS 'Says what the words and fields of a service become, {statuses, params}, from the next delivery on. Owners and admins only (42501).';

REVOKE ALL ON FUNCTION "public"."set_receiver_mapping"(uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."set_receiver_mapping"(uuid, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "public"."set_receiver_mapping"(uuid, jsonb) FROM PUBLIC, "anon", "service_role";

-- public/functions/set_receiver_secret.sql

CREATE OR REPLACE FUNCTION public.set_receiver_secret (
  receiver_id uuid,
  secret      text DEFAULT NULL::text
)
  RETURNS text
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.set_receiver_secret(set_receiver_secret.receiver_id, set_receiver_secret.secret) $function$;

GRANT EXECUTE ON FUNCTION "public"."set_receiver_secret"(uuid, text) TO "authenticated";

COMMENT ON FUNCTION "public"."set_receiver_secret"(uuid, text) IS 'Replaces what deliveries are signed with, at once. Without a secret one is made and returned, this once. Owners and admins only (42501).';

REVOKE ALL ON FUNCTION "public"."set_receiver_secret"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."set_receiver_secret"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."set_receiver_secret"(uuid, text) FROM PUBLIC, "anon", "service_role";

-- public/functions/set_role.sql

CREATE OR REPLACE FUNCTION public.set_role (
  account_id uuid,
  user_id    uuid,
  role       public.member_role
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.set_role(set_role.account_id, set_role.user_id, set_role.role) $function$;

GRANT EXECUTE ON FUNCTION "public"."set_role"(uuid, uuid, public.member_role) TO "authenticated";

COMMENT ON FUNCTION "public"."set_role"(uuid, uuid, public.member_role) IS 'Gives a member a role. Owners change everybody, admins change admins and viewers (42501). The last owner stays one (22023).';

REVOKE ALL ON FUNCTION "public"."set_role"(uuid, uuid, public.member_role) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."set_role"(uuid, uuid, public.member_role) TO "postgres";

REVOKE ALL ON FUNCTION "public"."set_role"(uuid, uuid, public.member_role) FROM PUBLIC, "anon", "service_role";

-- public/functions/set_status.sql

CREATE OR REPLACE FUNCTION public.set_status (
  account_id   uuid,
  project_id   uuid,
  status       public.customer_status,
  customer_ids uuid[]
)
  RETURNS integer
  LANGUAGE sql
  SET search_path TO ''
  AS $function$
  select private.set_status(
    set_status.account_id, set_status.project_id, set_status.status, coalesce(set_status.customer_ids, '{}'), null
  )
$function$;

GRANT EXECUTE ON FUNCTION "public"."set_status"(uuid, uuid, public.customer_status, uuid[]) TO "authenticated";

COMMENT ON FUNCTION "public"."set_status"(uuid, uuid, public.customer_status, uuid[]) IS 'Sets the status of customers in one product by hand and returns how many it changed; who is not in it stays out. Owners and admins only (42501).';

REVOKE ALL ON FUNCTION "public"."set_status"(uuid, uuid, public.customer_status, uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."set_status"(uuid, uuid, public.customer_status, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "public"."set_status"(uuid, uuid, public.customer_status, uuid[]) FROM PUBLIC, "anon", "service_role";

-- public/functions/set_status_matching.sql

CREATE OR REPLACE FUNCTION public.set_status_matching (
  account_id uuid,
  project_id uuid,
  status     public.customer_status,
  filter     jsonb
)
  RETURNS integer
  LANGUAGE sql
  SET search_path TO ''
  AS $function$
  select private.set_status(
    set_status_matching.account_id, set_status_matching.project_id, set_status_matching.status, null, set_status_matching.filter
  )
$function$;

GRANT EXECUTE ON FUNCTION "public"."set_status_matching"(uuid, uuid, public.customer_status, jsonb) TO "authenticated";

COMMENT ON FUNCTION "public"."set_status_matching"(uuid, uuid, public.customer_status, jsonb) IS 'set_status for all customers that match a filter of search_customers, 10,000 at most (22023).';

REVOKE ALL ON FUNCTION "public"."set_status_matching"(uuid, uuid, public.customer_status, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."set_status_matching"(uuid, uuid, public.customer_status, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "public"."set_status_matching"(uuid, uuid, public.customer_status, jsonb) FROM PUBLIC, "anon", "service_role";

-- public/functions/start_import.sql

CREATE OR REPLACE FUNCTION public.start_import (
  project_id uuid,
  file_name  text,
  file_hash  text,
  row_count  integer,
  settings   jsonb
)
  RETURNS public.imports
  LANGUAGE sql
  SET search_path TO ''
  AS $function$
  select private.start_import(
    start_import.project_id, start_import.file_name, start_import.file_hash, start_import.row_count, start_import.settings
  )
$function$;

GRANT EXECUTE ON FUNCTION "public"."start_import"(uuid, text, text, integer, jsonb) TO "authenticated";

COMMENT ON FUNCTION "public"."start_import"(uuid, text, text, integer, jsonb) IS 'Begins an import, whose rows come with import_customers. Owners and admins only (42501).';

REVOKE ALL ON FUNCTION "public"."start_import"(uuid, text, text, integer, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."start_import"(uuid, text, text, integer, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "public"."start_import"(uuid, text, text, integer, jsonb) FROM PUBLIC, "anon", "service_role";

-- public/functions/stop_account_deletion.sql

CREATE OR REPLACE FUNCTION public.stop_account_deletion (
  account_id uuid
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.stop_account_deletion(stop_account_deletion.account_id) $function$;

GRANT EXECUTE ON FUNCTION "public"."stop_account_deletion"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."stop_account_deletion"(uuid) IS 'Keeps an account that was to be deleted. Owners only (42501).';

REVOKE ALL ON FUNCTION "public"."stop_account_deletion"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."stop_account_deletion"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."stop_account_deletion"(uuid) FROM PUBLIC, "anon", "service_role";

-- public/functions/stop_notification.sql

CREATE OR REPLACE FUNCTION public.stop_notification (
  secret     text,
  account_id uuid,
  user_id    uuid,
  setting    text
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$
  select notifications.stop(
    stop_notification.secret, stop_notification.account_id, stop_notification.user_id, stop_notification.setting
  )
$function$;

GRANT EXECUTE ON FUNCTION "public"."stop_notification"(text, uuid, uuid, text) TO "anon";

COMMENT ON FUNCTION "public"."stop_notification"(text, uuid, uuid, text) IS 'Turns weekly_summary or billing_notices off for a member. For whoever knows the secret (42501).';

REVOKE ALL ON FUNCTION "public"."stop_notification"(text, uuid, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."stop_notification"(text, uuid, uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."stop_notification"(text, uuid, uuid, text) FROM PUBLIC, "authenticated", "service_role";

-- public/functions/tag_customers.sql

CREATE OR REPLACE FUNCTION public.tag_customers (
  account_id   uuid,
  tag          text,
  customer_ids uuid[]
)
  RETURNS integer
  LANGUAGE sql
  SET search_path TO ''
  AS $function$
  select private.tag_customers(tag_customers.account_id, tag_customers.tag, coalesce(tag_customers.customer_ids, '{}'), null)
$function$;

GRANT EXECUTE ON FUNCTION "public"."tag_customers"(uuid, text, uuid[]) TO "authenticated";

COMMENT ON FUNCTION "public"."tag_customers"(uuid, text, uuid[]) IS 'Puts a tag on customers and returns how many did not have it. Owners and admins only (42501).';

REVOKE ALL ON FUNCTION "public"."tag_customers"(uuid, text, uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."tag_customers"(uuid, text, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "public"."tag_customers"(uuid, text, uuid[]) FROM PUBLIC, "anon", "service_role";

-- public/functions/tag_matching.sql

CREATE OR REPLACE FUNCTION public.tag_matching (
  account_id uuid,
  tag        text,
  filter     jsonb
)
  RETURNS integer
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.tag_customers(tag_matching.account_id, tag_matching.tag, null, tag_matching.filter) $function$;

GRANT EXECUTE ON FUNCTION "public"."tag_matching"(uuid, text, jsonb) TO "authenticated";

COMMENT ON FUNCTION "public"."tag_matching"(uuid, text, jsonb) IS 'Puts a tag on all customers that match a filter of search_customers, 10,000 at most (22023). Owners and admins only (42501).';

REVOKE ALL ON FUNCTION "public"."tag_matching"(uuid, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."tag_matching"(uuid, text, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "public"."tag_matching"(uuid, text, jsonb) FROM PUBLIC, "anon", "service_role";

-- public/functions/transfer_ownership.sql

CREATE OR REPLACE FUNCTION public.transfer_ownership (
  account_id uuid,
  user_id    uuid
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.transfer_ownership(transfer_ownership.account_id, transfer_ownership.user_id) $function$;

GRANT EXECUTE ON FUNCTION "public"."transfer_ownership"(uuid, uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."transfer_ownership"(uuid, uuid) IS 'Makes a member the owner and the caller an admin. Owners only (42501).';

REVOKE ALL ON FUNCTION "public"."transfer_ownership"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."transfer_ownership"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."transfer_ownership"(uuid, uuid) FROM PUBLIC, "anon", "service_role";

-- public/functions/unarchive_project.sql

CREATE OR REPLACE FUNCTION public.unarchive_project (
  project_id uuid
)
  RETURNS public.projects
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select * from private.unarchive_project(unarchive_project.project_id) $function$;

GRANT EXECUTE ON FUNCTION "public"."unarchive_project"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."unarchive_project"(uuid) IS 'Ends archive_project: the keys that were live then work again, until their own end. Owners and admins only.';

REVOKE ALL ON FUNCTION "public"."unarchive_project"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."unarchive_project"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."unarchive_project"(uuid) FROM PUBLIC, "anon", "service_role";

-- public/functions/undo_import.sql

CREATE OR REPLACE FUNCTION public.undo_import (
  import_id uuid
)
  RETURNS public.imports
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.undo_import(undo_import.import_id) $function$;

GRANT EXECUTE ON FUNCTION "public"."undo_import"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."undo_import"(uuid) IS 'Takes back what an import changed, 1,000 customers a call: call it until undone_at is set. Who was changed since is kept. 30 days at most (22023). Owners and admins only (42501).';

REVOKE ALL ON FUNCTION "public"."undo_import"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."undo_import"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."undo_import"(uuid) FROM PUBLIC, "anon", "service_role";

-- public/functions/untag_customers.sql

CREATE OR REPLACE FUNCTION public.untag_customers (
  account_id   uuid,
  tag          text,
  customer_ids uuid[]
)
  RETURNS integer
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.untag_customers(untag_customers.account_id, untag_customers.tag, untag_customers.customer_ids) $function$;

GRANT EXECUTE ON FUNCTION "public"."untag_customers"(uuid, text, uuid[]) TO "authenticated";

COMMENT ON FUNCTION "public"."untag_customers"(uuid, text, uuid[]) IS 'Takes a tag off customers and returns how many had it. Owners and admins only (42501).';

REVOKE ALL ON FUNCTION "public"."untag_customers"(uuid, text, uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."untag_customers"(uuid, text, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "public"."untag_customers"(uuid, text, uuid[]) FROM PUBLIC, "anon", "service_role";

-- public/functions/weekly_summary.sql

CREATE OR REPLACE FUNCTION public.weekly_summary (
  secret     text,
  account_id uuid,
  monday     date
)
  RETURNS jsonb
  LANGUAGE sql
  SET search_path TO ''
  SET statement_timeout TO '30s'
  AS $function$ select notifications.week(weekly_summary.secret, weekly_summary.account_id, weekly_summary.monday) $function$;

GRANT EXECUTE ON FUNCTION "public"."weekly_summary"(text, uuid, date) TO "anon";

COMMENT ON FUNCTION "public"."weekly_summary"(text, uuid, date) IS 'The overview''s figures of the seven days (UTC) from a Monday on: {new, paid, churned}, and as it is now {people, trials_ending, mrr}. For whoever knows the secret (42501).';

REVOKE ALL ON FUNCTION "public"."weekly_summary"(text, uuid, date) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."weekly_summary"(text, uuid, date) TO "postgres";

REVOKE ALL ON FUNCTION "public"."weekly_summary"(text, uuid, date) FROM PUBLIC, "authenticated", "service_role";

-- public/functions/withdraw_invitation.sql

CREATE OR REPLACE FUNCTION public.withdraw_invitation (
  account_id    uuid,
  invitation_id uuid
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select private.withdraw_invitation(withdraw_invitation.account_id, withdraw_invitation.invitation_id) $function$;

GRANT EXECUTE ON FUNCTION "public"."withdraw_invitation"(uuid, uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."withdraw_invitation"(uuid, uuid) IS 'Ends an open invitation. Owners and admins only (42501).';

REVOKE ALL ON FUNCTION "public"."withdraw_invitation"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."withdraw_invitation"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."withdraw_invitation"(uuid, uuid) FROM PUBLIC, "anon", "service_role";

-- public/schema.sql

COMMENT ON SCHEMA "public" IS 'standard public schema';

REVOKE ALL ON SCHEMA "public" FROM PUBLIC;

GRANT USAGE ON SCHEMA "public" TO PUBLIC;

REVOKE ALL ON SCHEMA "public" FROM "anon";

GRANT USAGE ON SCHEMA "public" TO "anon";

REVOKE ALL ON SCHEMA "public" FROM "authenticated";

GRANT USAGE ON SCHEMA "public" TO "authenticated";

REVOKE ALL ON SCHEMA "public" FROM "pg_database_owner";

GRANT CREATE, USAGE ON SCHEMA "public" TO "pg_database_owner";

REVOKE ALL ON SCHEMA "public" FROM "service_role";

GRANT USAGE ON SCHEMA "public" TO "service_role";

REVOKE ALL ON SCHEMA "public" FROM "tinycrm";

GRANT USAGE ON SCHEMA "public" TO "tinycrm";

-- public/tables/accounts.sql

CREATE TABLE "public"."accounts" (
  "id"                uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "name"              text                     NOT NULL,
  "created_at"        timestamp with time zone NOT NULL DEFAULT now(),
  "time_zone"         text                     NOT NULL DEFAULT 'UTC'::text,
  "currency"          text,
  "mrr_param"         text                     NOT NULL DEFAULT 'mrr'::text,
  "deletion_at"       timestamp with time zone,
  "deletion_began_at" timestamp with time zone,
  CONSTRAINT "account_name_is_1_to_80_characters" CHECK (((char_length(name) >= 1) AND (char_length(name) <= 80))),
  CONSTRAINT "accounts_pkey" PRIMARY KEY (id),
  CONSTRAINT "currency_is_iso_4217" CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CONSTRAINT "mrr_param_is_a_key" CHECK (((char_length(mrr_param) >= 1) AND (char_length(mrr_param) <= 200)))
);

ALTER TABLE "public"."accounts"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "public"."accounts"
  FORCE ROW LEVEL SECURITY;

CREATE TRIGGER audit_account
  AFTER UPDATE ON public.accounts
  FOR EACH ROW
  WHEN
    (((((old.name IS DISTINCT FROM new.name) OR (old.time_zone IS DISTINCT FROM new.time_zone)) OR (old.currency IS DISTINCT FROM new.currency)) OR (old.mrr_param IS DISTINCT FROM
    new.mrr_param)))
  EXECUTE FUNCTION private.audit_account();

CREATE TRIGGER start_trial
  AFTER INSERT ON public.accounts
  FOR EACH ROW
  EXECUTE FUNCTION private.start_trial();

CREATE POLICY "members read their accounts" ON "public"."accounts"
  FOR SELECT
  TO "authenticated"
  USING ((id = ANY (( SELECT private.my_account_ids() AS my_account_ids)::uuid[])));

CREATE POLICY "tinycrm functions work on every account" ON "public"."accounts"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

GRANT UPDATE ("currency") ON TABLE "public"."accounts" TO "tinycrm";

GRANT UPDATE ("deletion_at") ON TABLE "public"."accounts" TO "tinycrm";

GRANT UPDATE ("deletion_began_at") ON TABLE "public"."accounts" TO "tinycrm";

GRANT UPDATE ("mrr_param") ON TABLE "public"."accounts" TO "tinycrm";

GRANT UPDATE ("name") ON TABLE "public"."accounts" TO "tinycrm";

GRANT UPDATE ("time_zone") ON TABLE "public"."accounts" TO "tinycrm";

GRANT DELETE, INSERT, SELECT ON TABLE "public"."accounts" TO "tinycrm";

COMMENT ON COLUMN "public"."accounts"."currency" IS 'ISO 4217 code that money is shown with; null shows none.';

COMMENT ON COLUMN "public"."accounts"."deletion_at" IS 'When the account is to be deleted with all that is in it; null when it is not.';

COMMENT ON COLUMN "public"."accounts"."deletion_began_at" IS 'Since when the account is being deleted. From then on it cannot be kept.';

COMMENT ON COLUMN "public"."accounts"."mrr_param" IS 'The param that holds what somebody pays a month.';

COMMENT ON COLUMN "public"."accounts"."time_zone" IS 'IANA name of the time zone that times are shown in.';

COMMENT ON TABLE "public"."accounts" IS 'The tenant: what a founder signs up for.';

REVOKE ALL ON TABLE "public"."accounts" FROM "authenticated";

GRANT SELECT ON TABLE "public"."accounts" TO "authenticated";

REVOKE ALL ON TABLE "public"."accounts" FROM "service_role";

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "public"."accounts" TO "service_role";

REVOKE ALL ON TABLE "public"."accounts" FROM "anon";

-- public/tables/api_keys.sql

CREATE TABLE "public"."api_keys" (
  "account_id"       uuid                     NOT NULL,
  "id"               uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "project_id"       uuid                     NOT NULL,
  "name"             text                     NOT NULL,
  "hash"             bytea                    NOT NULL,
  "hint"             text                     NOT NULL,
  "created_at"       timestamp with time zone NOT NULL DEFAULT now(),
  "last_used_at"     timestamp with time zone,
  "expires_at"       timestamp with time zone,
  "revoked_at"       timestamp with time zone,
  "suspended_expiry" timestamp with time zone,
  CONSTRAINT "api_key_name_is_1_to_60_characters" CHECK (((char_length(name) >= 1) AND (char_length(name) <= 60))),
  CONSTRAINT "api_keys_hash_key" UNIQUE (hash),
  CONSTRAINT "api_keys_pkey" PRIMARY KEY (account_id, id),
  CONSTRAINT "hash_is_sha256" CHECK ((octet_length(hash) = 32)),
  CONSTRAINT "hint_is_the_last_four" CHECK ((char_length(hint) = 4)),
  CONSTRAINT "api_keys_account_id_project_id_fkey" FOREIGN KEY (account_id, project_id) REFERENCES public.projects(account_id, id) ON DELETE CASCADE
);

ALTER TABLE "public"."api_keys"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "public"."api_keys"
  FORCE ROW LEVEL SECURITY;

ALTER TABLE "public"."api_keys"
  SET (fillfactor=80);

CREATE INDEX api_keys_project_idx ON public.api_keys USING btree (account_id, project_id);

CREATE TRIGGER audit_api_key_created
  AFTER INSERT ON public.api_keys
  FOR EACH ROW
  EXECUTE FUNCTION private.audit_api_key();

CREATE TRIGGER audit_api_key_revoked
  AFTER UPDATE ON public.api_keys
  FOR EACH ROW
  WHEN (((old.revoked_at IS NULL) AND (new.revoked_at IS NOT NULL)))
  EXECUTE FUNCTION private.audit_api_key();

CREATE TRIGGER audit_api_key_rotated
  AFTER UPDATE ON public.api_keys
  FOR EACH ROW
  WHEN
    (((old.expires_at IS DISTINCT FROM new.expires_at) AND (NOT (old.suspended_expiry IS DISTINCT FROM new.suspended_expiry)) AND (NOT (old.revoked_at IS DISTINCT FROM
    new.revoked_at))))
  EXECUTE FUNCTION private.audit_api_key();

CREATE POLICY "members read their keys, never the hash" ON "public"."api_keys"
  FOR SELECT
  TO "authenticated"
  USING ((account_id = ANY (( SELECT private.my_account_ids() AS my_account_ids)::uuid[])));

CREATE POLICY "tinycrm functions work on every key" ON "public"."api_keys"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

REVOKE ALL ON TABLE "public"."api_keys" FROM "authenticated";

GRANT INSERT, SELECT, UPDATE ON TABLE "public"."api_keys" TO "tinycrm";

COMMENT ON COLUMN "public"."api_keys"."hash" IS 'SHA-256 of the whole key. The key has 256 random bits, so a slow hash would add cost and no safety.';

COMMENT ON COLUMN "public"."api_keys"."last_used_at" IS 'Written at most once a minute.';

COMMENT ON COLUMN "public"."api_keys"."suspended_expiry" IS 'While the product is archived: the expires_at that comes back with it, infinity for none. So checking a key costs no look at its project.';

COMMENT ON TABLE "public"."api_keys" IS 'Several keys of a project may live at once, so that one can be replaced without an outage.';

REVOKE ALL ("account_id") ON TABLE "public"."api_keys" FROM "authenticated";

GRANT SELECT ("account_id") ON TABLE "public"."api_keys" TO "authenticated";

REVOKE ALL ("created_at") ON TABLE "public"."api_keys" FROM "authenticated";

GRANT SELECT ("created_at") ON TABLE "public"."api_keys" TO "authenticated";

REVOKE ALL ("expires_at") ON TABLE "public"."api_keys" FROM "authenticated";

GRANT SELECT ("expires_at") ON TABLE "public"."api_keys" TO "authenticated";

REVOKE ALL ("hint") ON TABLE "public"."api_keys" FROM "authenticated";

GRANT SELECT ("hint") ON TABLE "public"."api_keys" TO "authenticated";

REVOKE ALL ("id") ON TABLE "public"."api_keys" FROM "authenticated";

GRANT SELECT ("id") ON TABLE "public"."api_keys" TO "authenticated";

REVOKE ALL ("last_used_at") ON TABLE "public"."api_keys" FROM "authenticated";

GRANT SELECT ("last_used_at") ON TABLE "public"."api_keys" TO "authenticated";

REVOKE ALL ("name") ON TABLE "public"."api_keys" FROM "authenticated";

GRANT SELECT ("name") ON TABLE "public"."api_keys" TO "authenticated";

REVOKE ALL ("project_id") ON TABLE "public"."api_keys" FROM "authenticated";

GRANT SELECT ("project_id") ON TABLE "public"."api_keys" TO "authenticated";

REVOKE ALL ("revoked_at") ON TABLE "public"."api_keys" FROM "authenticated";

GRANT SELECT ("revoked_at") ON TABLE "public"."api_keys" TO "authenticated";

REVOKE ALL ON TABLE "public"."api_keys" FROM "service_role";

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "public"."api_keys" TO "service_role";

REVOKE ALL ON TABLE "public"."api_keys" FROM "anon";

-- public/tables/customer_activity.sql

CREATE TABLE "public"."customer_activity" (
  "account_id"       uuid                     NOT NULL,
  "customer_id"      uuid                     NOT NULL,
  "last_activity_at" timestamp with time zone NOT NULL,
  "name_at"          timestamp with time zone NOT NULL DEFAULT '-infinity'::timestamp WITH time zone,
  "project_count"    integer                  NOT NULL DEFAULT 0,
  CONSTRAINT "customer_activity_pkey" PRIMARY KEY (account_id, customer_id),
  CONSTRAINT "customer_activity_account_id_customer_id_fkey" FOREIGN KEY (account_id, customer_id) REFERENCES public.customers(account_id, id) ON DELETE CASCADE
);

ALTER TABLE "public"."customer_activity"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "public"."customer_activity"
  FORCE ROW LEVEL SECURITY;

ALTER TABLE "public"."customer_activity"
  SET (autovacuum_vacuum_insert_scale_factor=0.02, autovacuum_vacuum_scale_factor=0.02, fillfactor=80);

CREATE INDEX customer_activity_project_count_idx ON public.customer_activity USING btree (account_id, project_count, customer_id);

CREATE INDEX customer_activity_recent_idx ON public.customer_activity USING btree (account_id, last_activity_at, customer_id);

CREATE POLICY "members read their customers' activity" ON "public"."customer_activity"
  FOR SELECT
  TO "authenticated"
  USING ((account_id = ANY (( SELECT private.my_account_ids() AS my_account_ids)::uuid[])));

CREATE POLICY "tinycrm functions work on all activity" ON "public"."customer_activity"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

GRANT INSERT, SELECT, UPDATE ON TABLE "public"."customer_activity" TO "tinycrm";

COMMENT ON COLUMN "public"."customer_activity"."name_at" IS 'Event time of the call that set customers.name.';

COMMENT ON COLUMN "public"."customer_activity"."project_count" IS 'In how many products the customer is: the number of rows in customer_projects, kept by identify and, for other writers, by triggers.';

COMMENT ON TABLE "public"."customer_activity" IS 'When a customer was last seen in any product. Its row is the lock that every writer of this customer takes first, in (account_id, customer_id) order.';

REVOKE ALL ON TABLE "public"."customer_activity" FROM "authenticated";

GRANT SELECT ON TABLE "public"."customer_activity" TO "authenticated";

REVOKE ALL ON TABLE "public"."customer_activity" FROM "service_role";

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "public"."customer_activity" TO "service_role";

REVOKE ALL ON TABLE "public"."customer_activity" FROM "anon";

-- public/tables/customer_notes.sql

CREATE TABLE "public"."customer_notes" (
  "account_id"   uuid                     NOT NULL,
  "id"           uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "customer_id"  uuid                     NOT NULL,
  "body"         text                     NOT NULL,
  "author_email" text,
  "created_at"   timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "customer_notes_pkey" PRIMARY KEY (account_id, id),
  CONSTRAINT "note_is_1_to_10000_characters" CHECK (((char_length(body) >= 1) AND (char_length(body) <= 10000))),
  CONSTRAINT "customer_notes_account_id_customer_id_fkey" FOREIGN KEY (account_id, customer_id) REFERENCES public.customers(account_id, id) ON DELETE CASCADE
);

ALTER TABLE "public"."customer_notes"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "public"."customer_notes"
  FORCE ROW LEVEL SECURITY;

CREATE INDEX customer_notes_customer_idx ON public.customer_notes USING btree (account_id, customer_id, created_at);

CREATE POLICY "members read their notes" ON "public"."customer_notes"
  FOR SELECT
  TO "authenticated"
  USING ((account_id = ANY (( SELECT private.my_account_ids() AS my_account_ids)::uuid[])));

CREATE POLICY "tinycrm functions work on every note" ON "public"."customer_notes"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

GRANT DELETE, INSERT, SELECT ON TABLE "public"."customer_notes" TO "tinycrm";

COMMENT ON COLUMN "public"."customer_notes"."author_email" IS 'Kept as it was, so that a note still has its author when the member has left.';

COMMENT ON TABLE "public"."customer_notes" IS 'What members wrote about a customer.';

REVOKE ALL ON TABLE "public"."customer_notes" FROM "authenticated";

GRANT SELECT ON TABLE "public"."customer_notes" TO "authenticated";

REVOKE ALL ON TABLE "public"."customer_notes" FROM "service_role";

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "public"."customer_notes" TO "service_role";

REVOKE ALL ON TABLE "public"."customer_notes" FROM "anon";

-- public/tables/customer_projects.sql

CREATE TABLE "public"."customer_projects" (
  "account_id"  uuid NOT NULL,
  "customer_id" uuid NOT NULL,
  "project_id"  uuid NOT NULL,
  CONSTRAINT "customer_projects_pkey" PRIMARY KEY (account_id, customer_id, project_id),
  CONSTRAINT "customer_projects_account_id_customer_id_fkey" FOREIGN KEY (account_id, customer_id) REFERENCES public.customers(account_id, id) ON DELETE CASCADE,
  CONSTRAINT "customer_projects_account_id_project_id_fkey" FOREIGN KEY (account_id, project_id) REFERENCES public.projects(account_id, id) ON DELETE CASCADE
);

ALTER TABLE "public"."customer_projects"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "public"."customer_projects"
  FORCE ROW LEVEL SECURITY;

ALTER TABLE "public"."customer_projects"
  SET (autovacuum_vacuum_scale_factor=0.05, fillfactor=80);

ALTER TABLE "public"."customer_projects"
  ADD COLUMN "status" public.customer_status NOT NULL;

ALTER TABLE "public"."customer_projects"
  ADD COLUMN "status_at" timestamp WITH time zone NOT NULL;

ALTER TABLE "public"."customer_projects"
  ADD COLUMN "params" jsonb NOT NULL;

ALTER TABLE "public"."customer_projects"
  ADD COLUMN "params_at" jsonb NOT NULL;

ALTER TABLE "public"."customer_projects"
  ADD COLUMN "first_seen_at" timestamp WITH time zone NOT NULL;

ALTER TABLE "public"."customer_projects"
  ADD COLUMN "last_activity_at" timestamp WITH time zone NOT NULL;

ALTER TABLE "public"."customer_projects"
  ADD COLUMN "edited_at" timestamp WITH time zone NOT NULL DEFAULT '-infinity'::timestamp WITH time zone;

ALTER TABLE "public"."customer_projects"
  ADD CONSTRAINT "params_at_is_an_object" CHECK ((jsonb_typeof(params_at) = 'object'::text));

ALTER TABLE "public"."customer_projects"
  ADD CONSTRAINT "params_is_an_object" CHECK ((jsonb_typeof(params) = 'object'::text));

CREATE INDEX customer_projects_params_idx ON public.customer_projects USING gin (account_id, params jsonb_path_ops);

CREATE INDEX customer_projects_project_status_idx ON public.customer_projects USING btree (account_id, project_id, status, customer_id);

CREATE TRIGGER date_status_edit
  BEFORE UPDATE OF status ON public.customer_projects
  FOR EACH ROW
  WHEN (((old.status IS DISTINCT FROM new.status) AND (old.status_at = new.status_at) AND (CURRENT_USER <> 'tinycrm'::name)))
  EXECUTE FUNCTION private.date_status_edit();

CREATE TRIGGER keep_param_numbers_of_changed
  AFTER UPDATE OF params ON public.customer_projects
  FOR EACH ROW
  WHEN ((old.params IS DISTINCT FROM new.params))
  EXECUTE FUNCTION private.keep_param_numbers();

CREATE TRIGGER keep_param_numbers_of_deleted
  AFTER DELETE ON public.customer_projects
  FOR EACH ROW
  WHEN ((old.params <> '{}'::jsonb))
  EXECUTE FUNCTION private.keep_param_numbers();

CREATE TRIGGER keep_param_numbers_of_new
  AFTER INSERT ON public.customer_projects
  FOR EACH ROW
  WHEN ((new.params <> '{}'::jsonb))
  EXECUTE FUNCTION private.keep_param_numbers();

CREATE TRIGGER keep_project_count_of_new
  AFTER INSERT ON public.customer_projects
  FOR EACH ROW
  WHEN ((CURRENT_USER <> 'tinycrm'::name))
  EXECUTE FUNCTION private.keep_project_count();

CREATE TRIGGER keep_project_count
  AFTER DELETE ON public.customer_projects
  FOR EACH ROW
  EXECUTE FUNCTION private.keep_project_count();

CREATE TRIGGER record_first_status
  AFTER INSERT ON public.customer_projects
  FOR EACH ROW
  WHEN ((CURRENT_USER <> 'tinycrm'::name))
  EXECUTE FUNCTION private.record_status_change();

CREATE TRIGGER record_status_change
  AFTER UPDATE OF status ON public.customer_projects
  FOR EACH ROW
  WHEN ((old.status IS DISTINCT FROM new.status))
  EXECUTE FUNCTION private.record_status_change();

CREATE POLICY "members read their customers' products" ON "public"."customer_projects"
  FOR SELECT
  TO "authenticated"
  USING ((account_id = ANY (( SELECT private.my_account_ids() AS my_account_ids)::uuid[])));

CREATE POLICY "tinycrm functions work on every relation" ON "public"."customer_projects"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "public"."customer_projects" TO "tinycrm";

COMMENT ON COLUMN "public"."customer_projects"."edited_at" IS 'When status or params were last edited by hand. Params of calls that are older are compared one by one.';

COMMENT ON COLUMN "public"."customer_projects"."params_at" IS 'Event time of each param in microseconds since 1970, removed ones included, so that a late call cannot undo a newer one.';

COMMENT ON COLUMN "public"."customer_projects"."status_at" IS 'Event time of the call that set the status; -infinity when none did.';

COMMENT ON TABLE "public"."customer_projects" IS 'One customer in one product: the badge.';

REVOKE ALL ON TABLE "public"."customer_projects" FROM "authenticated";

GRANT SELECT ON TABLE "public"."customer_projects" TO "authenticated";

REVOKE ALL ON TABLE "public"."customer_projects" FROM "service_role";

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "public"."customer_projects" TO "service_role";

REVOKE ALL ON TABLE "public"."customer_projects" FROM "anon";

-- public/tables/customer_tags.sql

CREATE TABLE "public"."customer_tags" (
  "account_id"  uuid                     NOT NULL,
  "customer_id" uuid                     NOT NULL,
  "tag"         text                     NOT NULL,
  "created_at"  timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "customer_tags_pkey" PRIMARY KEY (account_id, customer_id, TAG),
  CONSTRAINT "tag_is_1_to_50_characters" CHECK ((((char_length(tag) >= 1) AND (char_length(tag) <= 50)) AND (tag = btrim(tag)))),
  CONSTRAINT "customer_tags_account_id_customer_id_fkey" FOREIGN KEY (account_id, customer_id) REFERENCES public.customers(account_id, id) ON DELETE CASCADE
);

ALTER TABLE "public"."customer_tags"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "public"."customer_tags"
  FORCE ROW LEVEL SECURITY;

CREATE INDEX customer_tags_tag_idx ON public.customer_tags USING btree (account_id, TAG, customer_id);

CREATE POLICY "members read their tags" ON "public"."customer_tags"
  FOR SELECT
  TO "authenticated"
  USING ((account_id = ANY (( SELECT private.my_account_ids() AS my_account_ids)::uuid[])));

CREATE POLICY "tinycrm functions work on every tag" ON "public"."customer_tags"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

GRANT DELETE, INSERT, SELECT ON TABLE "public"."customer_tags" TO "tinycrm";

COMMENT ON TABLE "public"."customer_tags" IS 'Words that members put on customers, to find them again.';

REVOKE ALL ON TABLE "public"."customer_tags" FROM "authenticated";

GRANT SELECT ON TABLE "public"."customer_tags" TO "authenticated";

REVOKE ALL ON TABLE "public"."customer_tags" FROM "service_role";

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "public"."customer_tags" TO "service_role";

REVOKE ALL ON TABLE "public"."customer_tags" FROM "anon";

-- public/tables/customers.sql

CREATE TABLE "public"."customers" (
  "account_id" uuid NOT NULL,
  "id"         uuid NOT NULL DEFAULT gen_random_uuid(),
  CONSTRAINT "customers_account_id_fkey" FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE,
  CONSTRAINT "customers_pkey" PRIMARY KEY (account_id, id)
);

ALTER TABLE "public"."customers"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "public"."customers"
  FORCE ROW LEVEL SECURITY;

ALTER TABLE "public"."customers"
  SET (fillfactor=90);

ALTER TABLE "public"."customers"
  ADD COLUMN "email" public.email NOT NULL;

ALTER TABLE "public"."customers"
  ADD COLUMN "name" text;

ALTER TABLE "public"."customers"
  ADD COLUMN "first_seen_at" timestamp WITH time zone NOT NULL;

ALTER TABLE "public"."customers"
  ADD CONSTRAINT "customer_name_is_1_to_200_characters" CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200)));

ALTER TABLE "public"."customers"
  ADD CONSTRAINT "one_customer_per_email" UNIQUE (account_id, email);

CREATE INDEX customers_first_seen_idx ON public.customers USING btree (account_id, first_seen_at, id);

CREATE INDEX customers_name_idx ON public.customers USING btree (account_id, lower(COALESCE(name, ''::text)), id);

CREATE INDEX customers_search_idx ON public.customers USING gin (account_id, lower((((email)::text || ' '::text) || COALESCE(name, ''::text))) extensions.gin_trgm_ops);

CREATE POLICY "members read their customers" ON "public"."customers"
  FOR SELECT
  TO "authenticated"
  USING ((account_id = ANY (( SELECT private.my_account_ids() AS my_account_ids)::uuid[])));

CREATE POLICY "tinycrm functions work on every customer" ON "public"."customers"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "public"."customers" TO "tinycrm";

COMMENT ON TABLE "public"."customers" IS 'One person in an account, unique by canonical email.';

REVOKE ALL ON TABLE "public"."customers" FROM "authenticated";

GRANT SELECT ON TABLE "public"."customers" TO "authenticated";

REVOKE ALL ON TABLE "public"."customers" FROM "service_role";

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "public"."customers" TO "service_role";

REVOKE ALL ON TABLE "public"."customers" FROM "anon";

-- public/tables/imports.sql

CREATE TABLE "public"."imports" (
  "account_id"      uuid                     NOT NULL,
  "id"              uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "project_id"      uuid                     NOT NULL,
  "file_name"       text                     NOT NULL,
  "file_hash"       text                     NOT NULL,
  "settings"        jsonb                    NOT NULL,
  "row_count"       integer                  NOT NULL,
  "rows_done"       integer                  NOT NULL DEFAULT 0,
  "created"         integer                  NOT NULL DEFAULT 0,
  "updated"         integer                  NOT NULL DEFAULT 0,
  "unchanged"       integer                  NOT NULL DEFAULT 0,
  "refused"         integer                  NOT NULL DEFAULT 0,
  "created_at"      timestamp with time zone NOT NULL DEFAULT now(),
  "user_email"      text,
  "finished_at"     timestamp with time zone,
  "undo_started_at" timestamp with time zone,
  "undone_at"       timestamp with time zone,
  "removed"         integer                  NOT NULL DEFAULT 0,
  "restored"        integer                  NOT NULL DEFAULT 0,
  "kept"            integer                  NOT NULL DEFAULT 0,
  CONSTRAINT "import_file_hash_is_at_most_128_characters" CHECK ((char_length(file_hash) <= 128)),
  CONSTRAINT "import_file_name_is_1_to_200_characters" CHECK (((char_length(file_name) >= 1) AND (char_length(file_name) <= 200))),
  CONSTRAINT "import_has_1_to_1000000_rows" CHECK (((row_count >= 1) AND (row_count <= 1000000))),
  CONSTRAINT "import_settings_are_at_most_32_kb" CHECK ((pg_column_size(settings) <= 32768)),
  CONSTRAINT "imports_pkey" PRIMARY KEY (account_id, id),
  CONSTRAINT "imports_account_id_project_id_fkey" FOREIGN KEY (account_id, project_id) REFERENCES public.projects(account_id, id) ON DELETE CASCADE
);

ALTER TABLE "public"."imports"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "public"."imports"
  FORCE ROW LEVEL SECURITY;

CREATE INDEX imports_project_idx ON public.imports USING btree (account_id, project_id);

CREATE INDEX imports_recent_idx ON public.imports USING btree (account_id, created_at DESC);

CREATE TRIGGER audit_import_started
  AFTER INSERT ON public.imports
  FOR EACH ROW
  EXECUTE FUNCTION private.audit_import();

CREATE TRIGGER audit_import_undone
  AFTER UPDATE ON public.imports
  FOR EACH ROW
  WHEN (((old.undo_started_at IS NULL) AND (new.undo_started_at IS NOT NULL)))
  EXECUTE FUNCTION private.audit_import();

CREATE POLICY "members read their imports" ON "public"."imports"
  FOR SELECT
  TO "authenticated"
  USING ((account_id = ANY (( SELECT private.my_account_ids() AS my_account_ids)::uuid[])));

CREATE POLICY "tinycrm functions work on every import" ON "public"."imports"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

GRANT INSERT, SELECT, UPDATE ON TABLE "public"."imports" TO "tinycrm";

COMMENT ON COLUMN "public"."imports"."created_at" IS 'Also the time from which rows without a date count.';

COMMENT ON COLUMN "public"."imports"."file_hash" IS 'Tells whether a file chosen later is the same, to go on where an import was cut off.';

COMMENT ON COLUMN "public"."imports"."kept" IS 'Customers that undoing left alone, because somebody changed them since.';

COMMENT ON COLUMN "public"."imports"."settings" IS 'How its columns were read: what the page needs to go on.';

COMMENT ON TABLE "public"."imports" IS 'A file of customers that a member brought into a product.';

REVOKE ALL ON TABLE "public"."imports" FROM "authenticated";

GRANT SELECT ON TABLE "public"."imports" TO "authenticated";

REVOKE ALL ON TABLE "public"."imports" FROM "service_role";

GRANT DELETE, SELECT ON TABLE "public"."imports" TO "service_role";

REVOKE ALL ON TABLE "public"."imports" FROM "anon";

-- public/tables/ingest_rejections.sql

CREATE UNLOGGED TABLE "public"."ingest_rejections" (
  "account_id" uuid                     NOT NULL,
  "project_id" uuid                     NOT NULL,
  "minute"     timestamp with time zone NOT NULL,
  "kind"       text                     NOT NULL,
  "code"       text                     NOT NULL,
  "pointer"    text                     NOT NULL,
  "detail"     text                     NOT NULL,
  "status"     smallint                 NOT NULL,
  "count"      bigint                   NOT NULL,
  "last_at"    timestamp with time zone NOT NULL,
  CONSTRAINT "ingest_rejections_pkey" PRIMARY KEY (account_id, project_id, minute, kind, code, pointer, detail),
  CONSTRAINT "ingest_rejections_account_id_project_id_fkey" FOREIGN KEY (account_id, project_id) REFERENCES public.projects(account_id, id) ON DELETE CASCADE
);

ALTER TABLE "public"."ingest_rejections"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "public"."ingest_rejections"
  FORCE ROW LEVEL SECURITY;

CREATE INDEX ingest_rejections_minute_idx ON public.ingest_rejections USING btree (minute);

CREATE POLICY "members read their rejected calls" ON "public"."ingest_rejections"
  FOR SELECT
  TO "authenticated"
  USING ((account_id = ANY (( SELECT private.my_account_ids() AS my_account_ids)::uuid[])));

CREATE POLICY "tinycrm functions work on every rejected call" ON "public"."ingest_rejections"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "public"."ingest_rejections" TO "tinycrm";

COMMENT ON TABLE "public"."ingest_rejections" IS 'Refused calls of the last ten minutes, counted by minute and reason. Holds nothing of what was sent but the place of the fault.';

REVOKE ALL ON TABLE "public"."ingest_rejections" FROM "authenticated";

GRANT SELECT ON TABLE "public"."ingest_rejections" TO "authenticated";

REVOKE ALL ON TABLE "public"."ingest_rejections" FROM "service_role";

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "public"."ingest_rejections" TO "service_role";

REVOKE ALL ON TABLE "public"."ingest_rejections" FROM "anon";

-- public/tables/invitations.sql

CREATE TABLE "public"."invitations" (
  "account_id" uuid NOT NULL,
  "id"         uuid NOT NULL DEFAULT gen_random_uuid(),
  "email"      text NOT NULL,
  CONSTRAINT "invitations_account_id_email_key" UNIQUE (account_id, email),
  CONSTRAINT "invitations_account_id_fkey" FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE,
  CONSTRAINT "invitations_pkey" PRIMARY KEY (account_id, id),
  CONSTRAINT "invited_email_is_lower_case" CHECK (((email = lower(btrim(email))) AND (email ~ '^[^@\s]+@[^@\s]+$'::text) AND (char_length(email) <= 254)))
);

ALTER TABLE "public"."invitations"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "public"."invitations"
  FORCE ROW LEVEL SECURITY;

ALTER TABLE "public"."invitations"
  ADD COLUMN "role" public.member_role NOT NULL;

ALTER TABLE "public"."invitations"
  ADD COLUMN "token_hash" bytea NOT NULL;

ALTER TABLE "public"."invitations"
  ADD COLUMN "invited_by" text;

ALTER TABLE "public"."invitations"
  ADD COLUMN "inviter_id" uuid NOT NULL;

ALTER TABLE "public"."invitations"
  ADD COLUMN "created_at" timestamp WITH time zone NOT NULL DEFAULT now();

ALTER TABLE "public"."invitations"
  ADD COLUMN "expires_at" timestamp WITH time zone NOT NULL;

ALTER TABLE "public"."invitations"
  ADD CONSTRAINT "invitations_token_hash_key" UNIQUE (token_hash);

ALTER TABLE "public"."invitations"
  ADD CONSTRAINT "invitations_account_id_inviter_id_fkey" FOREIGN KEY (account_id, inviter_id) REFERENCES public.members(account_id, user_id) ON DELETE CASCADE;

CREATE INDEX invitations_inviter ON public.invitations USING btree (account_id, inviter_id);

CREATE TRIGGER audit_invitation
  AFTER INSERT OR UPDATE ON public.invitations
  FOR EACH ROW
  EXECUTE FUNCTION private.audit_invitation();

CREATE POLICY "members read their invitations" ON "public"."invitations"
  FOR SELECT
  TO "authenticated"
  USING ((account_id = ANY (( SELECT private.my_account_ids() AS my_account_ids)::uuid[])));

CREATE POLICY "tinycrm functions work on every invitation" ON "public"."invitations"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

REVOKE ALL ON TABLE "public"."invitations" FROM "authenticated";

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "public"."invitations" TO "tinycrm";

COMMENT ON COLUMN "public"."invitations"."invited_by" IS 'The email of the inviter, as it was.';

COMMENT ON COLUMN "public"."invitations"."token_hash" IS 'SHA-256 of the token in the link, which is shown once.';

COMMENT ON TABLE "public"."invitations" IS 'Open invitations. One that is accepted or withdrawn is gone.';

REVOKE ALL ("account_id") ON TABLE "public"."invitations" FROM "authenticated";

GRANT SELECT ("account_id") ON TABLE "public"."invitations" TO "authenticated";

REVOKE ALL ("created_at") ON TABLE "public"."invitations" FROM "authenticated";

GRANT SELECT ("created_at") ON TABLE "public"."invitations" TO "authenticated";

REVOKE ALL ("email") ON TABLE "public"."invitations" FROM "authenticated";

GRANT SELECT ("email") ON TABLE "public"."invitations" TO "authenticated";

REVOKE ALL ("expires_at") ON TABLE "public"."invitations" FROM "authenticated";

GRANT SELECT ("expires_at") ON TABLE "public"."invitations" TO "authenticated";

REVOKE ALL ("id") ON TABLE "public"."invitations" FROM "authenticated";

GRANT SELECT ("id") ON TABLE "public"."invitations" TO "authenticated";

REVOKE ALL ("invited_by") ON TABLE "public"."invitations" FROM "authenticated";

GRANT SELECT ("invited_by") ON TABLE "public"."invitations" TO "authenticated";

REVOKE ALL ("role") ON TABLE "public"."invitations" FROM "authenticated";

GRANT SELECT ("role") ON TABLE "public"."invitations" TO "authenticated";

REVOKE ALL ON TABLE "public"."invitations" FROM "service_role";

GRANT DELETE, SELECT ON TABLE "public"."invitations" TO "service_role";

REVOKE ALL ON TABLE "public"."invitations" FROM "anon";

-- public/tables/members.sql

CREATE TABLE "public"."members" (
  "account_id" uuid NOT NULL,
  "user_id"    uuid NOT NULL,
  CONSTRAINT "members_account_id_fkey" FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE,
  CONSTRAINT "members_pkey" PRIMARY KEY (account_id, user_id),
  CONSTRAINT "members_user_id_fkey" FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE
);

ALTER TABLE "public"."members"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "public"."members"
  FORCE ROW LEVEL SECURITY;

ALTER TABLE "public"."members"
  ADD COLUMN "role" public.member_role NOT NULL;

ALTER TABLE "public"."members"
  ADD COLUMN "created_at" timestamp WITH time zone NOT NULL DEFAULT now();

ALTER TABLE "public"."members"
  ADD COLUMN "email" text;

CREATE INDEX members_user_id_idx ON public.members USING btree (user_id);

CREATE TRIGGER audit_member_changed
  AFTER UPDATE ON public.members
  FOR EACH ROW
  WHEN ((old.role <> new.role))
  EXECUTE FUNCTION private.audit_member();

CREATE TRIGGER audit_member_joined
  AFTER INSERT ON public.members
  FOR EACH ROW
  EXECUTE FUNCTION private.audit_member();

CREATE TRIGGER audit_member_left
  AFTER DELETE ON public.members
  FOR EACH ROW
  EXECUTE FUNCTION private.audit_member();

CREATE TRIGGER end_invitations_of_demoted
  AFTER UPDATE OF ROLE ON public.members
  FOR EACH ROW
  WHEN ((old.role IS DISTINCT FROM new.role))
  EXECUTE FUNCTION private.end_invitations_of_demoted();

CREATE POLICY "members read who is in their accounts" ON "public"."members"
  FOR SELECT
  TO "authenticated"
  USING ((account_id = ANY (( SELECT private.my_account_ids() AS my_account_ids)::uuid[])));

CREATE POLICY "tinycrm functions work on every member" ON "public"."members"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

GRANT UPDATE ("email") ON TABLE "public"."members" TO "tinycrm";

GRANT UPDATE ("role") ON TABLE "public"."members" TO "tinycrm";

GRANT DELETE, INSERT, SELECT ON TABLE "public"."members" TO "tinycrm";

COMMENT ON COLUMN "public"."members"."email" IS 'The email of the user, kept by triggers, since members must not read auth.users.';

COMMENT ON TABLE "public"."members" IS 'Which user may do what in which account.';

REVOKE ALL ON TABLE "public"."members" FROM "authenticated";

GRANT SELECT ON TABLE "public"."members" TO "authenticated";

REVOKE ALL ON TABLE "public"."members" FROM "service_role";

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "public"."members" TO "service_role";

REVOKE ALL ON TABLE "public"."members" FROM "anon";

-- public/tables/param_keys.sql

CREATE TABLE "public"."param_keys" (
  "account_id"   uuid                     NOT NULL,
  "project_id"   uuid                     NOT NULL,
  "key"          text                     NOT NULL,
  "type"         text                     NOT NULL,
  "samples"      jsonb                    NOT NULL,
  "last_seen_at" timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "param_keys_pkey" PRIMARY KEY (account_id, project_id, key),
  CONSTRAINT "param_type_is_known" CHECK ((type = ANY (ARRAY['text'::text, 'number'::text, 'boolean'::text, 'date'::text, 'other'::text]))),
  CONSTRAINT "samples_are_at_most_20" CHECK ((jsonb_array_length(samples) <= 20)),
  CONSTRAINT "param_keys_account_id_project_id_fkey" FOREIGN KEY (account_id, project_id) REFERENCES public.projects(account_id, id) ON DELETE CASCADE
);

ALTER TABLE "public"."param_keys"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "public"."param_keys"
  FORCE ROW LEVEL SECURITY;

ALTER TABLE "public"."param_keys"
  SET (fillfactor=80);

CREATE POLICY "members read their params" ON "public"."param_keys"
  FOR SELECT
  TO "authenticated"
  USING ((account_id = ANY (( SELECT private.my_account_ids() AS my_account_ids)::uuid[])));

CREATE POLICY "tinycrm functions work on every param" ON "public"."param_keys"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "public"."param_keys" TO "tinycrm";

COMMENT ON COLUMN "public"."param_keys"."last_seen_at" IS 'Exact to an hour.';

COMMENT ON COLUMN "public"."param_keys"."samples" IS 'Up to 20 different values that are numbers, booleans or short texts.';

COMMENT ON COLUMN "public"."param_keys"."type" IS 'The type of the value that was last looked at.';

COMMENT ON TABLE "public"."param_keys" IS 'The params that a product sends, 200 at most, with some of their values.';

REVOKE ALL ON TABLE "public"."param_keys" FROM "authenticated";

GRANT SELECT ON TABLE "public"."param_keys" TO "authenticated";

REVOKE ALL ON TABLE "public"."param_keys" FROM "service_role";

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "public"."param_keys" TO "service_role";

REVOKE ALL ON TABLE "public"."param_keys" FROM "anon";

-- public/tables/projects.sql

CREATE TABLE "public"."projects" (
  "account_id"       uuid                     NOT NULL,
  "id"               uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "name"             text                     NOT NULL,
  "color"            text                     NOT NULL,
  "created_at"       timestamp with time zone NOT NULL DEFAULT now(),
  "calls_per_second" integer,
  "archived_at"      timestamp with time zone,
  "is_sample"        boolean                  NOT NULL DEFAULT false,
  CONSTRAINT "project_calls_per_second_is_positive" CHECK ((calls_per_second > 0)),
  CONSTRAINT "project_color_is_known"
    CHECK
    ((color = ANY (ARRAY['blue'::text, 'green'::text, 'violet'::text, 'orange'::text, 'pink'::text, 'teal'::text, 'red'::text, 'amber'::text, 'indigo'::text, 'lime'::text]))),
  CONSTRAINT "project_name_is_1_to_60_characters" CHECK (((char_length(name) >= 1) AND (char_length(name) <= 60))),
  CONSTRAINT "project_names_differ_within_an_account" UNIQUE (account_id, name),
  CONSTRAINT "projects_account_id_fkey" FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE,
  CONSTRAINT "projects_pkey" PRIMARY KEY (account_id, id)
);

ALTER TABLE "public"."projects"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "public"."projects"
  FORCE ROW LEVEL SECURITY;

CREATE TRIGGER audit_project_changed
  AFTER UPDATE ON public.projects
  FOR EACH ROW
  WHEN (((old.name <> new.name) OR ((old.archived_at IS NULL) <> (new.archived_at IS NULL))))
  EXECUTE FUNCTION private.audit_project();

CREATE TRIGGER audit_project_created
  AFTER INSERT ON public.projects
  FOR EACH ROW
  EXECUTE FUNCTION private.audit_project();

CREATE TRIGGER audit_project_deleted
  AFTER DELETE ON public.projects
  FOR EACH ROW
  EXECUTE FUNCTION private.audit_project();

CREATE POLICY "members read their projects" ON "public"."projects"
  FOR SELECT
  TO "authenticated"
  USING ((account_id = ANY (( SELECT private.my_account_ids() AS my_account_ids)::uuid[])));

CREATE POLICY "tinycrm functions work on every project" ON "public"."projects"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "public"."projects" TO "tinycrm";

COMMENT ON COLUMN "public"."projects"."archived_at" IS 'Since when its keys are refused. Its customers stay.';

COMMENT ON COLUMN "public"."projects"."calls_per_second" IS 'How many calls the project may send, measured over 10 seconds. Null: what the server gives to all (INGEST_CALLS_PER_SECOND).';

COMMENT ON COLUMN "public"."projects"."is_sample" IS 'Made by add_sample_data, and taken away with it.';

COMMENT ON TABLE "public"."projects" IS 'One product of an account. Its API keys tell which product a call comes from.';

REVOKE ALL ON TABLE "public"."projects" FROM "authenticated";

GRANT SELECT ON TABLE "public"."projects" TO "authenticated";

REVOKE ALL ON TABLE "public"."projects" FROM "service_role";

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "public"."projects" TO "service_role";

REVOKE ALL ON TABLE "public"."projects" FROM "anon";

-- public/tables/receiver_deliveries.sql

CREATE TABLE "public"."receiver_deliveries" (
  "account_id"  uuid                     NOT NULL,
  "receiver_id" uuid                     NOT NULL,
  "id"          bigint                   GENERATED ALWAYS AS IDENTITY NOT NULL,
  "event_hash"  bytea,
  "event_type"  text                     NOT NULL,
  "event_at"    timestamp with time zone,
  "received_at" timestamp with time zone NOT NULL DEFAULT now(),
  "outcome"     text                     NOT NULL,
  "detail"      text,
  "times"       integer                  NOT NULL DEFAULT 1,
  "customer_id" uuid,
  CONSTRAINT "outcome_of_a_delivery_is_known"
    CHECK ((outcome = ANY (ARRAY['created'::text, 'updated'::text, 'unchanged'::text, 'waiting'::text, 'unknown'::text, 'ignored'::text, 'repeated'::text, 'refused'::text]))),
  CONSTRAINT "receiver_deliveries_account_id_customer_id_fkey" FOREIGN KEY (account_id, customer_id) REFERENCES public.customers(account_id, id) ON DELETE CASCADE,
  CONSTRAINT "receiver_deliveries_pkey" PRIMARY KEY (account_id, receiver_id, id),
  CONSTRAINT "receiver_deliveries_account_id_receiver_id_fkey" FOREIGN KEY (account_id, receiver_id) REFERENCES public.receivers(account_id, id) ON DELETE CASCADE
);

ALTER TABLE "public"."receiver_deliveries"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "public"."receiver_deliveries"
  FORCE ROW LEVEL SECURITY;

CREATE INDEX receiver_deliveries_customer_idx ON public.receiver_deliveries USING btree (account_id, customer_id);

CREATE POLICY "members read the deliveries of their receivers" ON "public"."receiver_deliveries"
  FOR SELECT
  TO "authenticated"
  USING ((account_id = ANY (( SELECT private.my_account_ids() AS my_account_ids)::uuid[])));

CREATE POLICY "tinycrm functions work on every delivery" ON "public"."receiver_deliveries"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

REVOKE ALL ON TABLE "public"."receiver_deliveries" FROM "authenticated";

REVOKE ALL ON TABLE "public"."receiver_deliveries" FROM "service_role";

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "public"."receiver_deliveries" TO "tinycrm";

COMMENT ON COLUMN "public"."receiver_deliveries"."event_hash" IS 'SHA-256 of what the service calls the event, to know it again: its name may hold that of a person. Null when it has none.';

COMMENT ON COLUMN "public"."receiver_deliveries"."times" IS 'How often a refusal, or what nobody signed, came: equal ones are one row, the place of the last.';

COMMENT ON TABLE "public"."receiver_deliveries" IS 'The last 50 deliveries of each receiver. Nothing of what a delivery says about a person.';

REVOKE ALL ("account_id") ON TABLE "public"."receiver_deliveries" FROM "authenticated";

GRANT SELECT ("account_id") ON TABLE "public"."receiver_deliveries" TO "authenticated";

REVOKE ALL ("customer_id") ON TABLE "public"."receiver_deliveries" FROM "authenticated";

GRANT SELECT ("customer_id") ON TABLE "public"."receiver_deliveries" TO "authenticated";

REVOKE ALL ("detail") ON TABLE "public"."receiver_deliveries" FROM "authenticated";

GRANT SELECT ("detail") ON TABLE "public"."receiver_deliveries" TO "authenticated";

REVOKE ALL ("event_at") ON TABLE "public"."receiver_deliveries" FROM "authenticated";

GRANT SELECT ("event_at") ON TABLE "public"."receiver_deliveries" TO "authenticated";

REVOKE ALL ("event_type") ON TABLE "public"."receiver_deliveries" FROM "authenticated";

GRANT SELECT ("event_type") ON TABLE "public"."receiver_deliveries" TO "authenticated";

REVOKE ALL ("id") ON TABLE "public"."receiver_deliveries" FROM "authenticated";

GRANT SELECT ("id") ON TABLE "public"."receiver_deliveries" TO "authenticated";

REVOKE ALL ("outcome") ON TABLE "public"."receiver_deliveries" FROM "authenticated";

GRANT SELECT ("outcome") ON TABLE "public"."receiver_deliveries" TO "authenticated";

REVOKE ALL ("received_at") ON TABLE "public"."receiver_deliveries" FROM "authenticated";

GRANT SELECT ("received_at") ON TABLE "public"."receiver_deliveries" TO "authenticated";

REVOKE ALL ("receiver_id") ON TABLE "public"."receiver_deliveries" FROM "authenticated";

GRANT SELECT ("receiver_id") ON TABLE "public"."receiver_deliveries" TO "authenticated";

REVOKE ALL ("times") ON TABLE "public"."receiver_deliveries" FROM "authenticated";

GRANT SELECT ("times") ON TABLE "public"."receiver_deliveries" TO "authenticated";

REVOKE ALL ("account_id") ON TABLE "public"."receiver_deliveries" FROM "service_role";

GRANT SELECT ("account_id") ON TABLE "public"."receiver_deliveries" TO "service_role";

REVOKE ALL ("customer_id") ON TABLE "public"."receiver_deliveries" FROM "service_role";

GRANT SELECT ("customer_id") ON TABLE "public"."receiver_deliveries" TO "service_role";

REVOKE ALL ("detail") ON TABLE "public"."receiver_deliveries" FROM "service_role";

GRANT SELECT ("detail") ON TABLE "public"."receiver_deliveries" TO "service_role";

REVOKE ALL ("event_at") ON TABLE "public"."receiver_deliveries" FROM "service_role";

GRANT SELECT ("event_at") ON TABLE "public"."receiver_deliveries" TO "service_role";

REVOKE ALL ("event_type") ON TABLE "public"."receiver_deliveries" FROM "service_role";

GRANT SELECT ("event_type") ON TABLE "public"."receiver_deliveries" TO "service_role";

REVOKE ALL ("id") ON TABLE "public"."receiver_deliveries" FROM "service_role";

GRANT SELECT ("id") ON TABLE "public"."receiver_deliveries" TO "service_role";

REVOKE ALL ("outcome") ON TABLE "public"."receiver_deliveries" FROM "service_role";

GRANT SELECT ("outcome") ON TABLE "public"."receiver_deliveries" TO "service_role";

REVOKE ALL ("received_at") ON TABLE "public"."receiver_deliveries" FROM "service_role";

GRANT SELECT ("received_at") ON TABLE "public"."receiver_deliveries" TO "service_role";

REVOKE ALL ("receiver_id") ON TABLE "public"."receiver_deliveries" FROM "service_role";

GRANT SELECT ("receiver_id") ON TABLE "public"."receiver_deliveries" TO "service_role";

REVOKE ALL ("times") ON TABLE "public"."receiver_deliveries" FROM "service_role";

GRANT SELECT ("times") ON TABLE "public"."receiver_deliveries" TO "service_role";

REVOKE ALL ON TABLE "public"."receiver_deliveries" FROM "anon";

REVOKE ALL ON SEQUENCE "public"."receiver_deliveries_id_seq" FROM "anon";

REVOKE ALL ON SEQUENCE "public"."receiver_deliveries_id_seq" FROM "authenticated";

REVOKE ALL ON SEQUENCE "public"."receiver_deliveries_id_seq" FROM "service_role";

-- public/tables/receivers.sql

CREATE TABLE "public"."receivers" (
  "account_id" uuid                     NOT NULL,
  "id"         uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "project_id" uuid                     NOT NULL,
  "source"     text                     NOT NULL,
  "mapping"    jsonb                    NOT NULL DEFAULT '{}'::jsonb,
  "created_at" timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "mapping_is_an_object_of_at_most_8_kb" CHECK (((jsonb_typeof(mapping) = 'object'::text) AND (octet_length((mapping)::text) <= 8192))),
  CONSTRAINT "receivers_account_id_project_id_fkey" FOREIGN KEY (account_id, project_id) REFERENCES public.projects(account_id, id) ON DELETE CASCADE,
  CONSTRAINT "receivers_account_id_project_id_source_key" UNIQUE (account_id, project_id, source),
  CONSTRAINT "receivers_id_key" UNIQUE (id),
  CONSTRAINT "receivers_pkey" PRIMARY KEY (account_id, id),
  CONSTRAINT "source_of_a_receiver_is_known"
    CHECK ((source = ANY (ARRAY['stripe'::text, 'paddle'::text, 'lemon_squeezy'::text, 'woocommerce'::text, 'clerk'::text, 'supabase'::text, 'supabase_auth'::text])))
);

ALTER TABLE "public"."receivers"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "public"."receivers"
  FORCE ROW LEVEL SECURITY;

CREATE TRIGGER audit_receiver_changed
  AFTER UPDATE ON public.receivers
  FOR EACH ROW
  WHEN ((old.mapping <> new.mapping))
  EXECUTE FUNCTION private.audit_receiver();

CREATE TRIGGER audit_receiver_created
  AFTER INSERT ON public.receivers
  FOR EACH ROW
  EXECUTE FUNCTION private.audit_receiver();

CREATE TRIGGER audit_receiver_removed
  AFTER DELETE ON public.receivers
  FOR EACH ROW
  EXECUTE FUNCTION private.audit_receiver();

CREATE POLICY "members read their receivers" ON "public"."receivers"
  FOR SELECT
  TO "authenticated"
  USING ((account_id = ANY (( SELECT private.my_account_ids() AS my_account_ids)::uuid[])));

CREATE POLICY "tinycrm functions work on every receiver" ON "public"."receivers"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "public"."receivers" TO "tinycrm";

COMMENT ON COLUMN "public"."receivers"."mapping" IS 'What differs from the mapping of the source: {statuses: {word: status or null}, params: {field: param or null}}. Null leaves it out.';

COMMENT ON TABLE "public"."receivers" IS 'One service that tells of the customers of one product. The id is the end of its URL and no secret: every delivery is signed.';

REVOKE ALL ON TABLE "public"."receivers" FROM "authenticated";

GRANT SELECT ON TABLE "public"."receivers" TO "authenticated";

REVOKE ALL ON TABLE "public"."receivers" FROM "service_role";

GRANT DELETE, SELECT ON TABLE "public"."receivers" TO "service_role";

REVOKE ALL ON TABLE "public"."receivers" FROM "anon";

-- public/tables/status_changes.sql

CREATE TABLE "public"."status_changes" (
  "account_id"  uuid NOT NULL,
  "id"          uuid NOT NULL DEFAULT gen_random_uuid(),
  "customer_id" uuid NOT NULL,
  "project_id"  uuid NOT NULL,
  CONSTRAINT "status_changes_account_id_customer_id_project_id_fkey" FOREIGN KEY (account_id, customer_id, project_id)
    REFERENCES public.customer_projects(account_id, customer_id, project_id) ON DELETE CASCADE,
  CONSTRAINT "status_changes_pkey" PRIMARY KEY (account_id, id)
);

ALTER TABLE "public"."status_changes"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "public"."status_changes"
  FORCE ROW LEVEL SECURITY;

ALTER TABLE "public"."status_changes"
  ADD COLUMN "from_status" public.customer_status;

ALTER TABLE "public"."status_changes"
  ADD COLUMN "to_status" public.customer_status NOT NULL;

ALTER TABLE "public"."status_changes"
  ADD COLUMN "changed_at" timestamp WITH time zone NOT NULL;

ALTER TABLE "public"."status_changes"
  ADD COLUMN "source" text NOT NULL DEFAULT 'api'::text;

ALTER TABLE "public"."status_changes"
  ADD COLUMN "user_email" text;

ALTER TABLE "public"."status_changes"
  ADD CONSTRAINT "source_of_a_status_is_known" CHECK ((source = ANY (ARRAY['api'::text, 'dashboard'::text, 'studio'::text])));

CREATE INDEX status_changes_customer_idx ON public.status_changes USING btree (account_id, customer_id, project_id, changed_at);

CREATE POLICY "members read their customers' history" ON "public"."status_changes"
  FOR SELECT
  TO "authenticated"
  USING ((account_id = ANY (( SELECT private.my_account_ids() AS my_account_ids)::uuid[])));

CREATE POLICY "tinycrm functions write all history" ON "public"."status_changes"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

GRANT INSERT, SELECT ON TABLE "public"."status_changes" TO "tinycrm";

COMMENT ON COLUMN "public"."status_changes"."from_status" IS 'Null for the first status of a customer in a product.';

COMMENT ON COLUMN "public"."status_changes"."source" IS 'api: a call; dashboard: a member; studio: an admin with the database.';

COMMENT ON COLUMN "public"."status_changes"."user_email" IS 'The member who made the change in the dashboard.';

COMMENT ON TABLE "public"."status_changes" IS 'Append-only history of status, one row per change, whoever made it.';

REVOKE ALL ON TABLE "public"."status_changes" FROM "authenticated";

GRANT SELECT ON TABLE "public"."status_changes" TO "authenticated";

REVOKE ALL ON TABLE "public"."status_changes" FROM "service_role";

GRANT DELETE, SELECT ON TABLE "public"."status_changes" TO "service_role";

REVOKE ALL ON TABLE "public"."status_changes" FROM "anon";

-- public/tables/subscriptions.sql

CREATE TABLE "public"."subscriptions" (
  "account_id" uuid NOT NULL,
  CONSTRAINT "subscriptions_account_id_fkey" FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE,
  CONSTRAINT "subscriptions_pkey" PRIMARY KEY (account_id)
);

ALTER TABLE "public"."subscriptions"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "public"."subscriptions"
  FORCE ROW LEVEL SECURITY;

ALTER TABLE "public"."subscriptions"
  ADD COLUMN "state" public.subscription_state NOT NULL DEFAULT 'trialing'::public.subscription_state;

ALTER TABLE "public"."subscriptions"
  ADD COLUMN "trial_ends_at" timestamp WITH time zone NOT NULL;

ALTER TABLE "public"."subscriptions"
  ADD COLUMN "current_period_end" timestamp WITH time zone;

ALTER TABLE "public"."subscriptions"
  ADD COLUMN "cancel_at_period_end" boolean NOT NULL DEFAULT false;

ALTER TABLE "public"."subscriptions"
  ADD COLUMN "ended_at" timestamp WITH time zone;

ALTER TABLE "public"."subscriptions"
  ADD COLUMN "stripe_customer_id" text;

ALTER TABLE "public"."subscriptions"
  ADD COLUMN "stripe_subscription_id" text;

ALTER TABLE "public"."subscriptions"
  ADD COLUMN "last_event_at" timestamp WITH time zone;

ALTER TABLE "public"."subscriptions"
  ADD COLUMN "access_until" timestamp WITH time zone GENERATED ALWAYS AS (
CASE
    WHEN (state = ANY (ARRAY['active'::public.subscription_state, 'past_due'::public.subscription_state])) THEN 'infinity'::timestamp WITH time zone
    ELSE GREATEST(trial_ends_at, ended_at)
END) STORED NOT NULL;

ALTER TABLE "public"."subscriptions"
  ADD COLUMN "last_asked_at" timestamp WITH time zone;

CREATE TRIGGER keep_charged_account
  AFTER UPDATE OF state, cancel_at_period_end ON public.subscriptions
  FOR EACH ROW
  EXECUTE FUNCTION private.keep_charged_account();

CREATE POLICY "members read their subscription" ON "public"."subscriptions"
  FOR SELECT
  TO "authenticated"
  USING ((account_id = ANY (( SELECT private.my_account_ids() AS my_account_ids)::uuid[])));

CREATE POLICY "tinycrm functions work on every subscription" ON "public"."subscriptions"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

GRANT INSERT, SELECT, UPDATE ON TABLE "public"."subscriptions" TO "tinycrm";

COMMENT ON COLUMN "public"."subscriptions"."access_until" IS 'Until when the dashboard is open. Calls are accepted for 14 days more.';

COMMENT ON COLUMN "public"."subscriptions"."last_asked_at" IS 'When the webhook asked Stripe for what it applied last. Of two events of one second the later answer counts.';

COMMENT ON COLUMN "public"."subscriptions"."last_event_at" IS 'When the newest event that was applied happened, by Stripe''s clock. An older one changes nothing.';

COMMENT ON COLUMN "public"."subscriptions"."state" IS 'trialing until the first subscription; active also while Stripe waits for the trial to end before it charges.';

COMMENT ON TABLE "public"."subscriptions" IS 'Where an account stands with paying. Written from what Stripe tells, and by nobody else.';

REVOKE ALL ON TABLE "public"."subscriptions" FROM "authenticated";

GRANT SELECT ON TABLE "public"."subscriptions" TO "authenticated";

REVOKE ALL ON TABLE "public"."subscriptions" FROM "service_role";

GRANT SELECT ON TABLE "public"."subscriptions" TO "service_role";

REVOKE ALL ON TABLE "public"."subscriptions" FROM "anon";

-- public/tables/views.sql

CREATE TABLE "public"."views" (
  "account_id" uuid                     NOT NULL,
  "id"         uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "name"       text                     NOT NULL,
  "query"      text                     NOT NULL,
  "position"   integer                  NOT NULL,
  "created_at" timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "one_view_per_name" UNIQUE (account_id, name),
  CONSTRAINT "view_name_is_1_to_80_characters" CHECK (((char_length(name) >= 1) AND (char_length(name) <= 80))),
  CONSTRAINT "view_query_is_at_most_4000_characters" CHECK ((char_length(query) <= 4000)),
  CONSTRAINT "views_account_id_fkey" FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE,
  CONSTRAINT "views_pkey" PRIMARY KEY (account_id, id)
);

ALTER TABLE "public"."views"
  ENABLE ROW LEVEL SECURITY;

ALTER TABLE "public"."views"
  FORCE ROW LEVEL SECURITY;

CREATE POLICY "members read their views" ON "public"."views"
  FOR SELECT
  TO "authenticated"
  USING ((account_id = ANY (( SELECT private.my_account_ids() AS my_account_ids)::uuid[])));

CREATE POLICY "tinycrm functions work on every view" ON "public"."views"
  FOR ALL
  TO "tinycrm"
  USING (true)
  WITH CHECK (true);

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "public"."views" TO "tinycrm";

COMMENT ON COLUMN "public"."views"."query" IS 'The query string of the customers page that shows it.';

COMMENT ON TABLE "public"."views" IS 'Saved filters, sorts and columns of the customers table, shared by an account.';

REVOKE ALL ON TABLE "public"."views" FROM "authenticated";

GRANT SELECT ON TABLE "public"."views" TO "authenticated";

REVOKE ALL ON TABLE "public"."views" FROM "service_role";

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "public"."views" TO "service_role";

REVOKE ALL ON TABLE "public"."views" FROM "anon";

-- public/types/customer_status.sql

CREATE TYPE "public"."customer_status" AS ENUM (
  'free',
  'trial',
  'paid',
  'churned'
);

-- public/types/member_role.sql

CREATE TYPE "public"."member_role" AS ENUM (
  'owner',
  'admin',
  'viewer'
);

-- public/types/subscription_state.sql

CREATE TYPE "public"."subscription_state" AS ENUM (
  'trialing',
  'active',
  'past_due',
  'canceled'
);

-- support/schema.sql

CREATE SCHEMA "support";

COMMENT ON SCHEMA "support" IS 'Views that answer the usual questions of support, in Studio. docs/admin.md explains them.';

-- support/views/accounts.sql

CREATE VIEW "support"."accounts" WITH (security_invoker=on) AS  SELECT a.id,
    a.name,
    a.created_at,
    m.owners,
    m.members,
    p.products,
    k.working_keys,
    c.customers,
    k.last_call_at,
    s.state,
    s.trial_ends_at,
    s.current_period_end,
    s.access_until,
    s.stripe_customer_id,
    a.deletion_at
   FROM (((((public.accounts a
     LEFT JOIN public.subscriptions s ON ((s.account_id = a.id)))
     CROSS JOIN LATERAL ( SELECT string_agg(members.email, ', '::text ORDER BY members.created_at) FILTER (WHERE (members.role = 'owner'::public.member_role)) AS owners,
            count(*) AS members
           FROM public.members
          WHERE (members.account_id = a.id)) m)
     CROSS JOIN LATERAL ( SELECT count(*) FILTER (WHERE ((projects.archived_at IS NULL) AND (NOT projects.is_sample))) AS products
           FROM public.projects
          WHERE (projects.account_id = a.id)) p)
     CROSS JOIN LATERAL ( SELECT count(*) FILTER (WHERE ((api_keys.revoked_at IS NULL) AND ((api_keys.expires_at IS NULL) OR (api_keys.expires_at > now())))) AS working_keys,
            max(api_keys.last_used_at) AS last_call_at
           FROM public.api_keys
          WHERE (api_keys.account_id = a.id)) k)
     CROSS JOIN LATERAL ( SELECT count(*) AS customers
           FROM public.customers
          WHERE (customers.account_id = a.id)) c);

COMMENT ON VIEW "support"."accounts" IS 'Accounts with who owns them, how much is in them, when the last call came, and what they pay.';

-- support/views/members.sql

CREATE VIEW "support"."members" WITH (security_invoker=on) AS  SELECT m.account_id,
    a.name AS account,
    m.email,
    m.role,
    m.created_at AS joined_at,
    u.email_confirmed_at,
    u.last_sign_in_at,
    m.user_id
   FROM ((public.members m
     JOIN public.accounts a ON ((a.id = m.account_id)))
     LEFT JOIN auth.users u ON ((u.id = m.user_id)));

COMMENT ON VIEW "support"."members" IS 'Who may see which account, and whether they ever confirmed their email and signed in.';

-- support/views/products.sql

CREATE VIEW "support"."products" WITH (security_invoker=on) AS  SELECT p.account_id,
    a.name AS account,
    p.id,
    p.name AS product,
    p.created_at,
    k.working_keys,
    k.last_call_at,
    r.rejected_in_a_day,
    r.last_rejected_at,
    p.calls_per_second,
    p.archived_at
   FROM (((public.projects p
     JOIN public.accounts a ON ((a.id = p.account_id)))
     CROSS JOIN LATERAL ( SELECT count(*) FILTER (WHERE ((api_keys.revoked_at IS NULL) AND ((api_keys.expires_at IS NULL) OR (api_keys.expires_at > now())))) AS working_keys,
            max(api_keys.last_used_at) AS last_call_at
           FROM public.api_keys
          WHERE ((api_keys.account_id = p.account_id) AND (api_keys.project_id = p.id))) k)
     CROSS JOIN LATERAL ( SELECT COALESCE(sum(ingest_rejections.count) FILTER (WHERE (ingest_rejections.last_at > (now() - '1 day'::interval))), (0)::numeric) AS rejected_in_a_day,
            max(ingest_rejections.last_at) AS last_rejected_at
           FROM public.ingest_rejections
          WHERE ((ingest_rejections.account_id = p.account_id) AND (ingest_rejections.project_id = p.id))) r)
  WHERE (NOT p.is_sample);

COMMENT ON VIEW "support"."products" IS 'Products with their last accepted call and how many were rejected in a day.';

-- support/views/rejected_calls.sql

CREATE VIEW "support"."rejected_calls" WITH (security_invoker=on) AS  SELECT r.account_id,
    a.name AS account,
    p.name AS product,
    r.kind,
    r.status,
    r.code,
    r.pointer,
    sum(r.count) AS calls,
    min(r.minute) AS first_at,
    max(r.last_at) AS last_at
   FROM ((public.ingest_rejections r
     JOIN public.accounts a ON ((a.id = r.account_id)))
     JOIN public.projects p ON (((p.account_id = r.account_id) AND (p.id = r.project_id))))
  GROUP BY r.account_id, a.name, p.id, p.name, r.kind, r.status, r.code, r.pointer;

COMMENT ON VIEW "support"."rejected_calls" IS 'Why calls of a product were rejected, how often, and which part of the call was wrong.';

-- support/views/stuck_keys.sql

CREATE VIEW "support"."stuck_keys" WITH (security_invoker=on) AS  SELECT t.trouble,
    k.account_id,
    a.name AS account,
    p.name AS product,
    k.name AS key,
    k.hint,
    k.created_at,
    k.last_used_at,
    k.expires_at,
    k.id
   FROM (((public.api_keys k
     JOIN public.accounts a ON ((a.id = k.account_id)))
     JOIN public.projects p ON (((p.account_id = k.account_id) AND (p.id = k.project_id))))
     CROSS JOIN LATERAL ( SELECT
                CASE
                    WHEN ((k.expires_at <= now()) AND (k.last_used_at > (k.expires_at - '1 day'::interval))) THEN 'ended while it was in use'::text
                    WHEN ((k.expires_at > now()) AND (k.last_used_at > (now() - '1 day'::interval))) THEN 'replaced, and still in use'::text
                    WHEN ((k.expires_at IS NULL) AND (k.last_used_at IS NULL) AND (k.created_at < (now() - '1 day'::interval))) THEN 'never used'::text
                    WHEN ((k.expires_at IS NULL) AND (k.last_used_at < (now() - '7 days'::interval))) THEN 'silent for a week'::text
                    ELSE NULL::text
                END AS trouble) t)
  WHERE ((t.trouble IS NOT NULL) AND (k.revoked_at IS NULL) AND (p.archived_at IS NULL) AND (NOT p.is_sample));

COMMENT ON VIEW "support"."stuck_keys" IS 'Keys whose product probably waits for help: never used, gone silent, or ended in use.';
