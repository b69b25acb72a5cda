-- What support is asked most, for whoever works in Studio. The views read with the rights of their
-- caller, and no role of the API may use the schema. They name no customer.

create schema support;
comment on schema support is 'Views that answer the usual questions of support, in Studio. docs/host/admin.md explains them.';
revoke all on schema support from public, anon, authenticated, service_role;

create view support.accounts with (security_invoker = on) as
select
  a.id,
  a.name,
  a.created_at,
  m.owners,
  m.members,
  p.projects,
  k.working_keys,
  c.customers,
  k.last_call_at,
  s.state,
  s.trial_ends_at,
  s.current_period_end,
  s.access_until,
  s.stripe_customer_id,
  a.deletion_at
from public.accounts a
left join public.subscriptions s on s.account_id = a.id
cross join lateral (
  select string_agg(email, ', ' order by created_at) filter (where role = 'owner') as owners, count(*) as members
  from public.members where account_id = a.id
) m
cross join lateral (
  select count(*) filter (where archived_at is null and not is_sample) as projects
  from public.projects where account_id = a.id
) p
cross join lateral (
  select
    count(*) filter (where revoked_at is null and (expires_at is null or expires_at > now())) as working_keys,
    max(last_used_at) as last_call_at
  from public.api_keys where account_id = a.id
) k
cross join lateral (select count(*) as customers from public.customers where account_id = a.id) c;
comment on view support.accounts is 'Accounts with who owns them, how much is in them, when the last call came, and what they pay.';

create view support.members with (security_invoker = on) as
select
  m.account_id,
  a.name as account,
  m.email,
  m.role,
  m.created_at as joined_at,
  u.email_confirmed_at,
  u.last_sign_in_at,
  m.user_id
from public.members m
join public.accounts a on a.id = m.account_id
left join auth.users u on u.id = m.user_id;
comment on view support.members is 'Who may see which account, and whether they ever confirmed their email and signed in.';

create view support.projects with (security_invoker = on) as
select
  p.account_id,
  a.name as account,
  p.id,
  p.name as project,
  p.created_at,
  k.working_keys,
  k.last_call_at,
  r.refused_in_a_day,
  r.last_refused_at,
  p.calls_per_second,
  p.archived_at
from public.projects p
join public.accounts a on a.id = p.account_id
cross join lateral (
  select
    count(*) filter (where revoked_at is null and (expires_at is null or expires_at > now())) as working_keys,
    max(last_used_at) as last_call_at
  from public.api_keys where account_id = p.account_id and project_id = p.id
) k
cross join lateral (
  select coalesce(sum(count) filter (where last_at > now() - interval '1 day'), 0) as refused_in_a_day, max(last_at) as last_refused_at
  from public.refused_calls where account_id = p.account_id and project_id = p.id
) r
where not p.is_sample;
comment on view support.projects is 'Projects with their last accepted call and how many were refused in a day.';

create view support.refused_calls with (security_invoker = on) as
select
  r.account_id,
  a.name as account,
  p.name as project,
  r.kind,
  r.status,
  r.code,
  r.pointer,
  sum(r.count) as calls,
  min(r.minute) as first_at,
  max(r.last_at) as last_at
from public.refused_calls r
join public.accounts a on a.id = r.account_id
join public.projects p on p.account_id = r.account_id and p.id = r.project_id
group by r.account_id, a.name, p.id, p.name, r.kind, r.status, r.code, r.pointer;
comment on view support.refused_calls is 'Why calls of a project were refused, how often, and which part of the call was wrong.';

create view support.stuck_keys with (security_invoker = on) as
select t.trouble, k.account_id, a.name as account, p.name as project, k.name as key, k.hint, k.created_at, k.last_used_at, k.expires_at, k.id
from public.api_keys k
join public.accounts a on a.id = k.account_id
join public.projects p on p.account_id = k.account_id and p.id = k.project_id
cross join lateral (
  select case
    when k.expires_at <= now() and k.last_used_at > k.expires_at - interval '1 day' then 'ended while it was in use'
    when k.expires_at > now() and k.last_used_at > now() - interval '1 day' then 'replaced, and still in use'
    when k.expires_at is null and k.last_used_at is null and k.created_at < now() - interval '1 day' then 'never used'
    when k.expires_at is null and k.last_used_at < now() - interval '7 days' then 'silent for a week'
  end as trouble
) t
where t.trouble is not null and k.revoked_at is null and p.archived_at is null and not p.is_sample;
comment on view support.stuck_keys is 'Keys whose project probably waits for help: never used, gone silent, or ended in use.';

revoke all on all tables in schema support from public, anon, authenticated, service_role;
