-- Ten zones from +14 to -8, a leap day, and the nights on which clocks change.
select plan(3);
select tests.create_cast();
create temp table days as select * from tests.days_in_zones();

/* What the radar says of a trial of alex that ends on a day, in a zone. */
create function pg_temp.radar(zone text, day text) returns jsonb language plpgsql as $$
begin
  update public.accounts set time_zone = zone where id = tests.account_of('owner');
  update public.customer_projects set
    params = jsonb_build_object('trial_ends_at', day), status_at = now() - interval '20 days', first_seen_at = now() - interval '20 days'
  where account_id = tests.account_of('owner');
  return private.overview_radar(tests.account_of('owner'));
end
$$;

select is_empty(
  $$ select zone, day from days where
    (pg_temp.radar(zone, day::text) #>> '{stuck_14,people,0,ends_at}')::timestamptz is distinct from ends - interval '1 millisecond' $$,
  'a trial that ends on a day ends with its last millisecond where the account is'
);
select is_empty(
  $$ select zone from (select distinct zone from days) z
    where pg_temp.radar(zone, (now() at time zone zone)::date::text) #>> '{ending_3,total}' is distinct from '1' $$,
  'one that ends today, wherever today is, is about to end'
);
select is_empty(
  $$ select zone, ahead from (select distinct zone from days) z, (values (3, 'ending_3'), (4, 'ending_7'), (7, 'ending_7'), (8, null)) t (ahead, list)
    where (
      select string_agg(key, ',') from jsonb_each(pg_temp.radar(zone, ((now() at time zone zone)::date + ahead)::text)) where value ->> 'total' = '1'
    ) is distinct from list $$,
  'days ahead are counted in the calendar of the account'
);
