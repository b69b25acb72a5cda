-- The sample products stand in their order, whatever their ids.

create or replace function private.add_sample_data(account_id uuid)
returns void
language plpgsql security definer
set search_path = ''
as $$
declare
  v_hashes text[];
  v_project_id uuid;
  v_key record;
begin
  perform private.require_editor(add_sample_data.account_id);
  if exists (
    select from public.projects p where p.account_id = add_sample_data.account_id and p.is_sample
  ) then
    return;
  end if;

  for i in 1..2 loop
    v_project_id := (private.create_project(add_sample_data.account_id, (array['Sample Notes', 'Sample Mail'])[i])).id;
    -- Both are made in one transaction, and are listed by when they were made.
    update public.projects p set is_sample = true, created_at = clock_timestamp()
    where p.account_id = add_sample_data.account_id and p.id = v_project_id;
    select * into v_key from private.create_api_key(v_project_id, 'sample data');
    v_hashes[i] := encode(sha256(convert_to(v_key.api_key, 'UTF8')), 'hex');
  end loop;

  perform from ingest.identify(private.sample_calls(v_hashes));
  update public.api_keys k set revoked_at = now()
  where k.account_id = add_sample_data.account_id and k.hash in (select decode(h, 'hex') from unnest(v_hashes) h);
end
$$;
