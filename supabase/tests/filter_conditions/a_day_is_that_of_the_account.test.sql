-- Ten zones from +14 to -8, a leap day, and the nights on which clocks change.
select plan(2);
select tests.create_cast();
create temp table days as select * from tests.days_in_zones();

/* Whether somebody who came at a time is found by the filter on one day. */
create function pg_temp.found(zone text, day date, at timestamptz) returns boolean language plpgsql as $$
declare
  v_found boolean;
begin
  update public.accounts set time_zone = zone where id = tests.account_of('owner');
  execute format('select %s from (select $1 as first_seen_at) c', private.time_condition(
    tests.account_of('owner'), jsonb_build_object('field', 'first_seen', 'operator', 'between', 'value', jsonb_build_array(day, day))
  )) into v_found using at;
  return v_found;
end
$$;

select is_empty(
  $$ select zone, day from days where not pg_temp.found(zone, day, starts) or not pg_temp.found(zone, day, ends - interval '1 microsecond') $$,
  'whoever came in the first or the last moment of a day came on that day'
);
select is_empty(
  $$ select zone, day from days where pg_temp.found(zone, day, starts - interval '1 microsecond') or pg_temp.found(zone, day, ends) $$,
  'whoever came a moment before or after did not'
);
