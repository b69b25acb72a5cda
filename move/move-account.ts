import { randomUUID } from 'node:crypto';
import { Failure } from '../local/failure.ts';
import { digestRows, type AccountTable } from './account-tables.ts';
import { alone, checkAccount, checkDatabases } from './checks.ts';
import { copyRows, removeRows, skipTriggers, withEnds } from './copy-rows.ts';
import { closeGates, isGate } from './gates.ts';
import { countRows, forgetMove, noteMove, setState, type Options } from './moves.ts';
import { reconcile } from './reconcile.ts';
import { copyUsers } from './users.ts';
import { callOff, orReopen } from './way-back.ts';

const FINISH_UNDO = 'Undoing this move was interrupted. Run this with --undo to finish.';

/** What a move would copy: the rows of each table that has some, and their bytes. */
export async function previewMove(options: Options) {
  const tables = await checkDatabases(options);
  return alone(options, async (phase) => {
    await checkAccount(options, phase);
    const digests = await Promise.all(
      tables.map(async (table) => {
        const { rows, bytes } = await digestRows(options.from, table, options.account);
        return { name: table.name, rows, bytes };
      }),
    );
    return digests.filter(({ rows }) => rows > 0);
  });
}

/**
 * Moves an account from one database to another while it is used, or begins anew where an earlier run
 * was interrupted. Resolves with the milliseconds in which nobody could get in.
 */
export async function moveAccount(options: Options): Promise<number> {
  const tables = await checkDatabases(options);
  return alone(options, async (phase) => {
    if (phase === 'open' || phase === 'removed') {
      throw new Failure(
        'This account has already moved. --confirm deletes what is left in --from; --undo moves it back.',
      );
    }
    if (phase === 'returning') throw new Failure(FINISH_UNDO);
    await checkAccount(options, phase);
    if (phase !== 'none') await options.step('Begin anew', () => callOff(options, tables));

    await options.reached?.('checked');
    await noteMove(options, randomUUID());
    await options.reached?.('noted');
    const since = await copyWhileUsed(options, tables);
    // Until the first vacuum the planner would think that it had nothing of this.
    await options.step('Analyze --to', () =>
      options.to.unsafe(`analyze ${tables.map(({ name }) => name).join(', ')}`),
    );
    await options.reached?.('copied');
    return cutOver(options, tables, since);
  });
}

/** Resolves with the transaction of the source before which everything is copied. */
async function copyWhileUsed(options: Options, tables: AccountTable[]): Promise<string> {
  return withEnds(options, async (ends) => {
    const [now] = await ends.from`select pg_snapshot_xmin(pg_current_snapshot())::text as xmin`;
    await copyUsers(ends);
    for (const table of tables.filter((table) => !isGate(table))) {
      const copy = () => copyRows(ends, table);
      await options.step(table.name, copy, countRows);
    }
    return now!.xmin as string;
  });
}

async function cutOver(options: Options, tables: AccountTable[], since: string): Promise<number> {
  const { from, account, step, reached, patience } = options;
  const begin = performance.now();
  let closed = 0;
  await orReopen(options, tables, 'source', async () => {
    await step('Close --from', () => closeGates(from, tables, account, patience));
    await reached?.('closed');
    await step(
      'Compare, open --to',
      () =>
        withEnds(options, async (ends) => {
          const rows = await reconcile(ends, tables, since);
          await setState(ends.to, account, 'open');
          return rows;
        }),
      (rows) => `${countRows(rows)}, all equal`,
    );
    closed = performance.now() - begin;
  });
  await reached?.('open');
  return Math.round(closed);
}

/** Removes from the source what has moved. From then on there is no way back but another move. */
export async function confirmMove(options: Options): Promise<void> {
  const tables = await checkDatabases(options);
  await alone(options, async (phase) => {
    const { from, to, account, step, reached } = options;
    if (phase === 'returning') throw new Failure(FINISH_UNDO);
    if (phase === 'none') {
      throw new Failure('There is no move to confirm: it was already confirmed, or never started.');
    }
    if (phase !== 'open' && phase !== 'removed') {
      throw new Failure('The account hasn’t moved yet. Run this without --confirm first.');
    }
    await step('Remove from --from', () =>
      from.begin(async (all) => {
        await skipTriggers(all);
        await removeRows(all, tables, account);
        await setState(all, account, 'removed');
      }),
    );
    await reached?.('removed');
    await forgetMove(to, account);
    await forgetMove(from, account);
  });
}
