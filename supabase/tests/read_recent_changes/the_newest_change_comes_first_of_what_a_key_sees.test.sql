select plan(6);
select tests.create_cast();
select tests.create_project_with_key('owner', 'B');
select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'zoe@example.com', '{"status": "trial"}'));
select tests.identify(tests.call(tests.key_hash('owner', 'B'), 'zoe@example.com', '{"status": "free"}'));
select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'zoe@example.com', '{"status": "paid"}'));
select tests.identify(tests.call(tests.key_hash('stranger', 'A'), 'eve@example.com', '{"status": "paid"}'));
insert into public.read_keys (account_id, name, project_ids, hash, hint) values
  (tests.account_of('owner'), 'Only B', array[tests.project_id('owner', 'B')], decode(tests.read_key_hash('owner', 'B'), 'hex'), 'test');
insert into public.read_keys (account_id, name, hide_emails, hash, hint) values
  (tests.account_of('owner'), 'No emails', true, decode(tests.read_key_hash('owner', 'hidden'), 'hex'), 'test');

/* The changes of Zoe that a key is told of, in its order. */
create function pg_temp.told(key_hash text, asked jsonb) returns text language sql as $$
  select string_agg(c #>> '{change,to}', ' ') from jsonb_array_elements(read.recent_changes(key_hash, asked) -> 'changes') c
$$;
grant execute on function pg_temp.told(text, jsonb) to reader;

select tests.act_as_reader();
select is(pg_temp.told(tests.read_key_hash('owner'), '{"limit": 3}'), 'paid free trial', 'the newest change comes first, of any project');
select is(
  pg_temp.told(tests.read_key_hash('owner'), jsonb_build_object(
    'limit', 1, 'cursor', read.recent_changes(tests.read_key_hash('owner'), '{"limit": 1}') #>> '{changes,0,cursor}'
  )),
  'free', 'and the next page goes on with the one before it'
);
select is(pg_temp.told(tests.read_key_hash('owner', 'B'), '{"limit": 9}'), 'free', 'a limited key is told of its projects alone');
select is(
  read.recent_changes(tests.read_key_hash('owner', 'hidden'), '{"limit": 1}') #> '{changes,0,change,customer,email}', 'null',
  'and one that hides addresses tells none'
);
select is(read.recent_changes(tests.key_hash('owner', 'A'), '{}'), '{"refused": "unauthorized"}', 'the key of a project is told nothing');
select throws_ok(
  $$ select read.recent_changes(tests.read_key_hash('owner'), '{"cursor": "[\"x\", \"y\"]"}') $$, '22023', null, 'a cursor that is none is refused'
);
