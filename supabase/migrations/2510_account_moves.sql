-- Accounts that npm run move-account takes to another database: how far each is, in both of them.

create table private.account_moves (
  account_id uuid primary key,
  move_id uuid not null,
  side text not null,
  state text not null,
  gates jsonb not null default '{}',
  user_ids uuid[] not null default '{}',
  began_at timestamptz not null default now(),
  constraint state_of_a_move_is_known check (
    side = 'source' and state in ('copying', 'closed', 'removed', 'returned')
    or side = 'target' and state in ('copying', 'open', 'closed')
  )
);
comment on table private.account_moves is
  'Moves of accounts that are not confirmed yet. No foreign key: it is there before the account, and after it.';
comment on column private.account_moves.move_id is 'The same in both databases.';
comment on column private.account_moves.gates is
  'While nobody may get in: the rows that let somebody in, by table, such as keys and members.';
comment on column private.account_moves.user_ids is 'The users that the move made, which go again when it is undone.';

alter table private.account_moves enable row level security;
alter table private.account_moves force row level security;
revoke all on private.account_moves from public, anon, authenticated, service_role;
create policy "npm run move-account works on every move" on private.account_moves
  for all to postgres using (true) with check (true);
-- How far a move is, and nothing of what it keeps: meanwhile webhooks wait.
grant select (account_id, state) on private.account_moves to tinycrm;
create policy "tinycrm functions see every move" on private.account_moves
  for select to tinycrm using (true);
