-- Only what is not one of TinyCRM's own functions is an edit without a time: an admin who hands a call to
-- ingest.identify makes a call, and its status keeps the time of the call.

drop trigger date_status_edit on public.customer_projects;
create trigger date_status_edit
  before update of status on public.customer_projects
  for each row when (
    old.status is distinct from new.status
    and old.status_at = new.status_at
    and current_user <> 'tinycrm'
  )
  execute function private.date_status_edit();
