-- Tags of customers.

create table public.customer_tags (
  account_id uuid not null,
  customer_id uuid not null,
  tag text not null constraint tag_is_1_to_50_characters check (char_length(tag) between 1 and 50 and tag = btrim(tag)),
  created_at timestamptz not null default now(),
  primary key (account_id, customer_id, tag),
  foreign key (account_id, customer_id) references public.customers (account_id, id) on delete cascade
);
-- As of public.customers.
alter table public.customer_tags alter column account_id set (n_distinct = -0.01);
comment on table public.customer_tags is 'Words that members put on customers, to find them again.';
create index customer_tags_tag_idx on public.customer_tags (account_id, tag, customer_id);

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

-- Tags customers, whom it looks for when it has their locks: one erased meanwhile must not make it fail.
create function private.tag_customers(account_id uuid, tag text, customer_ids uuid[], filter jsonb)
returns integer
language plpgsql volatile security definer
set search_path = ''
set enable_seqscan = off
as $$
declare
  v_tag text := private.to_one_line(tag);
  v_ids uuid[];
  v_count integer;
begin
  perform private.require_editor(tag_customers.account_id);
  if char_length(coalesce(v_tag, '')) not between 1 and 50 then
    raise invalid_parameter_value using message = 'A tag can be 1 to 50 characters.';
  end if;
  -- A statement of its own, so that the next one sees what was committed while this one waited.
  v_ids := private.lock_chosen_customers(tag_customers.account_id, customer_ids, filter);
  insert into public.customer_tags (account_id, customer_id, tag)
  select c.account_id, c.id, v_tag
  from unnest(v_ids) chosen
  cross join lateral (
    select c.account_id, c.id from public.customers c
    where c.account_id = tag_customers.account_id and c.id = chosen
    limit 1
  ) c
  order by c.id
  on conflict do nothing;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
alter function private.tag_customers(uuid, text, uuid[], jsonb) owner to tinycrm;
grant execute on function private.tag_customers(uuid, text, uuid[], jsonb) to authenticated;

create function public.tag_customers(account_id uuid, tag text, customer_ids uuid[])
returns integer language sql volatile set search_path = '' set statement_timeout = '30s'
as $$
  select private.tag_customers(tag_customers.account_id, tag_customers.tag, coalesce(tag_customers.customer_ids, '{}'), null)
$$;
comment on function public.tag_customers(uuid, text, uuid[]) is
  'Puts a tag on customers and returns how many did not have it. Owners and admins only (42501).';
grant execute on function public.tag_customers(uuid, text, uuid[]) to authenticated;

create function public.tag_matching(account_id uuid, tag text, filter jsonb)
returns integer language sql volatile set search_path = '' set statement_timeout = '30s'
as $$ select private.tag_customers(tag_matching.account_id, tag_matching.tag, null, tag_matching.filter) $$;
comment on function public.tag_matching(uuid, text, jsonb) is
  'Puts a tag on all customers that match a filter of search_customers, 10,000 at most (22023). Owners and admins only (42501).';
grant execute on function public.tag_matching(uuid, text, jsonb) to authenticated;

-- Takes a tag off customers.
create function private.untag_customers(account_id uuid, tag text, customer_ids uuid[])
returns integer
language plpgsql volatile security definer
set search_path = ''
set enable_seqscan = off
as $$
declare
  v_id uuid;
  v_count integer := 0;
begin
  perform private.require_editor(untag_customers.account_id);
  perform private.lock_customers(untag_customers.account_id, untag_customers.customer_ids);
  foreach v_id in array coalesce(untag_customers.customer_ids, '{}') loop
    delete from public.customer_tags t
    where t.account_id = untag_customers.account_id and t.customer_id = v_id and t.tag = btrim(untag_customers.tag);
    v_count := v_count + found::integer;
  end loop;
  return v_count;
end
$$;
alter function private.untag_customers(uuid, text, uuid[]) owner to tinycrm;
grant execute on function private.untag_customers(uuid, text, uuid[]) to authenticated;

create function public.untag_customers(account_id uuid, tag text, customer_ids uuid[])
returns integer language sql volatile set search_path = '' set statement_timeout = '30s'
as $$ select private.untag_customers(untag_customers.account_id, untag_customers.tag, untag_customers.customer_ids) $$;
comment on function public.untag_customers(uuid, text, uuid[]) is
  'Takes a tag off customers and returns how many had it. Owners and admins only (42501).';
grant execute on function public.untag_customers(uuid, text, uuid[]) to authenticated;

create function public.list_tags(account_id uuid)
returns table (tag text, customers bigint)
language sql stable
set search_path = ''
as $$
  select t.tag, count(*) from public.customer_tags t where t.account_id = list_tags.account_id group by t.tag order by t.tag
$$;
comment on function public.list_tags(uuid) is 'The tags of an account that the caller may see, with how many customers have each.';
grant execute on function public.list_tags(uuid) to authenticated;
