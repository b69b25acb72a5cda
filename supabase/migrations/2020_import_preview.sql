-- import_preview: what import_customers would do with rows, and preview_people: what it would make of them.

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
        or exists (
          select from private.tags_and_notes(r.value) a
          where a.kind = 'tag' and not exists (
            select from public.customer_tags t where t.account_id = v_project.account_id and t.customer_id = c.id and t.tag = a.body
          )
          or a.kind = 'note' and not exists (
            select from public.customer_notes n where n.account_id = v_project.account_id and n.customer_id = c.id and n.body = a.body
          )
        )
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

-- The people of some rows as they would be after an import. It imports them and takes that back, so that nobody sees it and the
-- preview cannot differ from the import.
create function private.preview_people(project_id uuid, rows jsonb)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set jit = off
as $$
declare
  v_import public.imports;
  v_outcomes jsonb;
  v_people jsonb;
begin
  perform private.check_import_rows(rows);
  begin
    v_import := private.start_import(preview_people.project_id, 'Preview', '', jsonb_array_length(rows), '{}');
    perform private.mute_webhooks(true);
    select jsonb_object_agg(w.ordinal, w.outcome) into v_outcomes from private.write_valid_import_rows(v_import, rows) w;
    select coalesce(jsonb_agg(
      jsonb_build_object(
        'email', c.email, 'name', c.name, 'outcome', person.outcome,
        'projects', private.customer_projects_of(c.account_id, c.id),
        'tags', array(
          select t.tag from public.customer_tags t where t.account_id = c.account_id and t.customer_id = c.id order by t.tag
        )
      )
      order by person.position
    ), '[]') into v_people
    from (
      select
        r.value ->> 'email' as email, min(r.position) as position,
        -- Of several rows the one that did most: created, updated, unchanged.
        (array['created', 'updated', 'unchanged'])[
          min(array_position(array['created', 'updated', 'unchanged'], v_outcomes ->> (r.position - 1)::text))
        ] as outcome
      from jsonb_array_elements(rows) with ordinality r (value, position)
      group by 1
    ) person
    cross join lateral (
      select cu.* from public.customers cu where cu.account_id = v_import.account_id and cu.email = person.email limit 1
    ) c
    where person.outcome is not null;
    raise sqlstate 'TC001';
  exception
    when sqlstate 'TC001' then
      return v_people;
  end;
end
$$;
alter function private.preview_people(uuid, jsonb) owner to tinycrm;
grant execute on function private.preview_people(uuid, jsonb) to authenticated;

create function public.preview_people(project_id uuid, rows jsonb)
returns jsonb language sql volatile set search_path = ''
as $$ select private.preview_people(preview_people.project_id, preview_people.rows) $$;
comment on function public.preview_people(uuid, jsonb) is
  'The people of 1 to 500 rows as import_customers would make them: [{email, name, outcome, projects, tags}], in the order of the rows, those that are invalid left out. Keeps nothing. Owners and admins only (42501).';
grant execute on function public.preview_people(uuid, jsonb) to authenticated;
