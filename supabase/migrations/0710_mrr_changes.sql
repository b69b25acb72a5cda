-- What each customer pays a month in each project, from each day on which that changed: a row a day at most, and none for who
-- never paid. Who arrives churned has no row, so nobody churned.

create table public.mrr_changes (
  account_id uuid not null,
  customer_id uuid not null,
  project_id uuid not null,
  day date not null,
  mrr numeric(15, 3),
  mrr_before numeric(15, 3),
  currency text not null,
  currency_before text not null,
  is_first boolean not null,
  kind text generated always as (
    case
      when mrr is null then 'churn'
      when mrr_before is null then case when is_first then 'new' else 'reactivation' end
      when mrr > mrr_before then 'expansion'
      when mrr < mrr_before then 'contraction'
    end
  ) stored,
  primary key (account_id, customer_id, project_id, day),
  foreign key (account_id, customer_id, project_id)
    references public.customer_projects (account_id, customer_id, project_id) on delete cascade
);
-- As of public.customers.
alter table public.mrr_changes alter column account_id set (n_distinct = -0.01);
comment on table public.mrr_changes is 'How the MRR of one customer in one project changed on a day.';
comment on column public.mrr_changes.day is
  'The day of the event, where the account is, and never before a day that has a change already. It stays when the account moves.';
comment on column public.mrr_changes.mrr is 'Since then. Null for who does not pay, 0 for who pays and says no number.';
comment on column public.mrr_changes.mrr_before is 'At the end of the day before.';
comment on column public.mrr_changes.currency is 'As it was sent, in capitals. Empty is that of the account.';
comment on column public.mrr_changes.is_first is 'Nothing was paid ever before.';
-- No event is from before, so it has them all. But only who asks for days can use it: the history of one customer, which a
-- bulk edit asks for many times, is never looked for among all that changed in the account.
create index mrr_changes_day_idx on public.mrr_changes (account_id, day)
  include (project_id, kind, mrr, mrr_before, currency, currency_before, customer_id)
  where day >= '1999-01-01';

alter table public.mrr_changes enable row level security;
alter table public.mrr_changes force row level security;
revoke all on public.mrr_changes from anon, authenticated, service_role;
grant select on public.mrr_changes to authenticated;
grant select, delete on public.mrr_changes to service_role;
grant select, insert, update, delete on public.mrr_changes to tinycrm;
create policy "members read their customers' MRR" on public.mrr_changes
  for select to authenticated using (account_id = any ((select private.my_account_ids())::uuid[]));
create policy "tinycrm functions write all MRR" on public.mrr_changes
  for all to tinycrm using (true) with check (true);

-- What a text is that counts as a number, as forms and the metadata of services send them. Zeros before it make a code of it, and
-- more than 15 digits an id.
create function private.number_pattern()
returns text
language sql immutable
set search_path = ''
as $$
  select '^-?(0|[1-9][0-9]{0,14})([.][0-9]{1,15})?$'
$$;
grant execute on function private.number_pattern() to tinycrm;

-- What somebody who is paid pays a month: 0 where the param is no number that can be money.
create function private.read_mrr(status public.customer_status, params jsonb, mrr_param text)
returns numeric
language sql immutable
set search_path = ''
as $$
  select case
    when status <> 'paid' then null
    when (
      jsonb_typeof(params -> mrr_param) = 'number'
      or jsonb_typeof(params -> mrr_param) = 'string' and (params ->> mrr_param) ~ private.number_pattern()
    ) and abs((params ->> mrr_param)::numeric) < 1e12
      then round((params ->> mrr_param)::numeric, 3)
    else 0
  end
$$;
grant execute on function private.read_mrr(public.customer_status, jsonb, text) to tinycrm;

-- As mrr_changes has it: empty where the params name none.
create function private.read_currency(params jsonb)
returns text
language sql immutable
set search_path = ''
as $$
  select case when params ->> 'currency' ~ '^[A-Za-z]{3}$' then upper(params ->> 'currency') else '' end
$$;
grant execute on function private.read_currency(jsonb) to tinycrm;

-- A trigger, so that nobody who writes status or params can leave it out: calls, receivers, imports and taking them back, edits
-- by hand and in Studio. Its conditions leave most calls alone: private.write_turn says which param is money where it writes.
create function private.record_mrr_change()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_account record;
  v_last public.mrr_changes;
  v_next public.mrr_changes;
