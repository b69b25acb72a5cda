-- What can be done with a product after it was made: rename, recolour, archive, delete.

alter table public.projects
  add column archived_at timestamptz,
  add column is_sample boolean not null default false;
comment on column public.projects.archived_at is 'Since when its keys are refused. Its customers stay.';
comment on column public.projects.is_sample is 'Made by add_sample_data, and taken away with it.';

alter table public.api_keys add column suspended_expiry timestamptz;
comment on column public.api_keys.suspended_expiry is
  'While the product is archived: the expires_at that comes back with it, infinity for none. So checking a key costs no look at its project.';

grant update, delete on public.projects to tinycrm;
grant delete on public.customers, public.customer_projects to tinycrm;

create function private.find_my_project(project_id uuid)
returns public.projects
language plpgsql stable
set search_path = ''
as $$
declare
  v_project public.projects;
begin
  select p.* into v_project
  from public.projects p
  where p.id = find_my_project.project_id and p.account_id = any (private.my_account_ids());
  perform private.require_editor(v_project.account_id);
  return v_project;
end
$$;
revoke all on function private.find_my_project(uuid) from public, anon, authenticated, service_role;
grant execute on function private.find_my_project(uuid) to tinycrm;

create function private.rename_project(project_id uuid, name text)
returns public.projects
language plpgsql security definer
set search_path = ''
as $$
declare
  v_project public.projects := private.find_my_project(rename_project.project_id);
begin
  update public.projects p
  set name = private.to_one_line(rename_project.name)
  where p.account_id = v_project.account_id and p.id = v_project.id
  returning * into v_project;
  return v_project;
exception
  when unique_violation then
    raise unique_violation using
      message = 'You already have a product of this name. Choose another name.';
  when check_violation or not_null_violation then
    raise check_violation using message = 'A product needs a name of 1 to 60 characters.';
end
$$;
alter function private.rename_project(uuid, text) owner to tinycrm;
revoke all on function private.rename_project(uuid, text) from public, anon, authenticated, service_role;
grant execute on function private.rename_project(uuid, text) to authenticated;

create function private.set_project_color(project_id uuid, color text)
returns public.projects
language plpgsql security definer
set search_path = ''
as $$
declare
  v_project public.projects := private.find_my_project(set_project_color.project_id);
begin
  update public.projects p
  set color = set_project_color.color
  where p.account_id = v_project.account_id and p.id = v_project.id
  returning * into v_project;
  return v_project;
exception
  when check_violation or not_null_violation then
    raise check_violation using
      message = 'The colour is blue, green, violet, orange, pink, teal, red, amber, indigo or lime.';
end
$$;
alter function private.set_project_color(uuid, text) owner to tinycrm;
revoke all on function private.set_project_color(uuid, text) from public, anon, authenticated, service_role;
grant execute on function private.set_project_color(uuid, text) to authenticated;

create function private.archive_project(project_id uuid)
returns public.projects
language plpgsql security definer
set search_path = ''
as $$
declare
  v_project public.projects := private.find_my_project(archive_project.project_id);
begin
  update public.projects p
  set archived_at = coalesce(p.archived_at, now())
  where p.account_id = v_project.account_id and p.id = v_project.id
  returning * into v_project;
  update public.api_keys k
  set suspended_expiry = coalesce(k.expires_at, 'infinity'), expires_at = now()
  where k.account_id = v_project.account_id and k.project_id = v_project.id
    and k.suspended_expiry is null and (k.expires_at is null or k.expires_at > now());
  return v_project;
end
$$;
alter function private.archive_project(uuid) owner to tinycrm;
revoke all on function private.archive_project(uuid) from public, anon, authenticated, service_role;
grant execute on function private.archive_project(uuid) to authenticated;

create function private.unarchive_project(project_id uuid)
returns public.projects
language plpgsql security definer
set search_path = ''
as $$
declare
  v_project public.projects := private.find_my_project(unarchive_project.project_id);
begin
  update public.projects p
  set archived_at = null
  where p.account_id = v_project.account_id and p.id = v_project.id
  returning * into v_project;
  update public.api_keys k
  set expires_at = nullif(k.suspended_expiry, 'infinity'), suspended_expiry = null
  where k.account_id = v_project.account_id and k.project_id = v_project.id and k.suspended_expiry is not null;
  return v_project;
end
$$;
alter function private.unarchive_project(uuid) owner to tinycrm;
revoke all on function private.unarchive_project(uuid) from public, anon, authenticated, service_role;
grant execute on function private.unarchive_project(uuid) to authenticated;

-- Up to 5,000 people at once, so that a product of any size goes in steps that each fit into a statement's time.
create function private.erase_project(account_id uuid, project_id uuid)
returns boolean
language plpgsql volatile
set search_path = ''
-- Looked up one by one, as of tables that were just filled the planner knows nothing.
set enable_seqscan = off
set plan_cache_mode = force_custom_plan
as $$
declare
  v_id uuid;
  v_orphans uuid[];
  v_people uuid[] := array(
    select cp.customer_id from public.customer_projects cp
    where cp.account_id = erase_project.account_id and cp.project_id = erase_project.project_id
    limit 5000
  );
