-- Names are one line in one direction, whoever gives them: they stand in the subject of mails.
select plan(10);
select tests.create_cast();
create temp table words as select
  E'Acme\r\nBcc: x\u202E\u2066gnp.exe\u0085 ' as sent, 'Acme Bcc: x gnp.exe' as kept;
grant select on words to public;

select is(private.to_one_line(E'שלום 👩‍👩‍👧 O\u2019Brien\u200F'), E'שלום 👩‍👩‍👧 O\u2019Brien\u200F', 'letters of any script stay as they are');
select tests.create_user('new', jsonb_build_object('account_name', (select sent from words)));
select is((select name from public.accounts where id = tests.account_of('new')), (select kept from words), 'an account that is signed up');

select tests.act_as('owner');
select public.rename_account(tests.account_of('owner'), (select sent from words));
select is((select name from public.accounts where id = tests.account_of('owner')), (select kept from words), 'an account that is renamed');
select is((public.create_project(tests.account_of('owner'), (select sent from words))).name, (select kept from words), 'a project');
select is((public.rename_project(tests.project_id('owner', 'A'), (select sent || '2' from words))).name, (select kept || ' 2' from words), 'a project that is renamed');
select public.create_api_key(tests.project_id('owner', 'A'), (select sent from words));
select is((select name from public.api_keys where name like 'Acme%'), (select kept from words), 'a key');
select is((public.save_view(tests.account_of('owner'), (select sent from words), '')).name, (select kept from words), 'a view');
select public.edit_customer(account_id, id, (select sent from words)) from public.customers where email = 'alex@example.com';
select is((select name from public.customers where email = 'alex@example.com'), (select kept from words), 'a customer whom somebody edits');
select public.tag_customers(account_id, (select sent from words), array[id]) from public.customers where email = 'alex@example.com';
select is((select tag from public.customer_tags where tag like 'Acme%'), (select kept from words), 'and a tag');
select tests.act_as('stranger');
select public.create_account((select sent from words));
select is((select name from public.accounts where name like 'Acme%'), (select kept from words), 'a second account');
