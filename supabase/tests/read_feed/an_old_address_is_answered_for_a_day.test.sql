select plan(6);
select tests.create_cast();
create temp table made (which text, feed_id uuid, feed_key text);
grant all on made to public;
create function pg_temp.told(which text) returns text language plpgsql as $$
declare
  v_hash constant text := (select encode(sha256(convert_to(m.feed_key, 'UTF8')), 'hex') from made m where m.which = told.which);
  v_answer jsonb;
begin
  perform set_config('role', 'reader', true);
  v_answer := read.feed(v_hash);
  perform set_config('role', 'none', true);
  return coalesce(v_answer ->> 'refused', v_answer #>> '{view,name}');
end
$$;
select tests.act_as('admin');
insert into made select 'first', m.* from public.create_feed(tests.account_of('owner'), (select v.id from public.views v)) m;
insert into made select 'second', feed_id, public.rotate_feed(feed_id) from made;
select tests.act_as_superuser();
select is(pg_temp.told('first') || ' ' || pg_temp.told('second'), 'A view A view', 'after a change both addresses are answered');
select isnt((select last_used_at from public.feeds f join made m on m.feed_id = f.id limit 1), null, 'when a feed was read is noted');
update public.feeds set old_until = now() where old_hash is not null;
select is(pg_temp.told('first') || ' ' || pg_temp.told('second'), 'unauthorized A view', 'and after a day the new one alone');

update private.billing_settings set enabled = true;
update public.subscriptions set trial_ends_at = now() - interval '1 minute' where account_id = tests.account_of('owner');
select is(pg_temp.told('second'), 'payment_required', 'the feeds of an account that must pay wait');
update private.billing_settings set enabled = false;
update public.feeds set revoked_at = now();
select is(pg_temp.told('second'), 'unauthorized', 'a feed that is revoked gives nothing from then on');
select tests.act_as('admin');
select throws_ok(
  $$ select public.rotate_feed(feed_id) from made limit 1 $$, '22023', 'This feed was revoked. Create another one.', 'and gets no new address'
);
