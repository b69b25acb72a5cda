-- Imports by API key: tinycrm-import sends rows and takes them back with the functions that the page Import has.

-- The live API key with this hash, or null.
create function private.find_api_key(key_hash text)
returns public.api_keys
language plpgsql stable
set search_path = ''
as $$
declare
  v_key public.api_keys;
begin
  select k.* into v_key from public.api_keys k
  where k.hash = decode(key_hash, 'hex')
    and k.revoked_at is null
    and (k.expires_at is null or k.expires_at > now());
  return v_key;
end
$$;
grant execute on function private.find_api_key(text) to tinycrm;

create function ingest.start_import(key_hash text, file_name text, out outcome text, out import_id uuid)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_key public.api_keys := private.find_api_key(key_hash);
begin
  if v_key.id is null then
    outcome := 'unauthorized';
    return;
  end if;
  perform private.forget_old_imports(v_key.account_id);
  insert into public.imports (account_id, project_id, api_key_id, file_name, file_hash, settings)
  values (v_key.account_id, v_key.project_id, v_key.id, left(btrim(start_import.file_name), 200), '', '{}')
  returning 'started', id into outcome, import_id;
end
$$;
comment on function ingest.start_import(text, text) is
  'Begins an import into the project of the key. Outcomes: started or unauthorized.';
alter function ingest.start_import(text, text) owner to tinycrm;
grant execute on function ingest.start_import(text, text) to ingest;

-- Steps may come side by side and in any order. Each counts as a microsecond later than the row before its first one, so that of rows
-- without dates about one person the last of the source wins.
create function ingest.import_customers(key_hash text, import_id uuid, first_row integer, rows jsonb)
returns table (ordinal integer, outcome text)
language plpgsql volatile security definer
set search_path = ''
set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set jit = off
as $$
declare
  v_key public.api_keys := private.find_api_key(import_customers.key_hash);
  v_import public.imports;
  v_refusal text;
  v_outcomes text[];
begin
  select i.* into v_import from public.imports i
  where i.account_id = v_key.account_id and i.api_key_id = v_key.id and i.id = import_customers.import_id;
  v_refusal := case
    when v_key.id is null then 'unauthorized'
    when v_import.id is null or v_import.undo_started_at is not null then 'not_found'
    when private.unpaid_calls(array[row(0, 1, v_key.account_id, v_key.project_id, null, null, null, null, null, null)::private.call]) <> '{}'
      then 'payment_required'
  end;
  if v_refusal is not null then
    return query select n, v_refusal from generate_series(0, jsonb_array_length(rows) - 1) n;
    return;
  end if;
  perform private.check_import_rows(rows);
  v_import.created_at := v_import.created_at + first_row * interval '1 microsecond';
  perform private.mute_webhooks(true);
  v_outcomes := array(select w.outcome from private.write_valid_import_rows(v_import, rows) w order by w.ordinal);
  perform private.mute_webhooks(false);
  perform private.count_import_rows(v_import, v_outcomes), private.mark_api_keys_used(array[key_hash]);
  return query select (o.position - 1)::integer, o.outcome from unnest(v_outcomes) with ordinality o (outcome, position);
end
$$;
comment on function ingest.import_customers(text, uuid, integer, jsonb) is
  'Writes 1 to 500 rows of an import that began with the same key, [{email, name?, status?, params?, tags?, notes?, created_at?, seen_at?}], and answers each: created, updated, unchanged, invalid, params_too_large, unauthorized, payment_required or not_found.';
alter function ingest.import_customers(text, uuid, integer, jsonb) owner to tinycrm;
grant execute on function ingest.import_customers(text, uuid, integer, jsonb) to ingest;

create function ingest.undo_import(key_hash text, import_id uuid default null)
returns table (
  outcome text, id uuid, file_name text, created_at timestamptz, undone_at timestamptz, removed integer, restored integer, kept integer
)
language plpgsql volatile security definer
set search_path = ''
set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set jit = off
as $$
declare
  v_key public.api_keys := private.find_api_key(undo_import.key_hash);
  v_import public.imports;
begin
  if v_key.id is null then
    outcome := 'unauthorized';
    return next;
    return;
  end if;
  select i.* into v_import from public.imports i
  where i.account_id = v_key.account_id and i.api_key_id = v_key.id
    and (undo_import.import_id is null or i.id = undo_import.import_id)
    and i.created_at >= now() - interval '30 days'
  order by i.created_at desc, i.id
  limit 1
  for no key update;
  if v_import.id is null then
    outcome := 'not_found';
    return next;
    return;
  end if;
  v_import := private.undo_import_step(v_import);
  return query select
    'undone', v_import.id, v_import.file_name, v_import.created_at, v_import.undone_at,
    v_import.removed, v_import.restored, v_import.kept;
end
$$;
comment on function ingest.undo_import(text, uuid) is
  'Takes back what an import that began with the same key changed, the latest unless one is named, 1,000 customers a call: call it until undone_at is set. Who was changed since is kept. Outcomes: undone, unauthorized, or not_found when there is none of the last 30 days.';
alter function ingest.undo_import(text, uuid) owner to tinycrm;
grant execute on function ingest.undo_import(text, uuid) to ingest;
