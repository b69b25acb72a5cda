-- What came to a receiver, and whom its service calls by which name.

create table public.receiver_deliveries (
  account_id uuid not null,
  receiver_id uuid not null,
  id bigint generated always as identity,
  event_id text not null,
  event_type text not null,
  event_at timestamptz,
  received_at timestamptz not null default now(),
  outcome text not null constraint outcome_of_a_delivery_is_known check (outcome in (
    'created', 'updated', 'unchanged', 'waiting', 'unknown', 'ignored', 'repeated', 'refused'
  )),
  detail text,
  times integer not null default 1,
  customer_id uuid,
  primary key (account_id, receiver_id, id),
  foreign key (account_id, receiver_id) references public.receivers (account_id, id) on delete cascade,
  foreign key (account_id, customer_id) references public.customers (account_id, id) on delete set null (customer_id)
);
comment on table public.receiver_deliveries is 'The last 50 deliveries of each receiver. Nothing of what a delivery says about a person.';
comment on column public.receiver_deliveries.times is 'How often the same refusal came in a row.';
create index receiver_deliveries_customer_idx on public.receiver_deliveries (account_id, customer_id);

alter table public.receiver_deliveries enable row level security;
alter table public.receiver_deliveries force row level security;
revoke all on public.receiver_deliveries from anon, authenticated, service_role;
grant select on public.receiver_deliveries to authenticated, service_role;
grant select, insert, update, delete on public.receiver_deliveries to tinycrm;
create policy "members read the deliveries of their receivers" on public.receiver_deliveries
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "tinycrm functions work on every delivery" on public.receiver_deliveries
  for all to tinycrm using (true) with check (true);

create table private.receiver_people (
  account_id uuid not null,
  receiver_id uuid not null,
  external_id text not null constraint external_id_has_1_to_200_characters check (char_length(external_id) between 1 and 200),
  customer_id uuid,
  email_at timestamptz not null default '-infinity',
  subscriptions jsonb not null default '{}',
  touched_at timestamptz not null default now(),
  primary key (account_id, receiver_id, external_id),
  foreign key (account_id, receiver_id) references public.receivers (account_id, id) on delete cascade,
  foreign key (account_id, customer_id) references public.customers (account_id, id) on delete cascade
);
comment on table private.receiver_people is
  'Who somebody is whom a service names by an id of its own, and what each of their subscriptions was last. Goes with the customer.';
comment on column private.receiver_people.customer_id is 'Null while no delivery has told the email.';
comment on column private.receiver_people.email_at is 'The time of the event that told the email.';
comment on column private.receiver_people.subscriptions is '{id: {at, status, params, sums, unit}}, the latest 20.';
create index receiver_people_customer_idx on private.receiver_people (account_id, customer_id);
create index receiver_people_waiting_idx on private.receiver_people (touched_at) where customer_id is null;

alter table private.receiver_people enable row level security;
alter table private.receiver_people force row level security;
revoke all on private.receiver_people from public, anon, authenticated, service_role;
grant select, insert, update, delete on private.receiver_people to tinycrm;
create policy "tinycrm functions work on everybody a receiver knows" on private.receiver_people
  for all to tinycrm using (true) with check (true);

create function private.record_delivery(receiver public.receivers, delivery jsonb, outcome text, detail text, customer_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_kept constant integer := 50;
  v_last public.receiver_deliveries;
begin
  select d.* into v_last from public.receiver_deliveries d
  where d.account_id = (receiver).account_id and d.receiver_id = (receiver).id
  order by d.id desc limit 1;

  -- Whoever sends rubbish without end cannot push out what matters.
  if record_delivery.outcome = 'refused' and v_last.outcome = 'refused' and v_last.detail = record_delivery.detail then
    update public.receiver_deliveries d set times = d.times + 1, received_at = now()
    where d.account_id = v_last.account_id and d.receiver_id = v_last.receiver_id and d.id = v_last.id;
    return;
  end if;

  insert into public.receiver_deliveries
    (account_id, receiver_id, event_id, event_type, event_at, outcome, detail, customer_id)
  values (
    (receiver).account_id, (receiver).id,
    left(coalesce(delivery ->> 'event_id', ''), 200), left(coalesce(delivery ->> 'event_type', ''), 100),
    (delivery ->> 'at')::timestamptz, record_delivery.outcome, left(record_delivery.detail, 300), record_delivery.customer_id
  );
  delete from public.receiver_deliveries d
  where d.account_id = (receiver).account_id and d.receiver_id = (receiver).id
    and d.id <= (
      select old.id from public.receiver_deliveries old
      where old.account_id = (receiver).account_id and old.receiver_id = (receiver).id
      order by old.id desc offset v_kept limit 1
    );
end
$$;
revoke all on function private.record_delivery(public.receivers, jsonb, text, text, uuid) from public, anon, authenticated, service_role;
grant execute on function private.record_delivery(public.receivers, jsonb, text, text, uuid) to tinycrm;
