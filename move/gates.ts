import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import { Failure } from '../local/failure.ts';
import { keptRows, rowsOf, type AccountTable } from './account-tables.ts';
import { skipTriggers } from './copy-rows.ts';

/** The tables whose rows let somebody in: calls by keys, deliveries by receivers, people as members. */
const GATES = [
  'public.members',
  'public.invitations',
  'public.receivers',
  'public.api_keys',
  'public.read_keys',
  'public.feeds',
];

export const isGate = ({ name }: AccountTable) => GATES.includes(name);

/** How long a transaction of before may still run, before the move is called off. */
const PATIENCE_MS = 30_000;

/**
 * Takes away, in one transaction, all rows that let somebody into an account, and waits until nobody
 * is in. They are kept in the account's move.
 */
export async function closeGates(
  sql: postgres.Sql,
  tables: AccountTable[],
  account: string,
  patience = PATIENCE_MS,
): Promise<void> {
  // A key or member that was being made while the others went is found by the next look.
  while (await sql.begin((all) => keepGates(all, tables, account))) {
    await waitForOlder(sql, patience);
  }
}

/** True if there were any. */
async function keepGates(
  sql: postgres.TransactionSql,
  tables: AccountTable[],
  account: string,
): Promise<boolean> {
  await skipTriggers(sql);
  let taken = 0;
  for (const table of tables.filter(isGate)) {
    const { count } = await sql.unsafe(
      `with gone as (delete from ${rowsOf(table)} returning *)
       update private.account_moves m
       set state = 'closed', gates = m.gates || jsonb_build_object(
         '${table.name}', coalesce(m.gates -> '${table.name}', '[]') || (select jsonb_agg(to_jsonb(gone)) from gone)
       )
       where m.account_id = $1 and exists (select from gone)`,
      [account],
    );
    taken += count;
  }
  await sql`update private.account_moves set state = 'closed' where account_id = ${account}`;
  return taken > 0;
}

/** Puts the rows back that the move of an account keeps. */
export async function openGates(
  sql: postgres.TransactionSql,
  tables: AccountTable[],
  account: string,
): Promise<void> {
  for (const table of tables.filter(isGate)) {
    const columns = table.columns.join(', ');
    await sql.unsafe(
      `insert into ${table.name} (${columns}) overriding system value select ${columns} from ${keptRows(table)}`,
      [account],
    );
  }
  await sql`update private.account_moves set gates = '{}' where account_id = ${account}`;
}

/**
 * Resolves when no transaction runs that ran when this was called: it may have seen what is gone now.
 * Each holds a lock on its own number, which anybody may see.
 */
async function waitForOlder(sql: postgres.Sql, patience: number): Promise<void> {
  const running = async () => {
    const rows = await sql<{ number: string; pid: number }[]>`
      select l.virtualxid as number, l.pid
      from pg_locks l
      join pg_stat_activity a on a.pid = l.pid
      where l.locktype = 'virtualxid' and l.granted and l.pid <> pg_backend_pid()
        and a.usesysid is not null
        and a.datid = (select oid from pg_database where datname = current_database())`;
    return new Map(rows.map(({ number, pid }) => [number, pid]));
  };
  const before = await running();
  const end = performance.now() + patience;
  for (let now = before; ; now = await running()) {
    const left = [...before].filter(([number]) => now.has(number));
    if (!left.length) return;
    if (performance.now() > end) {
      const pids = [...new Set(left.map(([, pid]) => pid))].join(', ');
      throw new Failure(
        `An earlier transaction is still open (pid ${pids}), such as a backup or a session in Studio.  ` +
          'Wait for it, or end it with select pg_terminate_backend(<pid>), and run this again.',
      );
    }
    await sleep(10);
  }
}
