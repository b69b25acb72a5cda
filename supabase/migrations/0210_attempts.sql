-- How often somebody did one thing within a time, for what only a few of are allowed.

create table private.attempts (
  subject bytea primary key constraint subject_is_a_sha256 check (octet_length(subject) = 32),
  count integer not null,
  ends_at timestamptz not null
);
comment on table private.attempts is
  'How often something was tried, until ends_at. A subject is the hash of who tries what: an address is in none, nor an email.';
create index attempts_ends_at_idx on private.attempts (ends_at);

alter table private.attempts enable row level security;
alter table private.attempts force row level security;
revoke all on private.attempts from public, anon, authenticated, service_role;
grant select, insert, update, delete on private.attempts to tinycrm;
create policy "tinycrm functions work on every attempt" on private.attempts
  for all to tinycrm using (true) with check (true);

-- Counts an attempt, or says how many seconds are left until the next one is allowed. A cost of 0 asks and counts nothing.
create function private.count_attempt(subject bytea, max_attempts integer, cost integer, within interval)
returns integer
language plpgsql volatile
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_ends_at timestamptz;
begin
  -- A few at a time, and none that another call is at: nobody waits for the cleaning.
  delete from private.attempts a where a.subject in (
    select o.subject from private.attempts o where o.ends_at <= now() and o.subject <> count_attempt.subject
    order by o.ends_at limit 20 for update skip locked
  );
  -- Who is over the limit writes nothing, so that a flood of refusals costs no rows.
  insert into private.attempts as a (subject, count, ends_at)
  values (count_attempt.subject, count_attempt.cost, now() + within)
  on conflict (subject) do update set
    count = case when a.ends_at <= now() then 0 else a.count end + excluded.count,
    ends_at = case when a.ends_at <= now() then excluded.ends_at else a.ends_at end
  where a.ends_at <= now() or a.count < count_attempt.max_attempts;
  if found then
    return 0;
  end if;
  select a.ends_at into v_ends_at from private.attempts a where a.subject = count_attempt.subject;
  -- Who waited for the row began before its time did.
  return greatest(1, least(extract(epoch from within), ceil(extract(epoch from v_ends_at - now())))::integer);
end
$$;
grant execute on function private.count_attempt(bytea, integer, integer, interval) to tinycrm;
