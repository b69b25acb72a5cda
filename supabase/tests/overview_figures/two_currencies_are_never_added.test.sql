-- Money in several currencies: each is a sum of its own.
select plan(12);
select tests.create_cast();
select tests.create_project_with_key('owner', 'B');
create function pg_temp.pay(project text, email text, params jsonb, status text default 'paid') returns jsonb language sql as $$
  select tests.call(tests.key_hash('owner', project), email, jsonb_build_object('status', status, 'params', params))
$$;
create function pg_temp.overview() returns jsonb language sql as $$ select public.overview(tests.account_of('owner')) $$;
create function pg_temp.top() returns text language sql as $$
  select string_agg(format('%s %s', p ->> 'email', p ->> 'mrr'), ', ') from jsonb_array_elements(pg_temp.overview() -> 'top_people') p
$$;
select tests.identify(
  pg_temp.pay('A', 'usd@money.example', '{"mrr": 29, "currency": "usd"}'),
  pg_temp.pay('B', 'usd@money.example', '{"mrr": 1, "currency": "USD"}'),
  pg_temp.pay('A', 'more@money.example', '{"mrr": 40, "currency": "usd"}'),
  pg_temp.pay('A', 'jpy@money.example', '{"mrr": 3000, "currency": "jpy"}'),
  pg_temp.pay('B', 'jpy@money.example', '{"mrr": 5, "currency": "usd"}'),
  pg_temp.pay('A', 'kwd@money.example', '{"mrr": 1.235, "currency": "kwd"}'),
  pg_temp.pay('A', 'none@money.example', '{"mrr": 7, "currency": "bitcoin"}'),
  pg_temp.pay('A', 'none2@money.example', '{"mrr": 8, "currency": 5}'),
  pg_temp.pay('A', 'eur@money.example', '{"currency": "eur"}'),
  pg_temp.pay('A', 'gone@money.example', '{"mrr": 500, "currency": "chf"}', 'churned')
);
select tests.act_as('owner');
select is(pg_temp.overview() -> 'mrr', '{"": 15, "JPY": 3000, "KWD": 1.235, "USD": 75}', 'each currency is a sum of its own, and what names none is apart');
select is(pg_temp.overview() ->> 'currency', 'USD', 'people are compared in the currency of most who pay');
select is(pg_temp.top(), 'more@money.example 40, usd@money.example 30, jpy@money.example 5', 'and in no other');
select is(pg_temp.overview() ->> 'paying', '3', 'as many as there are of it');

select public.set_account_settings(tests.account_of('owner'), 'UTC', 'JPY', 'mrr');
select is(pg_temp.overview() ->> 'currency', 'JPY', 'where the account has a currency it is that');
select is(pg_temp.overview() -> 'mrr', '{"JPY": 3015, "KWD": 1.235, "USD": 75}', 'which money that names none is in');
select is(pg_temp.top(), 'jpy@money.example 3000, none2@money.example 8, none@money.example 7', 'people too');
select is(
  (select jsonb_object_agg(coalesce(p ->> 'project_id' = tests.project_id('owner', 'A')::text, false), p -> 'mrr') from jsonb_array_elements(pg_temp.overview() -> 'per_project') p),
  '{"true": {"JPY": 3015, "KWD": 1.235, "USD": 69}, "false": {"USD": 6}}', 'and each project'
);
select is(
  (select sum((p ->> 'paid')::integer)::text || ' ' || sum((p ->> 'customers')::integer) from jsonb_array_elements(pg_temp.overview() -> 'per_project') p),
  '9 11', 'people are counted once in a project, whatever they pay in'
);
select public.set_account_settings(tests.account_of('owner'), 'UTC', 'CHF', 'mrr');
select is(pg_temp.overview() ->> 'currency' || ' ' || (pg_temp.overview() ->> 'paying'), 'CHF 2', 'a currency that only those have who name none');

select tests.act_as_superuser();
insert into private.overview_snapshots (account_id, mrr_param, counted_at, took_ms, figures)
select tests.account_of(nick), 'mrr', now(), 1, '{}' from unnest('{owner,stranger}'::text[]) nick;
select tests.act_as('owner');
select public.set_account_settings(tests.account_of('owner'), 'UTC', 'CHF', 'mrr');
select tests.act_as_superuser();
create function pg_temp.kept() returns text[] language sql as $$
  select array(select nick from unnest('{owner,stranger}'::text[]) nick where exists (select from private.overview_snapshots s where s.account_id = tests.account_of(nick)))
$$;
select is(pg_temp.kept(), '{owner,stranger}', 'figures that were kept stay');
select tests.act_as('owner');
select public.set_account_settings(tests.account_of('owner'), 'UTC', 'EUR', 'mrr');
select tests.act_as_superuser();
select is(pg_temp.kept(), '{stranger}', 'until the currency changes');
