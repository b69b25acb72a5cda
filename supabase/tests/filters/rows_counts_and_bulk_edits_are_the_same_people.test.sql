-- Every operator that has bounds, with bounds that differ, and every one of them with whom bulk edits act on.
select plan(9);
select tests.create_user('owner');
select tests.create_project_with_key('owner', project) from unnest('{A,B}'::text[]) project;
-- Person n came on day n of 2026 at noon UTC, was last here 10 days later, and has seats n and ends of that day.
insert into public.customers (account_id, email, name, first_seen_at)
select tests.account_of('owner'), 'p' || n || '@example.com', 'Name ' || n, timestamptz '2025-12-31 12:00+00' + n * interval '1 day'
from generate_series(1, 40) n;
insert into public.customer_activity (account_id, customer_id, last_activity_at, project_count)
select account_id, id, first_seen_at + interval '10 days', 0 from public.customers where account_id = tests.account_of('owner');
insert into public.customer_projects (account_id, customer_id, project_id, status, status_at, params, params_at, first_seen_at, last_activity_at)
select c.account_id, c.id, tests.project_id('owner', project), (enum_range(null::public.customer_status))[1 + n % 4], now(),
  jsonb_build_object('seats', n, 'ends', to_char(c.first_seen_at, 'YYYY-MM-DD'), 'plan', 'plan ' || n % 3), '{}',
  c.first_seen_at, c.first_seen_at + interval '10 days'
from public.customers c
cross join lateral (select substr(split_part(c.email, '@', 1), 2)::integer as n) number
cross join unnest('{A,B}'::text[]) project
where c.account_id = tests.account_of('owner') and (project = 'A' or n % 2 = 0);
update public.customer_activity a set project_count = (select count(*) from public.customer_projects cp where cp.customer_id = a.customer_id);
insert into public.customer_tags (account_id, customer_id, tag)
select account_id, id, 'tag ' || length(email) from public.customers where account_id = tests.account_of('owner');
-- And what person n pays in A changed on day n, in each of five ways.
delete from public.mrr_changes;
insert into public.mrr_changes (account_id, customer_id, project_id, day, mrr, mrr_before, currency, currency_before, is_first)
select account_id, id, tests.project_id('owner', 'A'), first_seen_at::date, (array[10, 20, 5, null, 10])[1 + n % 5], (array[null, 10, 10, 10, null])[1 + n % 5], '', '', n % 5 = 0
from public.customers cross join lateral (select substr(split_part(email, '@', 1), 2)::integer as n) number
where account_id = tests.account_of('owner');
-- Import i changed every (i + 1)th of them.
insert into public.imports (account_id, project_id, file_name, file_hash, settings, row_count)
select tests.account_of('owner'), tests.project_id('owner', 'A'), i::text, '', '{}', 40 from generate_series(1, 3) i;
insert into private.import_changes (account_id, import_id, customer_id, customer_after, customer_project_after)
select c.account_id, i.id, c.id, gen_random_uuid(), gen_random_uuid()
from public.customers c join public.imports i on i.account_id = c.account_id
where substr(split_part(c.email, '@', 1), 2)::integer % (i.file_name::integer + 1) = 0;

create temp table operators (field text, operator text, more jsonb, bounds jsonb) on commit drop;
insert into operators values
  ('first_seen', 'between', '{}', '[["2026-01-02", "2026-01-04"], ["2026-01-05", "2026-01-05"], ["2026-01-20", "2026-02-09"]]'),
  ('last_activity', 'between', '{}', '[["2026-01-11", "2026-01-15"], ["2026-01-12", "2026-01-12"], ["2026-02-01", "2026-02-19"]]'),
  ('first_seen', 'in_last', '{}', '[1, 20, 36500]'), ('last_activity', 'in_last', '{}', '[1, 20, 36500]'),
  ('first_seen', 'more_than', '{}', '[1, 20, 36500]'), ('last_activity', 'more_than', '{}', '[1, 20, 36500]'),
  ('last_activity', 'more_than', '{"scope": "same"}', '[1, 20, 36500]'), ('first_seen', 'in_last', '{"scope": "same"}', '[1, 20, 36500]'),
  ('project_count', 'is', '{}', '[0, 1, 2]'), ('project_count', 'at_least', '{}', '[1, 2, 3]'), ('project_count', 'at_most', '{}', '[0, 1, 2]'),
  ('status', 'is', '{}', '[["paid"], ["free", "trial"], []]'), ('status', 'is_not', '{}', '[["paid"], ["free", "trial"], []]'),
  ('name', 'contains', '{}', '["name 1", "2", "nobody"]'), ('name', 'is', '{}', '["NAME 1", "name 22", "name"]'),
  ('email', 'contains', '{}', '["p1", "2@", "nobody"]'), ('email', 'is', '{}', '["p1@example.com", "P22@example.com", "p"]'),
  ('tag', 'any_of', '{}', '[["tag 14"], ["tag 15", "tag 14"], []]'), ('tag', 'none_of', '{}', '[["tag 14"], ["tag 15", "tag 14"], []]'),
  ('param', 'gt', '{"key": "seats"}', '[5, 20, 39]'), ('param', 'gte', '{"key": "seats"}', '[5, 20, 40]'),
  ('param', 'lt', '{"key": "seats"}', '[1, 20, 40]'), ('param', 'lte', '{"key": "seats"}', '[1, 20, 39]'),
  ('param', 'before', '{"key": "ends"}', '["2026-01-02", "2026-01-20", "2027-01-01"]'), ('param', 'after', '{"key": "ends"}', '["2026-01-02", "2026-01-20", "2026-02-08"]'),
  ('param', 'is', '{"key": "plan"}', '["plan 0", "plan 1", "none"]'), ('param', 'is_not', '{"key": "plan"}', '["plan 0", "plan 1", "none"]'),
  ('param', 'contains', '{"key": "plan"}', '["0", "N 1", "none"]'),
  ('param', 'is_set', '{"key": "plan"}', '[null]'), ('param', 'is_not_set', '{"key": "plan"}', '[null]');
