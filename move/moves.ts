import type postgres from 'postgres';
import { Failure } from '../local/failure.ts';

/** The databases that an account is moved between. Each has one connection, that nobody else uses. */
export interface Databases {
  from: postgres.Sql;
  to: postgres.Sql;
  account: string;
}

/** A run of the command. */
export interface Options extends Databases {
  /** Runs one step; it may print the name, the note the step returns, and the time. */
  step<T>(name: string, run: () => Promise<T>, note?: (result: T) => string): Promise<T>;
  /** Called between two steps that each commit. */
  reached?(point: Point): void | Promise<void>;
  /** How long a transaction of before may still run, in ms. */
  patience?: number;
}

export type Point = 'checked' | 'noted' | 'copied' | 'closed' | 'open' | 'removed';

/**
 * How far a move is. Until it is 'open' the account is that of the source, then that of the target:
 *
 * - copying: it is used as ever
 * - closed: nobody may get in
 * - open: it is used in the target
 * - returning: it is on its way back, and nobody may get in
 * - returned: it is used in the source again, and the target has rows left
 * - removed: the source has nothing of it anymore
 */
export type Phase = 'none' | 'copying' | 'closed' | 'open' | 'returning' | 'returned' | 'removed';

interface Move {
  move_id: string;
  side: 'source' | 'target';
  state: string;
}

/** The phase of a move, by what both databases have noted. Throws when they are not a pair. */
export async function readPhase({ from, to, account }: Databases): Promise<Phase> {
  const here = await readMove(from, account);
  const there = await readMove(to, account);
  if (here?.side === 'target') {
    throw new Failure(
      'The account got to --from by a move that isn’t confirmed yet. Confirm or undo that one first.',
    );
  }
  if (there?.side === 'source') {
    throw new Failure('The account is being moved out of --to. Did you swap --from and --to?');
  }
  // A copy that nobody uses yet may be left of a move that was interrupted while it began.
  if (there && there.state !== 'copying' && there.move_id !== here?.move_id) {
    throw new Failure('The account came to --to from another database. Use that one as --from.');
  }
  if (here?.state === 'removed' || here?.state === 'returned') return here.state;
  if (there?.state === 'open') return 'open';
  if (there?.state === 'closed') return 'returning';
  if (here?.state === 'closed') return 'closed';
  return here || there ? 'copying' : 'none';
}

/** Waits for a transaction that is about to note something. */
async function readMove(sql: postgres.Sql, account: string): Promise<Move | undefined> {
  const [move] = await sql<Move[]>`
    select move_id, side, state from private.account_moves where account_id = ${account} for update`;
  return move;
}

/** Notes a new move in both databases. */
export async function noteMove({ from, to, account }: Databases, id: string): Promise<void> {
  await to`
    insert into private.account_moves (account_id, move_id, side, state)
    values (${account}, ${id}, 'target', 'copying')`;
  await from`
    insert into private.account_moves (account_id, move_id, side, state)
    values (${account}, ${id}, 'source', 'copying')`;
}

export async function setState(sql: postgres.ISql, account: string, state: string): Promise<void> {
  await sql`update private.account_moves set state = ${state} where account_id = ${account}`;
}

export async function forgetMove(sql: postgres.ISql, account: string): Promise<void> {
  await sql`delete from private.account_moves where account_id = ${account}`;
}

/** Such as "1,250 rows". */
export function countRows(rows: number): string {
  return `${rows.toLocaleString('en-US')} ${rows === 1 ? 'row' : 'rows'}`;
}
