select plan(17);
select tests.create_cast();
delete from public.customer_notes;
create temp table alex as select (tests.customer('owner', 'alex@example.com')).id as id;
grant select on alex to public;

select tests.act_as('owner');
create temp table note as
select public.add_note(tests.account_of('owner'), (select id from alex), E'  Met in Bern.\n') as note;
select is((select note ->> 'body' from note), 'Met in Bern.', 'an owner writes a note and gets it back, without space around it');
select ok((select note ? 'id' and note ? 'created_at' and note ? 'author_email' and not note ? 'account_id' from note), 'with its id, its time and its author');
select is(
  (select jsonb_path_query_array(public.get_customer(tests.account_of('owner'), id), '$.notes[*].body') from alex),
  '["Met in Bern."]', 'the customer has it'
);
select tests.act_as_superuser();
update public.customer_notes set created_at = now() - interval '1 hour';
select tests.act_as('admin');
select lives_ok(format($$ select public.add_note(%L, %L, 'Second') $$, tests.account_of('owner'), (select id from alex)), 'an admin writes one too');
select is(
  (select jsonb_path_query_array(public.get_customer(tests.account_of('owner'), id), '$.notes[*].body') from alex),
  '["Second", "Met in Bern."]', 'the newest first'
);
select throws_ok(format($$ select public.add_note(%L, %L, E' \n ') $$, tests.account_of('owner'), (select id from alex)), '22023', 'Write a note of 1 to 10,000 characters.', 'an empty note is refused');
select throws_ok(format($$ select public.add_note(%L, %L, repeat('a', 10001)) $$, tests.account_of('owner'), (select id from alex)), '22023', null, 'and a too long one');
select throws_ok(format($$ select public.add_note(%L, %L, 'x') $$, tests.account_of('owner'), gen_random_uuid()), '22023', 'This customer doesn’t exist or was deleted.', 'and one about nobody');
select throws_ok(
  format($$ select public.add_note(%L, %L, 'x') $$, tests.account_of('owner'), (tests.customer('stranger', 'alex@example.com')).id),
  '22023', null, 'and one about a customer of another account'
);

select tests.act_as('viewer');
select throws_ok(format($$ select public.add_note(%L, %L, 'x') $$, tests.account_of('owner'), (select id from alex)), '42501', null, 'a viewer writes no notes');
select throws_ok(format($$ select public.delete_note(%L, %L) $$, tests.account_of('owner'), (select note ->> 'id' from note)), '42501', null, 'and deletes none');
select is((select count(*) from public.customer_notes), 2::bigint, 'but reads them');
select tests.act_as('stranger');
select throws_ok(format($$ select public.add_note(%L, %L, 'x') $$, tests.account_of('owner'), (select id from alex)), '42501', null, 'a stranger writes none');
select throws_ok(format($$ select public.delete_note(%L, %L) $$, tests.account_of('owner'), (select note ->> 'id' from note)), '42501', null, 'deletes none');
select is((select count(*) from public.customer_notes), 0::bigint, 'and reads none');
select lives_ok(
  format($$ select public.delete_note(%L, %L) $$, tests.account_of('stranger'), (select note ->> 'id' from note)),
  'and through their own account finds nothing to delete'
);
select tests.act_as('owner');
select public.delete_note(tests.account_of('owner'), (select (note ->> 'id')::uuid from note));
select is((select array_agg(body) from public.customer_notes), '{Second}', 'a deleted note is gone, and only that one');
