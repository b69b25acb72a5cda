-- Calls with one event time say nothing about their order, so that the last to arrive decides: the history shows the same.
select plan(2);
select tests.create_user('owner');
select tests.create_project_with_key('owner', 'A');
create function pg_temp.identify(status text) returns text language sql as $$
  select tests.identify(tests.call(tests.key_hash('owner', 'A'), 'alex@example.com', jsonb_build_object('timestamp', now() - interval '1 hour', 'status', status)))
$$;
select pg_temp.identify(status) from unnest('{free,trial,paid,churned,trial,free,paid}'::text[]) status;

select tests.act_as('owner');
select is(
  (
    select string_agg(change ->> 'to_status', ' ' order by place desc)
    from public.customers c, jsonb_array_elements(public.get_customer(c.account_id, c.id) -> 'status_changes') with ordinality s (change, place)
  ),
  'free trial paid churned trial free paid', 'changes of one time are shown as they were made'
);
select is((select count(distinct changed_at) from public.status_changes), 2::bigint, 'although all but the first have the same time');
