-- receivers: where other services tell of a project's customers, each at a URL of its own.

create table public.receivers (
  account_id uuid not null,
  id uuid not null default gen_random_uuid() unique,
  project_id uuid not null,
  service text not null constraint service_of_a_receiver_is_known check (service in (
    'stripe', 'paddle', 'lemon_squeezy', 'woocommerce', 'clerk', 'supabase', 'supabase_auth'
  )),
  mapping jsonb not null default '{}' constraint mapping_is_an_object_of_at_most_8_kb
    check (jsonb_typeof(mapping) = 'object' and octet_length(mapping::text) <= 8192),
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, project_id, service),
  foreign key (account_id, project_id) references public.projects (account_id, id) on delete cascade
);
comment on table public.receivers is 'One service that tells of the customers of one project. The id is the end of its URL and no secret: every delivery is signed.';
comment on column public.receivers.mapping is
  'What differs from the mapping of the service: {statuses: {word: status or null}, params: {field: param or null}, count_tests: boolean}. Null leaves it out.';

alter table public.receivers enable row level security;
alter table public.receivers force row level security;
revoke all on public.receivers from anon, authenticated, service_role;
grant select on public.receivers to authenticated;
grant select, delete on public.receivers to service_role;
grant select, insert, update, delete on public.receivers to tinycrm;
create policy "members read their receivers" on public.receivers
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "tinycrm functions work on every receiver" on public.receivers
  for all to tinycrm using (true) with check (true);

create table private.receiver_secrets (
  account_id uuid not null,
  receiver_id uuid not null,
  secret text not null constraint secret_has_8_to_500_characters check (char_length(secret) between 8 and 500),
  primary key (account_id, receiver_id),
  foreign key (account_id, receiver_id) references public.receivers (account_id, id) on delete cascade
);
comment on table private.receiver_secrets is 'What deliveries are signed with. Needed as it is to check them, so no member, admin or view reads it.';

alter table private.receiver_secrets enable row level security;
alter table private.receiver_secrets force row level security;
revoke all on private.receiver_secrets from public, anon, authenticated, service_role;
grant select, insert, update, delete on private.receiver_secrets to tinycrm;
create policy "tinycrm functions work on every secret of a receiver" on private.receiver_secrets
  for all to tinycrm using (true) with check (true);

create function private.find_my_receiver(receiver_id uuid)
returns public.receivers
language plpgsql volatile
set search_path = ''
as $$
declare
  v_receiver public.receivers;
begin
  select r.* into v_receiver from public.receivers r
  where r.id = find_my_receiver.receiver_id and r.account_id = any (private.my_account_ids())
  for no key update;
  perform private.require_editor(v_receiver.account_id);
  return v_receiver;
end
$$;
comment on function private.find_my_receiver(uuid) is 'The receiver, locked: a delivery waits for what is done to it.';
grant execute on function private.find_my_receiver(uuid) to tinycrm;

-- Stores the signing secret of a receiver, and returns it only where it was made here.
create function private.write_receiver_secret(account_id uuid, receiver_id uuid, secret text)
returns text
language plpgsql volatile
set search_path = ''
as $$
declare
  v_secret constant text := coalesce(btrim(secret), private.random_base62(40));
begin
  insert into private.receiver_secrets as s (account_id, receiver_id, secret)
  values (write_receiver_secret.account_id, write_receiver_secret.receiver_id, v_secret)
  on conflict on constraint receiver_secrets_pkey do update set secret = excluded.secret;
  return case when write_receiver_secret.secret is null then v_secret end;
exception
  when check_violation then
    raise invalid_parameter_value using message = 'A signing secret has 8 to 500 characters. Copy the whole secret.';
end
$$;
grant execute on function private.write_receiver_secret(uuid, uuid, text) to tinycrm;