begin
  if v_people = '{}' then
    delete from public.projects p where p.account_id = erase_project.account_id and p.id = erase_project.project_id;
    return true;
  end if;

  -- The lock every writer of a customer takes first, in the same order.
  perform from (select id from unnest(v_people) id order by id) wanted
  cross join lateral (
    select from public.customer_activity a
    where a.account_id = erase_project.account_id and a.customer_id = wanted.id
    limit 1
    for update
  ) locked;
  foreach v_id in array v_people loop
    delete from public.customer_projects cp
    where cp.account_id = erase_project.account_id and cp.customer_id = v_id and cp.project_id = erase_project.project_id;
  end loop;
  v_orphans := array(
    select id from unnest(v_people) id
    where not exists (
      select from public.customer_projects other
      where other.account_id = erase_project.account_id and other.customer_id = id
      offset 0
    )
  );
  delete from public.customers c where c.account_id = erase_project.account_id and c.id = any (v_orphans);
  if cardinality(v_people) < 5000 then
    return private.erase_project(erase_project.account_id, erase_project.project_id);
  end if;
  return false;
end
$$;
revoke all on function private.erase_project(uuid, uuid) from public, anon, authenticated, service_role;
grant execute on function private.erase_project(uuid, uuid) to tinycrm;

create function private.delete_project(project_id uuid, name text)
returns boolean
language plpgsql security definer
set search_path = ''
as $$
declare
  v_project public.projects := private.find_my_project(delete_project.project_id);
begin
  if btrim(delete_project.name) is distinct from v_project.name then
    raise invalid_parameter_value using
      message = 'Type the name of the product, to the letter, to delete it.';
  end if;
  -- First of all nobody new comes in.
  perform private.archive_project(v_project.id);
  return private.erase_project(v_project.account_id, v_project.id);
end
$$;
alter function private.delete_project(uuid, text) owner to tinycrm;
revoke all on function private.delete_project(uuid, text) from public, anon, authenticated, service_role;
grant execute on function private.delete_project(uuid, text) to authenticated;

-- As before, but no key for a product that takes no calls.
create or replace function private.create_api_key(project_id uuid, name text, out id uuid, out api_key text)
language plpgsql security definer
set search_path = ''
as $$
declare
  v_project public.projects;
begin
  select p.* into v_project
  from public.projects p
  where p.id = create_api_key.project_id and p.account_id = any (private.my_account_ids());
  perform private.require_editor(v_project.account_id);
  if v_project.archived_at is not null then
    raise invalid_parameter_value using message = 'This product is archived. Bring it back to make a key for it.';
  end if;

  api_key := 'tcrm_proj_' || private.random_base62(43);
  api_key := api_key || private.api_key_checksum(api_key);

  insert into public.api_keys (account_id, project_id, name, hash, hint)
  values (v_project.account_id, v_project.id, btrim(create_api_key.name), sha256(convert_to(api_key, 'UTF8')), right(api_key, 4))
  returning api_keys.id into create_api_key.id;
exception
  when check_violation or not_null_violation then
    raise check_violation using message = 'A key needs a name of 1 to 60 characters.';
end
$$;

create function public.rename_project(project_id uuid, name text)
returns public.projects
language sql volatile
set search_path = ''
as $$
  select * from private.rename_project(rename_project.project_id, rename_project.name)
$$;
comment on function public.rename_project(uuid, text) is
  'Owners and admins only. Refuses a name that is taken (23505) or not 1 to 60 characters (23514).';
revoke all on function public.rename_project(uuid, text) from public, anon, authenticated, service_role;
grant execute on function public.rename_project(uuid, text) to authenticated;

create function public.set_project_color(project_id uuid, color text)
returns public.projects
language sql volatile
set search_path = ''
as $$
  select * from private.set_project_color(set_project_color.project_id, set_project_color.color)
$$;
comment on function public.set_project_color(uuid, text) is
  'Owners and admins only. Refuses a colour that is not one of the ten (23514).';
revoke all on function public.set_project_color(uuid, text) from public, anon, authenticated, service_role;
grant execute on function public.set_project_color(uuid, text) to authenticated;

create function public.archive_project(project_id uuid)
returns public.projects
language sql volatile
set search_path = ''
as $$
  select * from private.archive_project(archive_project.project_id)
$$;
comment on function public.archive_project(uuid) is
  'Refuses the keys of a product until unarchive_project. Its customers stay. Owners and admins only.';
revoke all on function public.archive_project(uuid) from public, anon, authenticated, service_role;
grant execute on function public.archive_project(uuid) to authenticated;

create function public.unarchive_project(project_id uuid)
returns public.projects
language sql volatile
set search_path = ''
as $$
  select * from private.unarchive_project(unarchive_project.project_id)
$$;
comment on function public.unarchive_project(uuid) is
  'Ends archive_project: the keys that were live then work again, until their own end. Owners and admins only.';
revoke all on function public.unarchive_project(uuid) from public, anon, authenticated, service_role;
grant execute on function public.unarchive_project(uuid) to authenticated;

create function public.delete_project(project_id uuid, name text)
returns boolean
language sql volatile
set search_path = ''
as $$
  select private.delete_project(delete_project.project_id, delete_project.name)
$$;
comment on function public.delete_project(uuid, text) is
  'Deletes a product whose name was typed (else 22023), with the people who are in no other: 5,000 of them a call. True when the product is gone; false: call again. Owners and admins only.';
revoke all on function public.delete_project(uuid, text) from public, anon, authenticated, service_role;
grant execute on function public.delete_project(uuid, text) to authenticated;
