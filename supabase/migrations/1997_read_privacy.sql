-- What a key may do that can erase: erase one person, and hand out all that is known of them. The audit log has both.

grant execute on function public.get_customer(uuid, uuid) to tinycrm;

-- Why a key may not, or null.
create function private.erase_refusal(key public.read_keys)
returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(private.read_refusal(key), case when not key.can_erase then '{"refused": "forbidden"}'::jsonb end)
$$;
grant execute on function private.erase_refusal(public.read_keys) to tinycrm;

-- The id of one person by id or, where that is null, by email; null for nobody.
create function private.customer_called(account_id uuid, customer_id uuid, email text)
returns uuid
language sql stable
set search_path = ''
as $$
  select c.id from public.customers c
  where c.account_id = customer_called.account_id and c.id = customer_called.customer_id
  union all
  select c.id from public.customers c
  where customer_called.customer_id is null and c.account_id = customer_called.account_id and c.email = customer_called.email
$$;
grant execute on function private.customer_called(uuid, uuid, text) to tinycrm;

create function read.erase_customer(key_hash text, customer_id uuid, email text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_key constant public.read_keys := private.use_read_key(key_hash);
  v_refusal constant jsonb := private.erase_refusal(v_key);
  v_count integer;
begin
  if v_refusal is not null then return v_refusal; end if;
  v_count := private.erase_people(v_key.account_id, private.lock_chosen_customers(
    v_key.account_id, array_remove(array[private.customer_called(v_key.account_id, customer_id, email)], null), null
  ));
  if v_count > 0 then
    perform private.record_audit(
      v_key.account_id, 'customers_erased', null, jsonb_build_object('count', v_count, 'key', v_key.name, 'hint', v_key.hint)
    );
  end if;
  return jsonb_build_object('erased', v_count > 0);
end
$$;
comment on function read.erase_customer(text, uuid, text) is
  'Erases one person by id or, where that is null, by email, in every project: {erased: true}, and false for nobody, so that it can be repeated. forbidden for a key that only reads.';
alter function read.erase_customer(text, uuid, text) owner to tinycrm;
grant execute on function read.erase_customer(text, uuid, text) to reader;

create function read.export_customer(key_hash text, customer_id uuid, email text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
  v_key constant public.read_keys := private.use_read_key(key_hash);
  v_refusal constant jsonb := private.erase_refusal(v_key);
  v_id uuid;
begin
  if v_refusal is not null then return v_refusal; end if;
  v_id := private.customer_called(v_key.account_id, customer_id, email);
  if v_id is not null then
    perform private.record_audit(
      v_key.account_id, 'customers_exported', null,
      jsonb_build_object('format', 'json', 'count', 1, 'key', v_key.name, 'hint', v_key.hint)
    );
  end if;
  return jsonb_build_object('customer', public.get_customer(v_key.account_id, v_id));
end
$$;
comment on function read.export_customer(text, uuid, text) is
  'All that is known of one person, as public.get_customer gives it: {customer}, null for nobody. forbidden for a key that only reads.';
alter function read.export_customer(text, uuid, text) owner to tinycrm;
grant execute on function read.export_customer(text, uuid, text) to reader;
