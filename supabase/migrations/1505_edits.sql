-- edits: what a member changed by hand, of one customer or many, for as long as it can be undone.

create table private.edits (
  account_id uuid not null,
  edit_id uuid not null,
  customer_id uuid not null,
  kind text not null constraint kind_of_edit_is_known check (kind in ('project', 'tagged', 'untagged', 'note_deleted')),
  before jsonb not null,
  after jsonb,
  edited_at timestamptz not null default now(),
  primary key (account_id, edit_id, customer_id),
  foreign key (account_id, customer_id) references public.customers (account_id, id) on delete cascade
);
comment on table private.edits is 'What an edit changed: each customer as it was, and what the edit made of it. Kept for a day.';
comment on column private.edits.edit_id is 'Chosen by whoever edits, so that an edit whose answer was lost can be undone as well.';
comment on column private.edits.before is 'Of a project as private.edit_state gives it, else the tag or the note.';
comment on column private.edits.after is 'Of a project only: it is the customer''s still if nobody has changed them since.';
create index edits_customer_idx on private.edits (account_id, customer_id);

alter table private.edits enable row level security;
alter table private.edits force row level security;
revoke all on private.edits from public, anon, authenticated, service_role;
grant select, insert, delete on private.edits to tinycrm;
create policy "tinycrm functions work on every edit" on private.edits
  for all to tinycrm using (true) with check (true);

-- What an edit may change of a customer in one project. In one time zone, since two of them are compared.
create function private.edit_state(customer_project public.customer_projects, with_params boolean)
returns jsonb
language sql stable
set search_path = ''
set timezone = 'UTC'
as $$
  select jsonb_build_object(
    'project_id', customer_project.project_id, 'status', customer_project.status,
    'status_at', customer_project.status_at, 'edited_at', customer_project.edited_at
  ) || case
    when with_params then jsonb_build_object('params', customer_project.params, 'params_at', customer_project.params_at)
    else '{}'
  end
$$;
grant execute on function private.edit_state(public.customer_projects, boolean) to tinycrm;

-- Keeps what is needed to undo an edit of one customer. Without an id it cannot be undone.
create function private.keep_edit(
  account_id uuid, edit_id uuid, customer_id uuid, kind text, before jsonb, after jsonb default null
)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  if keep_edit.edit_id is null then
    return;
  end if;
  insert into private.edits (account_id, edit_id, customer_id, kind, before, after)
  values (
    keep_edit.account_id, keep_edit.edit_id, keep_edit.customer_id, keep_edit.kind, keep_edit.before, keep_edit.after
  );
exception
  when unique_violation then
    raise invalid_parameter_value using message = 'This change was made already.';
end
$$;
grant execute on function private.keep_edit(uuid, uuid, uuid, text, jsonb, jsonb) to tinycrm;

-- For the scheduled job. An account's own go with its next edit too, where nothing is scheduled.
create function private.forget_old_edits(account_id uuid default null)
returns void
language sql volatile security definer
set search_path = ''
as $$
  delete from private.edits e
  where e.edited_at < now() - interval '1 day'
    and (forget_old_edits.account_id is null or e.account_id = forget_old_edits.account_id)
$$;
comment on function private.forget_old_edits(uuid) is 'Deletes what can no longer be undone: of one account, or of all.';
alter function private.forget_old_edits(uuid) owner to tinycrm;
