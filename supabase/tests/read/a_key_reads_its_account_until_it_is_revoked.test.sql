select plan(13);
select tests.create_cast();
select tests.identify(
  tests.call(tests.key_hash('owner', 'A'), 'zoe@example.com', '{"name": "Zoe", "status": "paid", "params": {"mrr": 29}}'),
  tests.call(tests.key_hash('stranger', 'A'), 'eve@example.com', '{"status": "paid"}')
);

/* What the key of a user is answered, in the words of a test. */
create function pg_temp.emails(key_hash text, filter jsonb default '{}') returns text language plpgsql as $$
declare
  v_answer jsonb;
begin
  perform set_config('role', 'reader', true);
  v_answer := read.customers(key_hash, jsonb_build_object('filter', filter, 'sort', 'email', 'descending', false, 'limit', 9, 'count', true));
  perform set_config('role', 'none', true);
  return coalesce(v_answer ->> 'refused', (
    select concat_ws(' ', v_answer ->> 'count', string_agg(r #>> '{customer,email}', ' ')) from jsonb_array_elements(v_answer -> 'rows') r
  ));
end
$$;

select is(pg_temp.emails(tests.read_key_hash('owner')), '2 alex@example.com zoe@example.com', 'a key reads the customers of its account and no others');
select is(pg_temp.emails(tests.read_key_hash('stranger')), '2 alex@example.com eve@example.com', 'also the key of another account');
select is(
  pg_temp.emails(tests.read_key_hash('owner'), '{"conditions": [{"field": "status", "operator": "is", "value": ["paid"]}]}'),
  '1 zoe@example.com', 'a filter finds whom it finds in the dashboard'
);
select is(pg_temp.emails(tests.key_hash('owner', 'A')), 'unauthorized', 'the key of a project writes, and reads nothing');
select is(tests.identify(tests.call(tests.read_key_hash('owner'), 'x@example.com')), 'unauthorized', 'a read key writes nothing');
select isnt((select last_used_at from public.read_keys where account_id = tests.account_of('owner')), null, 'when a key was used is noted');

select tests.act_as_reader();
select is(
  read.customer(tests.read_key_hash('owner'), null, 'zoe@example.com') #> '{customer,projects,0,params}', '{"mrr": 29}', 'one person is found by email'
);
select is(read.customer(tests.read_key_hash('owner'), null, 'eve@example.com'), '{"customer": null}', 'and nobody of another account');
select is(
  read.projects(tests.read_key_hash('owner')) #> '{projects,0,customers}', '{"free": 0, "paid": 1, "trial": 1, "churned": 0}',
  'projects come with how many customers are of each status'
);
select is(read.overview(tests.read_key_hash('owner')) ->> 'people', '2', 'and the overview with its figures');

select tests.act_as_superuser();
update private.billing_settings set enabled = true;
update public.subscriptions set trial_ends_at = now() - interval '1 minute' where account_id = tests.account_of('owner');
select is(
  pg_temp.emails(tests.read_key_hash('owner')) || ' ' || left(pg_temp.emails(tests.read_key_hash('stranger')), 1), 'payment_required 2',
  'the keys of an account that must pay wait, as its dashboard does'
);
update private.billing_settings set enabled = false;
update public.read_keys set revoked_at = now() where account_id = tests.account_of('owner');
select is(
  pg_temp.emails(tests.read_key_hash('owner')) || ' ' || (read.customer(tests.read_key_hash('owner'), null, 'zoe@example.com') ->> 'refused')
    || ' ' || (read.projects(tests.read_key_hash('owner')) ->> 'refused') || ' ' || (read.overview(tests.read_key_hash('owner')) ->> 'refused'),
  'unauthorized unauthorized unauthorized unauthorized', 'a key that is revoked reads nothing from then on'
);

-- However many people the key sees.
create function pg_temp.plan_of(query text) returns text language plpgsql as $$
declare
  v_plan json;
begin
  perform set_config('enable_seqscan', 'off', true), set_config('role', 'limited_reader', true);
  execute 'explain (format json) ' || query into v_plan;
  perform set_config('role', 'none', true);
  return v_plan::text;
end
$$;
select unalike(
  pg_temp.plan_of(format('select from public.customers c where c.account_id = %L and c.id = %1$L', tests.account_of('owner'))),
  '%hashed SubPlan%', 'a limited key reads one person without gathering all whom it sees'
);