begin
  select a.mrr_param, a.time_zone into v_account from public.accounts a where a.id = new.account_id;
  if old.status = new.status
    and old.params -> v_account.mrr_param is not distinct from new.params -> v_account.mrr_param
    and old.params -> 'currency' is not distinct from new.params -> 'currency' then
    return null;
  end if;
  select * into v_last from public.mrr_changes m
  where m.account_id = new.account_id and m.customer_id = new.customer_id and m.project_id = new.project_id
  order by m.day desc limit 1;
  v_next.mrr := private.read_mrr(new.status, new.params, v_account.mrr_param);
  v_next.currency := private.read_currency(new.params);
  if v_next.mrr is not distinct from v_last.mrr and (v_next.mrr is null or v_next.currency = v_last.currency) then
    return null;
  end if;

  -- The time of what changed: what is only said again is newer each time.
  v_next.day := greatest(v_last.day, (greatest(
    new.first_seen_at,
    case when old.status is distinct from new.status then new.status_at end,
    (
      select to_timestamp(max(t.value::bigint) / 1000000.0)
      from jsonb_each_text(new.params_at) t
      where t.key in (v_account.mrr_param, 'currency') and old.params -> t.key is distinct from new.params -> t.key
    )
  ) at time zone v_account.time_zone)::date);
  v_next.is_first := v_last.day is null;
  if v_next.day = v_last.day then
    v_next.is_first := v_last.is_first;
    v_last.mrr := v_last.mrr_before;
    v_last.currency := v_last.currency_before;
    delete from public.mrr_changes m
    where m.account_id = new.account_id and m.customer_id = new.customer_id and m.project_id = new.project_id and m.day + 0 = v_next.day;
  end if;
  if v_next.mrr is null then v_next.currency := v_last.currency; end if;
  -- Back to what it was at the beginning of the day is no change.
  if v_next.mrr is distinct from v_last.mrr or v_next.mrr is not null and v_next.currency <> v_last.currency then
    insert into public.mrr_changes
      (account_id, customer_id, project_id, day, mrr, mrr_before, currency, currency_before, is_first)
    values (
      new.account_id, new.customer_id, new.project_id, v_next.day, v_next.mrr, v_last.mrr, v_next.currency,
      case when v_last.mrr is null then v_next.currency else v_last.currency end, v_next.is_first
    );
  end if;
  return null;
end
$$;
alter function private.record_mrr_change() owner to tinycrm;

create trigger record_mrr_change
  after update of status, params on public.customer_projects
  for each row when (
    (old.status = 'paid' or new.status = 'paid') and (
      old.status <> new.status
      or case when coalesce(current_setting('tinycrm.mrr_param', true), '') = '' then old.params <> new.params
        else old.params -> current_setting('tinycrm.mrr_param', true) is distinct from new.params -> current_setting('tinycrm.mrr_param', true)
          or old.params -> 'currency' is distinct from new.params -> 'currency'
      end
    )
  )
  execute function private.record_mrr_change();

create trigger record_first_mrr
  after insert on public.customer_projects
  for each row when (new.status = 'paid')
  execute function private.record_mrr_change();

-- Amounts of another param are no history of this one: it begins anew, with whoever pays, when they became paid.
create function private.restart_mrr_changes()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  delete from public.mrr_changes m where m.account_id = new.id;
  insert into public.mrr_changes (account_id, customer_id, project_id, day, mrr, currency, currency_before, is_first)
  select cp.account_id, cp.customer_id, cp.project_id, (coalesce(became.paid_at, cp.status_at) at time zone new.time_zone)::date,
    private.read_mrr(cp.status, cp.params, new.mrr_param), currency, currency, true
  from public.customer_projects cp
  cross join private.read_currency(cp.params) currency
  left join lateral (
    select max(s.changed_at) as paid_at from public.status_changes s
    where s.account_id = cp.account_id and s.customer_id = cp.customer_id and s.project_id = cp.project_id and s.to_status = 'paid'
  ) became on true
  where cp.account_id = new.id and cp.status = 'paid'
  on conflict do nothing;
  return null;
end
$$;
alter function private.restart_mrr_changes() owner to tinycrm;

create trigger restart_mrr_changes
  after update of mrr_param on public.accounts
  for each row when (old.mrr_param <> new.mrr_param)
  execute function private.restart_mrr_changes();
