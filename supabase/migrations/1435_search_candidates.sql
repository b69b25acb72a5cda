-- Whom an index leads to, for a filter: all that can match among them, or all that match.

-- How many customers are fetched and sorted at most. More than these are found soon by walking on.
create function private.max_fetched()
returns integer
language sql immutable
set search_path = ''
as $$
  select 6000
$$;
grant execute on function private.max_fetched() to tinycrm;

-- The SQL of the ids that an index finds for a condition, all that can match among them, or null where none
-- does. is_exact: the index begins with the account, so that counting some of it costs no more than that.
create function private.condition_candidates(account_id uuid, condition jsonb, out candidates text, out is_exact boolean)
language plpgsql stable
set search_path = ''
as $$
declare
  v_field text := condition ->> 'field';
  v_operator text := condition ->> 'operator';
  v_value jsonb := condition -> 'value';
  v_projects text := format(
    'select cp.customer_id as id from public.customer_projects cp where cp.account_id = %L and ', account_id
  );
begin
  is_exact := true;
  case
    when v_field = 'project' and v_operator = 'any_of' then
      candidates := v_projects || format('cp.project_id = any (%L::uuid[])', array(select jsonb_array_elements_text(v_value)));
    when v_field = 'project' and v_operator = 'all_of' and v_value <> '[]' then
      candidates := v_projects || format('cp.project_id = %L', v_value ->> 0);
    when v_field = 'status' and v_operator = 'is' then
      candidates := v_projects || format(
        'cp.project_id = any (%L::uuid[]) and cp.status = any (%L::public.customer_status[])',
        case
          when condition ? 'project' then array[(condition ->> 'project')::uuid]
          else array(select p.id from public.projects p where p.account_id = condition_candidates.account_id)
        end,
        array(select jsonb_array_elements_text(v_value))
      );
    when v_field = 'project_count' then
      candidates := format(
        'select a.customer_id as id from public.customer_activity a where a.account_id = %L and %s',
        account_id, private.project_count_condition(account_id, condition)
      );
    when v_field = 'last_activity' and not condition ?| '{project,scope}' then
      candidates := format(
        'select a.customer_id as id from public.customer_activity a where a.account_id = %L and %s',
        account_id, private.time_condition(account_id, condition)
      );
    when v_field = 'first_seen' and not condition ?| '{project,scope}' then
      candidates := format(
        'select c.id from public.customers c where c.account_id = %L and %s',
        account_id, private.time_condition(account_id, condition)
      );
    when v_field = 'tag' and v_operator = 'any_of' then
      candidates := format(
        'select t.customer_id as id from public.customer_tags t where t.account_id = %L and t.tag = any (%L::text[])',
        account_id, array(select jsonb_array_elements_text(v_value))
      );
    when v_field = 'mrr_change' then
      candidates := format(
        'select m.customer_id as id from public.mrr_changes m where m.account_id = %L and %s',
        account_id, private.mrr_change_test(condition)
      );
    when v_field = 'import' then
      candidates := format(
        'select ch.customer_id as id from private.import_changes ch where ch.account_id = %L and %s', account_id, private.import_test(condition)
      );
    when v_field = 'param' and v_operator = 'is' then
      candidates := v_projects || private.param_test(condition);
      is_exact := false;
    when v_field = 'param' and v_operator in ('gt', 'gte', 'lt', 'lte') and private.is_indexed(account_id, condition ->> 'key') then
      candidates := format(
        'select n.customer_id as id from private.param_numbers n where n.account_id = %L and n.key = %L and n.value %s %L::numeric%s',
        account_id, condition ->> 'key',
        case v_operator when 'gt' then '>' when 'gte' then '>=' when 'lt' then '<' else '<=' end, v_value,
        case when condition ? 'project' then format(' and n.project_id = %L', condition ->> 'project') end
      );
    when v_field in ('name', 'email') then
      candidates := format('select c.id from public.customers c where c.account_id = %L and %s', account_id, private.text_condition(condition));
      is_exact := false;
    else
      candidates := null;
  end case;
end
$$;
comment on function private.condition_candidates(uuid, jsonb) is
  'SQL of the ids of all customers a condition can be true for, where an index leads to them; null where none does.';
grant execute on function private.condition_candidates(uuid, jsonb) to tinycrm;

-- The SQL of the ids that the indexes find for those conditions together that one project must meet, or null for fewer than two
-- that an index answers: each of them may be about many people, and all of them about few.
create function private.same_project_candidates(account_id uuid, filter jsonb)
returns text
language sql stable
set search_path = ''
as $$
  select case when count(*) > 1 then
    format('select cp.customer_id as id from public.customer_projects cp where cp.account_id = %L and ', account_id) || string_agg(
      case condition ->> 'field'
        when 'status' then format(
          'cp.project_id = any (%L::uuid[]) and %s',
          array(select p.id from public.projects p where p.account_id = same_project_candidates.account_id), private.status_test(condition)
        )
        else private.param_test(condition)
      end, ' and '
    )
  end
  from unnest(private.same_project(filter)) condition
  where condition ->> 'operator' = 'is'
$$;
grant execute on function private.same_project_candidates(uuid, jsonb) to tinycrm;

-- How many candidates there are, counted up to the limit.
create function private.count_candidates(candidates text, max_count integer)
returns integer
language plpgsql volatile
set search_path = ''
set enable_seqscan = off
as $$
declare
  v_size integer;
