-- What the migrations told pg_cron, by the stand-in of local/bootstrap.sql.
select plan(6);

set local role postgres;
select results_eq(
  'select jobname, schedule, username, active from cron.job order by jobname',
  $$ values
    ('delete due accounts', '*/15 * * * *', 'postgres', true),
    ('delete old runs of jobs', '30 4 * * *', 'postgres', true),
    ('forget old edits', '45 * * * *', 'postgres', true) $$,
  'the migrations have accounts looked at every 15 minutes, as postgres'
);
select lives_ok('select private.schedule_jobs()', 'an admin may tell it again');
select is((select count(*) from cron.job), 3::bigint, 'and told twice is told once');
insert into cron.job_run_details (runid, end_time) values (1, now() - interval '8 days'), (2, now() - interval '6 days'), (3, null);

select tests.act_as_superuser();
select tests.create_cast();
update public.accounts set deletion_at = now() - interval '1 hour' where id = tests.account_of('stranger');
set local role postgres;
do $$
declare
  v_command text;
begin
  for v_command in select command from cron.job loop
    execute v_command;
  end loop;
end
$$;
select results_eq('select runid from cron.job_run_details order by runid', 'values (2::bigint), (3)', 'runs of the last week are kept, and no older ones');
select is((select count(*) from public.accounts where deletion_at is not null), 0::bigint, 'an account whose time has come is gone');
select ok(not has_function_privilege('authenticated', 'private.schedule_jobs()', 'execute'), 'no user schedules anything');
