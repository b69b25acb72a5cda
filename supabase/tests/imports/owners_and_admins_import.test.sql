select plan(5);
select tests.create_cast();
create temp table asked (call text);
grant select on asked to public;
insert into asked values
  (format($$ select public.start_import(%L, 'a.csv', '', 1, '{}') $$, tests.project_id('owner', 'A'))),
  (format($$ select public.import_preview(%L, '[{}]') $$, tests.project_id('owner', 'A'))),
  (format($$ select public.import_customers(%L, 0, '[{}]') $$, (select id from public.imports where account_id = tests.account_of('owner')))),
  (format($$ select public.undo_import(%L) $$, (select id from public.imports where account_id = tests.account_of('owner'))));
create function pg_temp.answers() returns text language plpgsql as $$
declare
  v_call text;
  v_answers text[] := '{}';
begin
  for v_call in select call from asked loop
    begin
      execute v_call;
      v_answers := v_answers || 'done'::text;
    exception when others then
      v_answers := v_answers || sqlstate::text;
    end;
  end loop;
  return array_to_string(v_answers, ' ');
end
$$;

select tests.act_as('viewer');
select is(pg_temp.answers(), '42501 42501 42501 42501', 'a viewer imports nothing');
select tests.act_as('stranger');
select is(pg_temp.answers(), '42501 42501 42501 42501', 'a stranger neither');
select tests.act_as_anon();
select is(pg_temp.answers(), '42501 42501 42501 42501', 'nobody neither');
select tests.act_as_service();
select is(pg_temp.answers(), '42501 42501 42501 42501', 'and the service role has no right to it');
select tests.act_as('admin');
select is(pg_temp.answers(), 'done done done done', 'an admin does');
