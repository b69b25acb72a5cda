-- read.feed: what the Edge Function asks for whoever has the address of a feed. First what is in it, then who, all at one moment, then
-- a part of them after the other. Each function checks the secret in the statement that reads, so that a feed that is revoked ends
-- in the middle.

-- The feed with this hash, hex SHA-256, if it is live; all null otherwise. Notes that it was read, and waits for nobody to do so.
create function private.use_feed(key_hash text)
returns public.feeds
language plpgsql volatile
set search_path = ''
as $$
declare
  v_hash constant bytea := decode(key_hash, 'hex');
  v_feed public.feeds;
begin
  select f.* into v_feed from public.feeds f where f.hash = v_hash and f.revoked_at is null;
  if v_feed.id is null then
    select f.* into v_feed from public.feeds f where f.old_hash = v_hash and f.old_until > now() and f.revoked_at is null;
  end if;
  if coalesce(v_feed.last_used_at, '-infinity') < now() - interval '1 minute' then
    update public.feeds f set last_used_at = now()
    from (
      select due.account_id, due.id from public.feeds due
      where due.account_id = v_feed.account_id and due.id = v_feed.id
      for no key update skip locked
    ) due
    where f.account_id = due.account_id and f.id = due.id;
  end if;
  return v_feed;
end
$$;
grant execute on function private.use_feed(text) to tinycrm;

-- Why a feed is answered nothing, or null.
create function private.feed_refusal(feed public.feeds)
returns jsonb
language sql stable
set search_path = ''
as $$
  select case
    when feed.id is null then '{"refused": "unauthorized"}'::jsonb
    when feed.view_id is null then '{"refused": "view_deleted"}'
    when private.must_pay(feed.account_id) then '{"refused": "payment_required"}'
  end
$$;
grant execute on function private.feed_refusal(public.feeds) to tinycrm;

create function read.feed(key_hash text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_feed constant public.feeds := private.use_feed(key_hash);
begin
  return coalesce(private.feed_refusal(v_feed), jsonb_build_object(
    'view', (
      select jsonb_build_object('name', v.name, 'query', v.query) from public.views v
      where v.account_id = v_feed.account_id and v.id = v_feed.view_id
    ),
    'projects', (
      select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'keys', array(
        select k.key from public.param_keys k where k.account_id = p.account_id and k.project_id = p.id order by k.key
      )) order by p.created_at, p.id), '[]')
      from public.projects p where p.account_id = v_feed.account_id
    )
  ));
end
$$;
comment on function read.feed(text) is
  'What a feed is of: {view: {name, query}, projects: [{id, name, keys}]}, or {refused}: view_deleted, besides those of read keys.';
alter function read.feed(text) owner to tinycrm;
grant execute on function read.feed(text) to reader;

-- asked: {filter, sort, descending, cursor}, as public.search_customers takes them.
create function read.feed_ids(key_hash text, asked jsonb)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
as $$
declare
  -- As many ids as an Edge Function has room for.
  v_max constant integer := 100000;
  v_feed constant public.feeds := private.use_feed(key_hash);
  v_refusal constant jsonb := private.feed_refusal(v_feed);
  v_descending constant boolean := (asked ->> 'descending')::boolean;
  v_sort record;
  v_ids uuid[];
  v_cursor text;
begin
  if v_refusal is not null then return v_refusal; end if;
  v_sort := private.customer_sort(v_feed.account_id, asked ->> 'sort', v_descending);
  v_ids := private.page_of_customers(
    v_feed.account_id, asked -> 'filter', v_sort, (asked ->> 'cursor')::jsonb, v_descending, v_max
  );
  if cardinality(v_ids) = v_max then
    execute format(
      $sql$
        select jsonb_build_array(case when last.value::text not in ('Infinity', '-Infinity') then to_jsonb(last.value) end, last.id)::text
        from (
          select c.id, %s as value from public.customers c
          join public.customer_activity a on a.account_id = c.account_id and a.customer_id = c.id
          where c.account_id = %L and c.id = %L
        ) last
      $sql$, v_sort.expression, v_feed.account_id, v_ids[v_max]
    ) into v_cursor;
  end if;
  return jsonb_build_object('ids', v_ids, 'cursor', v_cursor);
end
$$;
comment on function read.feed_ids(text, jsonb) is
  'Who is in a feed, in its order, 100,000 at most: {ids, cursor}; the cursor leads to those who follow, and is null where none do.';
alter function read.feed_ids(text, jsonb) owner to tinycrm;
grant execute on function read.feed_ids(text, jsonb) to reader;

create function read.feed_rows(key_hash text, ids uuid[])
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set timezone = 'UTC'
set jit = off
-- Looking each of them up is always quicker than reading a table.
set enable_seqscan = off
as $$
declare
  v_feed constant public.feeds := private.use_feed(key_hash);
begin
  -- As private.readable_customer, which takes four times as long, one after the other.
  return coalesce(private.feed_refusal(v_feed), jsonb_build_object('customers', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', c.id, 'email', c.email, 'name', c.name, 'first_seen_at', badge.first_seen_at, 'last_activity_at', badge.last_activity_at,
      'tags', array(
        select t.tag from public.customer_tags t where t.account_id = v_feed.account_id and t.customer_id = c.id order by t.tag
      ),
      'projects', badge.projects
    ) order by wanted.position), '[]')
    from unnest(ids[1:1000]) with ordinality wanted (id, position)
    cross join lateral (
      select who.id, who.email, who.name from public.customers who
      where who.account_id = v_feed.account_id and who.id = wanted.id offset 0
    ) c
    cross join lateral (
      select min(cp.first_seen_at) as first_seen_at, max(cp.last_activity_at) as last_activity_at, coalesce(jsonb_agg(jsonb_build_object(
        'id', cp.project_id, 'status', cp.status, 'status_at', nullif(cp.status_at, '-infinity'), 'params', cp.params,
        'first_seen_at', cp.first_seen_at, 'last_activity_at', cp.last_activity_at
      )), '[]') as projects
      from public.customer_projects cp where cp.account_id = v_feed.account_id and cp.customer_id = c.id
    ) badge
  )));
end
$$;
comment on function read.feed_rows(text, uuid[]) is
  'These people of a feed as read.customers gives them, but for the names and the order of their projects, which read.feed has; 1,000 at most, in their order; who was erased meanwhile is left out.';
alter function read.feed_rows(text, uuid[]) owner to tinycrm;
grant execute on function read.feed_rows(text, uuid[]) to reader;
