-- An import adds tags and notes as a member does by hand, and its undo takes back those and no others, which is told beforehand.
select plan(23);
select tests.create_cast();
create function pg_temp.import(variadic rows jsonb[]) returns text language plpgsql as $$
declare
  v_import public.imports := public.start_import(tests.project_id('owner', 'A'), 'people.csv', 'hash', cardinality(rows), '{}');
begin
  perform set_config('test.import', v_import.id::text, true);
  return (select string_agg(o #>> '{}', ' ') from jsonb_array_elements(public.import_customers(v_import.id, 0, to_jsonb(rows)) -> 'outcomes') o);
end
$$;
create function pg_temp.id() returns uuid language sql as $$ select current_setting('test.import')::uuid $$;
create function pg_temp.preview() returns text language sql as $$
  select format('%s removed, %s restored, %s kept', removed, restored, kept) from public.preview_undo(pg_temp.id()) where not has_more
$$;
create function pg_temp.undo() returns text language sql as $$
  select format('%s removed, %s restored, %s kept', removed, restored, kept) from public.undo_import(pg_temp.id()) where undone_at is not null
$$;
create function pg_temp.customer(email text) returns uuid language sql as $$ select (tests.customer('owner', $1)).id $$;
create function pg_temp.tags(email text) returns text language sql as $$
  select string_agg(tag, ' ' order by tag) from public.customer_tags where customer_id = pg_temp.customer($1) and tag <> 'a tag'
$$;
create function pg_temp.notes(email text) returns text language sql as $$
  select string_agg(body, ', ' order by body) from public.customer_notes where customer_id = pg_temp.customer($1) and body <> 'A note'
$$;
create function pg_temp.account() returns uuid language sql as $$ select tests.account_of('owner') $$;

select tests.act_as('owner');
select public.tag_customers(pg_temp.account(), 'vip', array[pg_temp.customer('alex@example.com')]);
select public.add_note(pg_temp.account(), pg_temp.customer('alex@example.com'), 'Met at a fair');
select is(
  pg_temp.import(
    '{"email": "alex@example.com", "tags": ["vip", "beta"], "notes": ["Met at a fair", " Wants an invoice\n"]}',
    '{"email": "new@example.com", "tags": ["beta"], "notes": ["Called"]}'
  ),
  'updated created', 'a tag alone is a change'
);
select is(pg_temp.tags('alex@example.com'), 'beta vip', 'tags are added to those that are there');
select is(pg_temp.notes('alex@example.com'), 'Met at a fair, Wants an invoice', 'a note that is there is not written twice');
select is(
  (select string_agg(o, ' ') from unnest(public.import_preview(tests.project_id('owner', 'A'), '[{"email": "alex@example.com", "tags": ["beta"], "notes": ["Met at a fair"]}, {"email": "alex@example.com", "tags": ["other"]}, {"email": "alex@example.com", "notes": ["Other"]}]')) o),
  'unchanged updated updated', 'the preview knows whether a row adds one'
);
select is(pg_temp.preview(), '1 removed, 1 restored, 0 kept', 'what undoing would do is told');
select is(pg_temp.tags('alex@example.com'), 'beta vip', 'and nothing is done yet');
select is(pg_temp.undo(), '1 removed, 1 restored, 0 kept', 'whom an import made goes with the tags and notes it gave them');
select is(pg_temp.tags('alex@example.com'), 'vip', 'a tag that was there stays');
select is(pg_temp.notes('alex@example.com'), 'Met at a fair', 'and so does a note');

-- Somebody else's tags and notes.
select pg_temp.import('{"email": "mine@example.com", "tags": ["beta"]}', '{"email": "alex@example.com", "tags": ["again"]}', '{"email": "plain@example.com", "notes": ["Imported"]}');
select public.tag_customers(pg_temp.account(), 'by hand', array[pg_temp.customer('mine@example.com')]);
select public.untag_customers(pg_temp.account(), 'again', array[pg_temp.customer('alex@example.com')]);
select tests.act_as_superuser();
insert into public.customer_tags (account_id, customer_id, tag, created_at) values (pg_temp.account(), pg_temp.customer('alex@example.com'), 'again', now() + interval '1 second');
select tests.act_as('admin');
select is(pg_temp.preview(), '1 removed, 1 restored, 1 kept', 'who got a tag by hand since will be kept');
select is(pg_temp.undo(), '1 removed, 1 restored, 1 kept', 'and is');
select is(pg_temp.tags('mine@example.com'), 'beta by hand', 'with all of their tags');
select is(pg_temp.tags('alex@example.com'), 'again vip', 'a tag that was taken off and put on again since stays');

-- The same person twice, and once more in another project.
select pg_temp.import('{"email": "twice@example.com", "tags": ["a"], "notes": ["One"]}', '{"email": "twice@example.com", "tags": ["a", "b"], "notes": ["One", "Two"]}');
select is(pg_temp.tags('twice@example.com'), 'a b', 'two rows about one person add up');
select is((select count(*) from public.customer_notes where customer_id = pg_temp.customer('twice@example.com')), 2::bigint, 'each note once');
select tests.act_as_superuser();
select tests.create_project_with_key('owner', 'B');
select tests.identify(tests.call(tests.key_hash('owner', 'B'), 'twice@example.com'));
select tests.act_as('owner');
select is(pg_temp.undo(), '1 removed, 0 restored, 0 kept', 'who came to another project leaves this one');
select is(pg_temp.tags('twice@example.com'), null, 'without the tags');
select is(pg_temp.notes('twice@example.com'), null, 'and without the notes');

-- The bounds are those of what members write.
select is(
  pg_temp.import(
    jsonb_build_object('email', 'l1@example.com', 'tags', array[repeat('x', 51)]), jsonb_build_object('email', 'l2@example.com', 'notes', array[repeat('x', 10001)]),
    '{"email": "l3@example.com", "tags": [" "]}', '{"email": "l4@example.com", "tags": [7]}', '{"email": "l5@example.com", "tags": null, "notes": []}',
    jsonb_build_object('email', 'l6@example.com', 'tags', array[repeat('x', 50)], 'notes', array[repeat('x', 10000)])
  ),
  'invalid invalid invalid invalid created created', 'a tag has 50 characters at most and a note 10,000'
);
select is(
  (select string_agg(o, ' ') from unnest(public.import_preview(tests.project_id('owner', 'A'), '[{"email": "l7@example.com", "tags": [""]}, {"email": "l7@example.com", "notes": [{}]}]')) o),
  'invalid invalid', 'in the preview too'
);
select is(pg_temp.undo(), '2 removed, 0 restored, 0 kept', 'undone');
select tests.act_as('stranger');
select throws_ok(format('select public.preview_undo(%L)', pg_temp.id()), '42501', null, 'a stranger is told nothing');
select tests.act_as('viewer');
select throws_ok(format('select public.preview_undo(%L)', pg_temp.id()), '42501', null, 'nor is who may only look');
