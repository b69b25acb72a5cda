-- views: saved filters of the customers table. A view is the address of the page without its path.

create table public.views (
  account_id uuid not null references public.accounts (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  name text not null constraint view_name_is_1_to_80_characters check (char_length(name) between 1 and 80),
  query text not null constraint view_query_is_at_most_4000_characters check (char_length(query) <= 4000),
  position integer not null,
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  constraint one_view_per_name unique (account_id, name)
);
comment on table public.views is 'Saved filters, sorts and columns of the customers table, shared by an account.';
comment on column public.views.query is 'The query string of the customers page that shows it.';

alter table public.views enable row level security;
alter table public.views force row level security;
revoke all on public.views from anon, authenticated, service_role;
grant select on public.views to authenticated;
grant select, insert, update, delete on public.views to service_role;
grant select, insert, update, delete on public.views to tinycrm;
create policy "members read their views" on public.views
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "tinycrm functions work on every view" on public.views
  for all to tinycrm using (true) with check (true);

-- Saves a view at the end of the list, or in place of the one with that name.
create function private.save_view(account_id uuid, name text, query text)
returns public.views
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_name text := private.to_one_line(name);
  v_view public.views;
begin
  perform private.require_editor(save_view.account_id);
  if char_length(coalesce(v_name, '')) not between 1 and 80 then
    raise invalid_parameter_value using message = 'Enter a view name of 1 to 80 characters.';
  end if;
  insert into public.views as v (account_id, name, query, position)
  values (
    save_view.account_id, v_name, coalesce(save_view.query, ''),
    (select coalesce(max(o.position), 0) + 1 from public.views o where o.account_id = save_view.account_id)
  )
  on conflict on constraint one_view_per_name do update set query = excluded.query
  returning * into v_view;
  return v_view;
end
$$;
alter function private.save_view(uuid, text, text) owner to tinycrm;
grant execute on function private.save_view(uuid, text, text) to authenticated;

create function public.save_view(account_id uuid, name text, query text)
returns public.views language sql volatile set search_path = ''
as $$ select private.save_view(save_view.account_id, save_view.name, save_view.query) $$;
comment on function public.save_view(uuid, text, text) is
  'Saves a view under a name, over the one that has it, and returns it. Owners and admins only (42501).';
grant execute on function public.save_view(uuid, text, text) to authenticated;

-- Renames a view.
create function private.rename_view(account_id uuid, view_id uuid, name text)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_name text := private.to_one_line(name);
begin
  perform private.require_editor(rename_view.account_id);
  if char_length(coalesce(v_name, '')) not between 1 and 80 then
    raise invalid_parameter_value using message = 'Enter a view name of 1 to 80 characters.';
  end if;
  update public.views v set name = v_name where v.account_id = rename_view.account_id and v.id = rename_view.view_id;
exception
  when unique_violation then
    raise unique_violation using message = 'A view with this name already exists.';
end
$$;
alter function private.rename_view(uuid, uuid, text) owner to tinycrm;
grant execute on function private.rename_view(uuid, uuid, text) to authenticated;

create function public.rename_view(account_id uuid, view_id uuid, name text)
returns void language sql volatile set search_path = ''
as $$ select private.rename_view(rename_view.account_id, rename_view.view_id, rename_view.name) $$;
comment on function public.rename_view(uuid, uuid, text) is
  'Renames a view; 23505 when another has the name. Owners and admins only (42501).';
grant execute on function public.rename_view(uuid, uuid, text) to authenticated;

-- Moves a view to a place and numbers all of them anew.
create function private.move_view(account_id uuid, view_id uuid, "position" integer)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_editor(move_view.account_id);
  update public.views v
  set position = ordered.place
  from (
    -- The one that moves stands before whoever was at its new place.
    select o.id, row_number() over (
      order by case when o.id = move_view.view_id then move_view.position - 0.5 else others.place end, o.position, o.id
    ) as place
    from public.views o
    left join (
      select s.id, row_number() over (order by s.position, s.id) as place
      from public.views s
      where s.account_id = move_view.account_id and s.id <> move_view.view_id
    ) others on others.id = o.id
    where o.account_id = move_view.account_id
  ) ordered
  where v.account_id = move_view.account_id and v.id = ordered.id and v.position <> ordered.place;
end
$$;
alter function private.move_view(uuid, uuid, integer) owner to tinycrm;
grant execute on function private.move_view(uuid, uuid, integer) to authenticated;

create function public.move_view(account_id uuid, view_id uuid, place integer)
returns void language sql volatile set search_path = ''
as $$ select private.move_view(move_view.account_id, move_view.view_id, move_view.place) $$;
comment on function public.move_view(uuid, uuid, integer) is
  'Puts a view at a place in the list, counted from 1. Owners and admins only (42501).';
grant execute on function public.move_view(uuid, uuid, integer) to authenticated;

-- Deletes a view.
create function private.delete_view(account_id uuid, view_id uuid)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_editor(delete_view.account_id);
  delete from public.views v where v.account_id = delete_view.account_id and v.id = delete_view.view_id;
end
$$;
alter function private.delete_view(uuid, uuid) owner to tinycrm;
grant execute on function private.delete_view(uuid, uuid) to authenticated;

create function public.delete_view(account_id uuid, view_id uuid)
returns void language sql volatile set search_path = ''
as $$ select private.delete_view(delete_view.account_id, delete_view.view_id) $$;
comment on function public.delete_view(uuid, uuid) is 'Deletes a view; one that is gone already is fine. Owners and admins only (42501).';
grant execute on function public.delete_view(uuid, uuid) to authenticated;
