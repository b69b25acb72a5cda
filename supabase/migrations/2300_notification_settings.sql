-- notification_settings: what a member of an account wants to be written about.

create table private.notification_settings (
  account_id uuid not null,
  user_id uuid not null,
  weekly_summary boolean not null default false,
  billing_notices boolean not null default false,
  webhook_alerts boolean not null default false,
  primary key (account_id, user_id),
  foreign key (account_id, user_id) references public.members (account_id, user_id) on delete cascade
);
comment on table private.notification_settings is 'Which mails a member turned on. It goes with the membership.';

alter table private.notification_settings enable row level security;
alter table private.notification_settings force row level security;
revoke all on private.notification_settings from public, anon, authenticated, service_role;
grant select, insert, update on private.notification_settings to tinycrm;
create policy "tinycrm functions work on every notification setting" on private.notification_settings
  for all to tinycrm using (true) with check (true);

-- Which mails a member of an account wants.
create function private.notification_settings(account_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_member(notification_settings.account_id);
  return coalesce(
    (
      select jsonb_build_object(
        'weekly_summary', n.weekly_summary, 'billing_notices', n.billing_notices, 'webhook_alerts', n.webhook_alerts
      )
      from private.notification_settings n
      where n.account_id = notification_settings.account_id and n.user_id = private.user_id()
    ),
    '{"weekly_summary": false, "billing_notices": false, "webhook_alerts": false}'
  );
end
$$;
alter function private.notification_settings(uuid) owner to tinycrm;
grant execute on function private.notification_settings(uuid) to authenticated;

create function public.notification_settings(account_id uuid)
returns jsonb language sql stable set search_path = ''
as $$ select private.notification_settings(notification_settings.account_id) $$;
comment on function public.notification_settings(uuid) is
  'Which mails the signed-in member gets about the account: {weekly_summary, billing_notices, webhook_alerts}. Members only (42501).';
grant execute on function public.notification_settings(uuid) to authenticated;

-- Sets which mails the caller wants. None, until they say so.
create function private.set_notifications(account_id uuid, weekly_summary boolean, billing_notices boolean, webhook_alerts boolean)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_member(set_notifications.account_id);
  if weekly_summary is null or billing_notices is null or webhook_alerts is null then
    raise invalid_parameter_value using message = 'Choose on or off for each email.';
  end if;
  insert into private.notification_settings (account_id, user_id, weekly_summary, billing_notices, webhook_alerts)
  values (
    set_notifications.account_id, private.user_id(),
    set_notifications.weekly_summary, set_notifications.billing_notices, set_notifications.webhook_alerts
  )
  on conflict on constraint notification_settings_pkey do update set
    weekly_summary = excluded.weekly_summary, billing_notices = excluded.billing_notices,
    webhook_alerts = excluded.webhook_alerts;
end
$$;
alter function private.set_notifications(uuid, boolean, boolean, boolean) owner to tinycrm;
grant execute on function private.set_notifications(uuid, boolean, boolean, boolean) to authenticated;

create function public.set_notifications(
  account_id uuid, weekly_summary boolean, billing_notices boolean, webhook_alerts boolean default false
)
returns void language sql volatile set search_path = ''
as $$
  select private.set_notifications(
    set_notifications.account_id, set_notifications.weekly_summary, set_notifications.billing_notices,
    set_notifications.webhook_alerts
  )
$$;
comment on function public.set_notifications(uuid, boolean, boolean, boolean) is
  'Turns the mails of the signed-in member about the account on or off. Members only (42501), viewers too.';
grant execute on function public.set_notifications(uuid, boolean, boolean, boolean) to authenticated;
