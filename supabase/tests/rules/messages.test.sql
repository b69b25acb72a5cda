-- Postgres logs the message, detail and hint of every error. None says what somebody sent, which may be an email.
select plan(4);

create temp view messages_that_are_made as
select oid::regprocedure::text as name
from pg_proc
where pronamespace in ('public'::regnamespace, 'private'::regnamespace, 'ingest'::regnamespace, 'billing'::regnamespace, 'notifications'::regnamespace)
  and (prosrc ~* 'using[^;]*(message|detail|hint)\s*=\s*[^''[:space:]]' or prosrc ~* 'raise\s+\w+\s+''[^'']*%' or prosrc ~* 'sqlerrm'
    or prosrc ~* 'message\s*=\s*''[^'']*''\s*\|\|');

select set_eq(
  'select name from messages_that_are_made',
  $$ values
    -- Fixed words and numbers.
    ('private.refuse_condition(jsonb,text)'), ('private.customer_filter(uuid,jsonb)'), ('private.create_account(text)'),
    ('private.invite_member(uuid,text,member_role)'), ('private.erase_customers(uuid,uuid[],jsonb,integer)'),
    ('private.import_customers(uuid,integer,jsonb)'),
    -- Places of calls and rows in their group, which the caller of the function catches.
    ('private.write_turn(private.call[],integer)') $$,
  'messages are constants but the stated ones'
);
savepoint s;
create function private.forgotten(email text) returns void language plpgsql set search_path = '' as $$
begin
  raise invalid_parameter_value using message = format('%s is a member already.', email);
end
$$;
select set_has('select name from messages_that_are_made', $$ values ('private.forgotten(text)') $$, 'a message that is made would be seen');
rollback to s;
savepoint s;
create function private.forgotten(email text) returns void language plpgsql set search_path = '' as $$
begin
  raise exception '% is a member already.', email;
end
$$;
select set_has('select name from messages_that_are_made', $$ values ('private.forgotten(text)') $$, 'one in the short way too');
rollback to s;
savepoint s;
create function private.forgotten(email text) returns void language plpgsql set search_path = '' as $$
begin
  perform email::uuid;
exception when others then
  raise invalid_parameter_value using message = 'No id: ' || sqlerrm;
end
$$;
select set_has('select name from messages_that_are_made', $$ values ('private.forgotten(text)') $$, 'and one that repeats what Postgres said');
rollback to s;
