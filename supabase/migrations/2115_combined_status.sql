-- What all that somebody bought comes to: subscriptions, and what was bought once.

-- What began or renewed a subscription is as that is. Some services say that it is a payment of one, and not of which.
create function private.is_of_subscription(purchase text, entry jsonb, subscriptions jsonb)
returns boolean
language sql stable
set search_path = ''
as $$
  select exists (
    select from jsonb_each(subscriptions) s
    where s.value ->> 'purchase' = is_of_subscription.purchase or entry ->> 'subscription' in (s.key, '')
  )
$$;
grant execute on function private.is_of_subscription(text, jsonb, jsonb) to tinycrm;

-- True if something is left of what somebody bought once.
create function private.has_purchase(purchases jsonb, subscriptions jsonb)
returns boolean
language sql stable
set search_path = ''
as $$
  select exists (
    select from jsonb_each(purchases) p
    where p.value ->> 'status' = 'paid' and not private.is_of_subscription(p.key, p.value, subscriptions)
  )
$$;
grant execute on function private.has_purchase(jsonb, jsonb) to tinycrm;

-- What all subscriptions of somebody come to: the best status, the params of the subscription that has it,
-- and the sums (mrr) over those that pay in its unit (currency). Who has ended them all and still has what they bought once is
-- paid, as with a plan for life.
create function private.summarize_subscriptions(subscriptions jsonb, purchases jsonb)
returns table (status text, params jsonb, at timestamptz, runs boolean)
language sql stable
set search_path = ''
as $$
  with each as (
    select
      s.key, s.value ->> 'status' as status, s.value -> 'params' as params, s.value -> 'sums' as sums,
      s.value ->> 'unit' as unit, (s.value ->> 'at')::timestamptz as at
    from jsonb_each(subscriptions) s
  ),
  best as (
    select * from each
    order by array_position(array['paid', 'trial', 'free', 'churned'], each.status) nulls last, each.at desc, each.key
    limit 1
  )
  select
    case when best.status = 'churned' and private.has_purchase(purchases, subscriptions) then 'paid' else best.status end,
    best.params || coalesce((
      select jsonb_object_agg(sum.key, sum.total)
      from (
        select k.key, coalesce(sum((each.sums ->> k.key)::numeric) filter (where each.status = 'paid' and each.unit is not distinct from best.unit), 0) as total
        from jsonb_object_keys(best.sums) k (key) cross join each
        group by k.key
      ) sum
    ), '{}'),
    (select max(each.at) from each),
    coalesce(best.status in ('paid', 'trial'), false)
  from best
$$;
grant execute on function private.summarize_subscriptions(jsonb, jsonb) to tinycrm;

-- Services let one person be several customers with one email, or a guest besides: what runs for one of them runs.
create function private.known_elsewhere(
  receiver public.receivers, email text, external_id text, out subscriptions jsonb, out purchases jsonb
)
language sql stable
set search_path = ''
as $$
  with other as (
    select p.subscriptions, p.purchases
    from public.customers c
    join private.receiver_people p on p.account_id = c.account_id and p.customer_id = c.id
    where c.account_id = (receiver).account_id and c.email = known_elsewhere.email
      and p.receiver_id = (receiver).id and p.external_id is distinct from known_elsewhere.external_id
  )
  select
    coalesce((select jsonb_object_agg(s.key, s.value) from other cross join jsonb_each(other.subscriptions) s), '{}'),
    coalesce((select jsonb_object_agg(s.key, s.value) from other cross join jsonb_each(other.purchases) s), '{}')
$$;
comment on function private.known_elsewhere(public.receivers, text, text) is
  'The subscriptions and purchases that this service knows under other ids of its own for the person with this email.';
grant execute on function private.known_elsewhere(public.receivers, text, text) to tinycrm;

-- Each subscription, and each purchase, is what its latest event said, in whatever order they come. One whose state nobody here
-- knows is what it was.
create function private.note_latest(known jsonb, item jsonb, at timestamptz)
returns jsonb
language sql stable
set search_path = ''
as $$
  select case
    when at < (known -> (item ->> 'id') ->> 'at')::timestamptz then known
    else (
      select jsonb_object_agg(latest.key, latest.value)
      from (
        select k.key, k.value
        from jsonb_each(known || jsonb_build_object(
          item ->> 'id', jsonb_build_object('status', known -> (item ->> 'id') -> 'status') || (item - 'id') || jsonb_build_object('at', at)
        )) k
        order by k.value ->> 'status' = 'churned', (k.value ->> 'at')::timestamptz desc
        limit 20
      ) latest
    )
  end
$$;
grant execute on function private.note_latest(jsonb, jsonb, timestamptz) to tinycrm;

-- What somebody has at a service after an event: each subscription and purchase as its latest event said.
create function private.note_event(person private.receiver_people, event jsonb, at timestamptz)
returns private.receiver_people
language plpgsql stable
set search_path = ''
as $$
declare
  v_item jsonb;
begin
  for v_item in select item from jsonb_array_elements(event -> 'subscriptions') item loop
    person.subscriptions := private.note_latest(person.subscriptions, v_item, note_event.at);
  end loop;
  if event -> 'ends_subscriptions' = 'true' then
    for v_item in select s.value || jsonb_build_object('id', s.key, 'status', 'churned') from jsonb_each(person.subscriptions) s loop
      person.subscriptions := private.note_latest(person.subscriptions, v_item - 'at', note_event.at);
    end loop;
  end if;
  if event ->> 'purchase' is not null and event ->> 'status' is not null then
    person.purchases := private.note_latest(person.purchases, jsonb_strip_nulls(jsonb_build_object(
      'id', event -> 'purchase', 'status', event -> 'status', 'subscription', event -> 'of_subscription'
    )), note_event.at);
  end if;
  return person;
end
$$;
grant execute on function private.note_event(private.receiver_people, jsonb, timestamptz) to tinycrm;

-- The status that an event which is not about a subscription gives. Of what was bought it is the latest word, whatever comes late;
-- `known` is what was said before. Who is paid one order back still has what runs and what else they bought, and an order that is
-- edited says again what it said: neither is news.
create function private.status_of_event(event jsonb, known jsonb, purchases jsonb, subscriptions jsonb, subscribed text)
returns jsonb
language sql stable
set search_path = ''
as $$
  select case
    when event ->> 'status' is null then 'null'
    when known -> (event ->> 'purchase') -> 'status' = event -> 'status' then 'null'
    when event -> 'needs_purchase' = 'true' and not known ? (event ->> 'purchase') then 'null'
    when private.is_of_subscription(event ->> 'purchase', purchases -> (event ->> 'purchase'), subscriptions) then 'null'
    when latest.status = '"churned"' and (subscribed in ('paid', 'trial') or private.has_purchase(purchases, subscriptions)) then 'null'
    else latest.status
  end
  from (select coalesce(purchases -> (event ->> 'purchase') -> 'status', event -> 'status') as status) latest
$$;
grant execute on function private.status_of_event(jsonb, jsonb, jsonb, jsonb, text) to tinycrm;
