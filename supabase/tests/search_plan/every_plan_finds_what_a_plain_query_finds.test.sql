-- The search runs past row level security, so it must find exactly what a plain query under it finds.
-- Every pair of the conditions below, with and without a search, in two accounts of three; all of them and any
-- of them; and whichever of its three ways the search takes to them, a third of the pairs by each.
select plan(7);
select tests.create_user(nick) from unnest('{owner,other,stranger}'::text[]) nick;
select tests.add_member(tests.account_of('other'), 'owner', 'viewer');
select tests.create_project_with_key(nick, project) from unnest('{owner,other,stranger}'::text[]) nick, unnest('{A,B,C}'::text[]) project;

-- 60 people, in one project or several, the same emails in every account and different all the same.
select tests.identify(variadic array(
  select tests.call(tests.key_hash(nick, project), format('person-%s@example.%s', i, (array['com', 'org'])[1 + i % 2]), jsonb_strip_nulls(jsonb_build_object(
    'name', case when i % 3 > 0 then (array['Ada', 'BOB', 'a_b', '100%'])[1 + (i + h) % 4] end,
    'status', (array['free', 'trial', 'paid', 'churned'])[1 + (i * 3 + h) % 4],
    'params', jsonb_build_object('plan', (array['pro', 'basic'])[1 + (i + h) % 2], 'seats', (i * h) % 3)
  )))
  from generate_series(1, 60) i, unnest('{owner,other,stranger}'::text[]) nick, unnest('{A,B,C}'::text[]) project,
    lateral (select length(nick) + ascii(project)) x (h)
  where (i * h) % 5 < 2
));

analyze public.customers, public.customer_projects, public.customer_activity, public.members;

create temp table conditions as
select row_number() over () as id, condition,
  replace(query, 'HAS', 'exists (select from public.customer_projects cp where cp.account_id = c.account_id and cp.customer_id = c.id and ') as query,
  -- Two of these are about one project.
  case when condition ->> 'field' in ('status', 'param') and not condition ? 'project' then rtrim(replace(query, 'HAS', ''), ')') || ')' end as test
