-- What a move keeps would let somebody in: hashes of keys, and members.
select plan(6);
select tests.create_cast();
select tests.act_as_superuser();
insert into private.account_moves (account_id, move_id, side, state) values (tests.account_of('owner'), gen_random_uuid(), 'source', 'closed');

select tests.act_as('owner');
select throws_ok('select from private.account_moves', '42501', null, 'an owner reads no move');
select tests.act_as_anon();
select throws_ok('select from private.account_moves', '42501', null, 'nor does a visitor');
select tests.act_as_service();
select throws_ok('select from private.account_moves', '42501', null, 'nor the service role');
select tests.act_as_ingest();
select throws_ok('select from private.account_moves', '42501', null, 'nor the Edge Function');
select tests.act_as_superuser();
set local role tinycrm;
select throws_ok('select gates from private.account_moves', '42501', null, 'nor the functions, which see how far it is');
reset role;
select throws_ok($$ update private.account_moves set state = 'open' $$, '23514', null, 'a source is never open');
