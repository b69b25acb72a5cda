-- my_session: what every page of the dashboard has to know about who asks, in one round trip.

-- The accounts of the signed-in user, and where the one that they look at stands with paying.
create function private.my_session(account_id uuid)
returns jsonb
language sql stable security definer
set search_path = ''
as $$
  with mine as (
    select m.account_id, row_number() over (order by m.created_at, m.account_id) as place, jsonb_build_object(
      'id', a.id, 'name', a.name, 'role', m.role, 'time_zone', a.time_zone, 'currency', a.currency,
      'mrr_param', a.mrr_param, 'deletion_at', a.deletion_at
    ) as account
    from public.members m join public.accounts a on a.id = m.account_id
    where m.user_id = private.user_id()
  ),
  chosen as (
    select m.account_id from mine m
    order by (m.account_id = my_session.account_id) is true desc, m.place
    limit 1
  )
  select jsonb_build_object(
    'accounts', coalesce((select jsonb_agg(m.account order by m.place) from mine m), '[]'),
    'account_id', (select c.account_id from chosen c),
    'billing', (select private.billing_state(c.account_id) from chosen c)
  )
$$;
alter function private.my_session(uuid) owner to tinycrm;
grant execute on function private.my_session(uuid) to authenticated;

create function public.my_session(account_id uuid default null)
returns jsonb language sql stable set search_path = ''
as $$ select private.my_session(my_session.account_id) $$;
comment on function public.my_session(uuid) is
  'The accounts of the signed-in user, the oldest membership first, and the one that they look at: the given one if it is theirs, else the first. {accounts: [{id, name, role, time_zone, currency, mrr_param, deletion_at}], account_id, billing}, where billing is its billing_state. The last two are null for who belongs to no account.';
grant execute on function public.my_session(uuid) to authenticated;
