-- account_settings: how an account sees its figures.

alter table public.accounts
  add column time_zone text not null default 'UTC',
  add column currency text constraint currency_is_iso_4217 check (currency ~ '^[A-Z]{3}$'),
  add column mrr_param text not null default 'mrr' constraint mrr_param_is_a_key check (char_length(mrr_param) between 1 and 200);
comment on column public.accounts.time_zone is 'IANA name of the time zone that times are shown in.';
comment on column public.accounts.currency is 'ISO 4217 code that money is shown with; null shows none.';
comment on column public.accounts.mrr_param is 'The param that holds what somebody pays a month.';
grant update (time_zone, currency, mrr_param) on public.accounts to tinycrm;

create function private.set_account_settings(account_id uuid, time_zone text, currency text, mrr_param text)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_currency text := nullif(upper(btrim(coalesce(currency, ''))), '');
  v_mrr_param text := btrim(coalesce(mrr_param, ''));
begin
  perform private.require_editor(set_account_settings.account_id);
  -- Others of Postgres, such as posix/Europe/Berlin, are unknown to browsers.
  if time_zone is null or time_zone !~ '^(UTC|[A-Z][A-Za-z]+/[A-Za-z0-9_+/-]+)$'
    or not exists (select from pg_timezone_names z where z.name = time_zone) then
    raise invalid_parameter_value using message = 'Choose a time zone such as Europe/Berlin, or UTC.';
  end if;
  if v_currency !~ '^[A-Z]{3}$' then
    raise invalid_parameter_value using message = 'A currency is a code of three letters such as EUR, or nothing.';
  end if;
  if char_length(v_mrr_param) not between 1 and 200 or v_mrr_param ~ '[[:cntrl:]]' then
    raise invalid_parameter_value using message = 'Name the param that holds what somebody pays a month, such as mrr.';
  end if;
  update public.accounts a set
    time_zone = set_account_settings.time_zone, currency = v_currency, mrr_param = v_mrr_param
  where a.id = set_account_settings.account_id;
end
$$;
alter function private.set_account_settings(uuid, text, text, text) owner to tinycrm;
revoke all on function private.set_account_settings(uuid, text, text, text) from public, anon, authenticated, service_role;
grant execute on function private.set_account_settings(uuid, text, text, text) to authenticated;

create function public.set_account_settings(account_id uuid, time_zone text, currency text, mrr_param text)
returns void
language sql volatile
set search_path = ''
as $$
  select private.set_account_settings(
    set_account_settings.account_id, set_account_settings.time_zone, set_account_settings.currency, set_account_settings.mrr_param
  )
$$;
comment on function public.set_account_settings(uuid, text, text, text) is
  'Sets the time zone (IANA name), the currency (ISO 4217, or empty) and the param that holds the monthly revenue. Owners and admins only (42501).';
revoke all on function public.set_account_settings(uuid, text, text, text) from public, anon, authenticated, service_role;
grant execute on function public.set_account_settings(uuid, text, text, text) to authenticated;
