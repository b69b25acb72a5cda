-- tag_customers looks for its customers when it has their locks: before, one erased meanwhile made it fail.

create or replace function private.tag_customers(account_id uuid, tag text, customer_ids uuid[], filter jsonb)
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
    raise invalid_parameter_value using message = 'A tag has 1 to 50 characters.';
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
