-- What founders add to a customer by hand: notes and tags.

create function private.user_email()
returns text
language sql stable
set search_path = ''
as $$
  select nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'
$$;
comment on function private.user_email() is 'The email in the session of the signed-in user.';
revoke all on function private.user_email() from public, anon, authenticated, service_role;
grant execute on function private.user_email() to tinycrm;

create table public.customer_notes (
  account_id uuid not null,
  id uuid not null default gen_random_uuid(),
  customer_id uuid not null,
  body text not null constraint note_is_1_to_10000_characters check (char_length(body) between 1 and 10000),
  author_email text,
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  foreign key (account_id, customer_id) references public.customers (account_id, id) on delete cascade
);
comment on table public.customer_notes is 'What members wrote about a customer.';
comment on column public.customer_notes.author_email is 'Kept as it was, so that a note still has its author when the member has left.';
create index customer_notes_customer_idx on public.customer_notes (account_id, customer_id, created_at);

create table public.customer_tags (
  account_id uuid not null,
  customer_id uuid not null,
  tag text not null constraint tag_is_1_to_50_characters check (char_length(tag) between 1 and 50 and tag = btrim(tag)),
  created_at timestamptz not null default now(),
  primary key (account_id, customer_id, tag),
  foreign key (account_id, customer_id) references public.customers (account_id, id) on delete cascade
);
comment on table public.customer_tags is 'Words that members put on customers, to find them again.';
create index customer_tags_tag_idx on public.customer_tags (account_id, tag, customer_id);

alter table public.customer_notes enable row level security;
alter table public.customer_notes force row level security;
alter table public.customer_tags enable row level security;
alter table public.customer_tags force row level security;
revoke all on public.customer_notes, public.customer_tags from anon, authenticated, service_role;
grant select on public.customer_notes, public.customer_tags to authenticated;
grant select, insert, update, delete on public.customer_notes, public.customer_tags to service_role;
grant select, insert, delete on public.customer_notes, public.customer_tags to tinycrm;
create policy "members read their notes" on public.customer_notes
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "members read their tags" on public.customer_tags
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "tinycrm functions work on every note" on public.customer_notes
  for all to tinycrm using (true) with check (true);
create policy "tinycrm functions work on every tag" on public.customer_tags
  for all to tinycrm using (true) with check (true);

-- The ids of the customers that match a filter, in the order in which they are locked.
create function private.matching_customers(account_id uuid, filter jsonb)
returns uuid[]
language plpgsql stable
set search_path = ''
-- Tables that were just filled have no statistics, and a nested loop would compare everybody with everybody.
set enable_nestloop = off
set enable_hashjoin = on
set enable_seqscan = on
as $$
declare
  -- What one transaction changes without holding up the calls for these customers for long.
  v_most constant integer := 10000;
  v_ids uuid[];
begin
  execute format(
    $sql$
      select array_agg(id order by id) from (
        select c.id from public.customers c
        cross join lateral (
          select * from public.customer_activity a where a.account_id = c.account_id and a.customer_id = c.id offset 0
        ) a
        where %s limit %s
      ) found
    $sql$,
    private.customer_filter(account_id, filter), v_most + 1
  ) into v_ids;
  if cardinality(v_ids) > v_most then
    raise invalid_parameter_value using
      message = 'More than 10,000 customers match. Narrow the filter and do it in parts.';
  end if;
  return coalesce(v_ids, '{}');
end
$$;
revoke all on function private.matching_customers(uuid, jsonb) from public, anon, authenticated, service_role;
grant execute on function private.matching_customers(uuid, jsonb) to tinycrm;