insert into operators
select 'project', operator, '{}', jsonb_build_array(jsonb_build_array(tests.project_id('owner', 'A')), jsonb_build_array(tests.project_id('owner', 'B')), jsonb_build_array(tests.project_id('owner', 'A'), tests.project_id('owner', 'B')))
from unnest('{any_of,all_of,none_of}'::text[]) operator;
insert into operators
select 'mrr_change', operator, '{}', '[["2026-01-02", "2026-01-20"], ["2026-01-05", "2026-01-09"], ["2026-02-01", "2026-02-09"]]'
from unnest('{new,expansion,contraction,churn,reactivation}'::text[]) operator;
insert into operators select 'import', 'is', '{}', jsonb_agg(id) from public.imports where account_id = tests.account_of('owner');

-- Each operator that the functions name, so that a new one cannot be forgotten here.
create temp view named as
select distinct operator[1] as operator
from pg_proc p, regexp_matches(p.prosrc, '''([a-z_]+)''', 'g') operator
where p.pronamespace = 'private'::regnamespace and p.proname ~ '_(condition|test)$' and p.proname not in ('refuse_condition', 'check_condition', 'customer_condition')
  and operator[1] not in (
    'any', 'all', 'same', 'project', 'scope', 'operator', 'value', 'field', 'key', 'number', 'array', 'string', 'object', 'last_activity', 'first_seen', 'email',
    'name', 'param', 'status', 'true', 'tag'
  );
select set_eq('select operator from named', 'select operator from operators', 'every operator that a condition can have is asked here');

create temp table filters on commit drop as
select o.field, o.operator, jsonb_build_object('conditions', jsonb_build_array(
  jsonb_build_object('field', field, 'operator', operator) || more || case when b = 'null' then '{}' else jsonb_build_object('value', b) end
)) as filter
from operators o, jsonb_array_elements(bounds) b;
-- Any two of them as well, in both ways.
insert into filters
select a.field || ' and ' || b.field, a.operator || ' ' || b.operator,
  jsonb_build_object('match', case when (row_number() over ()) % 2 = 0 then 'any' else 'all' end, 'conditions', (a.filter -> 'conditions') || (b.filter -> 'conditions'))
from filters a join filters b on md5(a.filter::text || b.filter::text) < '05';
grant select on operators, filters to public;

/* Whom a filter leads to, by each way that there is: rows, count, status, tag and erasure. */
create function pg_temp.led_to(filter jsonb) returns text[] language plpgsql as $$
declare
  v_account uuid := tests.account_of('owner');
  v_rows text := (select string_agg(email, ' ' order by email) from public.search_customers(v_account, filter, page_size => 200));
  v_count integer := public.count_customers(v_account, filter);
  v_all text;
  v_tagged text;
  v_erased text;
  v_changed text;
