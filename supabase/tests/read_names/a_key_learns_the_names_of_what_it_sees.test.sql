select plan(4);
select tests.create_cast();
insert into public.projects (account_id, id, name, color) values (tests.account_of('owner'), tests.project_id('owner', 'B'), 'B', 'blue');
insert into public.views (account_id, name, query, position) values
  (tests.account_of('owner'), 'Pays for B', '?f=status:is:paid:' || tests.project_id('owner', 'B'), 2),
  (tests.account_of('stranger'), 'Of a stranger', '', 2);
update public.accounts set mrr_param = 'revenue', currency = 'EUR' where id = tests.account_of('owner');
insert into public.read_keys (account_id, name, project_ids, hash, hint) values
  (tests.account_of('owner'), 'Only A', array[tests.project_id('owner', 'A')], decode(tests.read_key_hash('owner', 'A'), 'hex'), 'test');
create temp table hidden as select tests.project_id('owner', 'B')::text as project;
grant select on hidden to reader;

select tests.act_as_reader();
select is(
  (
    select jsonb_build_array(
      jsonb_path_query_array(n, '$.projects[*].name'), jsonb_path_query_array(n, '$.views[*].name'), n -> 'mrr_param', n -> 'currency'
    )
    from read.names(tests.read_key_hash('owner')) n
  ),
  '[["A", "B"], ["A view", "Pays for B"], "revenue", "EUR"]', 'a key of all projects learns the names of its account: projects, views, and what holds the MRR'
);
select is(
  read.names(tests.read_key_hash('owner', 'A')) #- '{projects,0,id}',
  '{"projects": [{"name": "A"}], "views": [], "mrr_param": "revenue", "currency": "EUR"}',
  'a limited key learns of no other project, and of no view, which may name one'
);
select is(read.names(tests.key_hash('owner', 'A')), '{"refused": "unauthorized"}', 'the key of a project learns nothing');
select isnt(
  position((select project from hidden) in read.names(tests.read_key_hash('owner'))::text), 0, 'the query of a view comes as it was saved'
);
