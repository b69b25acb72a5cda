-- Who comes between the choice of a page and its reading would take a row out of it, and the table would seem to end there.
select plan(3);
select tests.create_user('owner');
select tests.create_project_with_key('owner', 'A');
select tests.identify(variadic array(
  select tests.call(tests.key_hash('owner', 'A'), format('p%s@example.com', n)) from generate_series(1, 5) n
));
select tests.act_as('owner');

create function pg_temp.page_while_somebody_comes(filter jsonb, email text) returns bigint language sql as $$
  select page.rows
  from (select tests.identify(tests.call(tests.key_hash('owner', 'A'), email)) as called offset 0) meanwhile
  cross join lateral (
    select count(*) as rows
    from public.search_customers(tests.account_of('owner'), filter, page_size => case when called is null then 3 else 3 end)
  ) page
$$;
select is(pg_temp.page_while_somebody_comes('{}', 'new@example.com'), 3::bigint, 'a page of everybody has all its rows');
select is(
  pg_temp.page_while_somebody_comes('{"search": "example"}', 'newer@example.com'), 3::bigint, 'so has one of a search'
);
select is(
  pg_temp.page_while_somebody_comes(
    '{"conditions": [{"field": "status", "operator": "is", "value": ["free"]}]}', 'newest@example.com'
  ),
  3::bigint, 'and one of a filter'
);
