-- import_preview: what import_customers would do with rows.

-- What import_customers would do with the rows. It writes nothing and takes no lock.
create function private.import_preview(project_id uuid, rows jsonb)
returns text[]
language plpgsql stable security definer
set search_path = ''
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set jit = off
as $$
declare
  v_project public.projects := private.find_my_project(import_preview.project_id);
begin
  perform private.check_import_rows(rows);
  return array(
    select case
      when not checked.is_valid then 'invalid'
      when cp.customer_id is null then 'created'
      when seen.at >= a.name_at and r.value ->> 'name' is distinct from c.name and r.value ->> 'name' is not null
        or r.value ->> 'status' is distinct from cp.status::text and r.value ->> 'status' is not null and seen.at >= cp.status_at
        or merged.params is distinct from cp.params
        or least(seen.created_at, seen.seen_at) < cp.first_seen_at
        or seen.seen_at is not null and seen.at > cp.last_activity_at
        then 'updated'
      else 'unchanged'
    end
    from jsonb_array_elements(rows) with ordinality r (value, position)
    cross join lateral (select private.is_valid_import_row(r.value) as is_valid offset 0) checked
    left join lateral (
      select cu.id, cu.name, cu.first_seen_at from public.customers cu
      where cu.account_id = v_project.account_id and cu.email = r.value ->> 'email' limit 1
    ) c on true
    left join lateral (
      select ca.name_at from public.customer_activity ca
      where ca.account_id = v_project.account_id and ca.customer_id = c.id limit 1
    ) a on true
    left join lateral (
      select stored.* from public.customer_projects stored
      where stored.account_id = v_project.account_id and stored.customer_id = c.id
        and stored.project_id = v_project.id
      limit 1
    ) cp on true
    left join lateral (
      select t.created_at, t.seen_at, private.event_time(null, coalesce(t.seen_at, now())) as at
      -- A row that is not valid is not even read: what Postgres says of it would repeat it.
      from jsonb_to_record(case when checked.is_valid then r.value end) as t (created_at timestamptz, seen_at timestamptz)
      where cp.customer_id is not null and checked.is_valid
    ) seen on true
    left join lateral (
      select m.params from private.merge_params(
        cp.params, cp.params_at,
        private.params_to_set(nullif(r.value -> 'params', 'null')),
        private.params_times(nullif(r.value -> 'params', 'null'), seen.at),
        false
      ) m
      where seen.at is not null
    ) merged on true
    order by r.position
  );
end
$$;
alter function private.import_preview(uuid, jsonb) owner to tinycrm;
grant execute on function private.import_preview(uuid, jsonb) to authenticated;

create function public.import_preview(project_id uuid, rows jsonb)
returns text[] language sql stable set search_path = ''
as $$ select private.import_preview(import_preview.project_id, import_preview.rows) $$;
comment on function public.import_preview(uuid, jsonb) is
  'What import_customers would make of each of 1 to 500 rows: created, updated, unchanged or invalid. Changes nothing. Owners and admins only (42501).';
grant execute on function public.import_preview(uuid, jsonb) to authenticated;
