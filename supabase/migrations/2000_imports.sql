-- Imports: rows that a member or a program brings into a project, in steps, and what it takes to undo them.

create type private.import_state as (customer_id uuid, customer jsonb, customer_project jsonb);
comment on type private.import_state is
  'A customer as it is: what an import may change of it, null where a new one has no activity yet, and its row in one project, null where it has none.';

create table public.imports (
  account_id uuid not null,
  id uuid not null default gen_random_uuid(),
  project_id uuid not null,
  file_name text not null constraint import_file_name_is_1_to_200_characters check (char_length(file_name) between 1 and 200),
  file_hash text not null constraint import_file_hash_is_at_most_128_characters check (char_length(file_hash) <= 128),
  settings jsonb not null constraint import_settings_are_at_most_32_kb check (pg_column_size(settings) <= 32768),
  row_count integer constraint import_has_1_to_1000000_rows check (row_count between 1 and 1000000),
  rows_done integer not null default 0,
  created integer not null default 0,
  updated integer not null default 0,
  unchanged integer not null default 0,
  invalid integer not null default 0,
  created_at timestamptz not null default now(),
  user_email text,
  api_key_id uuid,
  finished_at timestamptz,
  undo_started_at timestamptz,
  undone_at timestamptz,
  removed integer not null default 0,
  restored integer not null default 0,
  kept integer not null default 0,
  primary key (account_id, id),
  foreign key (account_id, project_id) references public.projects (account_id, id) on delete cascade,
  foreign key (account_id, api_key_id) references public.api_keys (account_id, id) on delete cascade,
  constraint import_by_a_member_has_a_row_count check (row_count is not null or api_key_id is not null)
);
comment on table public.imports is 'A file of customers that a member brought into a project, or what tinycrm-import read.';
comment on column public.imports.api_key_id is 'The API key it came with; null for one on the page. Only this key may add rows to it and undo it.';
comment on column public.imports.row_count is 'Null where nobody knows it before the end: rows that come with an API key.';
comment on column public.imports.file_hash is 'Tells whether a file chosen later is the same, to go on where an import was cut off.';
comment on column public.imports.settings is 'How its columns were read: what the page needs to go on.';
comment on column public.imports.created_at is 'Also the time from which rows without a date count.';
comment on column public.imports.kept is 'Customers that undoing left alone, because somebody changed them since.';
create index imports_project_idx on public.imports (account_id, project_id);
create index imports_api_key_idx on public.imports (account_id, api_key_id, created_at desc);
create index imports_recent_idx on public.imports (account_id, created_at desc);

alter table public.imports enable row level security;
alter table public.imports force row level security;
revoke all on public.imports from anon, authenticated, service_role;
grant select on public.imports to authenticated;
grant select, delete on public.imports to service_role;
grant select, insert, update on public.imports to tinycrm;
create policy "members read their imports" on public.imports
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "tinycrm functions work on every import" on public.imports
  for all to tinycrm using (true) with check (true);

create table private.import_changes (
  account_id uuid not null,
  import_id uuid not null,
  customer_id uuid not null,
  customer_before jsonb,
  customer_project_before jsonb,
  customer_after uuid not null,
  customer_project_after uuid not null,
  added jsonb,
  primary key (account_id, import_id, customer_id),
  foreign key (account_id, import_id) references public.imports (account_id, id) on delete cascade,
  foreign key (account_id, customer_id) references public.customers (account_id, id) on delete cascade
);
comment on table private.import_changes is 'What an import changed: each customer as it was, and a digest of what the import made of it. Kept for 30 days.';
comment on column private.import_changes.customer_before is 'Null for a customer that the import created.';
comment on column private.import_changes.customer_project_before is 'Null for a customer that was not in the project.';
comment on column private.import_changes.added is
  '{"tags": {tag: when it was put on}, "notes": [id]} of what the import added; null where it added neither.';
create index import_changes_customer_idx on private.import_changes (account_id, customer_id);

alter table private.import_changes enable row level security;
alter table private.import_changes force row level security;
revoke all on private.import_changes from public, anon, authenticated, service_role;
grant select, insert, update, delete on private.import_changes to tinycrm;
create policy "tinycrm functions work on every change of an import" on private.import_changes
  for all to tinycrm using (true) with check (true);
-- Asked whom an import changed, a limited key finds nobody.
grant select on private.import_changes to limited_reader;
create policy "a limited key reads no imports" on private.import_changes for select to limited_reader using (false);

