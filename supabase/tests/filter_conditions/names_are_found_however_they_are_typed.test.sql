-- Macs and phones type e and an accent behind it where others have one letter.
select plan(6);
select tests.create_user('owner');
select tests.create_project_with_key('owner', 'A');
select tests.identify(variadic array[
  tests.call(tests.key_hash('owner', 'A'), 'rene@example.com', '{"name": "Ren\u00e9 \u0141\u00f3d\u017a"}')
]);

create function pg_temp.found(filter jsonb) returns bigint language sql as $$
  select count(*) from public.search_customers(tests.account_of('owner'), filter)
$$;
create function pg_temp.name_is(operator text, value text) returns jsonb language sql as $$
  select jsonb_build_object('conditions', jsonb_build_array(jsonb_build_object('field', 'name', 'operator', operator, 'value', value)))
$$;
select tests.act_as('owner');

select is(pg_temp.found(jsonb_build_object('search', E'rene\u0301')), 1::bigint, 'a search in the other form finds a name');
select is(pg_temp.found(jsonb_build_object('search', E'REN\u00c9')), 1::bigint, 'and one in capitals');
select is(pg_temp.found(pg_temp.name_is('contains', E'E\u0301 \u0142')), 1::bigint, 'so does a part of it in a condition');
select is(pg_temp.found(pg_temp.name_is('is', E'rene\u0301 \u0141o\u0301dz\u0301')), 1::bigint, 'and all of it');
select is(pg_temp.found(pg_temp.name_is('contains', 'rene')), 0::bigint, 'another letter is another letter');

select public.edit_customer(tests.account_of('owner'), (tests.customer('owner', 'rene@example.com')).id, E'Zoe\u0308');
select is((tests.customer('owner', 'rene@example.com')).name, E'Zo\u00eb', 'a name by hand is in the same form');