create function private.add_note(account_id uuid, customer_id uuid, body text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_body text := btrim(body, E' \t\r\n');
  v_note public.customer_notes;
begin
  perform private.require_editor(add_note.account_id);
  if char_length(coalesce(v_body, '')) not between 1 and 10000 then
    raise invalid_parameter_value using message = 'Write a note of 1 to 10,000 characters.';
  end if;
  insert into public.customer_notes (account_id, customer_id, body, author_email)
  values (add_note.account_id, add_note.customer_id, v_body, private.user_email())
  returning * into v_note;
  return to_jsonb(v_note) - 'account_id' - 'customer_id';
exception
  when foreign_key_violation then
    raise invalid_parameter_value using message = 'There is no such customer in this account.';
end
$$;
alter function private.add_note(uuid, uuid, text) owner to tinycrm;
revoke all on function private.add_note(uuid, uuid, text) from public, anon, authenticated, service_role;
grant execute on function private.add_note(uuid, uuid, text) to authenticated;

create function public.add_note(account_id uuid, customer_id uuid, body text)
returns jsonb
language sql volatile
set search_path = ''
as $$
  select private.add_note(add_note.account_id, add_note.customer_id, add_note.body)
$$;
comment on function public.add_note(uuid, uuid, text) is
  'Writes a note about a customer and returns it: {id, body, author_email, created_at}. Owners and admins only (42501).';
revoke all on function public.add_note(uuid, uuid, text) from public, anon, authenticated, service_role;
grant execute on function public.add_note(uuid, uuid, text) to authenticated;

create function private.delete_note(account_id uuid, note_id uuid)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_editor(delete_note.account_id);
  delete from public.customer_notes n where n.account_id = delete_note.account_id and n.id = delete_note.note_id;
end
$$;
alter function private.delete_note(uuid, uuid) owner to tinycrm;
revoke all on function private.delete_note(uuid, uuid) from public, anon, authenticated, service_role;
grant execute on function private.delete_note(uuid, uuid) to authenticated;

create function public.delete_note(account_id uuid, note_id uuid)
returns void
language sql volatile
set search_path = ''
as $$
  select private.delete_note(delete_note.account_id, delete_note.note_id)
$$;
comment on function public.delete_note(uuid, uuid) is 'Deletes a note; one that is gone already is fine. Owners and admins only (42501).';
revoke all on function public.delete_note(uuid, uuid) from public, anon, authenticated, service_role;
grant execute on function public.delete_note(uuid, uuid) to authenticated;

create function private.tag_customers(account_id uuid, tag text, customer_ids uuid[], filter jsonb)
returns integer
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_tag text := btrim(tag);
  v_count integer;
begin
  perform private.require_editor(tag_customers.account_id);
  if char_length(coalesce(v_tag, '')) not between 1 and 50 then
    raise invalid_parameter_value using message = 'A tag has 1 to 50 characters.';
  end if;
  insert into public.customer_tags (account_id, customer_id, tag)
  select c.account_id, c.id, v_tag
  from public.customers c
  where c.account_id = tag_customers.account_id
    and c.id = any (coalesce(tag_customers.customer_ids, private.matching_customers(tag_customers.account_id, filter)))
  order by c.id
  on conflict do nothing;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
alter function private.tag_customers(uuid, text, uuid[], jsonb) owner to tinycrm;
revoke all on function private.tag_customers(uuid, text, uuid[], jsonb) from public, anon, authenticated, service_role;
grant execute on function private.tag_customers(uuid, text, uuid[], jsonb) to authenticated;

create function public.tag_customers(account_id uuid, tag text, customer_ids uuid[])
returns integer
language sql volatile
set search_path = ''
as $$
  select private.tag_customers(tag_customers.account_id, tag_customers.tag, coalesce(tag_customers.customer_ids, '{}'), null)
$$;
comment on function public.tag_customers(uuid, text, uuid[]) is
  'Puts a tag on customers and returns how many did not have it. Owners and admins only (42501).';
revoke all on function public.tag_customers(uuid, text, uuid[]) from public, anon, authenticated, service_role;
grant execute on function public.tag_customers(uuid, text, uuid[]) to authenticated;

create function public.tag_matching(account_id uuid, tag text, filter jsonb)
returns integer
language sql volatile
set search_path = ''
as $$
  select private.tag_customers(tag_matching.account_id, tag_matching.tag, null, tag_matching.filter)
$$;
comment on function public.tag_matching(uuid, text, jsonb) is
  'Puts a tag on all customers that match a filter of search_customers, 10,000 at most (22023). Owners and admins only (42501).';
revoke all on function public.tag_matching(uuid, text, jsonb) from public, anon, authenticated, service_role;
grant execute on function public.tag_matching(uuid, text, jsonb) to authenticated;

create function private.untag_customers(account_id uuid, tag text, customer_ids uuid[])
returns integer
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_count integer;
begin
  perform private.require_editor(untag_customers.account_id);
  delete from public.customer_tags t
  where t.account_id = untag_customers.account_id
    and t.tag = untag_customers.tag
    and t.customer_id = any (untag_customers.customer_ids);
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
alter function private.untag_customers(uuid, text, uuid[]) owner to tinycrm;
revoke all on function private.untag_customers(uuid, text, uuid[]) from public, anon, authenticated, service_role;
grant execute on function private.untag_customers(uuid, text, uuid[]) to authenticated;

create function public.untag_customers(account_id uuid, tag text, customer_ids uuid[])
returns integer
language sql volatile
set search_path = ''
as $$
  select private.untag_customers(untag_customers.account_id, untag_customers.tag, untag_customers.customer_ids)
$$;
comment on function public.untag_customers(uuid, text, uuid[]) is
  'Takes a tag off customers and returns how many had it. Owners and admins only (42501).';
revoke all on function public.untag_customers(uuid, text, uuid[]) from public, anon, authenticated, service_role;
grant execute on function public.untag_customers(uuid, text, uuid[]) to authenticated;

create function public.list_tags(account_id uuid)
returns table (tag text, customers bigint)
language sql stable
set search_path = ''
as $$
  select t.tag, count(*) from public.customer_tags t where t.account_id = list_tags.account_id group by t.tag order by t.tag
$$;
comment on function public.list_tags(uuid) is 'The tags of an account that the caller may see, with how many customers have each.';
revoke all on function public.list_tags(uuid) from public, anon, authenticated, service_role;
grant execute on function public.list_tags(uuid) to authenticated;