begin
  execute format('select count(*) from (select from (%s) s limit %s) counted', candidates, max_count) into v_size;
  return v_size;
end
$$;
grant execute on function private.count_candidates(text, integer) to tinycrm;

-- The SQL of the ids that candidates have and how many, up to the limit. An index of texts or params is read once: what it found is named.
create function private.few_candidates(candidates text, is_exact boolean, max_count integer, out few text, out size integer)
language plpgsql volatile
set search_path = ''
set enable_seqscan = off
as $$
declare
  v_plan jsonb;
  v_ids uuid[];
begin
  few := candidates;
  if is_exact then
    size := private.count_candidates(candidates, max_count);
    return;
  end if;
  -- Where many accounts share the index, it is asked only when the planner expects few.
  execute 'explain (format json) ' || candidates into v_plan;
  if (v_plan #>> '{0,Plan,Plan Rows}')::numeric >= max_count then
    size := max_count;
    return;
  end if;
  execute format('select array(select s.id from (%s) s limit %s)', candidates, max_count) into v_ids;
  size := cardinality(v_ids);
  if size < max_count then few := format('select unnest(%L::uuid[]) as id', v_ids); end if;
end
$$;
grant execute on function private.few_candidates(text, boolean, integer) to tinycrm;

-- The SQL of few ids among which all are that match a filter, or null when no index leads to few.
create function private.filter_candidates(account_id uuid, filter jsonb)
returns text
language plpgsql volatile
set search_path = ''
as $$
declare
  v_max constant integer := private.max_fetched();
  v_search text := private.contains_pattern(btrim(coalesce(filter ->> 'search', '')));
  v_is_any boolean := coalesce(filter ->> 'match', 'all') = 'any';
  v_best text;
  v_best_size integer := v_max;
  v_all text[] := '{}';
  v_all_size integer := 0;
  v_few text;
  v_size integer;
  c record;
begin
  if v_search <> '%%' then
    v_best := format(
      $sql$select c.id from public.customers c where c.account_id = %L and lower(c.email || ' ' || coalesce(c.name, '')) like %L$sql$,
      account_id, v_search
    );
    select f.few, f.size into v_best, v_best_size from private.few_candidates(v_best, false, v_max) f;
  end if;
  for c in
    select s.candidates, s.is_exact
    from jsonb_array_elements(coalesce(filter -> 'conditions', '[]')) condition
    cross join private.condition_candidates(filter_candidates.account_id, condition) s
    union all
    select together, false from private.same_project_candidates(filter_candidates.account_id, filter) together where together is not null
    order by is_exact desc
  loop
    -- Any one that leads nowhere could be the one that matches.
    exit when v_is_any and c.candidates is null;
    continue when c.candidates is null;
    select f.few, f.size into v_few, v_size from private.few_candidates(c.candidates, c.is_exact, v_max) f;
    v_all := v_all || v_few;
    v_all_size := v_all_size + v_size;
    if not v_is_any and v_size < v_best_size then
      v_best := v_few;
      v_best_size := v_size;
    end if;
  end loop;
  if v_is_any and v_all_size < v_best_size and v_all <> '{}'
    and cardinality(v_all) = jsonb_array_length(coalesce(filter -> 'conditions', '[]')) then
    return array_to_string(v_all, ' union all ');
  end if;
  return case when v_best_size < v_max then v_best end;
end
$$;
comment on function private.filter_candidates(uuid, jsonb) is
  'SQL of at most private.max_fetched() ids that hold all matches of a filter, or null when no index leads to so few.';
grant execute on function private.filter_candidates(uuid, jsonb) to tinycrm;

-- The SQL of the ids that match a filter, all and no others, one of them perhaps several times; null where no index finds just these.
-- It finds what is `is` in any project: one status or param, or several of them in the same.
create function private.exact_candidates(account_id uuid, filter jsonb)
returns text
language sql stable
set search_path = ''
as $$
  select case
    when btrim(coalesce(filter ->> 'search', '')) <> '' or not bool_and(
      condition ->> 'field' in ('status', 'param') and condition ->> 'operator' = 'is' and not condition ?| '{project,scope}'
    ) then null
    when count(distinct condition) = 1 then (
      select s.candidates from private.condition_candidates(exact_candidates.account_id, filter #> '{conditions,0}') s
    )
    else private.same_project_candidates(exact_candidates.account_id, filter)
  end
  from jsonb_array_elements(coalesce(filter -> 'conditions', '[]')) condition
$$;
grant execute on function private.exact_candidates(uuid, jsonb) to tinycrm;

-- How many different ids candidates have, exact below the limit; null where that cannot be told from three times as many of them.
-- A common value is in very many rows: the first of them tell that there are enough people.
create function private.count_some(candidates text, max_count integer)
returns integer
language plpgsql stable
set search_path = ''
set enable_seqscan = off
-- What does not fit is remembered by the page, and all rows of these pages are compared again.
set work_mem = '32MB'
as $$
declare
  v_ids bigint;
  v_rows bigint;
begin
  execute format(
    'select count(*), sum(found.rows) from (select count(*) as rows from (%s limit %s) s group by s.id) found', candidates, 3 * max_count
  ) into v_ids, v_rows;
  return case when v_ids >= max_count then max_count when coalesce(v_rows, 0) < 3 * max_count then v_ids end;
end
$$;
grant execute on function private.count_some(text, integer) to tinycrm;
