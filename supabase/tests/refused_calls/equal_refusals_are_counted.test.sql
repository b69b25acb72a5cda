select plan(14);
select tests.create_cast();
delete from public.refused_calls;

create function pg_temp.refusal(nick text, fields jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_object(
    'key_hash', tests.key_hash(nick, 'A'), 'kind', 'identify', 'code', 'validation_failed', 'status', 422,
    'pointer', '/email', 'detail', 'Send the customer’s email.', 'count', 1
  ) || fields
$$;
create function pg_temp.report(variadic refusals jsonb[]) returns void language plpgsql as $$
begin
  perform tests.act_as_ingest();
  perform ingest.report_refusals(to_jsonb(refusals));
  perform tests.act_as_superuser();
end
$$;
create function pg_temp.refusals(nick text) returns jsonb language plpgsql as $$
declare
  v_found jsonb;
begin
  perform tests.act_as(nick);
  v_found := public.recent_calls(tests.project_id(nick, 'A')) -> 'refusals';
  perform tests.act_as_superuser();
  return v_found;
end
$$;

select is(pg_temp.refusals('owner'), '[]', 'a project begins without refused calls');

select pg_temp.report(
  pg_temp.refusal('owner', '{"count": 3}'), pg_temp.refusal('stranger'),
  pg_temp.refusal('owner', jsonb_build_object('key_hash', repeat('0', 64)))
);
select is(
  pg_temp.refusals('owner') #- '{0,at}',
  '[{"kind": "identify", "code": "validation_failed", "status": 422, "pointer": "/email", "detail": "Send the customer’s email.", "count": 3}]',
  'a refused call is told with its kind, code, place, reason and number'
);
select is((select count(*) from public.refused_calls), 2::bigint, 'one with a key that does not exist belongs to nobody');

select pg_temp.report(pg_temp.refusal('owner', '{"count": 2}'), pg_temp.refusal('owner', '{"pointer": "/status"}'));
select is(
  (select sum((r ->> 'count')::integer) from jsonb_array_elements(pg_temp.refusals('owner')) r where r ->> 'pointer' = '/email'),
  5::bigint, 'equal ones are counted'
);
select is(jsonb_array_length(pg_temp.refusals('owner')), 2, 'and others are told apart');
select is(jsonb_array_length(pg_temp.refusals('stranger')), 1, 'each account has its own');

update public.api_keys set name = 'production', hint = 'AB12', revoked_at = now() where account_id = tests.account_of('stranger');
select pg_temp.report(pg_temp.refusal('stranger', '{"code": "unauthorized", "status": 401, "pointer": "", "detail": "x"}'));
select is(
  jsonb_path_query_first(pg_temp.refusals('stranger'), '$[*] ? (@.code == "unauthorized").detail') #>> '{}',
  'The key production (…AB12) was revoked. Put a live one into your product.',
  'a revoked key is told by its name'
);
update public.api_keys set name = 'staging', revoked_at = null, expires_at = now() where account_id = tests.account_of('stranger');
select pg_temp.report(pg_temp.refusal('stranger', '{"code": "unauthorized", "status": 401, "pointer": "", "detail": "x"}'));
select ok(
  pg_temp.refusals('stranger') @? '$[*] ? (@.detail == "The key staging (…AB12) has ended. Put a live one into your product.")',
  'so is one that has ended'
);

update public.refused_calls set minute = minute - interval '12 minutes', last_at = last_at - interval '12 minutes';
select is(pg_temp.refusals('owner'), '[]', 'after ten minutes they are told no more');
select pg_temp.report(pg_temp.refusal('owner'));
select is((select count(*) from public.refused_calls), 1::bigint, 'and the next one clears them away');

select pg_temp.report(variadic array(
  select pg_temp.refusal('owner', jsonb_build_object('detail', 'Reason ' || n)) from generate_series(1, 299) n
));
select pg_temp.report(pg_temp.refusal('owner', '{"detail": "One more"}'));
select is(
  (select count(*) from public.refused_calls where account_id = tests.account_of('owner')), 300::bigint,
  'a project with ever new reasons takes no more than 300 rows'
);
select is(jsonb_array_length(pg_temp.refusals('owner')), 20, 'of which 20 are told');
select pg_temp.report(pg_temp.refusal('stranger', jsonb_build_object('detail', repeat('é', 400), 'pointer', repeat('é', 400))));
select ok(
  exists (
    select from jsonb_array_elements(pg_temp.refusals('stranger')) r
    where r ->> 'detail' = repeat('é', 300) and r ->> 'pointer' = repeat('é', 200)
  ),
  'long ones are cut'
);
select lives_ok($$ select pg_temp.report(variadic '{}'::jsonb[]) $$, 'reporting none is no mistake');
