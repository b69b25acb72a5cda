-- sessions: where somebody is signed in, and an end to one of them.

-- The only definer functions that do not belong to tinycrm. Hosted, the tables of Auth have row-level
-- security without a policy, which only a role that passes by it reads. Both go no further than the
-- sessions of who asks.
create function private.my_sessions()
returns table (id uuid, user_agent text, signed_in_at timestamptz, refreshed_at timestamptz, is_current boolean)
language sql stable security definer
set search_path = ''
as $$
  select
    s.id,
    s.user_agent,
    s.created_at,
    -- Auth keeps this one without a zone, in UTC.
    coalesce(s.refreshed_at at time zone 'UTC', s.created_at),
    s.id::text is not distinct from nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'session_id'
  from auth.sessions s
  where s.user_id = private.user_id() and (s.not_after is null or s.not_after > now())
  order by 5 desc, 4 desc, s.id
  limit 100
$$;
grant execute on function private.my_sessions() to authenticated;

create function public.my_sessions()
returns table (id uuid, user_agent text, signed_in_at timestamptz, refreshed_at timestamptz, is_current boolean) language sql stable set search_path = ''
as $$ select * from private.my_sessions() $$;
comment on function public.my_sessions() is
  'Where the signed-in user is signed in: this session first, then the latest refreshed, 100 at most. user_agent is what the browser said when it last renewed the session; null where it said nothing.';
grant execute on function public.my_sessions() to authenticated;

-- Its refresh tokens go with it, by Auth's own foreign key.
create function private.end_session(session_id uuid)
returns boolean
language sql volatile security definer
set search_path = ''
as $$
  with ended as (
    delete from auth.sessions s
    where s.id = end_session.session_id and s.user_id = private.user_id()
    returning s.id
  )
  select exists (select from ended)
$$;
grant execute on function private.end_session(uuid) to authenticated;

create function public.end_session(session_id uuid)
returns boolean language sql volatile set search_path = ''
as $$ select private.end_session(end_session.session_id) $$;
comment on function public.end_session(uuid) is
  'Ends a session of the signed-in user: it cannot be renewed anymore. False when it is not one of theirs.';
grant execute on function public.end_session(uuid) to authenticated;