from (
  select null::jsonb, 'true'
  union all
  select jsonb_build_object('field', 'project', 'operator', 'any_of', 'value', p), format('HAS cp.project_id = any (%L))', p)
    from (values (array[tests.project_id('owner', 'A'), tests.project_id('other', 'A')]), (array[tests.project_id('owner', 'B')]), ('{}'::uuid[])) v (p)
  union all
  select jsonb_build_object('field', 'project', 'operator', 'none_of', 'value', p), format('not HAS cp.project_id = any (%L))', p)
    from (values (array[tests.project_id('owner', 'C'), tests.project_id('other', 'B')])) v (p)
  union all
  select jsonb_build_object('field', 'project', 'operator', 'all_of', 'value', array[a, b]), format('HAS cp.project_id = %L) and HAS cp.project_id = %L)', a, b)
    from (values (tests.project_id('other', 'A'), tests.project_id('other', 'C')), (tests.project_id('owner', 'A'), tests.project_id('other', 'A'))) v (a, b)
  union all
  select jsonb_build_object('field', 'status', 'operator', o, 'value', s), format('%s HAS cp.status = any (%L))', case o when 'is_not' then 'not' end, s)
    from unnest('{is,is_not}'::text[]) o, (values ('{paid}'::text[]), ('{free,churned}'), ('{}')) v (s)
  union all
  select jsonb_build_object('field', 'status', 'operator', o, 'value', '["paid", "trial"]'::jsonb, 'project', tests.project_id('owner', 'A')),
    format('%s HAS cp.status in (''paid'', ''trial'') and cp.project_id = %L)', case o when 'is_not' then 'not' end, tests.project_id('owner', 'A'))
    from unnest('{is,is_not}'::text[]) o
  union all
  select jsonb_build_object('field', 'param', 'operator', 'is', 'key', k, 'value', v), format('HAS (cp.params ->> %L = %L))', k, v #>> '{}')
    from (values ('plan', '"pro"'::jsonb), ('seats', '0'), ('seats', '"0"')) v (k, v)
  union all
  select jsonb_build_object('field', 'param', 'operator', 'is', 'key', 'plan', 'value', 'basic', 'project', tests.project_id('other', 'B')),
    format('HAS cp.params ->> ''plan'' = ''basic'' and cp.project_id = %L)', tests.project_id('other', 'B'))
) generated (condition, query);

create temp table searches (id, search, query) as
values (0, null, 'true'), (1, 'ADA', $$(position('ada' in c.email) > 0 or position('ada' in lower(c.name)) > 0)$$),
  (2, '_', $$(position('_' in c.email) > 0 or position('_' in c.name) > 0)$$), (3, '%', $$position('%' in c.name) > 0$$), (4, '1@example.org', $$position('1@example.org' in c.email) > 0$$);

create temp table compared (account text, filter jsonb, query text, searched uuid[], plain uuid[], counted integer);
grant all on conditions, searches, compared to public;

create function pg_temp.compare(match text, way integer) returns void language plpgsql as $$
declare
  f record;
  v_plain uuid[];
begin
  for f in
    select nick, format(
      case when match = 'all' and a.id < b.id and a.test || b.test is not null
        then '%4$s and exists (select from public.customer_projects cp where cp.account_id = c.account_id and cp.customer_id = c.id and %5$s and %6$s)'
        else '(%1$s %2$s %3$s) and %4$s'
      end,
      a.query, case match when 'any' then 'or' else 'and' end, b.query, s.query, a.test, b.test
    ) as query, jsonb_strip_nulls(jsonb_build_object(
      'search', s.search, 'match', nullif(match, 'all'), 'conditions', (select coalesce(jsonb_agg(x), '[]') from unnest(array[a.condition, b.condition]) x where x is not null)
    )) as filter
    from unnest('{owner,other}'::text[]) nick, conditions a, conditions b, searches s
    where (match = 'all' or a.condition is not null) and a.id <= b.id and (a.id + b.id) % 3 = way and (s.id = (a.id + b.id) % 5 or s.id = 0 and nick = 'other')
  loop
    execute format('select array_agg(c.id order by c.id) from public.customers c where c.account_id = %L and %s', tests.account_of(f.nick), f.query) into v_plain;
    insert into compared select f.nick, f.filter, f.query, array_agg(s.id order by s.id), v_plain, public.count_customers(tests.account_of(f.nick), f.filter)
    from public.search_customers(tests.account_of(f.nick), f.filter, page_size => 200) s;
  end loop;
end
$$;

select tests.act_as('owner');
select pg_temp.compare('all', 0);
select pg_temp.compare('any', 0);
select cmp_ok((select count(*) from compared), '>', 250::bigint, 'hundreds of filters are compared');
select cmp_ok((select count(distinct searched) from compared), '>', 80::bigint, 'which find many different sets of people');
select is_empty(
  'select account, filter, cardinality(searched), cardinality(plain) from compared where searched is distinct from plain',
  'the search finds exactly what a plain query under row level security finds'
);
select is_empty('select * from compared where counted <> coalesce(cardinality(plain), 0)', 'and count_customers counts them');

-- 60 people are all walked past. Now three are, and the rest is fetched, or walked when too many would be fetched.
select tests.act_as_superuser();
create or replace function private.max_walked() returns integer language sql immutable set search_path = '' as 'select 3';
select tests.act_as('owner');
truncate compared;
select pg_temp.compare('all', 1);
select pg_temp.compare('any', 1);
select is_empty(
  'select account, filter, cardinality(searched), cardinality(plain) from compared where searched is distinct from plain',
  'customers that are fetched are those a plain query finds'
);
select tests.act_as_superuser();
create or replace function private.max_fetched() returns integer language sql immutable set search_path = '' as 'select 8';
select tests.act_as('owner');
truncate compared;
select pg_temp.compare('all', 2);
select pg_temp.compare('any', 2);
select is_empty(
  'select account, filter, cardinality(searched), cardinality(plain) from compared where searched is distinct from plain',
  'and so are those that are walked on to'
);
select is_empty('select * from compared where counted <> coalesce(cardinality(plain), 0)', 'and they are counted');
