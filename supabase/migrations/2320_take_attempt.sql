-- take_attempt: how often a visitor may try to sign in. Auth limits by address, and to Auth all visitors have the
-- dashboard's: without a limit of our own, one of them uses up what is there for everybody.

create schema dashboard;
comment on schema dashboard is 'What the dashboard''s server may call without a user, by the secret it shows. Never exposed through the API.';
grant create, usage on schema dashboard to tinycrm;
grant usage on schema dashboard to anon;

create table private.attempts (
  visitor bytea primary key constraint visitor_is_a_sha256 check (octet_length(visitor) = 32),
  count integer not null,
  ends_at timestamptz not null
);
comment on table private.attempts is
  'How often a visitor tried one thing, until ends_at. A visitor is an HMAC of their address under a secret that only the dashboard has.';
create index attempts_ends_at_idx on private.attempts (ends_at);

alter table private.attempts enable row level security;
alter table private.attempts force row level security;
revoke all on private.attempts from public, anon, authenticated, service_role;
grant select, insert, update, delete on private.attempts to tinycrm;
create policy "tinycrm functions work on every attempt" on private.attempts
  for all to tinycrm using (true) with check (true);

-- Counts an attempt, or says how many seconds are left until the next one is allowed.
create function dashboard.take_attempt(secret text, visitor text, max_attempts integer, cost integer)
returns integer
language plpgsql volatile security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_visitor constant bytea := decode(take_attempt.visitor, 'hex');
  v_ends_at timestamptz;
begin
  perform notifications.require_secret(secret);
  -- A few at a time, and none that another call is at: nobody who signs in waits for the cleaning.
  delete from private.attempts a where a.visitor in (
    select o.visitor from private.attempts o where o.ends_at <= now() and o.visitor <> v_visitor
    order by o.ends_at limit 20 for update skip locked
  );
  -- Who is over the limit writes nothing, so that a flood of refusals costs no rows.
  insert into private.attempts as a (visitor, count, ends_at)
  values (v_visitor, take_attempt.cost, now() + interval '5 minutes')
  on conflict (visitor) do update set
    count = case when a.ends_at <= now() then 0 else a.count end + excluded.count,
    ends_at = case when a.ends_at <= now() then excluded.ends_at else a.ends_at end
  where a.ends_at <= now() or a.count < take_attempt.max_attempts;
  if found then
    return 0;
  end if;
  select a.ends_at into v_ends_at from private.attempts a where a.visitor = v_visitor;
  -- Who waited for the row began before its five minutes did.
  return greatest(1, least(300, ceil(extract(epoch from v_ends_at - now()))::integer));
end
$$;
alter function dashboard.take_attempt(text, text, integer, integer) owner to tinycrm;
grant execute on function dashboard.take_attempt(text, text, integer, integer) to anon;

create function public.take_attempt(secret text, visitor text, max_attempts integer, cost integer default 1)
returns integer language sql volatile set search_path = ''
as $$ select dashboard.take_attempt(take_attempt.secret, take_attempt.visitor, take_attempt.max_attempts, take_attempt.cost) $$;
comment on function public.take_attempt(text, text, integer, integer) is
  'Counts an attempt of a visitor, whom 64 hexadecimal digits stand for, and returns 0, or the seconds until the next is allowed when there were `max_attempts` of them within 5 minutes. A cost of 0 asks and counts nothing. For whoever knows the secret (42501).';
grant execute on function public.take_attempt(text, text, integer, integer) to anon;
