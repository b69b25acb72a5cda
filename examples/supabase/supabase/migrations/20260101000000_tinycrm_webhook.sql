-- Tells the Edge Function tinycrm of every new user and every sign-in. Replace <ref> first.
create extension if not exists pg_net;

create function public.tell_tinycrm() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  -- It is sent after the commit, in the background.
  perform net.http_post(
    url := 'https://<ref>.supabase.co/functions/v1/tinycrm',
    headers := jsonb_build_object(
      'content-type', 'application/json',
      'x-webhook-secret',
      (select decrypted_secret from vault.decrypted_secrets where name = 'tinycrm_webhook')
    ),
    body := jsonb_build_object(
      'type', tg_op,
      'record', jsonb_build_object(
        'email', new.email,
        'raw_user_meta_data', new.raw_user_meta_data,
        'last_sign_in_at', new.last_sign_in_at
      ),
      'old_record', case
        when tg_op = 'UPDATE' then jsonb_build_object('last_sign_in_at', old.last_sign_in_at)
      end
    ),
    timeout_milliseconds := 5000
  );
  return null;
exception when others then
  raise warning 'TinyCRM was not told: %', sqlerrm;
  return null;
end
$$;

revoke execute on function public.tell_tinycrm() from public, anon, authenticated;

create trigger tinycrm_users
after insert or update of last_sign_in_at on auth.users
for each row execute function public.tell_tinycrm();
