-- What a webhook is sent of an event.

-- The customer of an event as they are now. Without their params where those are more than receivers take.
create function private.webhook_customer(account_id uuid, customer_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_max_bytes constant integer := 16384;
  v_projects jsonb;
begin
  select jsonb_agg(jsonb_build_object(
    'id', cp.project_id, 'name', p.name, 'status', cp.status, 'params', cp.params,
    'first_seen_at', cp.first_seen_at, 'last_activity_at', cp.last_activity_at
  ) order by p.name, p.id)
  into v_projects
  from public.customer_projects cp
  join public.projects p on p.account_id = cp.account_id and p.id = cp.project_id
  where cp.account_id = webhook_customer.account_id and cp.customer_id = webhook_customer.customer_id;
  if octet_length(v_projects::text) > v_max_bytes then
    v_projects := (select jsonb_agg(p || '{"params": null}') from jsonb_array_elements(v_projects) p);
  end if;
  return (
    select jsonb_build_object(
      'id', c.id, 'email', c.email, 'name', c.name, 'first_seen_at', c.first_seen_at, 'projects', coalesce(v_projects, '[]')
    )
    from public.customers c where c.account_id = webhook_customer.account_id and c.id = webhook_customer.customer_id
  );
end
$$;
grant execute on function private.webhook_customer(uuid, uuid) to tinycrm;

-- In how many projects a customer is, in how many they pay, and what in all, in each currency.
create function private.webhook_totals(account_id uuid, customer_id uuid)
returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object(
    'projects', coalesce(sum(t.projects), 0), 'paid', coalesce(sum(t.paid), 0),
    'mrr', coalesce(jsonb_agg(jsonb_build_object('amount', t.mrr, 'currency', t.currency) order by t.currency) filter (where t.paid > 0), '[]')
  )
  from (
    select count(*) as projects, count(*) filter (where cp.status = 'paid') as paid,
      coalesce(sum(private.read_mrr(cp.status, cp.params, a.mrr_param)), 0) as mrr,
      case when cp.status = 'paid' then coalesce(nullif(private.read_currency(cp.params), ''), a.currency) end as currency
    from public.customer_projects cp
    join public.accounts a on a.id = cp.account_id
    where cp.account_id = webhook_totals.account_id and cp.customer_id = webhook_totals.customer_id
    group by cp.status = 'paid', 4
  ) t
$$;
grant execute on function private.webhook_totals(uuid, uuid) to tinycrm;

-- What is sent of a delivery.
create function private.webhook_body(delivery private.webhook_deliveries)
returns jsonb
language plpgsql stable
set search_path = ''
set timezone = 'UTC'
as $$
declare
  v_data jsonb := '{}';
begin
  if (delivery).project_id is not null then
    v_data := jsonb_build_object('project', jsonb_build_object('id', (delivery).project_id, 'name', (
      select p.name from public.projects p where p.account_id = (delivery).account_id and p.id = (delivery).project_id
    )));
  end if;
  if (delivery).customer_id is not null then
    v_data := v_data || jsonb_build_object(
      'customer', private.webhook_customer((delivery).account_id, (delivery).customer_id),
      'from', (delivery).from_status, 'to', (delivery).to_status,
      'totals', private.webhook_totals((delivery).account_id, (delivery).customer_id)
    );
  elsif (delivery).erased is not null then
    v_data := v_data || jsonb_build_object('customer', (delivery).erased - 'project_ids', 'projects', coalesce((
      select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name) order by p.name, p.id) from public.projects p
      where p.account_id = (delivery).account_id and (delivery).erased -> 'project_ids' ? p.id::text
    ), '[]'));
  elsif (delivery).import_id is not null then
    v_data := v_data || jsonb_build_object('import', (
      select jsonb_build_object(
        'id', i.id, 'file_name', i.file_name, 'created', i.created, 'updated', i.updated, 'unchanged', i.unchanged, 'invalid', i.invalid
      )
      from public.imports i where i.account_id = (delivery).account_id and i.id = (delivery).import_id
    ));
  end if;
  return jsonb_build_object('type', (delivery).type, 'timestamp', (delivery).at, 'data', v_data);
end
$$;
grant execute on function private.webhook_body(private.webhook_deliveries) to tinycrm;