-- Drops what is kept of imports that are too old to be undone.
create function private.forget_old_imports(account_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  delete from private.import_changes ch
  using public.imports i
  where i.account_id = forget_old_imports.account_id and i.created_at < now() - interval '30 days'
    and ch.account_id = i.account_id and ch.import_id = i.id;
end
$$;
grant execute on function private.forget_old_imports(uuid) to tinycrm;

-- Begins an import of rows into a project.
create function private.start_import(project_id uuid, file_name text, file_hash text, row_count integer, settings jsonb)
returns public.imports
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_project public.projects := private.find_my_project(start_import.project_id);
  v_import public.imports;
begin
  if v_project.archived_at is not null then
    raise invalid_parameter_value using message = 'This project is archived. Restore it to import into it.';
  end if;
  perform private.forget_old_imports(v_project.account_id);
  insert into public.imports (account_id, project_id, file_name, file_hash, settings, row_count, user_email)
  values (
    v_project.account_id, v_project.id, left(btrim(start_import.file_name), 200), start_import.file_hash,
    coalesce(start_import.settings, '{}'), start_import.row_count, private.user_email()
  )
  returning * into v_import;
  return v_import;
exception
  when check_violation or not_null_violation then
    raise invalid_parameter_value using message = 'An import needs a name and 1 to 1,000,000 rows. Split a larger file, or use npx tinycrm-import.';
end
$$;
alter function private.start_import(uuid, text, text, integer, jsonb) owner to tinycrm;
grant execute on function private.start_import(uuid, text, text, integer, jsonb) to authenticated;

create function public.start_import(project_id uuid, file_name text, file_hash text, row_count integer, settings jsonb)
returns public.imports language sql volatile set search_path = ''
as $$
  select private.start_import(
    start_import.project_id, start_import.file_name, start_import.file_hash, start_import.row_count, start_import.settings
  )
$$;
comment on function public.start_import(uuid, text, text, integer, jsonb) is
  'Begins an import, whose rows come with import_customers. Owners and admins only (42501).';
grant execute on function public.start_import(uuid, text, text, integer, jsonb) to authenticated;

-- The import if the caller may change it, locked. A stranger gets the answer that a missing import gets.
create function private.find_my_import(import_id uuid)
returns public.imports
language plpgsql volatile
set search_path = ''
as $$
declare
  v_import public.imports;
begin
  select i.* into v_import from public.imports i
  where i.id = find_my_import.import_id and i.account_id = any (private.my_account_ids());
  perform private.require_editor(v_import.account_id);
  select i.* into v_import from public.imports i
  where i.account_id = v_import.account_id and i.id = v_import.id
  for no key update;
  return v_import;
end
$$;
grant execute on function private.find_my_import(uuid) to tinycrm;

-- Refuses rows that are too many or no objects. What is in them is looked at row by row.
create function private.check_import_rows(rows jsonb)
returns void
language plpgsql immutable
set search_path = ''
as $$
begin
  if jsonb_typeof(rows) is distinct from 'array' or jsonb_array_length(rows) not between 1 and 500 then
    raise invalid_parameter_value using message = 'An import takes 1 to 500 rows at a time.';
  end if;
  if exists (select from jsonb_array_elements(rows) r where jsonb_typeof(r) <> 'object') then
    raise invalid_parameter_value using message = 'Each row of an import must be an object.';
  end if;
end
$$;
grant execute on function private.check_import_rows(jsonb) to tinycrm;

-- The tags and notes of a row, each once, and null in the place of one that nobody could add by hand.
create function private.tags_and_notes(import_row jsonb)
returns table (kind text, body text)
language sql immutable
set search_path = ''
as $$
  select distinct 'tag', case when jsonb_typeof(t) = 'string' then private.read_tag(t #>> '{}') end
  from jsonb_path_query(import_row, '$.tags[*] ? (@ != null)') t
  union all
  select distinct 'note', case when jsonb_typeof(n) = 'string' then private.read_note(n #>> '{}') end
  from jsonb_path_query(import_row, '$.notes[*] ? (@ != null)') n
$$;
grant execute on function private.tags_and_notes(jsonb) to tinycrm;

-- True if the database would take the row. Asked only after a step failed, to find the row that did it.
create function private.is_valid_import_row(import_row jsonb)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  perform
    (import_row ->> 'status')::public.customer_status,
    private.event_time(null, (import_row ->> 'created_at')::timestamptz),
    private.event_time(null, (import_row ->> 'seen_at')::timestamptz);
  return (import_row ->> 'email')::public.email is not null
    and coalesce(char_length(import_row ->> 'name') between 1 and 200, true)
    and coalesce(jsonb_typeof(import_row -> 'params') in ('object', 'null'), true)
    and not exists (select from private.tags_and_notes(import_row) a where a.body is null);
exception
  when data_exception or check_violation then
    return false;
end
$$;
grant execute on function private.is_valid_import_row(jsonb) to tinycrm;

-- Who is new to the project has been what the row says since it was created. Of somebody it knows, the row is
-- as old as its last sign of life, and of the time of the import when it gives none.
create function private.read_import_rows(account_id uuid, project_id uuid, rows jsonb, import_time timestamptz)
returns private.call[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select row(
      read.ordinal, row_number() over (partition by read.email order by read.at, read.ordinal),
      read_import_rows.account_id, read_import_rows.project_id, read.customer_id,
      read.email, read.name, read.status, read.params, read.at
    )::private.call
    from (
      select
        (r.position - 1)::integer as ordinal, c.id as customer_id, r.email, r.name, r.status, nullif(r.params, 'null') as params,
        private.event_time(null, case
          when known.found then coalesce(r.seen_at, read_import_rows.import_time)
          else coalesce(r.created_at, r.seen_at, read_import_rows.import_time)
        end) as at
      from rows from (
        jsonb_to_recordset(rows) as (
          email text, name text, status public.customer_status, params jsonb, created_at timestamptz, seen_at timestamptz
        )
      ) with ordinality as r (email, name, status, params, created_at, seen_at, position)
      left join lateral (
        select cu.id from public.customers cu
        where cu.account_id = read_import_rows.account_id and cu.email = r.email
        limit 1
      ) c on true
      left join lateral (
        select true as found from public.customer_projects cp
        where cp.account_id = read_import_rows.account_id and cp.customer_id = c.id
          and cp.project_id = read_import_rows.project_id
        limit 1
      ) known on true
    ) read
  );
end
$$;
grant execute on function private.read_import_rows(uuid, uuid, jsonb, timestamptz) to tinycrm;
