import { explain, Failure } from '../local/failure.ts';
import { alone, checkDatabases } from './checks.ts';
import type { AccountTable } from './account-tables.ts';
import { removeRows, skipTriggers, withEnds } from './copy-rows.ts';
import { closeGates, openGates } from './gates.ts';
import { countRows, forgetMove, readPhase, setState, type Options } from './moves.ts';
import { reconcile } from './reconcile.ts';
import { removeUsers } from './users.ts';

/** Brings a move that is not confirmed back to what was before, with all that was written since. */
export async function undoMove(options: Options): Promise<void> {
  const tables = await checkDatabases(options);
  await alone(options, async (phase) => {
    if (phase === 'none') throw new Failure('There is no move to undo for this account.');
    if (phase === 'removed') {
      throw new Failure(
        'The move is confirmed, so it can’t be undone. To move the account back, swap --from and --to.',
      );
    }
    if (phase === 'open' || phase === 'returning') await bringBack(options, tables);
    await options.step('Remove the copy', () => callOff(options, tables));
  });
}

async function bringBack(options: Options, tables: AccountTable[]): Promise<void> {
  const { from, to, account, step, reached, patience } = options;
  const begin = performance.now();
  await orReopen(options, tables, 'target', async () => {
    await step('Close --to', () => closeGates(to, tables, account, patience));
    await reached?.('closed');
    await step(
      'Compare, open --from',
      () =>
        withEnds({ from: to, to: from, account }, async (ends) => {
          const rows = await reconcile(ends, tables);
          await setState(ends.to, account, 'returned');
          return rows;
        }),
      (rows) =>
        `${countRows(rows)}, all equal; closed for ${Math.round(performance.now() - begin)} ms`,
    );
  });
  await reached?.('open');
}

/** Leaves nothing of a move whose account is used in the source. */
export async function callOff(options: Options, tables: AccountTable[]): Promise<void> {
  const { from, to, account } = options;
  await reopen(options, tables, 'source');
  await to.begin(async (all) => {
    const [move] = await all`select from private.account_moves where account_id = ${account}`;
    if (!move) return;
    await skipTriggers(all);
    await removeRows(all, tables, account);
    await removeUsers(all, account);
    await forgetMove(all, account);
  });
  await forgetMove(from, account);
}

/** Runs what crosses from one database to the other. When it fails, the side that it began on is opened again. */
export async function orReopen(
  options: Options,
  tables: AccountTable[],
  side: 'source' | 'target',
  cross: () => Promise<void>,
): Promise<void> {
  try {
    await cross();
  } catch (error) {
    try {
      const phase = await readPhase(options);
      // The last answer was lost, and what it was about was done.
      if (phase === (side === 'source' ? 'open' : 'returned')) return;
      await reopen(options, tables, side);
    } catch {
      throw new Failure(
        `${explain(error)}\nNobody can get into the account until this is run again, or with --undo.`,
      );
    }
    throw error;
  }
}

async function reopen(
  { from, to, account }: Options,
  tables: AccountTable[],
  side: 'source' | 'target',
): Promise<void> {
  const sql = side === 'source' ? from : to;
  await sql.begin(async (all) => {
    await skipTriggers(all);
    await openGates(all, tables, account);
    await all`
      update private.account_moves set state = ${side === 'source' ? 'copying' : 'open'}
      where account_id = ${account} and state = 'closed'`;
  });
}
