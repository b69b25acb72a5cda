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
  insert into public.members (account_id, user_id, role) values (account_id, tests.user_id(nick), role)
$$;

create function tests.key_hash(nick text, project text) returns text language sql immutable as $$
  select encode(sha256(convert_to('key ' || nick || ' ' || project, 'UTF8')), 'hex')
$$;

create function tests.project_id(nick text, project text) returns uuid language sql immutable as $$
  select md5('project ' || nick || ' ' || project)::uuid
$$;

/* A product with one API key, whose hash is tests.key_hash(nick, project). */
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

create function tests.badge(nick text, project text, email text) returns public.customer_projects
language sql stable security definer as $$
  select cp
  from public.customer_projects cp
  where cp.account_id = tests.account_of(nick)
    and cp.project_id = tests.project_id(nick, project)
    and cp.customer_id = (tests.customer(nick, $3)).id
$$;
comment on function tests.badge(text, text, text) is 'One customer in one product, read as the superuser.';

/* Every table of the product, with whether `authenticated` may read all its columns. */
create function tests.tables() returns setof text language sql stable as $$
  select relname::text from pg_class
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1
$$;
