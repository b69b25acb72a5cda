select plan(3);
select tests.create_cast();
select tests.act_as_superuser();
insert into public.projects (account_id, name, color)
select tests.account_of('stranger'), 'P' || i, 'blue'
from generate_series(1, 999 - (select count(*)::integer from public.projects where account_id = tests.account_of('stranger'))) i;

select tests.act_as('stranger');
select lives_ok(format($$ select public.create_project(%L, 'the 1,000th') $$, tests.account_of('stranger')), 'there may be 1,000 projects');
select throws_ok(
  format($$ select public.create_project(%L, 'the 1,001st') $$, tests.account_of('stranger')), '22023',
  'An account can have up to 1,000 projects. Delete one you no longer need first.', 'and no more, which says what to do'
);
select tests.act_as('owner');
select lives_ok(format($$ select public.create_project(%L, 'another') $$, tests.account_of('owner')), 'whatever another account has');
