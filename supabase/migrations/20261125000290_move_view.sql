-- move_view again, with a name for the place that needs no quotes: `position` is a word of SQL, and the
-- local REST server writes the names of arguments as they are.

drop function public.move_view(uuid, uuid, integer);
create function public.move_view(account_id uuid, view_id uuid, place integer)
returns void
language sql volatile
set search_path = ''
as $$
  select private.move_view(move_view.account_id, move_view.view_id, move_view.place)
$$;
comment on function public.move_view(uuid, uuid, integer) is
  'Puts a view at a place in the list, counted from 1. Owners and admins only (42501).';
revoke all on function public.move_view(uuid, uuid, integer) from public, anon, authenticated, service_role;
grant execute on function public.move_view(uuid, uuid, integer) to authenticated;
