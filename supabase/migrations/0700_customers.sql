-- One row per person in an account, one row per person and project, one row per change of status.
-- Three tables by how often they change: customers is cold, activity hot and narrow, customer_projects in between.

create table public.customers (
  account_id uuid not null references public.accounts (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  email public.email not null,
  name text constraint customer_name_is_1_to_200_characters check (char_length(name) between 1 and 200),
  first_seen_at timestamptz not null,
  constraint one_customer_per_email unique (account_id, email)
) with (fillfactor = 90);
-- Analyzed while each account has one person, an account would count as unique: all indexes that begin with it would then
-- seem equally good, and a look-up by id, a foreign key's included, read all of a grown account (docs/decisions.md, 7).
alter table public.customers alter column account_id set (n_distinct = -0.01);
comment on table public.customers is 'One person in an account, unique by canonical email.';
create index customers_first_seen_idx on public.customers (account_id, first_seen_at, id);
create index customers_name_idx on public.customers (account_id, lower(coalesce(name, '')), id);
create index customers_search_idx on public.customers
  using gin (account_id, lower(email || ' ' || coalesce(name, '')) extensions.gin_trgm_ops);
-- Made last on purpose, as that of customer_projects below. A member's look-up names the account twice, for itself and
-- for the policy, so that all indexes with the account and the id seem equally cheap, of which the newest is taken.
alter table public.customers add constraint customers_pkey primary key (account_id, id);

alter table public.customers enable row level security;
alter table public.customers force row level security;
revoke all on public.customers from anon, authenticated, service_role;
grant select on public.customers to authenticated;
grant select, insert, update, delete on public.customers to service_role;
grant select, insert, update, delete on public.customers to tinycrm;
create policy "members read their customers" on public.customers
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "tinycrm functions work on every customer" on public.customers
  for all to tinycrm using (true) with check (true);

-- Measured: 7 times the write rate of keeping this in customers, where each call would touch every index.
create table public.customer_activity (
  account_id uuid not null,
  customer_id uuid not null,
  last_activity_at timestamptz not null,
  name_at timestamptz not null default '-infinity',
  project_count integer not null default 0,
  foreign key (account_id, customer_id) references public.customers (account_id, id) on delete cascade
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
-- As of public.customers.
alter table public.customer_activity alter column account_id set (n_distinct = -0.01);
comment on table public.customer_activity is
  'When a customer was last seen in any of their projects. Its row is the lock that every writer of this customer takes first, in (account_id, customer_id) order.';
comment on column public.customer_activity.name_at is 'Event time of the call that set customers.name.';
comment on column public.customer_activity.project_count is
  'In how many projects the customer is: the number of rows in customer_projects, kept by identify and, for other writers, by triggers.';
create index customer_activity_recent_idx on public.customer_activity (account_id, last_activity_at, customer_id);
create index customer_activity_project_count_idx on public.customer_activity (account_id, project_count, customer_id);
-- Made last, as that of public.customers.
alter table public.customer_activity add constraint customer_activity_pkey primary key (account_id, customer_id);

alter table public.customer_activity enable row level security;
alter table public.customer_activity force row level security;
revoke all on public.customer_activity from anon, authenticated, service_role;
grant select on public.customer_activity to authenticated;
grant select, insert, update, delete on public.customer_activity to service_role;
grant select, insert, update on public.customer_activity to tinycrm;
create policy "members read their customers' activity" on public.customer_activity
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "tinycrm functions work on all activity" on public.customer_activity
  for all to tinycrm using (true) with check (true);

create table public.customer_projects (
  account_id uuid not null,
  customer_id uuid not null,
  project_id uuid not null,
  status public.customer_status not null,
  status_at timestamptz not null,
  params jsonb not null constraint params_is_an_object check (jsonb_typeof(params) = 'object'),
  params_at jsonb not null constraint params_at_is_an_object check (jsonb_typeof(params_at) = 'object'),
  first_seen_at timestamptz not null,
  last_activity_at timestamptz not null,
  edited_at timestamptz not null default '-infinity',
  foreign key (account_id, customer_id) references public.customers (account_id, id) on delete cascade,
  foreign key (account_id, project_id) references public.projects (account_id, id) on delete cascade
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
-- As of public.customers.
alter table public.customer_projects alter column account_id set (n_distinct = -0.01);
comment on table public.customer_projects is 'One customer in one project, shown as a badge.';
comment on column public.customer_projects.status_at is 'Event time of the call that set the status; -infinity when none did.';
comment on column public.customer_projects.params_at is
  'Event time of each param in microseconds since 1970, removed ones included, so that a late call cannot undo a newer one.';
comment on column public.customer_projects.edited_at is
  'When status or params were last edited by hand. Params of calls that are older are compared one by one.';
-- last_activity_at stays out of every index, so that most calls are heap-only updates.
create index customer_projects_project_status_idx on public.customer_projects (account_id, project_id, status, customer_id);
create index customer_projects_params_idx on public.customer_projects using gin (account_id, params jsonb_path_ops);
-- Made last on purpose. Foreign key checks that are planned while the table is empty find both btree indexes equally
-- cheap and take the newest; the other one would read ever more of a project for each new customer (measured: 380 µs
-- a call at 17,500 customers and growing, against 133 µs and flat, until the next analyze).
alter table public.customer_projects
  add constraint customer_projects_pkey primary key (account_id, customer_id, project_id);

alter table public.customer_projects enable row level security;
alter table public.customer_projects force row level security;
revoke all on public.customer_projects from anon, authenticated, service_role;
grant select on public.customer_projects to authenticated;
grant select, insert, update, delete on public.customer_projects to service_role;
grant select, insert, update, delete on public.customer_projects to tinycrm;
create policy "members read their customers' projects" on public.customer_projects
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "tinycrm functions work on every customer_project" on public.customer_projects
  for all to tinycrm using (true) with check (true);

create table public.status_changes (
  account_id uuid not null,
  id bigint generated always as identity,
  customer_id uuid not null,
  project_id uuid not null,
  from_status public.customer_status,
  to_status public.customer_status not null,
  changed_at timestamptz not null,
  changed_by text not null default 'api' constraint changed_by_is_known check (changed_by in ('api', 'dashboard', 'studio')),
  user_email text,
  position xid8 not null default greatest(pg_current_xact_id(), pg_snapshot_xmax(pg_current_snapshot())),
  -- The position first, so that whoever reads changes in order needs no index of their own, which every call would pay for.
  primary key (account_id, position, id),
  foreign key (account_id, customer_id, project_id)
    references public.customer_projects (account_id, customer_id, project_id) on delete cascade
);
comment on table public.status_changes is 'Append-only history of status, one row per change, whoever made it.';
comment on column public.status_changes.id is 'In the order in which they were written, which tells changes of one time apart.';
comment on column public.status_changes.from_status is 'Null for the first status of a customer in a project.';
comment on column public.status_changes.changed_by is 'api: a call; dashboard: a member; studio: an admin with the database.';
comment on column public.status_changes.user_email is 'The member who made the change in the dashboard.';
-- The number of the transaction alone would not do: one that began early may wait for a customer, and would stand before the one
-- that it waited for.
comment on column public.status_changes.position is
  'Orders changes, with id, so that those of one customer stand as they happened, and whatever is not committed stands at or behind pg_snapshot_xmin: a reader who stops before that misses none.';
create index status_changes_customer_idx on public.status_changes (account_id, customer_id, project_id, changed_at);

alter table public.status_changes enable row level security;
alter table public.status_changes force row level security;
revoke all on public.status_changes from anon, authenticated, service_role;
grant select on public.status_changes to authenticated;
grant select, delete on public.status_changes to service_role;
grant select, insert on public.status_changes to tinycrm;
create policy "members read their customers' history" on public.status_changes
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "tinycrm functions write all history" on public.status_changes
  for all to tinycrm using (true) with check (true);

create type private.new_customer_project as (
  account_id uuid, customer_id uuid, project_id uuid, status public.customer_status, changed_at timestamptz
);
comment on type private.new_customer_project is 'A row of customer_projects that has just been made, as its history begins.';

-- Who has a function of ours write: a member, whose role stays known inside definer functions, or a call, whatever role the
-- Edge Functions connect as.
create function private.changed_by()
returns text
language sql stable
set search_path = ''
as $$
  select case when current_setting('role') = 'authenticated' then 'dashboard' else 'api' end
$$;
grant execute on function private.changed_by() to tinycrm;

-- A trigger, so that a change made in Studio is in the history like one made by a call. Its argument says who writes, when
-- it is no function of ours.
create function private.record_status_change()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_changed_by text := coalesce(tg_argv[0], private.changed_by());
begin
  insert into public.status_changes (account_id, customer_id, project_id, from_status, to_status, changed_at, changed_by, user_email)
  values (
    new.account_id, new.customer_id, new.project_id,
    case when tg_op = 'UPDATE' then old.status end,
    new.status,
    case
      when tg_op = 'INSERT' then greatest(new.status_at, new.first_seen_at)
      when new.status_at > old.status_at then new.status_at
      else now()
    end,
    v_changed_by,
    case when v_changed_by = 'dashboard' then private.user_email() end
  );
  if exists (select from private.webhook_endpoints w where w.account_id = new.account_id and w.disabled_at is null) then
    if tg_op = 'INSERT' then
      perform private.record_new_customer_projects(
        array[row(new.account_id, new.customer_id, new.project_id, new.status, null)::private.new_customer_project]
      );
    elsif current_setting('tinycrm.webhooks_muted', true) is distinct from 'true' then
      -- Here and not in a function: calling one cost as much again as the row.
      insert into private.webhook_events (account_id, type, customer_id, project_id, from_status, to_status)
      values (new.account_id, 'customer.status_changed', new.customer_id, new.project_id, old.status, new.status);
    end if;
  end if;
  return null;
end
$$;
alter function private.record_status_change() owner to tinycrm;

create trigger record_status_change
  after update of status on public.customer_projects
  for each row when (old.status is distinct from new.status and current_user = 'tinycrm')
  execute function private.record_status_change();

create trigger record_status_edit
  after update of status on public.customer_projects
  for each row when (old.status is distinct from new.status and current_user <> 'tinycrm')
  execute function private.record_status_change('studio');

create trigger record_first_status
  after insert on public.customer_projects
  for each row when (current_user <> 'tinycrm')
  execute function private.record_status_change('studio');

-- In Studio only the status is changed. Its time comes with it, or an older call would undo it.
create function private.date_status_edit()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.status_at := greatest(old.status_at, now());
  new.edited_at := greatest(old.edited_at, now());
  return new;
end
$$;

create trigger date_status_edit
  before update of status on public.customer_projects
  for each row when (
    old.status is distinct from new.status
    and old.status_at = new.status_at
    and current_user <> 'tinycrm'
  )
  execute function private.date_status_edit();

-- Only a new customer_project and one that goes change it, so that most calls do not. With one that goes, the customer was last seen
-- in those that stay.
create function private.keep_project_count()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' then
    update public.customer_activity a set project_count = a.project_count + 1
    where a.account_id = new.account_id and a.customer_id = new.customer_id;
  else
    -- What the other projects say is read once nobody can write it anymore.
    perform from public.customer_activity a
    where a.account_id = old.account_id and a.customer_id = old.customer_id
    for update;
    update public.customer_activity a set
      project_count = a.project_count - 1,
      last_activity_at = coalesce((
        select max(cp.last_activity_at) from public.customer_projects cp
        where cp.account_id = old.account_id and cp.customer_id = old.customer_id
      ), a.last_activity_at)
    where a.account_id = old.account_id and a.customer_id = old.customer_id;
  end if;
  return null;
end
$$;
alter function private.keep_project_count() owner to tinycrm;

create trigger keep_project_count
  after delete on public.customer_projects
  for each row execute function private.keep_project_count();

create trigger keep_project_count_of_new
  after insert on public.customer_projects
  for each row when (current_user <> 'tinycrm')
  execute function private.keep_project_count();

-- What the triggers record_first_status and keep_project_count do for whoever is not tinycrm.
-- Written once for a group instead of by a trigger for each row: counting the project of a new customer afterward wrote the row of
-- their activity, its three indexes and the check of its foreign key twice.
create function private.follow_new_customer_projects(created private.new_customer_project[], counted uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into public.status_changes (account_id, customer_id, project_id, to_status, changed_at, changed_by, user_email)
  select
    cp.account_id, cp.customer_id, cp.project_id, cp.status, cp.changed_at, writer.changed_by,
    case when writer.changed_by = 'dashboard' then private.user_email() end
  from (select private.changed_by() as changed_by offset 0) writer
  cross join unnest(created) cp;

  if cardinality(created) > coalesce(cardinality(counted), 0) then
    update public.customer_activity a set project_count = a.project_count + 1
    from unnest(created) cp
    where a.account_id = cp.account_id and a.customer_id = cp.customer_id
      and cp.customer_id <> all (coalesce(counted, '{}'));
  end if;

  if exists (
    select from private.webhook_endpoints w
    where w.account_id = any (array(select distinct cp.account_id from unnest(created) cp)) and w.disabled_at is null
  ) then
    perform private.record_new_customer_projects(created);
  end if;
end
$$;
comment on function private.follow_new_customer_projects(private.new_customer_project[], uuid[]) is
  'Begins the status history of new rows of different customers and counts the project of each customer but those of `counted`. The caller holds the locks of the customers.';
grant execute on function private.follow_new_customer_projects(private.new_customer_project[], uuid[]) to tinycrm;
