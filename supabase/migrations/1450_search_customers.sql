-- search_customers: one page of people with all their projects.

-- Makes no claim to be inlined by the planner: it is called for the rows of one page only.
create function private.customer_projects_of(account_id uuid, customer_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(
      jsonb_build_object(
        'project_id', cp.project_id,
        'status', cp.status,
        'params', cp.params,
        'first_seen_at', cp.first_seen_at,
        'last_activity_at', cp.last_activity_at
      )
      order by p.created_at, p.id
    ), '[]')
    from public.customer_projects cp
    join public.projects p on p.account_id = cp.account_id and p.id = cp.project_id
    where cp.account_id = customer_projects_of.account_id and cp.customer_id = customer_projects_of.customer_id
  );
end
$$;
comment on function private.customer_projects_of(uuid, uuid) is 'The projects of one customer, in the order of the account''s projects, under the rights of the caller.';
grant execute on function private.customer_projects_of(uuid, uuid) to tinycrm, authenticated;

-- One page of people with all their projects. A definer that checks membership first: under RLS Postgres uses neither GIN nor
-- trigram indexes, since their operators are not leakproof (measured: 6 s against 0.05 ms).
create function private.search_customers(
  account_id uuid, filter jsonb, sort text, descending boolean, cursor jsonb, page_size integer
)
returns table (
  id uuid, email text, name text, first_seen_at timestamptz, last_activity_at timestamptz, projects jsonb,
  sort_value jsonb, tags text[]
)
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
declare
  v_descending boolean := coalesce(descending, true);
  v_sort record;
begin
  perform private.require_member(search_customers.account_id);
  v_sort := private.customer_sort(search_customers.account_id, sort, v_descending);

  return query execute format(
    $sql$
      select
        c.id, c.email::text, c.name, c.first_seen_at, a.last_activity_at, private.customer_projects_of(%1$L, c.id),
        case when (%2$s)::text in ('Infinity', '-Infinity') then 'null' else to_jsonb(%2$s) end,
        array(
          select t.tag from public.customer_tags t where t.account_id = %1$L and t.customer_id = c.id order by t.tag
        )
      from unnest(%3$L::uuid[]) with ordinality page (id, position)
      join public.customers c on c.account_id = %1$L and c.id = page.id
      join public.customer_activity a on a.account_id = c.account_id and a.customer_id = c.id
      order by page.position
    $sql$,
    search_customers.account_id, v_sort.expression,
    private.page_of_customers(
      search_customers.account_id, filter, v_sort, cursor, v_descending, least(greatest(coalesce(page_size, 50), 1), 1000)
    )
  );
end
$$;
alter function private.search_customers(uuid, jsonb, text, boolean, jsonb, integer) owner to tinycrm;
grant execute on function private.search_customers(uuid, jsonb, text, boolean, jsonb, integer) to authenticated;

create function public.search_customers(
  account_id uuid,
  filter jsonb default '{}',
  sort text default 'last_activity_at',
  descending boolean default true,
  cursor jsonb default null,
  page_size integer default 50
)
returns table ( id uuid, email text, name text, first_seen_at timestamptz, last_activity_at timestamptz, projects jsonb, sort_value jsonb, tags text[] ) language sql stable set search_path = ''
as $$
  select * from private.search_customers(
    search_customers.account_id, search_customers.filter, search_customers.sort,
    search_customers.descending, search_customers.cursor, search_customers.page_size
  )
$$;
comment on function public.search_customers(uuid, jsonb, text, boolean, jsonb, integer) is
  'One page of the customers of an account (1 to 1,000 rows). filter: {search, match: all | any, conditions: [{field, operator, value, key?, project? | scope?: any | all}]}; conditions on a status or a param without project and scope hold in the same project. sort: last_activity_at, first_seen_at, email, name, project_count, param:<key> (the sum over the projects of a person) or param@<project>:<key>. cursor: [sort_value, id] of the last row. Members only (42501); a malformed filter is 22023.';
grant execute on function public.search_customers(uuid, jsonb, text, boolean, jsonb, integer) to authenticated;

-- How many match, exact up to 10,000: nobody needs the difference beyond, and everybody would wait for it.
create function private.count_matching(account_id uuid, filter jsonb)
returns integer
language plpgsql stable
set search_path = ''
set jit = off
as $$
declare
  -- Counting costs the whole match; past this the page says "10,000+".
  v_limit constant integer := 10001;
  v_where text;
  v_asks_rows boolean;
  v_candidates text;
  v_count integer;
begin
  v_where := private.customer_filter(count_matching.account_id, filter);
  v_asks_rows := v_where ~ 'cp\.params|lower\(';
  -- An index of texts or params has all that match before the first is counted, which takes long where that is nearly everybody.
  if v_asks_rows then
    v_count := private.count_walked(count_matching.account_id, v_where, v_limit, 2);
    if v_count is not null then
      return v_count;
    end if;
  end if;
  v_candidates := private.exact_candidates(count_matching.account_id, filter);
  if v_candidates is not null then
    v_count := private.count_some(v_candidates, v_limit);
    if v_count is not null then
      return v_count;
    end if;
  end if;
  v_candidates := private.filter_candidates(count_matching.account_id, filter);
  if v_candidates is null and v_asks_rows then
    v_count := private.count_walked(count_matching.account_id, v_where, v_limit, 4);
    if v_count is not null then
      return v_count;
    end if;
  end if;
  execute format(
    'select count(*) from (select from %s %s where %s limit %s) counted',
    coalesce(
      case when v_candidates is not null then format(
        '(select distinct s.id from (%s) s) found join public.customers c on c.account_id = %L and c.id = found.id',
        v_candidates, count_matching.account_id
      ) end,
      'public.customers c'
    ),
    -- Only what asks for activity pays for it.
    case when v_where ~ '\ma\.(last_activity_at|project_count)\M' then
      case when v_candidates is null then 'join public.customer_activity a on a.account_id = c.account_id and a.customer_id = c.id'
      else
        format(
          'cross join lateral (select * from public.customer_activity a where a.account_id = %L and a.customer_id = c.id offset 0) a',
          count_matching.account_id
        )
      end
    end,
    v_where, v_limit
  ) into v_count;
  return v_count;
end
$$;
grant execute on function private.count_matching(uuid, jsonb) to tinycrm;

-- The same for a member.
create function private.count_customers(account_id uuid, filter jsonb)
returns integer
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_member(count_customers.account_id);
  return private.count_matching(count_customers.account_id, count_customers.filter);
end
$$;
alter function private.count_customers(uuid, jsonb) owner to tinycrm;
grant execute on function private.count_customers(uuid, jsonb) to authenticated;

create function public.count_customers(account_id uuid, filter jsonb default '{}')
returns integer language sql stable set search_path = ''
as $$ select private.count_customers(count_customers.account_id, count_customers.filter) $$;
comment on function public.count_customers(uuid, jsonb) is
  'How many customers match a filter of search_customers: exact up to 10,000, and 10,001 for more. Members only (42501).';
grant execute on function public.count_customers(uuid, jsonb) to authenticated;
