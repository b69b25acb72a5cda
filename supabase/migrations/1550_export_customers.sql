-- export_customers: all that is stored about the customers of an account, page by page.

create function public.export_customers(account_id uuid, after uuid default null, page_size integer default 100)
returns table (id uuid, customer jsonb)
language sql stable
set search_path = ''
-- Everything about 1,000 people, on a small machine that has other things to do.
set statement_timeout = '30s'
as $$
  select page.id, public.get_customer(page.account_id, page.id)
  from (
    select c.account_id, c.id from public.customers c
    where c.account_id = export_customers.account_id
      and c.id > coalesce(after, '00000000-0000-0000-0000-000000000000')
    order by c.id
    limit least(greatest(coalesce(page_size, 100), 1), 1000)
  ) page
  order by page.id
$$;
comment on function public.export_customers(uuid, uuid, integer) is
  'Customers by id (1 to 1,000 a page), each as get_customer gives them. after: the id of the last one. Of other accounts there are none.';
grant execute on function public.export_customers(uuid, uuid, integer) to authenticated;
