import { Failure } from '../local/failure.ts';
import {
  digestKept,
  digestRows,
  rowsOf,
  type AccountTable,
  type Digest,
} from './account-tables.ts';
import { copyChanges, copyRows, type Ends } from './copy-rows.ts';
import { isGate, openGates } from './gates.ts';

const isSame = (a: Digest, b: Digest) => a.rows === b.rows && a.md5 === b.md5;

/**
 * Makes a copy of an account what the account is, compares every row, and lets those in who were let
 * in before. Nobody may be in at either end. Resolves with the number of rows that were compared.
 * `since`: see copyChanges.
 */
export async function reconcile(
  ends: Ends,
  tables: AccountTable[],
  since?: string,
): Promise<number> {
  const outside = tables.filter((table) => !isGate(table));
  if (since) for (const table of outside) await renew(ends, table, since);
  const [are, copies] = await Promise.all(
    [ends.from, ends.to].map((sql) =>
      Promise.all(outside.map((table) => digestRows(sql, table, ends.account))),
    ),
  );
  for (const [i, table] of outside.entries()) {
    if (!isSame(are![i]!, copies![i]!)) await copyAgain(ends, table, are![i]!);
  }
  const rows = are!.reduce((sum, digest) => sum + digest.rows, 0);
  return rows + (await passGates(ends, tables));
}

async function renew(ends: Ends, table: AccountTable, since: string): Promise<void> {
  try {
    await ends.to.savepoint((to) => copyChanges({ ...ends, to }, table, since));
  } catch (error) {
    // A new row has the name of one that was deleted: the table is copied again.
    if ((error as { code?: string }).code !== '23505') throw error;
  }
}

/** For a table of which rows were deleted since it was copied. */
async function copyAgain(ends: Ends, table: AccountTable, is: Digest): Promise<void> {
  const { to, account } = ends;
  await to.unsafe(`delete from ${rowsOf(table)}`, [account]);
  await copyRows(ends, table);
  refuseOther(table, is, await digestRows(to, table, account));
}

/** Writes what the move keeps of the gates at one end into the other, and opens them there. */
async function passGates({ from, to, account }: Ends, tables: AccountTable[]): Promise<number> {
  const [move] = await from<{ gates: string }[]>`
    select gates::text from private.account_moves where account_id = ${account}`;
  await to`
    update private.account_moves set gates = ${move!.gates}::text::jsonb where account_id = ${account}`;
  await openGates(to, tables, account);
  let rows = 0;
  for (const table of tables.filter(isGate)) {
    const kept = await digestKept(from, table, account);
    refuseOther(table, kept, await digestRows(to, table, account));
    rows += kept.rows;
  }
  return rows;
}

function refuseOther({ name }: AccountTable, is: Digest, copy: Digest): void {
  if (isSame(is, copy)) return;
  throw new Failure(
    `${name}: the copy has ${copy.rows} rows that are not the ${is.rows} of the account. Nothing was changed: run this again, and report it if it lasts.`,
  );
}