-- Makes the receiver of a service for a project, one each.
create function private.create_receiver(project_id uuid, service text, secret text, out id uuid, out secret_made text)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_project public.projects := private.find_my_project(create_receiver.project_id);
begin
  insert into public.receivers as r (account_id, project_id, service)
  values (v_project.account_id, v_project.id, create_receiver.service)
  returning r.id into create_receiver.id;
  secret_made := private.write_receiver_secret(v_project.account_id, create_receiver.id, create_receiver.secret);
exception
  when unique_violation then
    raise unique_violation using message = 'This service is already connected to this project.';
  when check_violation or not_null_violation then
    raise invalid_parameter_value using message = 'This service isn’t supported.';
end
$$;
alter function private.create_receiver(uuid, text, text) owner to tinycrm;
grant execute on function private.create_receiver(uuid, text, text) to authenticated;

create function public.create_receiver(project_id uuid, service text, secret text default null)
returns table (id uuid, secret_made text)
language sql volatile
set search_path = ''
as $$
  select made.id, made.secret_made
  from private.create_receiver(create_receiver.project_id, create_receiver.service, create_receiver.secret) made
$$;
comment on function public.create_receiver(uuid, text, text) is
  'Makes the receiver of a project for a service. Without a secret one is made and returned, this once. Owners and admins only (42501).';
grant execute on function public.create_receiver(uuid, text, text) to authenticated;

-- Sets the secret that deliveries are signed with.
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
grant execute on function private.set_receiver_secret(uuid, text) to authenticated;

create function public.set_receiver_secret(receiver_id uuid, secret text default null)
returns text language sql volatile set search_path = ''
as $$ select private.set_receiver_secret(set_receiver_secret.receiver_id, set_receiver_secret.secret) $$;
comment on function public.set_receiver_secret(uuid, text) is
  'Replaces what deliveries are signed with, at once. Without a secret one is made and returned, this once. Owners and admins only (42501).';
grant execute on function public.set_receiver_secret(uuid, text) to authenticated;

-- True if a mapping has known parts, known statuses and keys that params may have.
create function private.is_valid_mapping(mapping jsonb)
returns boolean
language sql immutable
set search_path = ''
as $$
  select jsonb_typeof(mapping) = 'object'
    and mapping - array['statuses', 'params', 'count_tests'] = '{}'
    and jsonb_typeof(coalesce(mapping -> 'count_tests', 'false')) = 'boolean'
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
grant execute on function private.is_valid_mapping(jsonb) to tinycrm;

-- Sets what a service's words mean here.
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
      message = 'Choose free, trial, paid or churned for a status, and a name of 1 to 128 characters without a backslash for a param.';
  end if;
  update public.receivers r set mapping = set_receiver_mapping.mapping
  where r.account_id = v_receiver.account_id and r.id = v_receiver.id
  returning * into v_receiver;
  return v_receiver;
exception
  when check_violation then
    raise invalid_parameter_value using message = 'This mapping is larger than 8 KB. Remove some of it.';
end
$$;
alter function private.set_receiver_mapping(uuid, jsonb) owner to tinycrm;
grant execute on function private.set_receiver_mapping(uuid, jsonb) to authenticated;

create function public.set_receiver_mapping(receiver_id uuid, mapping jsonb)
returns public.receivers language sql volatile set search_path = ''
as $$ select private.set_receiver_mapping(set_receiver_mapping.receiver_id, set_receiver_mapping.mapping) $$;
comment on function public.set_receiver_mapping(uuid, jsonb) is
  'Says what the words and fields of a service become, {statuses, params, count_tests}, from the next delivery on. Owners and admins only (42501).';
grant execute on function public.set_receiver_mapping(uuid, jsonb) to authenticated;

-- Removes a receiver. Its URL stops at once.
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
grant execute on function private.delete_receiver(uuid) to authenticated;

create function public.delete_receiver(receiver_id uuid)
returns void language sql volatile set search_path = ''
as $$ select private.delete_receiver(delete_receiver.receiver_id) $$;
comment on function public.delete_receiver(uuid) is
  'Removes a receiver with its deliveries. No delivery that comes after is accepted; customers stay. Owners and admins only (42501).';
grant execute on function public.delete_receiver(uuid) to authenticated;
