import type postgres from 'postgres';
import { readRows, writeRows } from '../backup/rows.ts';
import { rowsOf, type AccountTable } from './account-tables.ts';

/** The two ends of a copy, each in a transaction. `to` may write what triggers would refuse. */
export interface Ends {
  from: postgres.TransactionSql;
  to: postgres.TransactionSql;
  account: string;
}

/** Runs `copy` on one snapshot of `from` and in one transaction of `to`. */
export async function withEnds<T>(
  { from, to, account }: { from: postgres.Sql; to: postgres.Sql; account: string },
  copy: (ends: Ends) => Promise<T>,
): Promise<T> {
  const result = await from.begin('isolation level repeatable read read only', (reading) =>
    to.begin(async (writing) => {
      await skipTriggers(writing);
      return copy({ from: reading, to: writing, account });
    }),
  );
  return result as T;
}

/** The rows were checked when they came, and what triggers made of them is there too. */
export async function skipTriggers(sql: postgres.TransactionSql): Promise<void> {
  await sql`set local session_replication_role = replica`;
}

/** Copies the rows of an account in a table. Resolves with their number. */
export async function copyRows(ends: Ends, table: AccountTable): Promise<number> {
  const { from, to, account } = ends;
  let count = 0;
  let writing = Promise.resolve();
  for await (const lines of readRows(from, table.columns, rowsOf(table), [account])) {
    // One batch is written while the next is read.
    await writing;
    writing = writeRows(to, table, lines);
    writing.catch(() => {});
    count += lines.length;
  }
  await writing;
  await passNumbers(ends, table);
  return count;
}

/**
 * Brings a copy up to what the rows of an account are now, by those that were written since the
 * transaction `since` of the source, a pg_snapshot_xmin. What was deleted since stays.
 */
export async function copyChanges(ends: Ends, table: AccountTable, since: string): Promise<void> {
  const { name, columns, primaryKey } = table;
  const { from, to, account } = ends;
  // A row's xmin is the lower half of the number.
  const changed = `${rowsOf(table)} and age(${name}.xmin) <= age((${since}::bigint % 4294967296)::text::xid)`;
  let count = 0;
  for await (const lines of readRows(from, columns, changed, [account])) {
    if (!count) {
      await to.unsafe(
        `create temp table changed on commit drop as select ${columns.join(', ')} from ${name} where false`,
      );
    }
    await writeRows(to, table, lines, 'changed');
    count += lines.length;
  }
  if (!count) return;
  const isSame = primaryKey.map((column) => `t.${column} = changed.${column}`).join(' and ');
  await to.unsafe(`delete from ${name} t using changed where ${isSame}`);
  await to.unsafe(
    `insert into ${name} (${columns.join(', ')}) overriding system value
     select ${columns.join(', ')} from changed`,
  );
  await to.unsafe('drop table changed');
  await passNumbers(ends, table);
}

/** Removes the rows of an account from tables, those first that lead to others. */
export async function removeRows(
  sql: postgres.TransactionSql,
  tables: AccountTable[],
  account: string,
): Promise<void> {
  for (const table of [...tables].reverse()) {
    await sql.unsafe(`delete from ${rowsOf(table)}`, [account]);
  }
}

/** A number that the target gives later must not be one that came with the account. */
async function passNumbers({ to, account }: Ends, table: AccountTable): Promise<void> {
  if (!table.sequence) return;
  const { name, column } = table.sequence;
  await to.unsafe(
    `select setval('${name}', greatest(nextval('${name}'), (select max(${column}) from ${rowsOf(table)})))`,
    [account],
  );
}
