-- What parity.test.ts asks for through the API. Made by `postgres`, as a migration would.
create extension btree_gist with schema extensions;

create table public.notes (
  id integer primary key,
  body jsonb,
  raw bytea,
  price numeric(10, 2),
  seen_at timestamptz,
  local_at timestamp,
  secret text default 'hidden',
  constraint id_is_positive check (id > 0),
  exclude using gist (price with =)
);
grant select (id, body, raw, price, seen_at, local_at), insert, update, delete
  on public.notes to authenticated;
grant all on public.notes to service_role;

create table public.ungranted (id integer);

create schema hidden;
create table hidden.things (id integer);
alter table hidden.things enable row level security;

create table public.own_rows (owner uuid default auth.uid(), id integer primary key);
alter table public.own_rows enable row level security;
create policy own on public.own_rows to authenticated
  using (owner = auth.uid()) with check (owner = auth.uid());
grant all on public.own_rows to authenticated;

create function public.kind(value jsonb) returns text language sql stable as
  $$ select jsonb_typeof(value) $$;
create function public.kind_of_unnamed(json) returns text language sql stable as
  $$ select json_typeof($1) $$;
create function public.pick(value jsonb, key text) returns jsonb language sql stable as
  $$ select value -> key $$;
create function public.who() returns jsonb language sql stable as $$
  select jsonb_build_object(
    'user', current_user, 'uid', auth.uid(), 'role', auth.role(),
    'email', auth.email(), 'issuer', auth.jwt() ->> 'iss')
$$;
create function public.fail(state text) returns void language plpgsql as $$
begin
  raise exception 'it failed' using errcode = state, detail = 'a detail', hint = 'a hint';
end
$$;
create function public.fail_plainly() returns void language plpgsql as $$
begin
  raise exception 'no more than % a day', 5;
end
$$;
create function public.make_note(id integer, raw bytea default null) returns public.notes
  language sql volatile as $$ insert into public.notes (id, raw) values ($1, $2) returning * $$;
create function public.sleep_in_a_hurry(seconds float) returns void language sql volatile
  set statement_timeout = '100ms' as $$ select pg_sleep(seconds) $$;
create function public.time_limit() returns text language sql volatile as
  $$ select current_setting('statement_timeout') $$;
create function public.write_though_stable() returns void language plpgsql stable as $$
begin
  perform public.make_note(99);
end
$$;
create table public.many as select i from generate_series(1, 1500) i;
grant select on public.many to authenticated;
create function public.read_many() returns setof public.many language sql stable as
  $$ select * from public.many $$;
