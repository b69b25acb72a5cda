-- Hosted Supabase ends the statements of a signed-in user after 8 s, unless the function that is called says more.
select plan(3);

select set_eq(
  $$ select proname::text from pg_proc
     where pronamespace = 'public'::regnamespace and 'statement_timeout=30s' = any (proconfig) $$,
  $$ values ('overview'), ('overview_period'), ('weekly_summary'), ('set_status'), ('set_status_matching'), ('tag_customers'), ('tag_matching'),
    ('untag_customers'), ('untag_matching'), ('preview_status'), ('list_emails'), ('undo_edit'),
    ('erase_customers'), ('erase_matching'), ('delete_project'), ('import_customers'), ('undo_import'), ('export_customers') $$,
  'what counts, changes or exports many people at once may take 30 s'
);
select is_empty(
  $$ select proname from pg_proc, unnest(proconfig) setting
     where setting like 'work_mem=%' and pg_size_bytes(split_part(setting, '=', 2)) > pg_size_bytes('32MB') $$,
  'no function takes more memory than the smallest machine has room for'
);
select is(
  private.counting_memory(),
  case when pg_size_bytes(current_setting('shared_buffers')) < pg_size_bytes('512MB') then '32MB' else '128MB' end,
  'counting takes more memory on a large machine alone'
);
