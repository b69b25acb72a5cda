-- What is asked before many customers are changed or written to.

-- What set_status would do. It takes no lock.
create function private.preview_status(
  account_id uuid, project_id uuid, status public.customer_status, customer_ids uuid[], filter jsonb,
  out changed integer, out unchanged integer, out outside integer
)
language plpgsql stable security definer
set search_path = ''
set enable_seqscan = off
as $$
declare
  v_ids uuid[];
begin
  perform private.require_editor(preview_status.account_id);
  v_ids := coalesce(preview_status.customer_ids, private.matching_customers(preview_status.account_id, filter));
  select
    count(*) filter (where was.status <> preview_status.status),
    count(*) filter (where was.status = preview_status.status),
    count(*) filter (where was.status is null)
  into changed, unchanged, outside
  from (select distinct id from unnest(v_ids) id) chosen
  left join lateral (
    select cp.status from public.customer_projects cp
    where cp.account_id = preview_status.account_id and cp.customer_id = chosen.id and cp.project_id = preview_status.project_id
    limit 1
  ) was on true;
end
$$;
alter function private.preview_status(uuid, uuid, public.customer_status, uuid[], jsonb) owner to tinycrm;
grant execute on function private.preview_status(uuid, uuid, public.customer_status, uuid[], jsonb) to authenticated;

create function public.preview_status(
  account_id uuid, project_id uuid, status public.customer_status, customer_ids uuid[] default null, filter jsonb default null
)
returns table (changed integer, unchanged integer, outside integer) language sql stable set search_path = '' set statement_timeout = '30s'
as $$
  select * from private.preview_status(
    preview_status.account_id, preview_status.project_id, preview_status.status, preview_status.customer_ids, preview_status.filter
  )
$$;
comment on function public.preview_status(uuid, uuid, public.customer_status, uuid[], jsonb) is
  'What set_status would do for these customers, or for all that match a filter (10,000 at most): how many it changes, how many have the status, and how many are not in the project. Changes nothing. Owners and admins only (42501).';
grant execute on function public.preview_status(uuid, uuid, public.customer_status, uuid[], jsonb) to authenticated;

-- The emails of who matches, to write to them.
create function private.list_emails(account_id uuid, filter jsonb)
returns text[]
language plpgsql stable security definer
set search_path = ''
set enable_seqscan = off
as $$
begin
  perform private.require_member(list_emails.account_id);
  return array(
    select c.email::text from unnest(private.matching_customers(list_emails.account_id, filter)) found (id)
    cross join lateral (
      select c.email from public.customers c where c.account_id = list_emails.account_id and c.id = found.id limit 1
    ) c
    order by c.email
  );
end
$$;
alter function private.list_emails(uuid, jsonb) owner to tinycrm;
grant execute on function private.list_emails(uuid, jsonb) to authenticated;

create function public.list_emails(account_id uuid, filter jsonb)
returns text[] language sql stable set search_path = '' set statement_timeout = '30s'
as $$ select private.list_emails(list_emails.account_id, list_emails.filter) $$;
comment on function public.list_emails(uuid, jsonb) is
  'The emails of all customers that match a filter of search_customers, by the alphabet, 10,000 at most (22023). Members only (42501).';
grant execute on function public.list_emails(uuid, jsonb) to authenticated;
