-- Tells the Edge Function tinycrm of every new user and every sign-in. Replace <ref> and <secret> first.
create trigger tinycrm_users
after insert or update of last_sign_in_at on auth.users
for each row execute function supabase_functions.http_request(
  'https://<ref>.supabase.co/functions/v1/tinycrm',
  'POST',
  '{"content-type": "application/json", "x-webhook-secret": "<secret>"}',
  '{}',
  '5000'
);
