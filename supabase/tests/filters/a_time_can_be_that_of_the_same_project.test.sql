-- Beside a status or a param a time is about the same project where it says so; otherwise it is the person's own.
select plan(11);
select tests.create_user('owner');
select tests.create_project_with_key('owner', project) from unnest('{A,B}'::text[]) project;
-- ada pays for A, where she was last seen 40 days ago, and is in B today; bob left A 40 days ago and pays for B, where he is;
-- cyd pays for A, 40 days ago; dan pays for A and is there.
select tests.identify(variadic array[
  tests.call(tests.key_hash('owner', 'A'), 'ada@example.com', '{"status": "paid"}'),
  tests.call(tests.key_hash('owner', 'B'), 'ada@example.com', '{"status": "free"}'),
  tests.call(tests.key_hash('owner', 'A'), 'bob@example.com', '{"status": "churned"}'),
  tests.call(tests.key_hash('owner', 'B'), 'bob@example.com', '{"status": "paid"}'),
  tests.call(tests.key_hash('owner', 'A'), 'cyd@example.com', '{"status": "paid"}'),
  tests.call(tests.key_hash('owner', 'A'), 'dan@example.com', '{"status": "paid"}')
]);
update public.customer_projects set last_activity_at = now() - interval '40 days', first_seen_at = now() - interval '80 days'
where project_id = tests.project_id('owner', 'A') and customer_id <> (tests.customer('owner', 'dan@example.com')).id;
update public.customer_activity set last_activity_at = now() - interval '40 days' where customer_id = (tests.customer('owner', 'cyd@example.com')).id;
update public.customers set first_seen_at = now() - interval '80 days' where email <> 'dan@example.com';

create function pg_temp.find(conditions jsonb, match text default 'all', sort text default 'last_activity_at') returns text language plpgsql as $$
declare
  v_filter jsonb := jsonb_build_object('match', match, 'conditions', conditions);
  v_found text := (select string_agg(left(email, 3), ' ' order by email) from public.search_customers(tests.account_of('owner'), v_filter, sort));
begin
  if cardinality(string_to_array(v_found, ' ')) is distinct from nullif(public.count_customers(tests.account_of('owner'), v_filter), 0) then
    return 'count_customers counts differently';
  end if;
  return v_found;
end
$$;
/* The first people of a page that begins after somebody, in the order of their latest activity. */
create function pg_temp.page(conditions jsonb, descending boolean, size integer, "after" text default null) returns text language sql as $$
  select string_agg(left(email, 3), ' ')
  from public.search_customers(
    tests.account_of('owner'), jsonb_build_object('conditions', conditions), 'last_activity_at', descending,
    (
      select jsonb_build_array(a.last_activity_at, a.customer_id)
      from public.customer_activity a join public.customers c on c.account_id = a.account_id and c.id = a.customer_id
      where c.email = "after" || '@example.com'
    ), size
  )
$$;
create function pg_temp.paid(more jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_array('{"field": "status", "operator": "is", "value": ["paid"]}' || more)
$$;
create function pg_temp.quiet(more jsonb default '{"scope": "same"}') returns jsonb language sql as $$
  select jsonb_build_array('{"field": "last_activity", "operator": "more_than", "value": 30}' || more)
$$;
select tests.act_as('owner');

select is(pg_temp.find(pg_temp.paid() || pg_temp.quiet()), 'ada cyd', 'who pays for a project that they no longer use, wherever else they are');
select is(pg_temp.find(pg_temp.paid() || pg_temp.quiet(), sort => 'email'), 'ada cyd', 'in any order');
select is(pg_temp.find(pg_temp.paid() || pg_temp.quiet('{}')), 'cyd', 'a time that says no place is the person''s own');
select is(pg_temp.find(pg_temp.paid('{"scope": "any"}') || pg_temp.quiet()), 'ada bob cyd', 'beside a status of any project it is asked of any');
select is(pg_temp.find(pg_temp.quiet()), 'ada bob cyd', 'and so it is alone');
select is(pg_temp.find(pg_temp.paid() || pg_temp.quiet(), 'any'), 'ada bob cyd dan', 'and with any of several');
select is(
  pg_temp.find(pg_temp.paid() || '[{"field": "first_seen", "operator": "in_last", "value": 7, "scope": "same"}]'), 'bob dan',
  'who began to be in what they pay for'
);
select is(
  pg_temp.find(pg_temp.paid() || jsonb_build_array(pg_temp.quiet() -> 0 || '{"operator": "in_last"}')), 'bob dan', 'who uses what they pay for'
);
select results_eq(
  $$ values (pg_temp.page(pg_temp.paid() || pg_temp.quiet(), true, 10)), (pg_temp.page(pg_temp.paid() || pg_temp.quiet(), true, 1)),
    (pg_temp.page(pg_temp.paid() || pg_temp.quiet(), true, 10, 'ada')), (pg_temp.page(pg_temp.paid() || pg_temp.quiet(), true, 10, 'cyd')) $$,
  $$ values ('ada cyd'), ('ada'), ('cyd'), (null) $$, 'page by page, those who are somewhere else today come first'
);
select results_eq(
  $$ values (pg_temp.page(pg_temp.paid() || pg_temp.quiet(), false, 10)), (pg_temp.page(pg_temp.paid() || pg_temp.quiet(), false, 1)),
    (pg_temp.page(pg_temp.paid() || pg_temp.quiet(), false, 10, 'cyd')) $$,
  $$ values ('cyd ada'), ('cyd'), ('ada') $$, 'and last in the other order'
);
select throws_ok(
  $$ select pg_temp.find(pg_temp.quiet('{"scope": "all"}')) $$, '22023',
  'The scope of a time condition is same, or it has a project. A condition about last_activity is not understood.', 'of all projects no time is asked'
);
