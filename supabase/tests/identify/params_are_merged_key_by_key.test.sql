select plan(22);
select tests.create_user('owner');
select tests.create_project_with_key('owner', 'A');

create function pg_temp.params(fields jsonb) returns jsonb language plpgsql as $$
begin
  perform tests.identify(tests.call(tests.key_hash('owner', 'A'), 'alex@example.com', fields));
  return (tests.customer_project('owner', 'A', 'alex@example.com')).params;
end
$$;

-- Shallow merge.
select is(pg_temp.params('{}'), '{}', 'a call without params has none');
select is(pg_temp.params('{"params": {"plan": "pro", "seats": 3}}'), '{"plan": "pro", "seats": 3}', 'the first params are taken');
select is(pg_temp.params('{"params": {"seats": 4, "trial": false}}'), '{"plan": "pro", "seats": 4, "trial": false}', 'new keys are added, known ones replaced, the others kept');
select is(pg_temp.params('{}'), '{"plan": "pro", "seats": 4, "trial": false}', 'a call without params keeps them all');
select is(pg_temp.params('{"params": null}'), '{"plan": "pro", "seats": 4, "trial": false}', 'params that are null count as none');
select is(pg_temp.params('{"params": {}}'), '{"plan": "pro", "seats": 4, "trial": false}', 'and so do empty ones');
select is(pg_temp.params('{"params": {"trial": null}}'), '{"plan": "pro", "seats": 4}', 'null removes a key');
select is(pg_temp.params('{"params": {"never": null}}'), '{"plan": "pro", "seats": 4}', 'removing what is not there is no error');
select is(pg_temp.params('{"params": {"address": {"city": "Bern", "zip": null}}}') -> 'address', '{"city": "Bern", "zip": null}', 'null inside a value is a value');
select is(pg_temp.params('{"params": {"address": {"street": "Aare"}}}') -> 'address', '{"street": "Aare"}', 'a value that is an object is replaced whole');
select is(pg_temp.params('{"params": {"address": null, "list": [1, null, {"a": 1}], "yes": true, "": 0, "text": ""}}'), '{"plan": "pro", "seats": 4, "list": [1, null, {"a": 1}], "yes": true, "": 0, "text": ""}', 'any JSON is a value, and the empty text a key');
select is(pg_temp.params('{"params": {"list": null, "yes": null, "": null, "text": null}}'), '{"plan": "pro", "seats": 4}', 'several keys are removed at once');

-- Event time decides for each key.
select is(pg_temp.params('{"age_ms": 5000, "params": {"plan": "basic", "color": "blue"}}'), '{"plan": "pro", "seats": 4, "color": "blue"}', 'an older call adds what is not there and replaces nothing');
select is(pg_temp.params('{"age_ms": 9000, "params": {"color": "red"}}') ->> 'color', 'blue', 'a still older one does not replace that either');
select is(pg_temp.params('{"age_ms": 4000, "params": {"color": "green"}}') ->> 'color', 'green', 'a newer one does');
select is(pg_temp.params('{"age_ms": 4000, "params": {"color": "pink"}}') ->> 'color', 'pink', 'of two at the same time the last to come wins');
select is(pg_temp.params('{"age_ms": 6000, "params": {"color": null}}') ->> 'color', 'pink', 'an older call removes nothing newer');
select is(pg_temp.params('{"age_ms": 3000, "params": {"color": null}}') ? 'color', false, 'a newer one removes it');
select is(pg_temp.params('{"age_ms": 3500, "params": {"color": "late"}}') ? 'color', false, 'what was removed does not come back with a call from before');
select is(pg_temp.params('{"age_ms": 2500, "params": {"color": "new"}}') ->> 'color', 'new', 'it comes back with one from after');
select is(pg_temp.params('{"age_ms": 3000, "params": {"never seen": null}}') ? 'never seen', false, 'removing is remembered also of a key that never was');
select is(pg_temp.params('{"age_ms": 3500, "params": {"never seen": 1}}') ? 'never seen', false, 'when the call that set it comes after the one that removed it');
