-- What came to a receiver, and whom its service calls by which name.

create table public.receiver_deliveries (
  account_id uuid not null,
  receiver_id uuid not null,
  id bigint generated always as identity,
  event_hash bytea,
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
  foreign key (account_id, customer_id) references public.customers (account_id, id) on delete cascade
);
comment on table public.receiver_deliveries is 'The last 50 deliveries of each receiver. Nothing of what a delivery says about a person.';
comment on column public.receiver_deliveries.event_hash is
  'SHA-256 of what the service calls the event, to know it again: its name may hold that of a person. Null when it has none.';
comment on column public.receiver_deliveries.times is 'How often a refusal, or what nobody signed, came: equal ones are one row, the place of the last.';
create index receiver_deliveries_customer_idx on public.receiver_deliveries (account_id, customer_id);

alter table public.receiver_deliveries enable row level security;
alter table public.receiver_deliveries force row level security;
revoke all on public.receiver_deliveries from anon, authenticated, service_role;
grant select (account_id, receiver_id, id, event_type, event_at, received_at, outcome, detail, times, customer_id) on public.receiver_deliveries to authenticated;
grant select (account_id, receiver_id, id, event_type, event_at, received_at, outcome, detail, times, customer_id) on public.receiver_deliveries to service_role;
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
  purchases jsonb not null default '{}',
  waiting jsonb not null default '[]',
  touched_at timestamptz not null default now(),
  primary key (account_id, receiver_id, external_id),
  foreign key (account_id, receiver_id) references public.receivers (account_id, id) on delete cascade,
  foreign key (account_id, customer_id) references public.customers (account_id, id) on delete cascade
);
comment on table private.receiver_people is
  'Who somebody is whom a service names by an id of its own, and what each of their subscriptions and purchases was last. Goes with the customer.';
comment on column private.receiver_people.external_id is 'Of a guest, whom the service gives none: "guest" and the id of the customer.';
comment on column private.receiver_people.customer_id is 'Null while no delivery has told the email.';
comment on column private.receiver_people.email_at is 'The time of the event that told the email.';
comment on column private.receiver_people.subscriptions is '{id: {at, status, params, sums, unit, purchase?}}, the latest 20.';
comment on column private.receiver_people.purchases is
  '{id: {at, status, subscription?}} of what was bought, the latest 20. Of a payment of a subscription the id of that, empty where only that much is known.';
comment on column private.receiver_people.waiting is 'Calls [{name, status, params, at, seen_at}] that came before the email, the latest 20.';
create index receiver_people_customer_idx on private.receiver_people (account_id, customer_id);
-- A bank that takes money back names what was bought, and nobody.
create index receiver_people_purchases_idx on private.receiver_people using gin (account_id, purchases) where purchases <> '{}';
create index receiver_people_waiting_idx on private.receiver_people (touched_at) where customer_id is null;

alter table private.receiver_people enable row level security;
alter table private.receiver_people force row level security;
revoke all on private.receiver_people from public, anon, authenticated, service_role;
grant select, insert, update, delete on private.receiver_people to tinycrm;
create policy "tinycrm functions work on everybody a receiver knows" on private.receiver_people
  for all to tinycrm using (true) with check (true);

-- What is kept of the id of a delivery. Services put ids of people into it, so the id itself is not kept.
create function private.event_hash(delivery jsonb)
returns bytea
language sql immutable
set search_path = ''
as $$
  select sha256(convert_to(nullif(delivery ->> 'event_id', ''), 'UTF8'))
$$;
grant execute on function private.event_hash(jsonb) to tinycrm;

-- Notes a delivery and keeps the last 50 of its receiver.
create function private.record_delivery(receiver public.receivers, delivery jsonb, outcome text, detail text, customer_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_kept constant integer := 50;
  v_hash constant bytea := private.event_hash(delivery);
  v_type constant text := left(coalesce(delivery ->> 'event_type', ''), 100);
  v_detail constant text := left(record_delivery.detail, 300);
  v_times integer;
begin
  -- Whoever sends garbage without end cannot push out what matters: equal ones are one row.
  if record_delivery.outcome = 'refused' or record_delivery.outcome = 'ignored' and v_hash is null then
    with equal as (
      delete from public.receiver_deliveries d
      where d.account_id = (receiver).account_id and d.receiver_id = (receiver).id
        and d.outcome = record_delivery.outcome and d.event_type = v_type and d.detail is not distinct from v_detail
        and (d.outcome = 'refused' or d.event_hash is null)
      returning d.times
    )
    select sum(equal.times) into v_times from equal;
  end if;

  insert into public.receiver_deliveries
    (account_id, receiver_id, event_hash, event_type, event_at, outcome, detail, times, customer_id)
  values (
    (receiver).account_id, (receiver).id, v_hash, v_type, (delivery ->> 'at')::timestamptz,
    record_delivery.outcome, v_detail, coalesce(v_times, 0) + 1, record_delivery.customer_id
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
grant execute on function private.record_delivery(public.receivers, jsonb, text, text, uuid) to tinycrm;
