-- How much a project may send, and how long a call may wait for another's lock.

-- The Edge Function writes calls in groups. Past this, it writes them one by one, so that only the
-- calls for the customer that somebody holds locked have to wait. It is longer than the second after
-- which Postgres looks for a deadlock, so that one would be told as such.
alter role ingest set lock_timeout = '1100ms';

alter table public.projects add column calls_per_second integer
  constraint project_calls_per_second_is_positive check (calls_per_second > 0);
comment on column public.projects.calls_per_second is
  'How many calls the project may send, measured over 10 seconds. Null: what the server gives to all (INGEST_CALLS_PER_SECOND).';

create function ingest.project_limits(key_hashes text[])
returns table (key_hash text, project_id uuid, calls_per_second integer)
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return query
  select h.hash, k.project_id, p.calls_per_second
  from unnest(key_hashes) h (hash)
  join public.api_keys k on k.hash = decode(h.hash, 'hex')
  join public.projects p on p.account_id = k.account_id and p.id = k.project_id
  where k.revoked_at is null and (k.expires_at is null or k.expires_at > now());
end
$$;
comment on function ingest.project_limits(text[]) is
  'The projects of these keys, which are hex SHA-256, and how many calls a second they may send. Keys that are not valid are left out.';
alter function ingest.project_limits(text[]) owner to tinycrm;
revoke all on function ingest.project_limits(text[]) from public, anon, authenticated, service_role;
grant execute on function ingest.project_limits(text[]) to ingest;
