-- A project is the record of one product of the account.

create table public.projects (
  account_id uuid not null references public.accounts (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  name text not null constraint project_name_is_1_to_60_characters check (char_length(name) between 1 and 60),
  color text not null constraint project_color_is_known check (
    color in ('blue', 'green', 'violet', 'orange', 'pink', 'teal', 'red', 'amber', 'indigo', 'lime')
  ),
  mark text not null default '' constraint project_mark_is_a_letter_or_emoji check (
    char_length(mark) <= 12 and mark !~ '[[:space:][:cntrl:]<>&"]'
  ),
  created_at timestamptz not null default now(),
  calls_per_second integer
  constraint project_calls_per_second_is_positive check (calls_per_second > 0),
  archived_at timestamptz,
  is_sample boolean not null default false,
  primary key (account_id, id),
  constraint project_names_differ_within_an_account unique (account_id, name)
);
comment on table public.projects is 'The record of one product of an account. Its API keys tell which project a call is about.';
comment on column public.projects.mark is 'A letter or an emoji that stands for the project where there is little room; empty: its color alone.';
comment on column public.projects.calls_per_second is
  'How many calls the project may send, measured over 10 seconds. Null: what the server gives to all (INGEST_CALLS_PER_SECOND).';
comment on column public.projects.archived_at is 'Since when its keys are refused. Its customers stay.';
comment on column public.projects.is_sample is 'Made by add_sample_data, and taken away with it.';

alter table public.projects enable row level security;
alter table public.projects force row level security;
revoke all on public.projects from anon, authenticated, service_role;
grant select on public.projects to authenticated;
grant select, insert, update, delete on public.projects to service_role;
grant select, insert, update, delete on public.projects to tinycrm;
create policy "members read their projects" on public.projects
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "tinycrm functions work on every project" on public.projects
  for all to tinycrm using (true) with check (true);

-- The project if the caller may change it, locked. A stranger gets the answer that a missing project gets.
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
grant execute on function private.find_my_project(uuid) to tinycrm;

-- Makes a project with its color. Its keys are made apart, since each is shown once.
create function private.create_project(account_id uuid, name text)
returns public.projects
language plpgsql security definer
set search_path = ''
as $$
declare
  v_colors text[] := '{blue,green,violet,orange,pink,teal,red,amber,indigo,lime}';
  v_project public.projects;
begin
  perform private.require_editor(create_project.account_id);
  -- One at a time, so that the count is right.
  perform private.lock_members(create_project.account_id);
  if (select count(*) from public.projects p where p.account_id = create_project.account_id) >= 1000 then
    raise invalid_parameter_value using
      message = 'An account can have up to 1,000 projects. Delete one you no longer need first.';
  end if;

  insert into public.projects (account_id, name, color)
  select create_project.account_id, private.to_one_line(create_project.name), v_colors[1 + count(*) % 10]
  from public.projects p
  where p.account_id = create_project.account_id
  returning * into v_project;
  return v_project;
exception
  when unique_violation then
    raise unique_violation using
      message = 'You already have a project with this name. Choose another one.';
  when check_violation or not_null_violation then
    raise check_violation using message = 'Enter a project name of 1 to 60 characters.';
end
$$;
alter function private.create_project(uuid, text) owner to tinycrm;
grant execute on function private.create_project(uuid, text) to authenticated;

create function public.create_project(account_id uuid, name text)
returns public.projects language sql volatile set search_path = ''
as $$ select * from private.create_project(create_project.account_id, create_project.name) $$;
comment on function public.create_project(uuid, text) is
  'Creates a project in an account. Owners and admins only. Refuses a name that is taken (23505) or not 1 to 60 characters (23514), and more than 1,000 projects (22023).';
grant execute on function public.create_project(uuid, text) to authenticated;

-- Renames a project. Keys and calls do not know the name, so nothing else changes.
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
      message = 'You already have a project with this name. Choose another one.';
  when check_violation or not_null_violation then
    raise check_violation using message = 'Enter a project name of 1 to 60 characters.';
end
$$;
alter function private.rename_project(uuid, text) owner to tinycrm;
grant execute on function private.rename_project(uuid, text) to authenticated;

create function public.rename_project(project_id uuid, name text)
returns public.projects language sql volatile set search_path = ''
as $$ select * from private.rename_project(rename_project.project_id, rename_project.name) $$;
comment on function public.rename_project(uuid, text) is
  'Owners and admins only. Refuses a name that is taken (23505) or not 1 to 60 characters (23514).';
grant execute on function public.rename_project(uuid, text) to authenticated;

-- Sets the color of the badges of a project.
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
      message = 'Choose a color: blue, green, violet, orange, pink, teal, red, amber, indigo or lime.';
end
$$;
alter function private.set_project_color(uuid, text) owner to tinycrm;
grant execute on function private.set_project_color(uuid, text) to authenticated;

create function public.set_project_color(project_id uuid, color text)
returns public.projects language sql volatile set search_path = ''
as $$ select * from private.set_project_color(set_project_color.project_id, set_project_color.color) $$;
comment on function public.set_project_color(uuid, text) is
  'Owners and admins only. Refuses a color that is not one of the ten (23514).';
grant execute on function public.set_project_color(uuid, text) to authenticated;

-- Gives a project its mark: one letter or emoji, of which one may be several characters.
create function private.set_project_mark(project_id uuid, mark text)
returns public.projects
language plpgsql security definer
set search_path = ''
as $$
declare
  v_project public.projects := private.find_my_project(set_project_mark.project_id);
begin
  update public.projects p
  set mark = btrim(coalesce(set_project_mark.mark, ''))
  where p.account_id = v_project.account_id and p.id = v_project.id
  returning * into v_project;
  return v_project;
exception
  when check_violation then
    raise check_violation using message = 'A mark is one letter or one emoji.';
end
$$;
alter function private.set_project_mark(uuid, text) owner to tinycrm;
grant execute on function private.set_project_mark(uuid, text) to authenticated;

create function public.set_project_mark(project_id uuid, mark text)
returns public.projects language sql volatile set search_path = ''
as $$ select * from private.set_project_mark(set_project_mark.project_id, set_project_mark.mark) $$;
comment on function public.set_project_mark(uuid, text) is
  'Owners and admins only. Refuses what is no letter or emoji (23514); empty takes the mark away.';
grant execute on function public.set_project_mark(uuid, text) to authenticated;

-- Archives a project: it leaves the lists, and its keys stop until it is brought back.
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
grant execute on function private.archive_project(uuid) to authenticated;

create function public.archive_project(project_id uuid)
returns public.projects language sql volatile set search_path = ''
as $$ select * from private.archive_project(archive_project.project_id) $$;
comment on function public.archive_project(uuid) is
  'Refuses the keys of a project until unarchive_project. Its customers stay. Owners and admins only.';
grant execute on function public.archive_project(uuid) to authenticated;

-- Brings an archived project back, with the keys that it had.
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
grant execute on function private.unarchive_project(uuid) to authenticated;

create function public.unarchive_project(project_id uuid)
returns public.projects language sql volatile set search_path = ''
as $$ select * from private.unarchive_project(unarchive_project.project_id) $$;
comment on function public.unarchive_project(uuid) is
  'Ends archive_project: the keys that were live then work again, until their own end. Owners and admins only.';
grant execute on function public.unarchive_project(uuid) to authenticated;

-- Deletes a project, up to 5,000 customers a call, so that no call meets a time limit. The name is typed, so that nobody deletes the wrong one.
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
      message = 'To delete the project, type its name exactly.';
  end if;
  -- First of all nobody new comes in.
  perform private.archive_project(v_project.id);
  return private.erase_project(v_project.account_id, v_project.id);
end
$$;
alter function private.delete_project(uuid, text) owner to tinycrm;
grant execute on function private.delete_project(uuid, text) to authenticated;

create function public.delete_project(project_id uuid, name text)
returns boolean language sql volatile set search_path = '' set statement_timeout = '30s'
as $$ select private.delete_project(delete_project.project_id, delete_project.name) $$;
comment on function public.delete_project(uuid, text) is
  'Deletes a project whose name was typed (else 22023), with the people who are in no other: 5,000 of them a call. True when the project is gone; false: call again. Owners and admins only.';
grant execute on function public.delete_project(uuid, text) to authenticated;
