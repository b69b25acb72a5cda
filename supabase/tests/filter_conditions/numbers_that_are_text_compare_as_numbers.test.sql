-- What Stripe's metadata, forms and PHP send: "10" for 10.
select plan(14);
select tests.create_user('owner');
select tests.create_project_with_key('owner', 'A');
select tests.identify(variadic array[
  tests.call(tests.key_hash('owner', 'A'), 'ten@example.com', '{"params": {"seats": "10", "code": "02139", "id": "10158927364512345"}}'),
  tests.call(tests.key_hash('owner', 'A'), 'nine@example.com', '{"params": {"seats": "9"}}'),
  tests.call(tests.key_hash('owner', 'A'), 'hundred@example.com', '{"params": {"seats": "100"}}'),
  tests.call(tests.key_hash('owner', 'A'), 'half@example.com', '{"params": {"seats": -0.5}}'),
  tests.call(tests.key_hash('owner', 'A'), 'word@example.com', '{"params": {"seats": "many"}}'),
  tests.call(tests.key_hash('owner', 'A'), 'spaced@example.com', '{"params": {"seats": " 50 "}}'),
  tests.call(tests.key_hash('owner', 'A'), 'list@example.com', '{"params": {"seats": [50]}}')
]);

create function pg_temp.where(key text, operator text, value jsonb) returns text language sql as $$
  select string_agg(split_part(email, '@', 1), ' ' order by email)
  from public.search_customers(tests.account_of('owner'), jsonb_build_object('conditions', jsonb_build_array(
    jsonb_build_object('field', 'param', 'key', key, 'operator', operator, 'value', value)
  )))
$$;
create function pg_temp.sorted(descending boolean) returns text language sql as $$
  select string_agg(split_part(email, '@', 1), ' ' order by ordinality)
  from public.search_customers(tests.account_of('owner'), '{}', sort => 'param:seats', descending => sorted.descending, page_size => 4) with ordinality
$$;
select tests.act_as('owner');

select is(pg_temp.where('seats', 'gte', '10'), 'hundred ten', 'a text that is a number is at least another');
select is(pg_temp.where('seats', 'gt', '10'), 'hundred', 'and more than it');
select is(pg_temp.where('seats', 'lt', '10'), 'half nine', 'less than it, beside numbers');
select is(pg_temp.where('seats', 'lte', '-0.5'), 'half', 'and at most a number below 0');
select is(pg_temp.where('seats', 'is', '10'), 'ten', 'equals one');
select is(pg_temp.where('code', 'gte', '0'), null, 'a code that begins with 0 is no number');
select is(pg_temp.where('id', 'gte', '0'), null, 'nor is an id of more digits than a number keeps');
select is(pg_temp.where('id', 'is', '"10158927364512345"'), 'ten', 'which is found by all of its digits');
select is(pg_temp.sorted(true), 'hundred ten nine half', 'they sort from the largest down');
select is(pg_temp.sorted(false), 'half nine ten hundred', 'and from the smallest up');

select tests.act_as_superuser();
select is(
  (select k.type from public.param_keys k where k.account_id = tests.account_of('owner') and k.key = 'seats' limit 1),
  'other', 'a key has the type of what was looked at last'
);
select is(private.param_type('"10"'), 'number', 'a text that is a number is offered as one');
select is(private.param_type('"02139"'), 'text', 'a code is offered as text');
select is(
  array(select private.param_number(jsonb_build_object('n', n), 'n') from unnest(array['"10"', '9.5', '"1e3"', '"1."', '"+1"', '""', 'true', 'null']::jsonb[]) n),
  array[10, 9.5, null, null, null, null, null, null]::numeric[], 'what is a number to the index is what is one to a filter'
);
