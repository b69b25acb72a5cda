-- One row per person in an account, one row per person and product, one row per change of status.
-- Three tables by how often they change: customers is cold, activity hot and narrow, relations in between.

create table public.customers (
  account_id uuid not null references public.accounts (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  email public.email not null,
  name text constraint customer_name_is_1_to_200_characters check (char_length(name) between 1 and 200),
  first_seen_at timestamptz not null,
  primary key (account_id, id),
  constraint one_customer_per_email unique (account_id, email)
) with (fillfactor = 90);
comment on table public.customers is 'One person in an account, unique by canonical email.';

create index customers_first_seen_idx on public.customers (account_id, first_seen_at, id);
create index customers_name_idx on public.customers (account_id, lower(coalesce(name, '')), id);
create index customers_search_idx on public.customers
  using gin (account_id, lower(email || ' ' || coalesce(name, '')) extensions.gin_trgm_ops);

-- Measured: 7 times the write rate of keeping this in customers, where each call would touch every index.
create table public.customer_activity (
  account_id uuid not null,
  customer_id uuid not null,
  last_activity_at timestamptz not null,
  name_at timestamptz not null default '-infinity',
  primary key (account_id, customer_id),
  foreign key (account_id, customer_id) references public.customers (account_id, id) on delete cascade
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
comment on table public.customer_activity is
  'When a customer was last seen in any product. Its row is the lock that every writer of this customer takes first, in (account_id, customer_id) order.';
comment on column public.customer_activity.name_at is 'Event time of the call that set customers.name.';
create index customer_activity_recent_idx on public.customer_activity (account_id, last_activity_at, customer_id);

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
  foreign key (account_id, customer_id) references public.customers (account_id, id) on delete cascade,
  foreign key (account_id, project_id) references public.projects (account_id, id) on delete cascade
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
comment on table public.customer_projects is 'One customer in one product: the badge.';
comment on column public.customer_projects.status_at is 'Event time of the call that set the status; -infinity when none did.';
comment on column public.customer_projects.params_at is
  'Event time of each param in microseconds since 1970, removed ones included, so that a late call cannot undo a newer one.';
-- last_activity_at stays out of every index, so that most calls are heap-only updates.
create index customer_projects_project_status_idx on public.customer_projects (account_id, project_id, status, customer_id);
create index customer_projects_params_idx on public.customer_projects using gin (account_id, params jsonb_path_ops);
-- Made last on purpose. Foreign key checks that are planned while the table is empty find both btree indexes equally
-- cheap and take the newest; the other one would read ever more of a product for each new customer (measured: 380 µs
-- a call at 17,500 customers and growing, against 133 µs and flat, until the next analyze).
alter table public.customer_projects
  add constraint customer_projects_pkey primary key (account_id, customer_id, project_id);

create table public.status_changes (
  account_id uuid not null,
  id uuid not null default gen_random_uuid(),
  customer_id uuid not null,
  project_id uuid not null,
  from_status public.customer_status,
  to_status public.customer_status not null,
  changed_at timestamptz not null,
  primary key (account_id, id),
  foreign key (account_id, customer_id, project_id)
    references public.customer_projects (account_id, customer_id, project_id) on delete cascade
);
comment on table public.status_changes is 'Append-only history of status, one row per change, whoever made it.';
comment on column public.status_changes.from_status is 'Null for the first status of a customer in a product.';
create index status_changes_customer_idx on public.status_changes (account_id, customer_id, project_id, changed_at);

-- A trigger, so that a change made in Studio is in the history like one made by a call.
create function private.record_status_change()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  insert into public.status_changes (account_id, customer_id, project_id, from_status, to_status, changed_at)
  values (
    new.account_id, new.customer_id, new.project_id,
    case when tg_op = 'UPDATE' then old.status end,
    new.status,
    case
      when tg_op = 'INSERT' then greatest(new.status_at, new.first_seen_at)
      when new.status_at > old.status_at then new.status_at
      else now()
    end
  );
  return null;
end
$$;
alter function private.record_status_change() owner to tinycrm;
revoke all on function private.record_status_change() from public, anon, authenticated, service_role;

create trigger record_first_status
  after insert on public.customer_projects
  for each row execute function private.record_status_change();
create trigger record_status_change
  after update of status on public.customer_projects
  for each row when (old.status is distinct from new.status)
  execute function private.record_status_change();

alter table public.customers enable row level security;
alter table public.customers force row level security;
alter table public.customer_activity enable row level security;
alter table public.customer_activity force row level security;
alter table public.customer_projects enable row level security;
alter table public.customer_projects force row level security;
alter table public.status_changes enable row level security;
alter table public.status_changes force row level security;

revoke all on public.customers, public.customer_activity, public.customer_projects, public.status_changes
  from anon, authenticated, service_role;
grant select on public.customers to authenticated;
grant select on public.customer_activity to authenticated;
grant select on public.customer_projects to authenticated;
grant select on public.status_changes to authenticated;
grant select, insert, update, delete on public.customers to service_role;
grant select, insert, update, delete on public.customer_activity to service_role;
grant select, insert, update, delete on public.customer_projects to service_role;
grant select, delete on public.status_changes to service_role;
grant select, insert, update on public.customers to tinycrm;
grant select, insert, update on public.customer_activity to tinycrm;
grant select, insert, update on public.customer_projects to tinycrm;
grant select, insert on public.status_changes to tinycrm;

create policy "members read their customers" on public.customers
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "members read their customers' activity" on public.customer_activity
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "members read their customers' products" on public.customer_projects
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "members read their customers' history" on public.status_changes
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "tinycrm functions work on every customer" on public.customers
  for all to tinycrm using (true) with check (true);
create policy "tinycrm functions work on all activity" on public.customer_activity
  for all to tinycrm using (true) with check (true);
create policy "tinycrm functions work on every relation" on public.customer_projects
  for all to tinycrm using (true) with check (true);
create policy "tinycrm functions write all history" on public.status_changes
  for all to tinycrm using (true) with check (true);
