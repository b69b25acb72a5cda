import type postgres from 'postgres';
import { listTables } from '../backup/catalog.ts';
import { readRows, writeRows } from '../backup/rows.ts';
import { Failure } from '../local/failure.ts';
import type { Ends } from './copy-rows.ts';

/** Members who are no users of the target yet are made there, with their passwords and identities. */
export async function copyUsers({ from, to, account }: Ends): Promise<void> {
  const users = await from<{ id: string }[]>`
    select user_id as id from public.members where account_id = ${account}`;
  const known = await to<{ id: string }[]>`
    select id from auth.users where id = any (${users.map(({ id }) => id)})`;
  const isKnown = new Set(known.map(({ id }) => id));
  const missing = users.map(({ id }) => id).filter((id) => !isKnown.has(id));
  if (!missing.length) return;

  const theirs = await listTables(to);
  for (const { name, columns } of await listTables(from)) {
    const key = { 'auth.users': 'id', 'auth.identities': 'user_id' }[name];
    if (!key) continue;
    // Versions of Auth differ in columns.
    const there = theirs.find((table) => table.name === name)?.columns ?? [];
    const table = { name, columns: columns.filter((column) => there.includes(column)) };
    const rows = `${name} where ${key} = any ($1::text::uuid[])`;
    for await (const lines of readRows(from, table.columns, rows, [`{${missing.join(',')}}`])) {
      await writeRows(to, table, lines);
    }
  }
  await to`update private.account_moves set user_ids = ${missing} where account_id = ${account}`;
}

/** Removes users that a move made, but those who are somebody's members by now. */
export async function removeUsers(sql: postgres.TransactionSql, account: string): Promise<void> {
  // What belongs to a user goes by triggers.
  await sql`set local session_replication_role = origin`;
  await sql`
    delete from auth.users u using private.account_moves m
    where m.account_id = ${account} and u.id = any (m.user_ids)
      and not exists (select from public.members other where other.user_id = u.id)`;
}

/** Throws for a member whose email somebody else has in the target. */
export async function refuseOtherUsers(
  from: postgres.Sql,
  to: postgres.Sql,
  account: string,
): Promise<void> {
  const members = await from<{ id: string; email: string }[]>`
    select u.id, u.email from public.members m join auth.users u on u.id = m.user_id
    where m.account_id = ${account}`;
  const [other] = await to<{ email: string }[]>`
    select u.email from auth.users u
    join jsonb_to_recordset(${JSON.stringify(members)}::text::jsonb) as m (id uuid, email text)
      on lower(m.email) = lower(u.email) and m.id <> u.id`;
  if (!other) return;
  throw new Failure(
    `${other.email} has signed up in --to as well, as another user. Have them delete that sign-in, or remove them from the account and invite them again after the move.`,
  );
}
