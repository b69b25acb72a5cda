select plan(4);
select tests.create_cast();
update public.accounts set mrr_param = 'price' where id = tests.account_of('owner');

create function pg_temp.call(nick text, email text, param text, amount integer) returns jsonb language sql as $$
  select tests.call(tests.key_hash(nick, 'A'), email || '@group.example', jsonb_build_object(
    'status', 'paid', 'params', jsonb_build_object(param, amount, 'seats', amount), 'timestamp', now() - make_interval(days => 100 - amount)))
$$;
create function pg_temp.mrr(nick text, email text) returns text language sql security definer as $$
  select string_agg(format('%s %s', m.kind, trim_scale(m.mrr)), ', ' order by m.day)
  from public.mrr_changes m where m.customer_id = (tests.customer(nick, email || '@group.example')).id
$$;

select tests.identify(
  pg_temp.call('owner', 'ann', 'price', 10), pg_temp.call('owner', 'bob', 'price', 10), pg_temp.call('stranger', 'cat', 'mrr', 10)
);
select tests.identify(
  pg_temp.call('owner', 'ann', 'price', 20), pg_temp.call('owner', 'bob', 'mrr', 20), pg_temp.call('stranger', 'cat', 'mrr', 20)
);
select is(
  array[pg_temp.mrr('owner', 'ann'), pg_temp.mrr('owner', 'bob'), pg_temp.mrr('stranger', 'cat')],
  array['new 10, expansion 20', 'new 10', 'new 10, expansion 20'],
  'in a group of accounts whose money is in different params, each has its own'
);
select tests.identify(pg_temp.call('owner', 'ann', 'price', 30), pg_temp.call('owner', 'bob', 'price', 30));
select is(
  array[pg_temp.mrr('owner', 'ann'), pg_temp.mrr('owner', 'bob')],
  array['new 10, expansion 20, expansion 30', 'new 10, expansion 30'],
  'so it is in a group of one account'
);
select tests.act_as_superuser();
update public.customer_projects set params = params || '{"mrr": 50}' where customer_id = (tests.customer('stranger', 'cat@group.example')).id;
select is(
  pg_temp.mrr('stranger', 'cat'), 'new 10, expansion 50',
  'and whoever writes for another account later in the same transaction'
);
select is(
  (select count(*) from public.mrr_changes m where m.account_id = tests.account_of('owner')), 5::bigint, 'no other change is made'
);
