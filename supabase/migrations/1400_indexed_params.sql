-- Numbers inside params that an account with many customers compares or sorts by, kept where an index finds them. Params that nobody
-- asks for cost nothing; those that are asked for are filled in part by part while the dashboard is looked at, and used once all are there.

create table private.indexed_params (
  account_id uuid not null references public.accounts (id) on delete cascade,
  key text not null,
  -- Calls that began before this row was there do not know of it: filling waits until they have ended.
  begins_after xid8,
  filled_to uuid not null default '00000000-0000-0000-0000-000000000000',
  is_ready boolean not null default false,
  primary key (account_id, key)
);
comment on table private.indexed_params is 'Params whose numbers are kept in param_numbers and param_sums: 20 an account at most.';

alter table private.indexed_params enable row level security;
alter table private.indexed_params force row level security;
revoke all on private.indexed_params from public, anon, authenticated, service_role;
grant select, insert, update, delete on private.indexed_params to tinycrm;
create policy "tinycrm functions keep every account" on private.indexed_params
  for all to tinycrm using (true) with check (true);

create table private.param_numbers (
  account_id uuid not null,
  customer_id uuid not null,
  project_id uuid not null,
  key text not null,
  value numeric not null,
  foreign key (account_id, customer_id, project_id)
    references public.customer_projects (account_id, customer_id, project_id) on delete cascade
);
-- As of public.customers.
alter table private.param_numbers alter column account_id set (n_distinct = -0.01);
comment on table private.param_numbers is 'The numbers of indexed params, one for each customer_project that has one. Kept by a trigger.';
create index param_numbers_value_idx on private.param_numbers (account_id, key, value, customer_id);
-- For the order of what one project says.
create index param_numbers_project_idx on private.param_numbers (account_id, key, project_id, value, customer_id);
-- Made last, as that of public.customers.
alter table private.param_numbers add constraint param_numbers_pkey primary key (account_id, customer_id, project_id, key);

alter table private.param_numbers enable row level security;
alter table private.param_numbers force row level security;
revoke all on private.param_numbers from public, anon, authenticated, service_role;
grant select, insert, update, delete on private.param_numbers to tinycrm;
create policy "tinycrm functions keep every account" on private.param_numbers
  for all to tinycrm using (true) with check (true);

create table private.param_sums (
  account_id uuid not null,
  customer_id uuid not null,
  key text not null,
  sum numeric not null,
  foreign key (account_id, customer_id) references public.customers (account_id, id) on delete cascade
);
-- As of public.customers.
alter table private.param_sums alter column account_id set (n_distinct = -0.01);
comment on table private.param_sums is 'The sum of an indexed param over the projects of a person.';
create index param_sums_sum_idx on private.param_sums (account_id, key, sum, customer_id);
-- Made last, as that of public.customers.
alter table private.param_sums add constraint param_sums_pkey primary key (account_id, customer_id, key);

alter table private.param_sums enable row level security;
alter table private.param_sums force row level security;
revoke all on private.param_sums from public, anon, authenticated, service_role;
grant select, insert, update, delete on private.param_sums to tinycrm;
create policy "tinycrm functions keep every account" on private.param_sums
  for all to tinycrm using (true) with check (true);

