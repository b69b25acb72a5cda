-- When something happened, and what of the params that makes newest.

-- Event times compare durations against this database's clock only. Nothing happens in the future,
-- nor at -infinity, which stands for never.
create function private.event_time(age_ms double precision, "timestamp" timestamptz)
returns timestamptz
language plpgsql stable
set search_path = ''
as $$
declare
  v_at constant timestamptz :=
    least(now(), coalesce("timestamp", now() - make_interval(secs => coalesce(age_ms, 0) / 1000)));
begin
  if not isfinite(v_at) then
    raise datetime_field_overflow using message = 'An event needs a finite time.';
  end if;
  return v_at;
end
$$;
grant execute on function private.event_time(double precision, timestamptz) to tinycrm;

-- Shallow merge, key by key. A key in patch_at that is not in patch is removed.
-- A key is only touched by a call that is not older than the one that set it.
create function private.merge_params(
  inout params jsonb,
  inout params_at jsonb,
  patch jsonb,
  patch_at jsonb,
  is_newest boolean
)
language plpgsql immutable
set search_path = ''
as $$
declare
  v_patch jsonb := patch;
  v_patch_at jsonb := patch_at;
begin
  if not is_newest then
    v_patch_at := (
      select coalesce(jsonb_object_agg(key, value), '{}')
      from jsonb_each(patch_at)
      where value >= coalesce(params_at -> key, value)
    );
    v_patch := (
      select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(patch) where v_patch_at ? key
    );
  end if;
  params := (params - array(select jsonb_object_keys(v_patch_at))) || v_patch;
  params_at := params_at || v_patch_at;
end
$$;
grant execute on function private.merge_params(jsonb, jsonb, jsonb, jsonb, boolean) to tinycrm;

-- The params a call sets, without those it removes by null.
create function private.params_to_set(params jsonb)
returns jsonb
language plpgsql immutable
set search_path = ''
as $$
begin
  return case
    when params is null then '{}'
    when params @? 'strict $.* ? (@ == null)'
      then params - array(select key from jsonb_each(params) where value = 'null')
    else params
  end;
end
$$;
grant execute on function private.params_to_set(jsonb) to tinycrm;

-- The event time of every param a call sets or removes, in microseconds since 1970.
create function private.params_times(params jsonb, at timestamptz)
returns jsonb
language plpgsql immutable
set search_path = ''
as $$
declare
  v_at constant bigint := (extract(epoch from at) * 1000000)::bigint;
begin
  return (select coalesce(jsonb_object_agg(key, v_at), '{}') from jsonb_object_keys(params) key);
end
$$;
grant execute on function private.params_times(jsonb, timestamptz) to tinycrm;
