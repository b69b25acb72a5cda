-- What the dashboard and the Edge Function `billing` ask about an account.

create function private.billing_state(account_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
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
$$;
alter function private.billing_state(uuid) owner to tinycrm;
revoke all on function private.billing_state(uuid) from public, anon, authenticated, service_role;
grant execute on function private.billing_state(uuid) to authenticated;

create function public.billing_state(account_id uuid)
returns jsonb
language sql stable
set search_path = ''
as $$
  select private.billing_state(billing_state.account_id)
$$;
comment on function public.billing_state(uuid) is
  'Trial, subscription and what is open: {enabled, state, trial_ends_at, current_period_end, cancel_at_period_end, access: full | billing_only, access_until, ingest_until}. A null date is no end. Members only.';
revoke all on function public.billing_state(uuid) from public, anon, authenticated, service_role;
grant execute on function public.billing_state(uuid) to authenticated;

create function private.billing_owner(account_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
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
$$;
alter function private.billing_owner(uuid) owner to tinycrm;
revoke all on function private.billing_owner(uuid) from public, anon, authenticated, service_role;
grant execute on function private.billing_owner(uuid) to authenticated;

create function public.billing_owner(account_id uuid)
returns jsonb
language sql stable
set search_path = ''
as $$
  select private.billing_owner(billing_owner.account_id)
$$;
comment on function public.billing_owner(uuid) is
  'What it takes to send the owner to Stripe. Anybody else is refused (42501).';
revoke all on function public.billing_owner(uuid) from public, anon, authenticated, service_role;
grant execute on function public.billing_owner(uuid) to authenticated;
