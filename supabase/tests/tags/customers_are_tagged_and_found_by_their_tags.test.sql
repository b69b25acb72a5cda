select plan(18);
select tests.create_cast();
delete from public.customer_tags;
select tests.identify(
  tests.call(tests.key_hash('owner', 'A'), 'bo@example.com', '{"status": "paid"}'),
  tests.call(tests.key_hash('owner', 'A'), 'cy@example.com', '{"status": "free"}')
);
create temp table ids as
select e, (tests.customer('owner', e || '@example.com')).id as id from unnest('{alex,bo,cy}'::text[]) e;
grant select on ids to public;
create function pg_temp.ids(variadic who text[]) returns uuid[] language sql as $$
  select array_agg(id) from ids where e = any (who)
$$;
create function pg_temp.tagged(operator text, variadic tags text[]) returns text language sql as $$
  select string_agg(split_part(email, '@', 1), ' ' order by email) from public.search_customers(
    tests.account_of('owner'),
    jsonb_build_object('conditions', jsonb_build_array(jsonb_build_object('field', 'tag', 'operator', operator, 'value', tags)))
  )
$$;

select tests.act_as('owner');
select is(public.tag_customers(tests.account_of('owner'), ' vip ', pg_temp.ids('alex', 'bo')), 2, 'two customers are tagged');
select is(public.tag_customers(tests.account_of('owner'), 'vip', pg_temp.ids('alex', 'cy')), 1, 'who has the tag is not counted');
select is(public.tag_matching(tests.account_of('owner'), 'paying', '{"conditions": [{"field": "status", "operator": "is", "value": ["paid"]}]}'), 1, 'all who match a filter are tagged');
select is(public.untag_customers(tests.account_of('owner'), 'vip', pg_temp.ids('cy')), 1, 'a tag is taken off');
select is(public.untag_customers(tests.account_of('owner'), 'vip', pg_temp.ids('cy')), 0, 'once');
select results_eq(
  format($$ select tag, customers from public.list_tags(%L) $$, tests.account_of('owner')),
  $$ values ('paying', 1::bigint), ('vip', 2) $$, 'the tags of the account, with how many have each'
);
select is(pg_temp.tagged('any_of', 'vip'), 'alex bo', 'a filter finds who has a tag');
select is(pg_temp.tagged('any_of', 'vip', 'paying'), 'alex bo', 'or any of several');
select is(pg_temp.tagged('none_of', 'vip'), 'cy', 'or none of them');
select is(
  public.get_customer(tests.account_of('owner'), (pg_temp.ids('bo'))[1]) -> 'tags', '["paying", "vip"]', 'a customer has their tags'
);
select throws_ok(format($$ select public.tag_customers(%L, '  ', '{}') $$, tests.account_of('owner')), '22023', 'A tag can be 1 to 50 characters.', 'an empty tag is refused');
select throws_ok(format($$ select public.tag_customers(%L, repeat('a', 51), '{}') $$, tests.account_of('owner')), '22023', null, 'and a long one');
select is(
  public.tag_customers(tests.account_of('owner'), 'vip', array[(tests.customer('stranger', 'alex@example.com')).id]), 0,
  'a customer of another account is not found'
);
select throws_ok(
  format($$ select public.search_customers(%L, '{"conditions": [{"field": "tag", "operator": "is", "value": ["a"]}]}') $$, tests.account_of('owner')),
  '22023', null, 'a tag condition has its own operators'
);

select tests.act_as('viewer');
select throws_ok(format($$ select public.tag_customers(%L, 'x', '{}') $$, tests.account_of('owner')), '42501', null, 'a viewer tags nobody');
select throws_ok(format($$ select public.untag_customers(%L, 'vip', '{}') $$, tests.account_of('owner')), '42501', null, 'and untags nobody');
select tests.act_as('stranger');
select throws_ok(format($$ select public.tag_matching(%L, 'x', '{}') $$, tests.account_of('owner')), '42501', null, 'nor does a stranger');
select is((select count(*) from public.list_tags(tests.account_of('owner'))), 0::bigint, 'who sees no tags either');
