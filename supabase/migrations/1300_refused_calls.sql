-- What members see of their calls: the last that came through, and why others did not.

-- Unlogged: it is worth ten minutes, so a crash may empty it.
create unlogged table public.refused_calls (
  account_id uuid not null,
  project_id uuid not null,
  minute timestamptz not null,
  kind text not null,
  code text not null,
  pointer text not null,
  detail text not null,
  status smallint not null,
  count bigint not null,
  last_at timestamptz not null,
  primary key (account_id, project_id, minute, kind, code, pointer, detail),
  foreign key (account_id, project_id) references public.projects (account_id, id) on delete cascade
);
comment on table public.refused_calls is
  'Refused calls of the last ten minutes, counted by minute and reason. Holds nothing of what was sent but the place of the fault.';
create index refused_calls_minute_idx on public.refused_calls (minute);

alter table public.refused_calls enable row level security;
alter table public.refused_calls force row level security;
revoke all on public.refused_calls from anon, authenticated, service_role;
grant select on public.refused_calls to authenticated;
grant select, insert, update, delete on public.refused_calls to service_role;
grant select, insert, update, delete on public.refused_calls to tinycrm;
create policy "members read their refused calls" on public.refused_calls
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "tinycrm functions work on every refused call" on public.refused_calls
  for all to tinycrm using (true) with check (true);

create function ingest.report_refusals(refusals jsonb)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  -- Rows of one project; further reasons are left out.
  v_max constant integer := 300;
begin
  -- Nobody waits for it, and nothing is lost that a call was promised.
  perform set_config('synchronous_commit', 'off', true);

  with reported as (
    select k.account_id, k.project_id, r.kind, r.code, left(r.pointer, 200) as pointer, r.status, r.count,
      left(
        case
          when r.code <> 'unauthorized' then r.detail
          when k.revoked_at is not null then format('The key %s (…%s) was revoked. Put a live one into your product.', k.name, k.hint)
          else format('The key %s (…%s) has ended. Put a live one into your product.', k.name, k.hint)
        end, 300
      ) as detail
    from jsonb_to_recordset(refusals) as r (
      key_hash text, kind text, code text, pointer text, detail text, status smallint, count bigint
    )
    join public.api_keys k on k.hash = decode(r.key_hash, 'hex')
  )
  insert into public.refused_calls as i
    (account_id, project_id, minute, kind, code, pointer, detail, status, count, last_at)
  select r.account_id, r.project_id, date_trunc('minute', now()), r.kind, r.code, r.pointer, r.detail,
    min(r.status), sum(r.count), now()
  from reported r
  where (
    select count(*) from public.refused_calls known
    where known.account_id = r.account_id and known.project_id = r.project_id
  ) < v_max
  group by r.account_id, r.project_id, r.kind, r.code, r.pointer, r.detail
  -- Several isolates report the same reasons: the same order for all, so that none deadlocks.
  order by 1, 2, 4, 5, 6, 7
  on conflict (account_id, project_id, minute, kind, code, pointer, detail) do update set
    count = i.count + excluded.count,
    last_at = excluded.last_at;

  delete from public.refused_calls i
  where i.ctid in (
    select old.ctid from public.refused_calls old
    where old.minute < now() - interval '11 minutes'
    limit 1000
    for update skip locked
  );
end
$$;
comment on function ingest.report_refusals(jsonb) is
  'Counts refused calls: [{key_hash, kind, code, pointer, detail, status, count}]. Those of keys that do not exist belong to nobody and are left out.';
alter function ingest.report_refusals(jsonb) owner to tinycrm;
grant execute on function ingest.report_refusals(jsonb) to ingest;

-- The last calls of a project and why others were refused, for the page that waits for the first one.
create function private.recent_calls(project_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
declare
  v_account_id uuid;
  v_calls jsonb;
  v_refusals jsonb;
begin
  select p.account_id into v_account_id
  from public.projects p
  where p.id = recent_calls.project_id and p.account_id = any (private.my_account_ids());
  perform private.require_member(v_account_id);

  -- No index orders the people of one project by activity: it would cost every call. A small project
  -- is read whole, and those of a large one are among the last who were active anywhere.
  with near as (
    (
      select cp.customer_id from public.customer_projects cp
      where cp.account_id = v_account_id and cp.project_id = recent_calls.project_id
      limit 200
    )
    union
    (
      select a.customer_id from public.customer_activity a
      where a.account_id = v_account_id
      order by a.last_activity_at desc
      limit 300
    )
  ),
  latest as (
    select cp.customer_id, cp.status, cp.first_seen_at, cp.last_activity_at
    from near
    join public.customer_projects cp
      on cp.account_id = v_account_id and cp.customer_id = near.customer_id and cp.project_id = recent_calls.project_id
    order by cp.last_activity_at desc
    limit 10
  )
  select jsonb_agg(
    jsonb_build_object(
      'customer_id', l.customer_id, 'email', c.email, 'name', c.name, 'status', l.status,
      'first_seen_at', l.first_seen_at, 'at', l.last_activity_at
    ) order by l.last_activity_at desc
  ) into v_calls
  from latest l
  join public.customers c on c.account_id = v_account_id and c.id = l.customer_id;

  -- A replica has the rows of no unlogged table, and refuses to be asked for them.
  if not pg_is_in_recovery() then
    with reasons as (
      select i.kind, i.code, i.pointer, i.detail, i.status, sum(i.count) as count, max(i.last_at) as at
      from public.refused_calls i
      where i.account_id = v_account_id and i.project_id = recent_calls.project_id
        and i.last_at > now() - interval '10 minutes'
      group by i.kind, i.code, i.pointer, i.detail, i.status
      order by max(i.last_at) desc
      limit 20
    )
    select jsonb_agg(to_jsonb(reasons) order by reasons.at desc) into v_refusals from reasons;
  end if;

  return jsonb_build_object('calls', coalesce(v_calls, '[]'), 'refusals', coalesce(v_refusals, '[]'));
end
$$;
alter function private.recent_calls(uuid) owner to tinycrm;
grant execute on function private.recent_calls(uuid) to authenticated;

create function public.recent_calls(project_id uuid)
returns jsonb language sql stable set search_path = ''
as $$ select private.recent_calls(recent_calls.project_id) $$;
comment on function public.recent_calls(uuid) is
  'The ten people a project sent last, and its refused calls of the last ten minutes by reason: {calls: [{customer_id, email, name, status, first_seen_at, at}], refusals: [{kind, code, pointer, detail, status, count, at}]}.';
grant execute on function public.recent_calls(uuid) to authenticated;
