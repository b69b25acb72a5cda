-- What the tests share. Loaded by tests/pgtap.ts after pgTAP, in the transaction that it rolls back.
-- A test begins as the superuser, who sees every row: that is also who re-reads after a denial.

create schema tests;
grant usage on schema tap, tests to public;

-- Who is asking.

create function tests.user_id(nick text) returns uuid language sql immutable as $$
  select md5('user ' || nick)::uuid
$$;

create function tests.act_as_superuser() returns void language sql as $$
  select set_config('role', 'none', true), set_config('request.jwt.claims', '', true)
$$;

/* A signed-in user, as PostgREST sets one up. The user need not exist. */
create function tests.act_as(nick text) returns void language sql as $$
  select
    set_config('role', 'authenticated', true),
    set_config(
      'request.jwt.claims',
      json_build_object('sub', tests.user_id(nick), 'role', 'authenticated')::text,
      true
    )
$$;

create function tests.act_as_anon() returns void language sql as $$
  select set_config('role', 'anon', true), set_config('request.jwt.claims', '{"role": "anon"}', true)
$$;

create function tests.act_as_service() returns void language sql as $$
  select
    set_config('role', 'service_role', true),
    set_config('request.jwt.claims', '{"role": "service_role"}', true)
$$;

create function tests.act_as_reader() returns void language sql as $$
  select set_config('role', 'reader', true), set_config('request.jwt.claims', '', true)
$$;

create function tests.act_as_ingest() returns void language sql as $$
  select set_config('role', 'ingest', true), set_config('request.jwt.claims', '', true)
$$;

-- What there is. These are definer functions, so that a test may name things as any persona.

/* Signs a user up, who owns an account from then on. */
create function tests.create_user(nick text, metadata jsonb default '{}') returns void
language sql security definer as $$
  insert into auth.users (id, email, raw_user_meta_data)
  values (tests.user_id(nick), nick || '@example.com', metadata)
$$;

/* The account that this user owns. */
create function tests.account_of(nick text) returns uuid language sql stable security definer as $$
  select account_id from public.members where user_id = tests.user_id(nick) and role = 'owner'
$$;

create function tests.add_member(account_id uuid, nick text, role public.member_role) returns void
language sql security definer as $$
  insert into public.members (account_id, user_id, role, email)
  values (account_id, tests.user_id(nick), role, nick || '@example.com')
$$;

create function tests.key_hash(nick text, project text) returns text language sql immutable as $$
  select encode(sha256(convert_to('key ' || nick || ' ' || project, 'UTF8')), 'hex')
$$;

create function tests.read_key_hash(nick text, name text default 'all') returns text language sql immutable as $$
  select encode(sha256(convert_to('read key ' || nick || ' ' || name, 'UTF8')), 'hex')
$$;

create function tests.project_id(nick text, project text) returns uuid language sql immutable as $$
  select md5('project ' || nick || ' ' || project)::uuid
$$;

/* A project with one API key, whose hash is tests.key_hash(nick, project). */
create function tests.create_project_with_key(nick text, project text) returns text
language sql security definer as $$
  insert into public.projects (account_id, id, name, color)
  values (tests.account_of(nick), tests.project_id(nick, project), project, 'blue');
  insert into public.api_keys (account_id, project_id, name, hash, hint)
  values (
    tests.account_of(nick), tests.project_id(nick, project), 'default',
    decode(tests.key_hash(nick, project), 'hex'), 'test'
  );
  select tests.key_hash(nick, project)
$$;

-- Calls of the Edge Function, made with its own role and no more.

create function tests.call(key_hash text, email text, fields jsonb default '{}') returns jsonb
language sql immutable as $$
  select jsonb_build_object('key_hash', key_hash, 'email', email) || fields
$$;

create function tests.identify(variadic calls jsonb[]) returns text language plpgsql as $$
declare
  v_role text := current_setting('role');
  v_outcomes text;
