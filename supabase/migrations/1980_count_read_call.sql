-- read.count_call: notes that a key was answered once more. On its own, after the answer: a read that takes long would make the next
-- one wait for its row, and its open transaction would hold back what read.changes hands out.

create function read.count_call(key_hash text)
returns void
language sql volatile security definer
set search_path = ''
as $$
  update public.read_keys k
  set
    calls = case
      when k.counted_on = today.day then (k.calls[1] + 1) || k.calls[2:7]
      else (1 || array_fill(0, array[least(today.day - coalesce(k.counted_on, today.day - 7), 7) - 1]) || k.calls)[1:7]
    end,
    counted_on = today.day
  from (select (now() at time zone 'UTC')::date as day) today
  where k.hash = decode(count_call.key_hash, 'hex') and k.revoked_at is null
$$;
comment on function read.count_call(text) is 'Counts a call on its day, in UTC, and forgets those of more than a week ago.';
alter function read.count_call(text) owner to tinycrm;
grant execute on function read.count_call(text) to reader;