begin
  v_all := (select string_agg(email, ' ' order by email) from public.customers where account_id = v_account);
  begin
    perform public.tag_matching(v_account, 'acted on', filter);
    v_tagged := (select string_agg(c.email, ' ' order by c.email) from public.customers c join public.customer_tags t on t.account_id = c.account_id and t.customer_id = c.id where t.tag = 'acted on');
    raise exception 'undo' using errcode = 'T0001';
  exception when sqlstate 'T0001' then null;
  end;
  begin
    perform public.set_status_matching(v_account, tests.project_id('owner', 'A'), 'churned', filter);
    v_changed := (select string_agg(c.email, ' ' order by c.email) from public.customers c join public.customer_projects cp on cp.account_id = c.account_id and cp.customer_id = c.id where cp.edited_at = now());
    raise exception 'undo' using errcode = 'T0001';
  exception when sqlstate 'T0001' then null;
  end;
  begin
    perform public.erase_matching(v_account, filter, v_count);
    v_erased := (select string_agg(e.email, ' ' order by e.email) from unnest(string_to_array(v_all, ' ')) e (email) where not exists (select from public.customers c where c.account_id = v_account and c.email = e.email));
    raise exception 'undo' using errcode = 'T0001';
  exception when sqlstate 'T0001' then null;
  end;
  return array[v_rows, nullif(v_count, 0)::text, v_tagged, v_changed, v_erased];
end
$$;

select tests.act_as('owner');
create temp table led on commit drop as select f.*, pg_temp.led_to(filter) as to_whom from filters f;
select cmp_ok((select count(*) from led), '>', 200::bigint, 'hundreds of filters, of one condition and of two');
select cmp_ok((select count(distinct to_whom[1]) from led), '>', 40::bigint, 'lead to many different sets of people');
select is_empty(
  'select filter, to_whom from led where coalesce(cardinality(string_to_array(to_whom[1], '' '')), 0) <> coalesce(to_whom[2]::integer, 0)',
  'the rows are as many as the count says'
);
select is_empty('select filter, to_whom from led where to_whom[3] is distinct from to_whom[1]', 'those who are tagged are the rows');
select is_empty('select filter, to_whom from led where to_whom[4] is distinct from to_whom[1]', 'those whose status is set are the rows');
select is_empty('select filter, to_whom from led where to_whom[5] is distinct from to_whom[1]', 'and those who are erased are the rows');

-- Bounds that differ have what lies between them, of the account's own days.
create function pg_temp.between(field text, first text, last text) returns text language sql as $$
  select format('%s: %s to %s', count(*), min(first_seen_at)::date, max(first_seen_at)::date)
  from public.search_customers(tests.account_of('owner'), jsonb_build_object('conditions', jsonb_build_array(
    jsonb_build_object('field', field, 'operator', 'between', 'value', jsonb_build_array(first, last))
  )), page_size => 200)
$$;
select results_eq(
  $$ values (pg_temp.between('first_seen', '2026-01-02', '2026-01-04')), (pg_temp.between('first_seen', '2026-01-01', '2026-02-09')),
    (pg_temp.between('last_activity', '2026-01-11', '2026-01-15')), (pg_temp.between('first_seen', '2026-01-05', '2026-01-04')) $$,
  $$ values ('3: 2026-01-02 to 2026-01-04'), ('40: 2026-01-01 to 2026-02-09'), ('5: 2026-01-01 to 2026-01-05'), ('0:  to ') $$,
  'between has both of its days and all between them'
);
select tests.act_as_superuser();
create function pg_temp.on_day(zone text, seen timestamptz, day text) returns bigint language plpgsql as $$
begin
  update public.accounts set time_zone = zone where id = tests.account_of('owner');
  update public.customers set first_seen_at = seen where email = 'p1@example.com';
  return public.count_customers(tests.account_of('owner'), jsonb_build_object('conditions', jsonb_build_array(
    jsonb_build_object('field', 'first_seen', 'operator', 'between', 'value', jsonb_build_array(day, day)),
    jsonb_build_object('field', 'email', 'operator', 'is', 'value', 'p1@example.com')
  )));
end
$$;
select set_config('request.jwt.claims', json_build_object('sub', tests.user_id('owner'), 'role', 'authenticated')::text, true);
select results_eq(
  $$ values
    (pg_temp.on_day('America/St_Johns', '2025-11-29T03:29:59Z', '2025-11-28')), (pg_temp.on_day('America/St_Johns', '2025-11-29T03:30:00Z', '2025-11-28')),
    (pg_temp.on_day('Pacific/Kiritimati', '2025-11-29T10:00:00Z', '2025-11-30')), (pg_temp.on_day('Pacific/Kiritimati', '2025-11-29T09:59:59Z', '2025-11-30')),
    -- October 25 had 25 hours in Berlin, and March 29 had 23.
    (pg_temp.on_day('Europe/Berlin', '2026-10-25T22:59:59Z', '2026-10-25')), (pg_temp.on_day('Europe/Berlin', '2026-10-25T23:00:00Z', '2026-10-25')),
    (pg_temp.on_day('Europe/Berlin', '2026-03-29T21:59:59Z', '2026-03-29')), (pg_temp.on_day('Europe/Berlin', '2026-03-29T22:00:00Z', '2026-03-29')) $$,
  'values (1::bigint), (0), (1), (0), (1), (0), (1), (0)',
  'a day begins and ends where the account is'
);