begin
  perform set_config('role', 'ingest', true);
  select string_agg(outcome, ', ' order by ordinal) into v_outcomes
  from ingest.identify(to_jsonb(calls));
  perform set_config('role', v_role, true);
  return v_outcomes;
end
$$;
comment on function tests.identify(jsonb[]) is 'The outcomes of one group of calls, in order.';

create function tests.ping(variadic calls jsonb[]) returns text language plpgsql as $$
declare
  v_role text := current_setting('role');
  v_outcomes text;
begin
  perform set_config('role', 'ingest', true);
  select string_agg(outcome, ', ' order by ordinal) into v_outcomes
  from ingest.ping(to_jsonb(calls));
  perform set_config('role', v_role, true);
  return v_outcomes;
end
$$;

create function tests.customer(nick text, email text) returns public.customers
language sql stable security definer as $$
  select c from public.customers c where c.account_id = tests.account_of(nick) and c.email = $2
$$;

create function tests.customer_project(nick text, project text, email text) returns public.customer_projects
language sql stable security definer as $$
  select cp
  from public.customer_projects cp
  where cp.account_id = tests.account_of(nick)
    and cp.project_id = tests.project_id(nick, project)
    and cp.customer_id = (tests.customer(nick, $3)).id
$$;
comment on function tests.customer_project(text, text, text) is 'One customer in one project, read as the superuser.';

create function tests.receiver_id(nick text, service text) returns uuid language sql immutable as $$
  select md5('receiver ' || nick || ' ' || service)::uuid
$$;

/* What role ingest is answered to a delivery. */
create function tests.receive(receiver_id uuid, event jsonb) returns text language plpgsql as $$
declare
  v_role text := current_setting('role');
  v_outcome text;
begin
  perform set_config('role', 'ingest', true);
  v_outcome := ingest.receive(receiver_id, event);
  perform set_config('role', v_role, true);
  return v_outcome;
end
$$;

-- Two accounts with the same things in both.

create function tests.create_cast() returns void language plpgsql security definer as $$
begin
  perform tests.create_user(nick) from unnest('{owner,admin,viewer,stranger}'::text[]) nick;
  perform tests.add_member(tests.account_of('owner'), 'admin', 'admin');
  perform tests.add_member(tests.account_of('owner'), 'viewer', 'viewer');
  perform tests.create_project_with_key('owner', 'A'), tests.create_project_with_key('stranger', 'A');
  insert into public.invitations (account_id, email, inviter_id, role, token_hash, expires_at)
  select tests.account_of(nick), 'invited@example.com', tests.user_id(nick), 'viewer', sha256(convert_to(nick, 'UTF8')), now() + interval '1 day'
  from unnest('{owner,stranger}'::text[]) nick;
  insert into public.customers (account_id, email, name, first_seen_at)
  select tests.account_of(nick), 'alex@example.com', 'Alex', now() from unnest('{owner,stranger}'::text[]) nick;
  insert into public.customer_activity (account_id, customer_id, last_activity_at)
  select account_id, id, now() from public.customers where email = 'alex@example.com';
  insert into public.customer_projects
    (account_id, customer_id, project_id, status, status_at, params, params_at, first_seen_at, last_activity_at)
  select c.account_id, c.id, p.id, 'trial', now(), '{"plan": "pro"}', '{}', now(), now()
  from public.customers c join public.projects p using (account_id)
  where c.email = 'alex@example.com' and p.name = 'A';
  -- Of another time than those that tests look at.
  insert into public.mrr_changes (account_id, customer_id, project_id, day, mrr_before, currency, currency_before, is_first)
  select cp.account_id, cp.customer_id, cp.project_id, '2100-01-01', 9, '', '', false from public.customer_projects cp;
  insert into public.refused_calls
    (account_id, project_id, minute, kind, code, pointer, detail, status, count, last_at)
  select account_id, id, now(), 'identify', 'validation_failed', '', 'A call must be a JSON object.', 422, 1, now()
  from public.projects where name = 'A';
  insert into public.customer_notes (account_id, customer_id, body)
  select account_id, id, 'A note' from public.customers where email = 'alex@example.com';
  insert into public.customer_tags (account_id, customer_id, tag)
  select account_id, id, 'a tag' from public.customers where email = 'alex@example.com';
  insert into public.read_keys (account_id, name, hash, hint)
  select tests.account_of(nick), 'A read key', decode(tests.read_key_hash(nick), 'hex'), 'test' from unnest('{owner,stranger}'::text[]) nick;
  insert into public.param_keys (account_id, project_id, key, type, samples)
  select account_id, id, 'plan', 'text', '["pro"]' from public.projects where name = 'A';
  insert into public.views (account_id, name, query, position)
  select tests.account_of(nick), 'A view', '', 1 from unnest('{owner,stranger}'::text[]) nick;
  insert into public.feeds (account_id, view_id, hash, hint)
  select v.account_id, v.id, sha256(convert_to('feed ' || v.account_id, 'UTF8')), 'test' from public.views v;
  insert into public.imports (account_id, project_id, file_name, file_hash, settings, row_count)
  select account_id, id, 'people.csv', '', '{}', 1 from public.projects where name = 'A';
  insert into public.receivers (account_id, id, project_id, service)
  select account_id, tests.receiver_id(nick, 'clerk'), id, 'clerk'
  from public.projects join unnest('{owner,stranger}'::text[]) nick on account_id = tests.account_of(nick)
  where name = 'A';
  insert into public.receiver_deliveries (account_id, receiver_id, event_hash, event_type, outcome)
  select account_id, id, sha256('msg_1'), 'user.created', 'ignored' from public.receivers;
