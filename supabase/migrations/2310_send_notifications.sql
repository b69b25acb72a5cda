-- What the dashboard asks for when it is told to send what is due. It has no user then, and shows a secret instead, of which the
-- database keeps the hash.

create schema notifications;
comment on schema notifications is 'What whoever knows the secret of the sender may call. Never exposed through the API.';
grant create, usage on schema notifications to tinycrm;
grant usage on schema notifications to anon;

create table private.notification_sender (
  only_row boolean primary key default true constraint notification_sender_is_one_row check (only_row),
  secret_hash bytea not null
);
comment on table private.notification_sender is 'The SHA-256 of the secret that mails are sent with. Set by private.set_cron_secret().';

alter table private.notification_sender enable row level security;
alter table private.notification_sender force row level security;
revoke all on private.notification_sender from public, anon, authenticated, service_role;
grant select, insert, update on private.notification_sender to tinycrm;
create policy "tinycrm functions work on the sender of notifications" on private.notification_sender
  for all to tinycrm using (true) with check (true);

create table private.notifications_sent (
  account_id uuid not null,
  user_id uuid not null,
  kind text not null constraint kind_of_notification_is_known check (kind in ('weekly_summary', 'trial_ending', 'payment_failed', 'webhook_off')),
  period date not null,
  claimed_at timestamptz not null default now(),
  primary key (account_id, user_id, kind, period),
  foreign key (account_id, user_id) references public.members (account_id, user_id) on delete cascade
);
comment on table private.notifications_sent is 'One row a mail, written before it is sent, so that none is sent twice. Kept for 60 days.';

alter table private.notifications_sent enable row level security;
alter table private.notifications_sent force row level security;
revoke all on private.notifications_sent from public, anon, authenticated, service_role;
grant select, insert, delete on private.notifications_sent to tinycrm;
create policy "tinycrm functions work on every sent notification" on private.notifications_sent
  for all to tinycrm using (true) with check (true);

create function private.set_cron_secret(secret text)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if char_length(coalesce(secret, '')) < 32 then
    raise invalid_parameter_value using message = 'Use a random secret of at least 32 characters.';
  end if;
  insert into private.notification_sender (secret_hash) values (sha256(convert_to(secret, 'UTF8')))
  on conflict (only_row) do update set secret_hash = excluded.secret_hash;
end
$$;
comment on function private.set_cron_secret(text) is
  'Tells the database the CRON_SECRET of the dashboard. For the role postgres: select private.set_cron_secret(''…'').';
alter function private.set_cron_secret(text) owner to tinycrm;

-- Refuses whoever does not bring the secret of the sender, of which the database keeps the hash.
create function notifications.require_secret(secret text)
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if not exists (
    select from private.notification_sender s where s.secret_hash = sha256(convert_to(coalesce(secret, ''), 'UTF8'))
  ) then
    raise insufficient_privilege using
      message = 'The database has a different CRON_SECRET. Run select private.set_cron_secret(''…'') with this one.';
  end if;
end
$$;
alter function notifications.require_secret(text) owner to tinycrm;

-- The Monday of the last week that is over where the account is.
create function notifications.last_week(time_zone text, at timestamptz)
returns date
language sql stable
set search_path = ''
as $$
  select date_trunc('week', last_week.at at time zone last_week.time_zone)::date - 7
$$;
alter function notifications.last_week(text, timestamptz) owner to tinycrm;

-- Claims mails that are due, so that two senders never send the same one.
create function notifications.claim(secret text, max_mails integer)
returns table (
  kind text, period date, account_id uuid, user_id uuid, email text, account text, time_zone text, currency text, at timestamptz
)
language plpgsql volatile security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
  perform notifications.require_secret(secret);
  delete from private.notifications_sent s where s.claimed_at < now() - interval '60 days';
  return query
  with wanted as (
    select n.*, m.email, m.role, a.name as account, a.time_zone, a.currency, b.enabled as billing, s.state, s.trial_ends_at,
      s.current_period_end, b.enabled and s.access_until <= now() as is_closed
    from private.notification_settings n
    join public.members m on m.account_id = n.account_id and m.user_id = n.user_id
    join public.accounts a on a.id = n.account_id
    join public.subscriptions s on s.account_id = n.account_id
    cross join private.billing_settings b
    where (n.weekly_summary or n.billing_notices or n.webhook_alerts) and m.email is not null and a.deletion_at is null
  ),
  due as (
    select w.*, 'weekly_summary' as kind, notifications.last_week(w.time_zone, now()) as period, null::timestamptz as at
    from wanted w where w.weekly_summary and not w.is_closed
    union all
    -- The account may change its zone: the day that a mail is known by is that of UTC.
    select w.*, 'trial_ending', (w.trial_ends_at at time zone 'UTC')::date, w.trial_ends_at
    from wanted w
    where w.billing_notices and w.billing and w.state = 'trialing'
      and w.trial_ends_at > now() and w.trial_ends_at < now() + interval '3 days'
    union all
    select w.*, 'payment_failed', coalesce((w.current_period_end at time zone 'UTC')::date, 'epoch'), null
    from wanted w where w.billing_notices and w.billing and w.state = 'past_due'
    union all
    -- One a day, of whatever went off on it.
    select w.*, 'webhook_off', off.day, off.at
    from wanted w
    cross join lateral (
      select (e.disabled_at at time zone 'UTC')::date as day, max(e.disabled_at) as at from private.webhook_endpoints e
      where e.account_id = w.account_id and e.disabled_at > now() - interval '2 days'
      group by 1
    ) off
    where w.webhook_alerts and w.role in ('owner', 'admin')
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
    limit least(greatest(coalesce(max_mails, 20), 1), 100)
    on conflict do nothing
    returning account_id, user_id, kind, period
  )
  select d.kind, d.period, d.account_id, d.user_id, d.email, d.account, d.time_zone, d.currency, d.at
  from claimed c
  join due d on d.account_id = c.account_id and d.user_id = c.user_id and d.kind = c.kind and d.period = c.period
  order by d.account_id, d.user_id, d.kind;
