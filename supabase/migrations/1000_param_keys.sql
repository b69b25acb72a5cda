-- Which params a project sends: what the filters and columns of the customers table offer. Kept as calls come in, so that nobody
-- has to look through all customers for it.

create table public.param_keys (
  account_id uuid not null,
  project_id uuid not null,
  key text not null,
  type text not null constraint param_type_is_known check (type in ('text', 'number', 'boolean', 'date', 'other')),
  samples jsonb not null constraint samples_are_at_most_20 check (jsonb_array_length(samples) <= 20),
  last_seen_at timestamptz not null default now(),
  primary key (account_id, project_id, key),
  foreign key (account_id, project_id) references public.projects (account_id, id) on delete cascade
) with (fillfactor = 80);
comment on table public.param_keys is 'The params that a project sends, 200 at most, with some of their values.';
comment on column public.param_keys.type is 'The type of the value that was last looked at.';
comment on column public.param_keys.samples is 'Up to 20 different values that are numbers, booleans or short texts.';
comment on column public.param_keys.last_seen_at is 'Exact to an hour.';

alter table public.param_keys enable row level security;
alter table public.param_keys force row level security;
revoke all on public.param_keys from anon, authenticated, service_role;
grant select on public.param_keys to authenticated;
grant select, insert, update, delete on public.param_keys to service_role;
grant select, insert, update, delete on public.param_keys to tinycrm;
create policy "members read their params" on public.param_keys
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "tinycrm functions work on every param" on public.param_keys
  for all to tinycrm using (true) with check (true);

-- The type of a param as filters offer it: number, boolean, date, text or other.
create function private.param_type(value jsonb)
returns text
language sql immutable
set search_path = ''
as $$
  select case
    when jsonb_typeof(value) in ('number', 'boolean') then jsonb_typeof(value)
    when jsonb_typeof(value) <> 'string' then 'other'
    when value #>> '{}' ~ private.number_pattern() then 'number'
    when value #>> '{}' ~ '^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?)?$' then 'date'
    else 'text'
  end
$$;
grant execute on function private.param_type(jsonb) to tinycrm;

