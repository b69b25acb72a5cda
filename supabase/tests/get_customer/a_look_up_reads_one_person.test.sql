-- An index that is asked for the account twice, by the caller and by the policy, seems as good as the key, whichever it is.
select plan(3);
select tests.create_cast();

create function pg_temp.index_conditions() returns setof text language plpgsql as $$
declare
  v_line text;
begin
  set local enable_seqscan = off;
  set local enable_bitmapscan = off;
  for v_line in execute 'explain (generic_plan) ' || (
    select replace(replace(p.prosrc, 'get_customer.account_id', '$1::uuid'), 'get_customer.customer_id', '$2::uuid')
    from pg_proc p where p.oid = 'public.get_customer(uuid, uuid)'::regprocedure
  ) loop
    if v_line ~ 'Index Cond' then return next v_line; end if;
  end loop;
end
$$;

select tests.act_as('viewer');
select cmp_ok((select count(*) from pg_temp.index_conditions()), '>=', 6::bigint, 'each table is looked up by an index');
select is_empty(
  $$ select line from pg_temp.index_conditions() line where line !~ 'customer_id|\mid\M' $$, 'by the person, not the account alone'
);
select is_empty(
  $$ select line from pg_temp.index_conditions() line where line ~ 'account_id.*account_id' $$, 'which is asked for the account once'
);
