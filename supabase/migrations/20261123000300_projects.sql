-- One project per product of the account.

create table public.projects (
  account_id uuid not null references public.accounts (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  name text not null constraint project_name_is_1_to_60_characters check (char_length(name) between 1 and 60),
  color text not null constraint project_color_is_known check (
    color in ('blue', 'green', 'violet', 'orange', 'pink', 'teal', 'red', 'amber', 'indigo', 'lime')
  ),
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  constraint project_names_differ_within_an_account unique (account_id, name)
);
comment on table public.projects is 'One product of an account. Its API keys tell which product a call comes from.';

alter table public.projects enable row level security;
alter table public.projects force row level security;
create policy "members read their projects" on public.projects
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "tinycrm functions work on every project" on public.projects
  for all to tinycrm using (true) with check (true);

revoke all on public.projects from anon, authenticated, service_role;
grant select on public.projects to authenticated;
grant select, insert, update, delete on public.projects to service_role;
grant select, insert on public.projects to tinycrm;

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

  insert into public.projects (account_id, name, color)
  select create_project.account_id, private.to_one_line(create_project.name), v_colors[1 + count(*) % 10]
  from public.projects p
  where p.account_id = create_project.account_id
  returning * into v_project;
  return v_project;
exception
  when unique_violation then
    raise unique_violation using
      message = 'You already have a project of this name. Choose another name.';
  when check_violation or not_null_violation then
    raise check_violation using message = 'A project needs a name of 1 to 60 characters.';
end
$$;
alter function private.create_project(uuid, text) owner to tinycrm;
revoke all on function private.create_project(uuid, text) from public, anon, authenticated, service_role;
grant execute on function private.create_project(uuid, text) to authenticated;

create function public.create_project(account_id uuid, name text)
returns public.projects
language sql volatile
set search_path = ''
as $$
  select * from private.create_project(create_project.account_id, create_project.name)
$$;
comment on function public.create_project(uuid, text) is
  'Creates a product in an account. Owners and admins only. Refuses a name that is taken (23505) or not 1 to 60 characters (23514).';
revoke all on function public.create_project(uuid, text) from public, anon, authenticated, service_role;
grant execute on function public.create_project(uuid, text) to authenticated;
