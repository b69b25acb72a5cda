-- take_attempt: how often a visitor may try to sign in. Auth limits by address, and to Auth all visitors have the
-- dashboard's: without a limit of our own, one of them uses up what is there for everybody.

create schema dashboard;
comment on schema dashboard is 'What the dashboard''s server may call without a user, by the secret it shows. Never exposed through the API.';
grant create, usage on schema dashboard to tinycrm;
grant usage on schema dashboard to anon;

-- Counts an attempt of a visitor, who is an HMAC of their address under a secret that only the dashboard has.
create function dashboard.take_attempt(secret text, visitor text, max_attempts integer, cost integer)
returns integer
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform notifications.require_secret(secret);
  return private.count_attempt(
    decode(take_attempt.visitor, 'hex'), take_attempt.max_attempts, take_attempt.cost, interval '5 minutes'
  );
end
$$;
alter function dashboard.take_attempt(text, text, integer, integer) owner to tinycrm;
grant execute on function dashboard.take_attempt(text, text, integer, integer) to anon;

create function public.take_attempt(secret text, visitor text, max_attempts integer, cost integer default 1)
returns integer language sql volatile set search_path = ''
as $$ select dashboard.take_attempt(take_attempt.secret, take_attempt.visitor, take_attempt.max_attempts, take_attempt.cost) $$;
comment on function public.take_attempt(text, text, integer, integer) is
  'Counts an attempt of a visitor, whom 64 hexadecimal digits stand for, and returns 0, or the seconds until the next is allowed when there were `max_attempts` of them within 5 minutes. A cost of 0 asks and counts nothing. For whoever knows the secret (42501).';
grant execute on function public.take_attempt(text, text, integer, integer) to anon;