end
$$;
comment on function tests.create_cast() is
  'owner, admin and viewer of one account, and stranger with another. Both accounts have project A with a key, a read key, a receiver for Clerk and the customer alex@example.com.';

-- What a persona can do with any table.

create function tests.tables() returns setof text language sql stable as $$
  select relname::text from pg_class
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1
$$;

create function tests.rows_of(t text, nick text) returns text language sql stable as $$
  select format('%I where %I = %L', t, case t when 'accounts' then 'id' else 'account_id' end, tests.account_of(nick))
$$;

create function tests.rows_seen(t text, nick text) returns text language plpgsql as $$
declare
  v_count text;
begin
  execute 'select count(*) from public.' || tests.rows_of(t, nick) into v_count;
  return v_count;
exception
  when insufficient_privilege then return 'refused';
end
$$;
comment on function tests.rows_seen(text, text) is
  'How many rows of this user''s account the present persona reads in a table, or refused.';

create function tests.writes(t text, nick text) returns text language plpgsql as $$
declare
  v_rows text := tests.rows_of(t, nick);
  v_column text := case t when 'accounts' then 'id' else 'account_id' end;
  v_statement text;
  v_count integer;
  v_answers text[];
begin
  foreach v_statement in array array[
    format('insert into public.%I default values', t),
    'update public.' || replace(v_rows, ' where ', format(' set %1$I = %1$I where ', v_column)),
    'delete from public.' || v_rows,
    format('truncate public.%I cascade', t)
  ] loop
    begin
      execute v_statement;
      get diagnostics v_count = row_count;
      v_answers := v_answers || v_count::text;
    exception
      when insufficient_privilege then v_answers := v_answers || 'refused'::text;
      when not_null_violation then v_answers := v_answers || 'incomplete'::text;
    end;
  end loop;
  return array_to_string(v_answers, ' ');
end
$$;
comment on function tests.writes(text, text) is
  'What insert, update, delete and truncate of this user''s rows answer to the present persona: refused, or the number of rows.';

create function tests.fingerprint() returns text language plpgsql stable security definer as $$
declare
  v_table text;
  v_rows text;
  v_all text := '';
begin
  for v_table in select tests.tables() loop
    execute format('select string_agg(t::text, chr(10) order by t::text) from public.%I t', v_table) into v_rows;
    v_all := v_all || v_table || coalesce(v_rows, '');
  end loop;
  return md5(v_all);