-- The number of a param, or null where its value is none: what filters compare, sorts add up, and the index holds. A dot in a key
-- leads into an object, unless the whole key is there.
create function private.param_number(params jsonb, key text)
returns numeric
language sql immutable
set search_path = ''
as $$
  select case
    when jsonb_typeof(value) = 'number' or jsonb_typeof(value) = 'string' and value #>> '{}' ~ private.number_pattern()
    then (value #>> '{}')::numeric
  end
  from (
    select case when strpos(key, '.') = 0 or params ? key then params -> key else params #> string_to_array(key, '.') end as value
  ) found
$$;
grant execute on function private.param_number(jsonb, text) to tinycrm;

-- Calls hold the customer's lock, so nobody else changes the numbers or the sum meanwhile. The conditions of the triggers leave alone
-- what private.write_turn writes for accounts without such params.
create function private.keep_param_numbers()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_row public.customer_projects := coalesce(new, old);
  v_old jsonb := case when tg_op <> 'INSERT' then old.params end;
  v_new jsonb := case when tg_op <> 'DELETE' then new.params end;
  v_key text;
  v_value numeric;
  v_sum numeric;
begin
  for v_key in select i.key from private.indexed_params i where i.account_id = v_row.account_id loop
    v_value := private.param_number(v_new, v_key);
    continue when v_value is not distinct from private.param_number(v_old, v_key);
    if v_value is null then
      delete from private.param_numbers n
      where n.account_id = v_row.account_id and n.customer_id = v_row.customer_id
        and n.project_id = v_row.project_id and n.key = v_key;
    else
      insert into private.param_numbers as n (account_id, customer_id, project_id, key, value)
      values (v_row.account_id, v_row.customer_id, v_row.project_id, v_key, v_value)
      on conflict on constraint param_numbers_pkey do update set value = excluded.value;
    end if;

    select sum(n.value) into v_sum from private.param_numbers n
    where n.account_id = v_row.account_id and n.customer_id = v_row.customer_id and n.key = v_key;
    if v_sum is null then
      delete from private.param_sums s
      where s.account_id = v_row.account_id and s.customer_id = v_row.customer_id and s.key = v_key;
    else
      -- A person who is being erased has no sum anymore.
      insert into private.param_sums as s (account_id, customer_id, key, sum)
      select c.account_id, c.id, v_key, v_sum from public.customers c
      where c.account_id = v_row.account_id and c.id = v_row.customer_id
      on conflict on constraint param_sums_pkey do update set sum = excluded.sum;
    end if;
  end loop;
  return null;
end
$$;
alter function private.keep_param_numbers() owner to tinycrm;

create trigger keep_param_numbers_of_new
  after insert on public.customer_projects
  for each row when (current_setting('tinycrm.has_indexed_params', true) is distinct from 'false' and new.params <> '{}')
  execute function private.keep_param_numbers();

create trigger keep_param_numbers_of_changed
  after update of params on public.customer_projects
  for each row when (current_setting('tinycrm.has_indexed_params', true) is distinct from 'false' and old.params <> new.params)
  execute function private.keep_param_numbers();

create trigger keep_param_numbers_of_deleted
  after delete on public.customer_projects
  for each row when (old.params <> '{}')
  execute function private.keep_param_numbers();

-- Small enough to hold up nobody's calls for long.
create function private.max_filled()
returns integer
language sql immutable
set search_path = ''
as $$
  select 2000
$$;
grant execute on function private.max_filled() to tinycrm;

-- What reads everybody once in less than 0.1 s needs no index.
create function private.max_unindexed()
returns integer
language sql immutable
set search_path = ''
as $$
  select 20000
$$;
grant execute on function private.max_unindexed() to tinycrm;

-- True if the numbers of a param are complete, so that a query may rely on them.
create function private.is_indexed(account_id uuid, key text)
returns boolean
language sql stable
set search_path = ''
as $$
  select exists (
    select from private.indexed_params i where i.account_id = is_indexed.account_id and i.key = is_indexed.key and i.is_ready
  )
$$;
grant execute on function private.is_indexed(uuid, text) to tinycrm;

-- Goes on filling the numbers of a param by one part, and returns whether they are complete; null where it is not worth it.
create function private.index_param(account_id uuid, key text)
returns boolean
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_max_keys constant integer := 20;
  v_param private.indexed_params;
  v_ids uuid[];
begin
  perform private.require_member(index_param.account_id);
  select * into v_param from private.indexed_params i
  where i.account_id = index_param.account_id and i.key = index_param.key
  for update skip locked;
  if not found then
    -- Somebody else goes on with it.
    if exists (
      select from private.indexed_params i where i.account_id = index_param.account_id and i.key = index_param.key
    ) then
      return false;
    end if;
    if (select count(*) from private.indexed_params i where i.account_id = index_param.account_id) >= v_max_keys
      or (
        select count(*) from (
          select from public.customers c where c.account_id = index_param.account_id limit private.max_unindexed() + 1
        ) counted
      ) <= private.max_unindexed()
      or not exists (
        select from public.param_keys k
        where k.account_id = index_param.account_id and k.key = index_param.key and k.type = 'number'
      ) then
      return null;
    end if;
    insert into private.indexed_params (account_id, key) values (index_param.account_id, index_param.key)
    on conflict do nothing;
    return false;
  end if;
  if v_param.is_ready then
    return true;
  end if;
  if v_param.begins_after is null then
    update private.indexed_params i set begins_after = pg_snapshot_xmax(pg_current_snapshot())
    where i.account_id = index_param.account_id and i.key = index_param.key;
    return false;
  end if;
  if pg_snapshot_xmin(pg_current_snapshot()) < v_param.begins_after then
    return false;
  end if;

  v_ids := array(
    select c.id from public.customers c
    where c.account_id = index_param.account_id and c.id > v_param.filled_to
    order by c.id limit private.max_filled()
  );
  perform private.lock_customers(index_param.account_id, v_ids);
  -- What a call has written meanwhile is newer.
  insert into private.param_numbers (account_id, customer_id, project_id, key, value)
  select cp.account_id, cp.customer_id, cp.project_id, index_param.key, private.param_number(cp.params, index_param.key)
  from public.customer_projects cp
  where cp.account_id = index_param.account_id
    and cp.customer_id = any (v_ids)
    and private.param_number(cp.params, index_param.key) is not null
  on conflict do nothing;
  insert into private.param_sums as s (account_id, customer_id, key, sum)
  select n.account_id, n.customer_id, n.key, sum(n.value)
  from private.param_numbers n
  where n.account_id = index_param.account_id and n.customer_id = any (v_ids) and n.key = index_param.key
  group by n.account_id, n.customer_id, n.key
  on conflict on constraint param_sums_pkey do update set sum = excluded.sum;

  update private.indexed_params i set
    filled_to = coalesce(v_ids[cardinality(v_ids)], i.filled_to),
    is_ready = cardinality(v_ids) < private.max_filled()
  where i.account_id = index_param.account_id and i.key = index_param.key
  returning i.is_ready into v_param.is_ready;
  return v_param.is_ready;
end
$$;
alter function private.index_param(uuid, text) owner to tinycrm;
grant execute on function private.index_param(uuid, text) to authenticated;

create function public.index_param(account_id uuid, key text)
returns boolean language sql volatile set search_path = ''
as $$ select private.index_param(index_param.account_id, index_param.key) $$;
comment on function public.index_param(uuid, text) is
  'Goes on with an index of the numbers of a param, which accounts with many customers need to compare and sort by them. True when it is there, false when it is to be called again, null when there is nothing to index: few customers, no such number, or 20 of them already. Members only (42501).';
grant execute on function public.index_param(uuid, text) to authenticated;
