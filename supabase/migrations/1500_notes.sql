-- Notes about a customer.

create table public.customer_notes (
  account_id uuid not null,
  id uuid not null default gen_random_uuid(),
  customer_id uuid not null,
  body text not null constraint note_is_1_to_10000_characters check (char_length(body) between 1 and 10000),
  author_email text,
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  foreign key (account_id, customer_id) references public.customers (account_id, id) on delete cascade
);
comment on table public.customer_notes is 'What members wrote about a customer.';
comment on column public.customer_notes.author_email is 'Kept as it was, so that a note still has its author when the member has left.';
create index customer_notes_customer_idx on public.customer_notes (account_id, customer_id, created_at);

alter table public.customer_notes enable row level security;
alter table public.customer_notes force row level security;
revoke all on public.customer_notes from anon, authenticated, service_role;
grant select on public.customer_notes to authenticated;
grant select, insert, update, delete on public.customer_notes to service_role;
grant select, insert, delete on public.customer_notes to tinycrm;
create policy "members read their notes" on public.customer_notes
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "tinycrm functions work on every note" on public.customer_notes
  for all to tinycrm using (true) with check (true);

-- A note as it is kept, without space around it. Null where it is none.
create function private.read_note(body text)
returns text
language sql immutable
set search_path = ''
as $$
  select n.body from (select btrim(read_note.body, E' \t\r\n')) n (body) where char_length(n.body) between 1 and 10000
$$;
grant execute on function private.read_note(text) to tinycrm;

-- Adds a note to a customer, with who wrote it.
create function private.add_note(account_id uuid, customer_id uuid, body text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_body text := private.read_note(body);
  v_note public.customer_notes;
begin
  perform private.require_editor(add_note.account_id);
  if v_body is null then
    raise invalid_parameter_value using message = 'Write a note of 1 to 10,000 characters.';
  end if;
  insert into public.customer_notes (account_id, customer_id, body, author_email)
  values (add_note.account_id, add_note.customer_id, v_body, private.user_email())
  returning * into v_note;
  return to_jsonb(v_note) - 'account_id' - 'customer_id';
exception
  when foreign_key_violation then
    raise invalid_parameter_value using message = 'This customer doesn’t exist or was deleted.';
end
$$;
alter function private.add_note(uuid, uuid, text) owner to tinycrm;
grant execute on function private.add_note(uuid, uuid, text) to authenticated;

create function public.add_note(account_id uuid, customer_id uuid, body text)
returns jsonb language sql volatile set search_path = ''
as $$ select private.add_note(add_note.account_id, add_note.customer_id, add_note.body) $$;
comment on function public.add_note(uuid, uuid, text) is
  'Writes a note about a customer and returns it: {id, body, author_email, created_at}. Owners and admins only (42501).';
grant execute on function public.add_note(uuid, uuid, text) to authenticated;

-- Deletes a note.
create function private.delete_note(account_id uuid, note_id uuid, edit_id uuid)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_note public.customer_notes;
begin
  perform private.require_editor(delete_note.account_id);
  delete from public.customer_notes n where n.account_id = delete_note.account_id and n.id = delete_note.note_id
  returning * into v_note;
  if found then
    perform private.forget_old_edits(delete_note.account_id);
    perform private.keep_edit(
      delete_note.account_id, delete_note.edit_id, v_note.customer_id, 'note_deleted', to_jsonb(v_note)
    );
  end if;
end
$$;
alter function private.delete_note(uuid, uuid, uuid) owner to tinycrm;
grant execute on function private.delete_note(uuid, uuid, uuid) to authenticated;

create function public.delete_note(account_id uuid, note_id uuid, edit_id uuid default null)
returns void language sql volatile set search_path = ''
as $$ select private.delete_note(delete_note.account_id, delete_note.note_id, delete_note.edit_id) $$;
comment on function public.delete_note(uuid, uuid, uuid) is
  'Deletes a note; one that is gone already is fine. edit_id: what undo_edit is called with. Owners and admins only (42501).';
grant execute on function public.delete_note(uuid, uuid, uuid) to authenticated;