end
$$;
comment on function tests.fingerprint() is 'Changes when any row of any table does.';

/* Days of ten zones from +14 to -8, counted by hand: when each begins there, and when the next one does. */
create function tests.days_in_zones() returns table (zone text, day date, starts timestamptz, ends timestamptz) language sql immutable as $$ values
  ('Pacific/Kiritimati', date '2024-02-29', timestamptz '2024-02-28 10:00Z', timestamptz '2024-02-29 10:00Z'),
  ('Pacific/Chatham', date '2024-02-29', timestamptz '2024-02-28 10:15Z', timestamptz '2024-02-29 10:15Z'),
  ('Australia/Lord_Howe', date '2024-02-29', timestamptz '2024-02-28 13:00Z', timestamptz '2024-02-29 13:00Z'),
  ('Asia/Tokyo', date '2024-02-29', timestamptz '2024-02-28 15:00Z', timestamptz '2024-02-29 15:00Z'),
  ('Asia/Kathmandu', date '2024-02-29', timestamptz '2024-02-28 18:15Z', timestamptz '2024-02-29 18:15Z'),
  ('Asia/Kolkata', date '2024-02-29', timestamptz '2024-02-28 18:30Z', timestamptz '2024-02-29 18:30Z'),
  ('Europe/Berlin', date '2024-02-29', timestamptz '2024-02-28 23:00Z', timestamptz '2024-02-29 23:00Z'),
  ('Africa/Casablanca', date '2024-02-29', timestamptz '2024-02-28 23:00Z', timestamptz '2024-02-29 23:00Z'),
  ('UTC', date '2024-02-29', timestamptz '2024-02-29 00:00Z', timestamptz '2024-03-01 00:00Z'),
  ('America/St_Johns', date '2024-02-29', timestamptz '2024-02-29 03:30Z', timestamptz '2024-03-01 03:30Z'),
  ('America/Los_Angeles', date '2024-02-29', timestamptz '2024-02-29 08:00Z', timestamptz '2024-03-01 08:00Z'),
  -- Clocks go forward: 23 hours, 23.5 on Lord Howe. In Santiago the day has no midnight.
  ('Pacific/Chatham', date '2025-09-28', timestamptz '2025-09-27 11:15Z', timestamptz '2025-09-28 10:15Z'),
  ('Australia/Lord_Howe', date '2025-10-05', timestamptz '2025-10-04 13:30Z', timestamptz '2025-10-05 13:00Z'),
  ('Europe/Berlin', date '2025-03-30', timestamptz '2025-03-29 23:00Z', timestamptz '2025-03-30 22:00Z'),
  ('America/St_Johns', date '2025-03-09', timestamptz '2025-03-09 03:30Z', timestamptz '2025-03-10 02:30Z'),
  ('America/Los_Angeles', date '2025-03-09', timestamptz '2025-03-09 08:00Z', timestamptz '2025-03-10 07:00Z'),
  ('America/Santiago', date '2025-09-07', timestamptz '2025-09-07 04:00Z', timestamptz '2025-09-08 03:00Z'),
  -- And back: 25 hours, 24.5 on Lord Howe.
  ('Pacific/Chatham', date '2025-04-06', timestamptz '2025-04-05 10:15Z', timestamptz '2025-04-06 11:15Z'),
  ('Australia/Lord_Howe', date '2025-04-06', timestamptz '2025-04-05 13:00Z', timestamptz '2025-04-06 13:30Z'),
  ('Europe/Berlin', date '2025-10-26', timestamptz '2025-10-25 22:00Z', timestamptz '2025-10-26 23:00Z'),
  ('America/St_Johns', date '2025-11-02', timestamptz '2025-11-02 02:30Z', timestamptz '2025-11-03 03:30Z'),
  ('America/Los_Angeles', date '2025-11-02', timestamptz '2025-11-02 07:00Z', timestamptz '2025-11-03 08:00Z')
$$;
