-- A preview shows people as an import would leave them, and leaves nothing itself.
select plan(9);
select tests.create_cast();
select tests.act_as('owner');
select public.tag_customers(tests.account_of('owner'), 'vip', array[(tests.customer('owner', 'alex@example.com')).id]);
create temp table was as
select to_jsonb(tests.customer_project('owner', 'A', 'alex@example.com')) as alex, (select count(*) from public.imports) as imports;
create temp table shown as
select p.* from jsonb_to_recordset(public.preview_people(tests.project_id('owner', 'A'), '[
  {"email": "new@example.com", "name": "New", "status": "paid", "params": {"n": 1}},
  {"email": "alex@example.com", "params": {"seats": 3}, "tags": ["beta"]},
  {"email": "new@example.com", "params": {"n": 2, "m": 3}},
  {"email": "nobody"}
]')) as p (email text, name text, outcome text, projects jsonb, tags jsonb);

select is((select string_agg(email || ' ' || outcome, ', ') from shown), 'new@example.com created, alex@example.com updated', 'each person once, in the order of the rows, and nobody of an invalid one');
select is((select projects #> '{0,params}' from shown where name = 'New'), '{"n": 2, "m": 3}', 'rows about one person add up');
select is((select projects #>> '{0,status}' from shown where name = 'New'), 'paid', 'with the status');
select is((select projects #> '{0,params,seats}' from shown where outcome = 'updated'), '3', 'somebody known keeps the rest');
select ok((select projects #> '{0,params}' @> (was.alex -> 'params') from shown cross join was where outcome = 'updated'), 'of their params');
select is((select tags from shown where outcome = 'updated'), '["a tag", "beta", "vip"]', 'and their tags');
select is((tests.customer('owner', 'new@example.com')).id, null, 'nobody is made');
select is(
  (select jsonb_build_array(to_jsonb(tests.customer_project('owner', 'A', 'alex@example.com')), (select count(*) from public.imports))),
  (select jsonb_build_array(alex, imports) from was), 'nobody is changed, and there is no import'
);
select tests.act_as('viewer');
select throws_ok(format('select public.preview_people(%L, %L)', tests.project_id('owner', 'A'), '[{"email": "a@example.com"}]'), '42501', null, 'who may only look imports nothing, not even for a moment');
