-- What a question to TinyCRM may name, so that an assistant asks in the words of its account: the projects, the saved views and the
-- param that holds the MRR.
create function read.names(key_hash text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_key constant public.read_keys := private.use_read_key(key_hash);
  v_refusal constant jsonb := private.read_refusal(v_key);
begin
  if v_refusal is not null then return v_refusal; end if;
  return jsonb_build_object(
    'projects', private.read_as(v_key, format(
      $sql$
        select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name) order by p.created_at, p.id), '[]')
        from public.projects p where p.account_id = %L
      $sql$, v_key.account_id
    )),
    -- A view may name any project, in its filter and in its own name.
    'views', case when v_key.project_ids is not null then '[]' else (
      select coalesce(jsonb_agg(jsonb_build_object('name', v.name, 'query', v.query) order by v.position, v.id), '[]')
      from public.views v where v.account_id = v_key.account_id
    ) end
  ) || (
    select jsonb_build_object('mrr_param', a.mrr_param, 'currency', a.currency)
    from public.accounts a where a.id = v_key.account_id
  );
end
$$;
alter function read.names(text) owner to tinycrm;
grant execute on function read.names(text) to reader;
