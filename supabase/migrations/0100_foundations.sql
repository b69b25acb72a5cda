-- Schemas, roles, default rights and the types everything else is made of.

create schema if not exists extensions;
create extension if not exists pg_trgm with schema extensions;
-- So that account_id leads GIN indexes too.
create extension if not exists btree_gin with schema extensions;

create schema private;
comment on schema private is 'Helpers and definer bodies. Never exposed through the API.';

create schema ingest;
comment on schema ingest is 'What the Edge Function may call: identify and ping. Never exposed through the API.';

-- Roles belong to the cluster, not to the database: a second database may find them there.
do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'tinycrm') then
    create role tinycrm nologin noinherit;
  end if;
  if not exists (select from pg_catalog.pg_roles where rolname = 'ingest') then
    create role ingest login noinherit;
  end if;
end
$$;

-- `tinycrm` owns the definer functions, so that none of them runs with the rights of postgres.
grant tinycrm to postgres;
grant usage on schema public, private to tinycrm;
grant create, usage on schema ingest to tinycrm;
grant create on schema private to tinycrm;
grant usage on schema private to authenticated;
grant usage on schema ingest to ingest;

-- A commit is acknowledged only when it is on disk; nothing waits without an end.
alter role ingest set synchronous_commit = 'on';
alter role ingest set statement_timeout = '10s';
alter role ingest set idle_in_transaction_session_timeout = '10s';

-- The Edge Function writes calls in groups. Past this, it writes them one by one, so that only the
-- calls for the customer that somebody holds locked have to wait. It is longer than the second after
-- which Postgres looks for a deadlock, so that one would be told as such.
alter role ingest set lock_timeout = '1100ms';

-- Hosted projects differ in what new objects grant by default. Here every right is stated.
alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from public, anon, authenticated, service_role;

create domain public.email as text
  constraint email_has_one_at_sign check (value ~ '^[^@]+@[^@]+$')
  constraint email_local_part_is_at_most_64_octets check (octet_length(split_part(value, '@', 1)) <= 64)
  constraint email_is_at_most_254_octets check (octet_length(value) <= 254)
  constraint email_has_no_ascii_uppercase check (value !~ '[A-Z]')
  constraint email_domain_is_ascii_with_a_dot check (
    split_part(value, '@', 2) ~ '^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?$'
  )
  -- Counting in a pattern is slow, so that only a domain this long is looked into.
  constraint email_domain_label_is_at_most_63_octets check (
    octet_length(split_part(value, '@', 2)) < 64 or split_part(value, '@', 2) !~ '[^.]{64}'
  )
  -- An apostrophe is no quote here: o'brien@example.com is somebody's address.
  constraint email_has_no_quote_or_bracket check (
    value !~ '["`<>(),:;\\\[\]]'
  )
  -- Unicode's separators, controls, format characters and default ignorables, written out: \s depends on the locale.
  constraint email_has_no_invisible_character check (
    value !~ '[\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]'
  )
  constraint email_is_nfc check (value is nfc normalized);
comment on domain public.email is
  'One canonical form, computed by the Edge Function. The database refuses every other form, so that one person is one row.';

create type public.customer_status as enum ('free', 'trial', 'paid', 'churned');
create type public.member_role as enum ('owner', 'admin', 'viewer');

-- Names stand in mails, titles and lists. What breaks a line or turns the direction of the text around it has
-- no place in them.
create function private.to_one_line(name text)
returns text
language sql immutable
set search_path = ''
as $$
  select btrim(regexp_replace(normalize(name), ' *[\u0001-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069][ \u0001-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]*', ' ', 'g'))
$$;
grant execute on function private.to_one_line(text) to tinycrm;
