-- Two made-up projects with forty people, to see what a full table looks like.

-- The calls that two made-up projects would have sent about forty people, each with a past.
create function private.sample_calls(key_hashes text[])
returns jsonb
language sql stable
set search_path = ''
as $$
  with person as (
    select n, name, replace(lower(name), ' ', '.') || '@sample.example' as email
    from unnest('{
      Mira Okafor,Lukas Brandt,Hannah Whitfield,Diego Fuentes,Yuki Tanabe,Elif Demir,Noah Carter,Ingrid Solberg,
      Rafael Pinto,Chloe Bennett,Omar Haddad,Freya Lindqvist,Daniel Kim,Zoe Papadakis,Mateo Silva,Nadia Petrova,
      Oliver Grant,Leila Nasser,Ben Achterberg,Camille Roux,Ravi Menon,Astrid Holm,Marcus Hale,Giulia Ferri,
      Samir Patel,Eva Kral,Theo Lambert,Isabel Costa,Kwame Mensah,Lena Vogel,Hugo Martin,Aisha Bello,
      Piotr Zielinski,Nora Quinn,Emil Strand,Jade Foster,Viktor Horvat,Marta Ruiz,Felix Baum,Anya Sokolova
    }'::text[]) with ordinality p (name, n)
  ),
  -- Everybody is in the first project or the second, and every third in both. The path of each is
  -- what a project would have sent: when it began, and each change since.
  stay as (
    select person.*, project, (n * 7 + project * 5) % 10 as fate,
      now() - make_interval(days => (4 + (n * 37 + project * 11) % 170)::integer, hours => (n % 24)::integer) as began,
      -- Two who have not been seen for weeks, on trial and paying: the view Gone quiet shows them.
      now() - case when n in (7, 33) then interval '41 days' else '0' end
        - make_interval(mins => (3 + (n * n * 29 + project * 173) % 9000)::integer) as seen
    from person, generate_series(1, 2) project
    where n % 3 = 0 or n % 2 = project % 2
  ),
  step as (
    select stay.*, status, position, cardinality(path) as steps
    from stay,
      lateral (
        select case
          when fate < 3 then '{free}'
          when fate < 5 then '{trial}'
          when fate < 6 then '{free,trial}'
          when fate < 9 then '{trial,paid}'
          else '{trial,paid,churned}'
        end::text[] as path
      ) paths,
      unnest(path) with ordinality s (status, position)
  )
  select jsonb_agg(
    jsonb_build_object(
      'key_hash', key_hashes[project], 'email', email, 'name', name, 'status', status,
      'timestamp', began + (greatest(seen, began) - began) * ((position - 1)::double precision / steps),
      'params', case status
        when 'free' then jsonb_build_object('plan', 'free')
        when 'trial' then jsonb_build_object('plan', 'pro', 'trial_ends_at', to_char(now() + make_interval(days => (n % 16 - 2)::integer), 'YYYY-MM-DD'))
        when 'paid' then jsonb_build_object('plan', 'pro', 'mrr', (array[9, 19, 29, 49])[1 + n % 4], 'currency', 'USD', 'trial_ends_at', null)
        else jsonb_build_object('mrr', 0, 'reason', 'price')
      end || jsonb_build_object('country', (array['DE', 'US', 'IN', 'BR', 'NO'])[1 + n % 5])
    ) order by n, project, position
  )
  || jsonb_agg(
    jsonb_build_object('key_hash', key_hashes[project], 'email', email, 'timestamp', greatest(seen, began))
  ) filter (where position = steps)
  from step
$$;
grant execute on function private.sample_calls(text[]) to tinycrm;

-- Makes the two sample projects and sends their calls through identify, so that they look like real ones.
create function private.add_sample_data(account_id uuid)
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

  perform private.mute_webhooks(true);
  perform from ingest.identify(private.sample_calls(v_hashes));
  perform private.mute_webhooks(false);
  update public.api_keys k set revoked_at = now()
  where k.account_id = add_sample_data.account_id and k.hash in (select decode(h, 'hex') from unnest(v_hashes) h);
end
$$;
alter function private.add_sample_data(uuid) owner to tinycrm;
grant execute on function private.add_sample_data(uuid) to authenticated;

create function public.add_sample_data(account_id uuid)
returns void language sql volatile set search_path = ''
as $$ select private.add_sample_data(add_sample_data.account_id) $$;
comment on function public.add_sample_data(uuid) is
  'Makes two projects marked as samples, with forty people at sample.example. Does nothing when they are there. Owners and admins only.';
grant execute on function public.add_sample_data(uuid) to authenticated;

-- Deletes the sample projects with everybody who is in no other.
create function private.remove_sample_data(account_id uuid)
returns void
language plpgsql security definer
set search_path = ''
as $$
declare
  v_project_id uuid;
begin
  perform private.require_editor(remove_sample_data.account_id);
  for v_project_id in
    select p.id from public.projects p where p.account_id = remove_sample_data.account_id and p.is_sample
  loop
    while not private.erase_project(remove_sample_data.account_id, v_project_id) loop
      null;
    end loop;
  end loop;
end
$$;
alter function private.remove_sample_data(uuid) owner to tinycrm;
grant execute on function private.remove_sample_data(uuid) to authenticated;

create function public.remove_sample_data(account_id uuid)
returns void language sql volatile set search_path = ''
as $$ select private.remove_sample_data(remove_sample_data.account_id) $$;
comment on function public.remove_sample_data(uuid) is
  'Takes the sample projects away, with the people who are in no other. Owners and admins only.';
grant execute on function public.remove_sample_data(uuid) to authenticated;
