-- Whom a delivery is about, and what is left at an address that they had before.

-- What the service calls whom an event is about. A bank that takes money back names nobody, but what was bought; and a guest is known
-- by the email.
create function private.external_id_of(receiver public.receivers, event jsonb)
returns text
language sql stable
set search_path = ''
as $$
  select coalesce(
    event ->> 'external_id',
    case when event -> 'needs_purchase' = 'true' then (
      select p.external_id from private.receiver_people p
      where p.account_id = (receiver).account_id and p.receiver_id = (receiver).id
        and p.purchases ? (event ->> 'purchase') and p.purchases <> '{}'
      order by p.touched_at desc limit 1
    ) end,
    (
      select 'guest ' || c.id from public.customers c
      where c.account_id = (receiver).account_id and c.email = event ->> 'email'
    )
  )
$$;
grant execute on function private.external_id_of(public.receivers, jsonb) to tinycrm;

-- Who has a new address is somebody new, with all that they have. What is left at the old one is what others there have: nobody's
-- money counts twice.
create function private.leave_address(receiver public.receivers, person private.receiver_people, at timestamptz)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_email text;
  v_elsewhere record;
  v_left record;
  v_sums jsonb;
  v_at timestamptz;
begin
  select c.email into v_email from public.customers c
  join public.customer_projects cp on cp.account_id = c.account_id and cp.customer_id = c.id and cp.project_id = (receiver).project_id
  where c.account_id = (person).account_id and c.id = (person).customer_id and cp.status in ('paid', 'trial');
  if not found or (person).subscriptions = '{}' and not private.has_purchase((person).purchases, '{}') then
    return;
  end if;
  v_elsewhere := private.known_elsewhere(receiver, v_email, (person).external_id);
  select * into v_left from private.summarize_subscriptions(v_elsewhere.subscriptions, v_elsewhere.purchases);
  -- The event that tells the address may be older than what was bought under the other one.
  select greatest(leave_address.at, max((had.value ->> 'at')::timestamptz)) into v_at
  from (select * from jsonb_each((person).subscriptions) union all select * from jsonb_each((person).purchases)) had;
  select jsonb_object_agg(sum.key, 0) into v_sums
  from jsonb_each((person).subscriptions) s cross join jsonb_object_keys(s.value -> 'sums') sum (key);
  perform private.write_received_calls(receiver, jsonb_build_array(jsonb_build_object(
    'email', v_email, 'at', v_at, 'params', coalesce(v_left.params, v_sums),
    'status', coalesce(v_left.status, case when private.has_purchase(v_elsewhere.purchases, '{}') then 'paid' else 'churned' end)
  )), null);
end
$$;
grant execute on function private.leave_address(public.receivers, private.receiver_people, timestamptz) to tinycrm;
