-- A feed is the address of a saved view, for what can send no key in a header, such as a spreadsheet. Its secret is in the address: it
-- gives that view and nothing else.

create table public.feeds (
  account_id uuid not null references public.accounts (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  view_id uuid,
  hash bytea not null constraint feeds_hash_key unique constraint feed_hash_is_sha256 check (octet_length(hash) = 32),
  hint text not null constraint feed_hint_is_the_last_four check (char_length(hint) = 4),
  old_hash bytea constraint feeds_old_hash_key unique constraint old_feed_hash_is_sha256 check (octet_length(old_hash) = 32),
  old_until timestamptz,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (account_id, id),
  foreign key (account_id, view_id) references public.views (account_id, id) on delete set null (view_id)
);
create index feeds_view_idx on public.feeds (account_id, view_id);
comment on table public.feeds is 'Secret addresses of saved views. Checked by their hash inside the statement that reads.';
comment on column public.feeds.view_id is 'Null when the view was deleted.';
comment on column public.feeds.old_hash is 'The address before, which is answered until old_until, so that it can be replaced everywhere.';
comment on column public.feeds.last_used_at is 'Written at most once a minute.';

alter table public.feeds enable row level security;
alter table public.feeds force row level security;
revoke all on public.feeds from anon, authenticated, service_role;
grant select (account_id, id, view_id, hint, old_until, created_at, last_used_at, revoked_at) on public.feeds to authenticated;
grant select, insert, update, delete on public.feeds to service_role;
grant select, insert, update on public.feeds to tinycrm;
create policy "members read their feeds, never the hash" on public.feeds
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "tinycrm functions work on every feed" on public.feeds
  for all to tinycrm using (true) with check (true);

-- A new secret of a feed.
create function private.new_feed_key()
returns text
language plpgsql volatile
set search_path = ''
as $$
declare
  v_key constant text := 'tcrm_feed_' || private.random_base62(43);
begin
  return v_key || private.api_key_checksum(v_key);
end
$$;
grant execute on function private.new_feed_key() to tinycrm;

-- Makes a feed of a view.
create function private.create_feed(account_id uuid, view_id uuid, out id uuid, out feed_key text)
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.require_editor(create_feed.account_id);
  -- One at a time, so that the count is right.
  perform private.lock_members(create_feed.account_id);
  if not exists (select from public.views v where v.account_id = create_feed.account_id and v.id = create_feed.view_id) then
    raise invalid_parameter_value using message = 'Choose a saved view of this account.';
  end if;
  if (select count(*) from public.feeds f where f.account_id = create_feed.account_id and f.revoked_at is null) >= 100 then
    raise invalid_parameter_value using message = 'An account can have up to 100 feeds. Revoke one you don’t use first.';
  end if;
  feed_key := private.new_feed_key();
  insert into public.feeds (account_id, view_id, hash, hint)
  values (create_feed.account_id, create_feed.view_id, sha256(convert_to(feed_key, 'UTF8')), right(feed_key, 4))
  returning feeds.id into create_feed.id;
end
$$;
alter function private.create_feed(uuid, uuid) owner to tinycrm;
grant execute on function private.create_feed(uuid, uuid) to authenticated;

create function public.create_feed(account_id uuid, view_id uuid)
returns table (id uuid, feed_key text) language sql volatile set search_path = ''
as $$
  select made.id, made.feed_key from private.create_feed(create_feed.account_id, create_feed.view_id) made
$$;
comment on function public.create_feed(uuid, uuid) is
  'Makes a secret address for a saved view and returns its secret, once. Owners and admins only. Refuses a view of another account, and more than 100 live feeds (22023).';
grant execute on function public.create_feed(uuid, uuid) to authenticated;

-- The account of a feed of the caller; a stranger gets the answer that a missing feed gets.
create function private.require_feed(feed_id uuid)
returns uuid
language plpgsql stable
set search_path = ''
as $$
declare
  v_account_id constant uuid := (
    select f.account_id from public.feeds f where f.id = feed_id and f.account_id = any (private.my_account_ids())
  );
begin
  perform private.require_editor(v_account_id);
  return v_account_id;
end
$$;
grant execute on function private.require_feed(uuid) to tinycrm;

-- Gives a feed a new address. The one before is answered for a day, and the one before that no more.
create function private.rotate_feed(feed_id uuid)
returns text
language plpgsql security definer
set search_path = ''
as $$
declare
  v_account_id constant uuid := private.require_feed(rotate_feed.feed_id);
  v_key constant text := private.new_feed_key();
begin
  update public.feeds f
  set hash = sha256(convert_to(v_key, 'UTF8')), hint = right(v_key, 4), old_hash = f.hash, old_until = now() + interval '1 day'
  where f.account_id = v_account_id and f.id = rotate_feed.feed_id and f.revoked_at is null;
  if not found then
    raise invalid_parameter_value using message = 'This feed was revoked. Create another one.';
  end if;
  return v_key;
end
$$;
alter function private.rotate_feed(uuid) owner to tinycrm;
grant execute on function private.rotate_feed(uuid) to authenticated;

create function public.rotate_feed(feed_id uuid)
returns text language sql volatile set search_path = ''
as $$ select private.rotate_feed(rotate_feed.feed_id) $$;
comment on function public.rotate_feed(uuid) is
  'Gives a feed a new secret and returns it, once. The one before is answered for 24 hours. Owners and admins only; one that was revoked is 22023.';
grant execute on function public.rotate_feed(uuid) to authenticated;

-- Ends a feed at once, the address before its last change included.
create function private.revoke_feed(feed_id uuid)
returns void
language plpgsql security definer
set search_path = ''
as $$
declare
  v_account_id constant uuid := private.require_feed(revoke_feed.feed_id);
begin
  update public.feeds f set revoked_at = now()
  where f.account_id = v_account_id and f.id = revoke_feed.feed_id and f.revoked_at is null;
end
$$;
alter function private.revoke_feed(uuid) owner to tinycrm;
grant execute on function private.revoke_feed(uuid) to authenticated;

create function public.revoke_feed(feed_id uuid)
returns void language sql volatile set search_path = ''
as $$ select private.revoke_feed(revoke_feed.feed_id) $$;
comment on function public.revoke_feed(uuid) is
  'Ends a feed at once: nothing that begins after this commits is answered. Owners and admins only.';
grant execute on function public.revoke_feed(uuid) to authenticated;