end
$$;
alter function notifications.claim(text, integer) owner to tinycrm;
grant execute on function notifications.claim(text, integer) to anon;

create function public.claim_notifications(secret text, max_mails integer default 20)
returns table ( kind text, period date, account_id uuid, user_id uuid, email text, account text, time_zone text, currency text, at timestamptz ) language sql volatile set search_path = ''
as $$ select * from notifications.claim(claim_notifications.secret, claim_notifications.max_mails) $$;
comment on function public.claim_notifications(text, integer) is
  'The mails that are due (1 to 100), each given to one caller once: weekly_summary for the week from the Monday in period, trial_ending before the time in at, payment_failed, webhook_off at the time in at. For whoever knows the secret (42501).';
grant execute on function public.claim_notifications(text, integer) to anon;

-- Gives a claimed mail back, when it could not be sent.
create function notifications.release(secret text, account_id uuid, user_id uuid, kind text, period date)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform notifications.require_secret(secret);
  delete from private.notifications_sent s
  where s.account_id = release.account_id and s.user_id = release.user_id
    and s.kind = release.kind and s.period = release.period;
end
$$;
alter function notifications.release(text, uuid, uuid, text, date) owner to tinycrm;
grant execute on function notifications.release(text, uuid, uuid, text, date) to anon;

create function public.release_notification(secret text, account_id uuid, user_id uuid, kind text, period date)
returns void language sql volatile set search_path = ''
as $$
  select notifications.release(
    release_notification.secret, release_notification.account_id, release_notification.user_id,
    release_notification.kind, release_notification.period
  )
$$;
comment on function public.release_notification(text, uuid, uuid, text, date) is
  'Gives back a mail that could not be sent, so that it is due again. For whoever knows the secret (42501).';
grant execute on function public.release_notification(text, uuid, uuid, text, date) to anon;

-- The figures of the overview for the seven days from a Monday on, and those of it as it is now that the mail says.
create function notifications.week(secret text, account_id uuid, monday date)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set timezone = 'UTC'
set work_mem = '32MB'
set jit = off
-- Plans are made without knowing the account, and must not read the whole table for a small one.
set enable_seqscan = off
as $$
declare
  v_radar jsonb;
begin
  perform notifications.require_secret(secret);
  v_radar := private.overview_radar(week.account_id);
  return private.period_figures(week.account_id, monday, monday + 6, private.mrr_sums(week.account_id)) - 'steps' || jsonb_build_object(
    'people', (select count(*) from public.customers c where c.account_id = week.account_id),
    'trials_ending', (v_radar #>> '{ending_3,total}')::integer + (v_radar #>> '{ending_7,total}')::integer
  );
end
$$;
alter function notifications.week(text, uuid, date) owner to tinycrm;
grant execute on function notifications.week(text, uuid, date) to anon;

create function public.weekly_summary(secret text, account_id uuid, monday date)
returns jsonb
language sql volatile
set search_path = ''
-- PostgREST raises the limit of the caller to it: a million customers take some seconds to count.
set statement_timeout = '30s'
as $$ select notifications.week(weekly_summary.secret, weekly_summary.account_id, weekly_summary.monday) $$;
comment on function public.weekly_summary(text, uuid, date) is
  'The overview_period of the seven days from a Monday on, and as it is now {people, trials_ending}. For whoever knows the secret (42501).';
grant execute on function public.weekly_summary(text, uuid, date) to anon;

-- The dashboard has checked the signature of the link.
create function notifications.stop(secret text, account_id uuid, user_id uuid, setting text)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform notifications.require_secret(secret);
  update private.notification_settings n set
    weekly_summary = n.weekly_summary and stop.setting <> 'weekly_summary',
    billing_notices = n.billing_notices and stop.setting <> 'billing_notices',
    webhook_alerts = n.webhook_alerts and stop.setting <> 'webhook_alerts'
  where n.account_id = stop.account_id and n.user_id = stop.user_id;
end
$$;
alter function notifications.stop(text, uuid, uuid, text) owner to tinycrm;
grant execute on function notifications.stop(text, uuid, uuid, text) to anon;

create function public.stop_notification(secret text, account_id uuid, user_id uuid, setting text)
returns void language sql volatile set search_path = ''
as $$
  select notifications.stop(
    stop_notification.secret, stop_notification.account_id, stop_notification.user_id, stop_notification.setting
  )
$$;
comment on function public.stop_notification(text, uuid, uuid, text) is
  'Turns weekly_summary, billing_notices or webhook_alerts off for a member. For whoever knows the secret (42501).';
grant execute on function public.stop_notification(text, uuid, uuid, text) to anon;
