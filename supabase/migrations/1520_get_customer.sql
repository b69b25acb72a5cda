-- get_customer: everything known about one person, read under the caller's own rights.

create function public.get_customer(account_id uuid, customer_id uuid)
returns jsonb
language sql stable
set search_path = ''
-- One person is looked up. A plan that was kept from when there were few would read everybody for each, in an export.
set enable_seqscan = off
-- "is not distinct from" keeps the account out of the index, where the policy names it already: named twice, an account
-- is taken for less than a row, any index that begins with it for the key, and each person reads the whole account.
as $$
  select jsonb_build_object(
    'id', c.id,
    'email', c.email,
    'name', c.name,
    'first_seen_at', c.first_seen_at,
    'last_activity_at', a.last_activity_at,
    'projects', private.customer_projects_of(c.account_id, c.id),
    'tags', array(
      select t.tag from public.customer_tags t where t.account_id is not distinct from c.account_id and t.customer_id = c.id order by t.tag
    ),
    'notes', (
      select coalesce(jsonb_agg(to_jsonb(latest) order by latest.created_at desc), '[]')
      from (
        select n.id, n.body, n.author_email, n.created_at
        from public.customer_notes n
        where n.account_id is not distinct from c.account_id and n.customer_id = c.id
        order by n.created_at desc
        limit 200
      ) latest
    ),
    'status_changes', (
      select coalesce(jsonb_agg(to_jsonb(latest) - 'id' order by latest.changed_at desc, latest.id desc), '[]')
      from (
        select s.id, s.project_id, s.from_status, s.to_status, s.changed_at, s.changed_by, s.user_email
        from public.status_changes s
        where s.account_id is not distinct from c.account_id and s.customer_id = c.id
        order by s.changed_at desc, s.id desc
        limit 200
      ) latest
    ),
    'mrr_changes', (
      select coalesce(jsonb_agg(to_jsonb(m) - '{account_id,customer_id,is_first}'::text[] order by m.day desc, m.project_id), '[]')
      from public.mrr_changes m
      where m.account_id is not distinct from c.account_id and m.customer_id = c.id
    )
  )
  from public.customers c
  join public.customer_activity a on a.account_id is not distinct from c.account_id and a.customer_id = c.id
  where c.account_id is not distinct from get_customer.account_id and c.id = get_customer.customer_id
$$;
comment on function public.get_customer(uuid, uuid) is
  'One customer with every project, tags, each change of MRR, and the latest 200 notes and status changes, or null when there is none that the caller may see.';
grant execute on function public.get_customer(uuid, uuid) to authenticated;