-- Longer texts are no words to choose from.
create function private.is_param_sample(value jsonb)
returns boolean
language sql immutable
set search_path = ''
as $$
  select jsonb_typeof(value) in ('number', 'boolean') or jsonb_typeof(value) = 'string' and char_length(value #>> '{}') <= 60
$$;
grant execute on function private.is_param_sample(jsonb) to tinycrm;

create function private.param_keys_lock(project_id uuid)
returns bigint
language sql immutable
set search_path = ''
as $$
  select hashtextextended('param_keys ' || project_id, 0)
$$;
comment on function private.param_keys_lock(uuid) is 'The advisory lock of whoever writes the param_keys of a project.';
grant execute on function private.param_keys_lock(uuid) to tinycrm;

-- Of many calls at once it looks at those with a key that is not known, and at one of each project; the
-- values of the others will be seen another time. Writes only what is new, and never waits for another.
create function private.learn_params(calls private.call[])
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_max_keys constant integer := 200;
  v_looked private.call[] := calls;
  v_news private.call[];
  v_mine uuid[];
begin
  if cardinality(calls) > 1 then
    with project as (
      select
        c.account_id, c.project_id, max(c.ordinal) as ordinal,
        array(
          select k.key from public.param_keys k where k.account_id = c.account_id and k.project_id = c.project_id
        ) as keys
      from unnest(calls) c
      where c.turn > 0 and c.params is not null
      group by c.account_id, c.project_id
    )
    select array_agg(c) into v_looked
    from project
    join unnest(calls) c on c.project_id = project.project_id and c.params is not null
    where c.ordinal = project.ordinal
      or cardinality(project.keys) < v_max_keys and c.params - project.keys <> '{}';
  end if;

  v_news := array(
    select c from unnest(v_looked) c
    where c.turn > 0 and exists (
      select from jsonb_each(c.params) param
      left join lateral (
        select k.samples, k.last_seen_at from public.param_keys k
        where k.account_id = c.account_id and k.project_id = c.project_id and k.key = param.key
        limit 1
      ) known on true
      where param.value <> 'null' and (
        known.samples is null
        or known.last_seen_at < now() - interval '1 hour'
        or not known.samples @> param.value
          and jsonb_array_length(known.samples) < 20
          and private.is_param_sample(param.value)
      )
    )
  );
  if v_news = '{}' then
    return;
  end if;

  v_mine := array(
    select news.project_id from (select distinct c.project_id from unnest(v_news) c) news
    where pg_try_advisory_xact_lock(private.param_keys_lock(news.project_id))
  );
  with seen as (
    select
      c.account_id, c.project_id, param.key,
      (array_agg(private.param_type(param.value) order by c.at desc, c.ordinal desc))[1] as type,
      coalesce(
        jsonb_agg(distinct param.value) filter (where private.is_param_sample(param.value)), '[]'
      ) as samples,
      exists (
        select from public.param_keys k
        where k.account_id = c.account_id and k.project_id = c.project_id and k.key = param.key
      ) as is_known
    from unnest(v_news) c
    cross join lateral jsonb_each(c.params) param
    where c.project_id = any (v_mine) and param.value <> 'null' and char_length(param.key) <= 200
    group by c.account_id, c.project_id, param.key
  ),
  counted as (
    select
      seen.*,
      row_number() over (partition by seen.project_id, seen.is_known order by seen.key) + (
        select count(*) from public.param_keys k
        where k.account_id = seen.account_id and k.project_id = seen.project_id
      ) as place
    from seen
  )
  insert into public.param_keys as k (account_id, project_id, key, type, samples)
  select counted.account_id, counted.project_id, counted.key, counted.type,
    jsonb_path_query_array(counted.samples, '$[0 to 19]')
  from counted
  where counted.is_known or counted.place <= v_max_keys
  on conflict (account_id, project_id, key) do update set
    type = excluded.type,
    samples = jsonb_path_query_array(
      k.samples || coalesce((
        select jsonb_agg(value) from jsonb_array_elements(excluded.samples) value where not k.samples @> value
      ), '[]'),
      '$[0 to 19]'
    ),
    last_seen_at = now();
end
$$;
comment on function private.learn_params(private.call[]) is 'Keeps param_keys up with what calls send.';
grant execute on function private.learn_params(private.call[]) to tinycrm;

-- Leaves of a catalog what the remaining customers have: values that some of them have, going by 500 of
-- each status, and keys that any of them has. What is left out comes back with the next call that sends it.
create function private.forget_params(account_id uuid, project_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_project_id uuid;
begin
  for v_project_id in select distinct id from unnest(project_ids) id order by id loop
    perform pg_advisory_xact_lock(private.param_keys_lock(v_project_id));
    with found as materialized (
      select distinct param.key, param.value
      from unnest(enum_range(null::public.customer_status)) each_of (status)
      cross join lateral (
        select cp.params from public.customer_projects cp
        where cp.account_id = forget_params.account_id and cp.project_id = v_project_id and cp.status = each_of.status
        limit 500
      ) person
      cross join lateral jsonb_each(person.params) param
      where private.is_param_sample(param.value)
    )
    update public.param_keys k set samples = (
      select coalesce(jsonb_agg(sample), '[]') from jsonb_array_elements(k.samples) sample
      where (k.key, sample) in (select found.key, found.value from found)
    )
    where k.account_id = forget_params.account_id and k.project_id = v_project_id and k.samples <> '[]';

    delete from public.param_keys k
    where k.account_id = forget_params.account_id and k.project_id = v_project_id and k.samples = '[]'
      and not exists (
        select from public.customer_projects cp
        where cp.account_id = forget_params.account_id and cp.project_id = v_project_id and cp.params ? k.key
      );
  end loop;
end
$$;
comment on function private.forget_params(uuid, uuid[]) is
  'Takes out of param_keys what only customers had who are gone. Waits for whoever writes them.';
grant execute on function private.forget_params(uuid, uuid[]) to tinycrm;
