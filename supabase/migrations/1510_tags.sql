-- Tags of customers.

create table public.customer_tags (
  account_id uuid not null,
  customer_id uuid not null,
  tag text not null constraint tag_is_1_to_50_characters check (char_length(tag) between 1 and 50 and tag = btrim(tag)),
  created_at timestamptz not null default now(),
  foreign key (account_id, customer_id) references public.customers (account_id, id) on delete cascade
);
-- As of public.customers.
alter table public.customer_tags alter column account_id set (n_distinct = -0.01);
comment on table public.customer_tags is 'Words that members put on customers, to find them again.';
create index customer_tags_tag_idx on public.customer_tags (account_id, tag, customer_id);
-- Made last, as that of public.customers.
alter table public.customer_tags add constraint customer_tags_pkey primary key (account_id, customer_id, tag);

alter table public.customer_tags enable row level security;
alter table public.customer_tags force row level security;
revoke all on public.customer_tags from anon, authenticated, service_role;
grant select on public.customer_tags to authenticated;
grant select, insert, update, delete on public.customer_tags to service_role;
grant select, insert, delete on public.customer_tags to tinycrm;
create policy "members read their tags" on public.customer_tags
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "tinycrm functions work on every tag" on public.customer_tags
  for all to tinycrm using (true) with check (true);

-- A tag as it is kept, on one line. Null where it is none.
create function private.read_tag(tag text)
returns text
language sql immutable
set search_path = ''
as $$
  select t.tag from (select private.to_one_line(read_tag.tag)) t (tag) where char_length(t.tag) between 1 and 50
$$;
grant execute on function private.read_tag(text) to tinycrm;

-- Tags customers, whom it looks for when it has their locks: one erased meanwhile must not make it fail.
create function private.tag_customers(account_id uuid, tag text, customer_ids uuid[], filter jsonb, edit_id uuid)
returns integer
language plpgsql volatile security definer
set search_path = ''
set enable_seqscan = off
as $$
declare
  v_tag text := private.read_tag(tag);
  v_ids uuid[];
  v_id uuid;
  v_tagged uuid[] := '{}';
begin
  perform private.require_editor(tag_customers.account_id);
  if v_tag is null then
    raise invalid_parameter_value using message = 'A tag can be 1 to 50 characters.';
  end if;
  perform private.forget_old_edits(tag_customers.account_id);
  -- A statement of its own, so that the next one sees what was committed while this one waited.
  v_ids := private.lock_chosen_customers(tag_customers.account_id, customer_ids, filter);
  with tagged as (
    insert into public.customer_tags (account_id, customer_id, tag)
    select c.account_id, c.id, v_tag
    from unnest(v_ids) chosen
    cross join lateral (
      select c.account_id, c.id from public.customers c
      where c.account_id = tag_customers.account_id and c.id = chosen
      limit 1
    ) c
    order by c.id
    on conflict do nothing
    returning customer_id
  )
  select coalesce(array_agg(t.customer_id), '{}') into v_tagged from tagged t;
  foreach v_id in array v_tagged loop
    perform private.keep_edit(
      tag_customers.account_id, tag_customers.edit_id, v_id, 'tagged', jsonb_build_object('tag', v_tag)
    );
  end loop;
  return cardinality(v_tagged);
end
$$;
alter function private.tag_customers(uuid, text, uuid[], jsonb, uuid) owner to tinycrm;
grant execute on function private.tag_customers(uuid, text, uuid[], jsonb, uuid) to authenticated;

create function public.tag_customers(account_id uuid, tag text, customer_ids uuid[], edit_id uuid default null)
returns integer language sql volatile set search_path = '' set statement_timeout = '30s'
as $$
  select private.tag_customers(
    tag_customers.account_id, tag_customers.tag, coalesce(tag_customers.customer_ids, '{}'), null, tag_customers.edit_id
  )
$$;
comment on function public.tag_customers(uuid, text, uuid[], uuid) is
  'Puts a tag on customers and returns how many did not have it. edit_id: what undo_edit is called with. Owners and admins only (42501).';
grant execute on function public.tag_customers(uuid, text, uuid[], uuid) to authenticated;

create function public.tag_matching(account_id uuid, tag text, filter jsonb, edit_id uuid default null)
returns integer language sql volatile set search_path = '' set statement_timeout = '30s'
as $$
  select private.tag_customers(tag_matching.account_id, tag_matching.tag, null, tag_matching.filter, tag_matching.edit_id)
$$;
comment on function public.tag_matching(uuid, text, jsonb, uuid) is
  'tag_customers for all customers that match a filter of search_customers, 10,000 at most (22023).';
grant execute on function public.tag_matching(uuid, text, jsonb, uuid) to authenticated;

-- Takes a tag off customers.
create function private.untag_customers(account_id uuid, tag text, customer_ids uuid[], filter jsonb, edit_id uuid)
returns integer
language plpgsql volatile security definer
set search_path = ''
set enable_seqscan = off
as $$
declare
  v_ids uuid[];
  v_id uuid;
  v_was public.customer_tags;
  v_count integer := 0;
begin
  perform private.require_editor(untag_customers.account_id);
  perform private.forget_old_edits(untag_customers.account_id);
  v_ids := private.lock_chosen_customers(untag_customers.account_id, untag_customers.customer_ids, filter);
  foreach v_id in array v_ids loop
    delete from public.customer_tags t
    where t.account_id = untag_customers.account_id and t.customer_id = v_id and t.tag = btrim(untag_customers.tag)
    returning * into v_was;
    continue when not found;
    v_count := v_count + 1;
    perform private.keep_edit(
      untag_customers.account_id, untag_customers.edit_id, v_id, 'untagged',
      jsonb_build_object('tag', v_was.tag, 'created_at', v_was.created_at)
    );
  end loop;
  return v_count;
end
$$;
alter function private.untag_customers(uuid, text, uuid[], jsonb, uuid) owner to tinycrm;
grant execute on function private.untag_customers(uuid, text, uuid[], jsonb, uuid) to authenticated;

create function public.untag_customers(account_id uuid, tag text, customer_ids uuid[], edit_id uuid default null)
returns integer language sql volatile set search_path = '' set statement_timeout = '30s'
as $$
  select private.untag_customers(
    untag_customers.account_id, untag_customers.tag, coalesce(untag_customers.customer_ids, '{}'), null, untag_customers.edit_id
  )
$$;
comment on function public.untag_customers(uuid, text, uuid[], uuid) is
  'Takes a tag off customers and returns how many had it. edit_id: what undo_edit is called with. Owners and admins only (42501).';
grant execute on function public.untag_customers(uuid, text, uuid[], uuid) to authenticated;

create function public.untag_matching(account_id uuid, tag text, filter jsonb, edit_id uuid default null)
returns integer language sql volatile set search_path = '' set statement_timeout = '30s'
as $$
  select private.untag_customers(
    untag_matching.account_id, untag_matching.tag, null, untag_matching.filter, untag_matching.edit_id
  )
$$;
comment on function public.untag_matching(uuid, text, jsonb, uuid) is
  'untag_customers for all customers that match a filter of search_customers, 10,000 at most (22023).';
grant execute on function public.untag_matching(uuid, text, jsonb, uuid) to authenticated;

create function public.list_tags(account_id uuid)
returns table (tag text, customers bigint)
language sql stable
set search_path = ''
as $$
  select t.tag, count(*) from public.customer_tags t where t.account_id = list_tags.account_id group by t.tag order by t.tag
$$;
comment on function public.list_tags(uuid) is 'The tags of an account that the caller may see, with how many customers have each.';
grant execute on function public.list_tags(uuid) to authenticated;
