-- What pg_cron is told, by a stand-in for its function.
select plan(3);

create schema cron;
create table cron.job (jobname text primary key, schedule text, command text);
create table cron.job_run_details (runid bigint, end_time timestamptz);
create function cron.schedule(job_name text, schedule text, command text) returns bigint language sql
  as $$
    insert into cron.job values (job_name, schedule, command)
    on conflict (jobname) do update set schedule = excluded.schedule, command = excluded.command
    returning 1::bigint
  $$;
insert into cron.job_run_details values (1, now() - interval '8 days'), (2, now() - interval '6 days'), (3, null);

select private.schedule_jobs();
select private.schedule_jobs();
select results_eq(
  'select jobname, schedule from cron.job order by jobname',
  $$ values ('delete due accounts', '*/15 * * * *'), ('delete old runs of jobs', '30 4 * * *'), ('forget old edits', '45 * * * *') $$,
  'accounts are looked at every 15 minutes, and told twice is told once'
);
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
select ok(not has_function_privilege('authenticated', 'private.schedule_jobs()', 'execute'), 'no user schedules anything');
