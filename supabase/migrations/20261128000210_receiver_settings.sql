-- Changing and removing a receiver.

create function private.set_receiver_secret(receiver_id uuid, secret text)
returns text
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_receiver public.receivers := private.find_my_receiver(set_receiver_secret.receiver_id);
begin
  return private.write_receiver_secret(v_receiver.account_id, v_receiver.id, set_receiver_secret.secret);
end
$$;
alter function private.set_receiver_secret(uuid, text) owner to tinycrm;
revoke all on function private.set_receiver_secret(uuid, text) from public, anon, authenticated, service_role;
grant execute on function private.set_receiver_secret(uuid, text) to authenticated;

create function public.set_receiver_secret(receiver_id uuid, secret text default null)
returns text
language sql volatile
set search_path = ''
as $$
  select private.set_receiver_secret(set_receiver_secret.receiver_id, set_receiver_secret.secret)
$$;
comment on function public.set_receiver_secret(uuid, text) is
  'Replaces what deliveries are signed with, at once. Without a secret one is made and returned, this once. Owners and admins only (42501).';
revoke all on function public.set_receiver_secret(uuid, text) from public, anon, authenticated, service_role;
grant execute on function public.set_receiver_secret(uuid, text) to authenticated;

create function private.is_valid_mapping(mapping jsonb)
returns boolean
language sql immutable
set search_path = ''
as $$
  select jsonb_typeof(mapping) = 'object'
    and mapping - array['statuses', 'params'] = '{}'
    and jsonb_typeof(coalesce(mapping -> 'statuses', '{}')) = 'object'
    and jsonb_typeof(coalesce(mapping -> 'params', '{}')) = 'object'
    and not exists (
      select from jsonb_each(mapping -> 'statuses') s
      where s.value <> all (array['null', '"free"', '"trial"', '"paid"', '"churned"']::jsonb[])
    )
    and not exists (
      select from jsonb_each(mapping -> 'params') p
      where jsonb_typeof(p.value) not in ('null', 'string')
        -- The rules of a key of params.
        or char_length(p.value #>> '{}') not between 1 and 128
        or strpos(p.value #>> '{}', '\') > 0
    )
$$;
revoke all on function private.is_valid_mapping(jsonb) from public, anon, authenticated, service_role;
grant execute on function private.is_valid_mapping(jsonb) to tinycrm;

create function private.set_receiver_mapping(receiver_id uuid, mapping jsonb)
returns public.receivers
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_receiver public.receivers := private.find_my_receiver(set_receiver_mapping.receiver_id);
begin
  if private.is_valid_mapping(set_receiver_mapping.mapping) is not true then
    raise invalid_parameter_value using
      message = 'A status is free, trial, paid or churned, and a param has a name of 1 to 128 characters without a backslash.';
  end if;
  update public.receivers r set mapping = set_receiver_mapping.mapping
  where r.account_id = v_receiver.account_id and r.id = v_receiver.id
  returning * into v_receiver;
  return v_receiver;
exception
  when check_violation then
    raise invalid_parameter_value using message = 'A mapping has room for 8 KB. Leave some of it out.';
end
$$;
alter function private.set_receiver_mapping(uuid, jsonb) owner to tinycrm;
revoke all on function private.set_receiver_mapping(uuid, jsonb) from public, anon, authenticated, service_role;
grant execute on function private.set_receiver_mapping(uuid, jsonb) to authenticated;

create function public.set_receiver_mapping(receiver_id uuid, mapping jsonb)
returns public.receivers
language sql volatile
set search_path = ''
as $$
  select private.set_receiver_mapping(set_receiver_mapping.receiver_id, set_receiver_mapping.mapping)
$$;
comment on function public.set_receiver_mapping(uuid, jsonb) is
  'Says what the words and fields of a service become, {statuses, params}, from the next delivery on. Owners and admins only (42501).';
revoke all on function public.set_receiver_mapping(uuid, jsonb) from public, anon, authenticated, service_role;
grant execute on function public.set_receiver_mapping(uuid, jsonb) to authenticated;

create function private.delete_receiver(receiver_id uuid)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_receiver public.receivers := private.find_my_receiver(delete_receiver.receiver_id);
begin
  delete from public.receivers r where r.account_id = v_receiver.account_id and r.id = v_receiver.id;
end
$$;
alter function private.delete_receiver(uuid) owner to tinycrm;
revoke all on function private.delete_receiver(uuid) from public, anon, authenticated, service_role;
grant execute on function private.delete_receiver(uuid) to authenticated;

create function public.delete_receiver(receiver_id uuid)
returns void
language sql volatile
set search_path = ''
as $$
  select private.delete_receiver(delete_receiver.receiver_id)
$$;
comment on function public.delete_receiver(uuid) is
  'Removes a receiver with its deliveries. No delivery that comes after is accepted; customers stay. Owners and admins only (42501).';
revoke all on function public.delete_receiver(uuid) from public, anon, authenticated, service_role;
grant execute on function public.delete_receiver(uuid) to authenticated;
