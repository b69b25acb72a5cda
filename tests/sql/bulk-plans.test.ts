import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addPeople,
  BULK,
  doInAccount,
  FORGET,
  startBulkAccount,
  TABLES,
  type BulkAccount,
} from './bulk-account.ts';

// "Import, select all, set status" on the first day: the tables are full, and what the planner knows of them is
// old or nothing. Of four times as many people, four times as many chosen, a plan may visit four times as much;
// one that compares each of the chosen with everybody visits sixteen times as much.

const FEW = 250;
const MANY = 4 * FEW;
const MAX_GROWTH = 6;
const NOTHING_STAYS = new Error('nothing of this stays');

/**
 * When autovacuum last looked, and the plan_cache_mode. "nearly empty": an account with one person, which makes
 * every column unique. Each with both modes finds nothing more, and takes twice as long.
 */
const KNOWN = [
  ['never', 'force_generic_plan'],
  ['while empty', 'auto'],
  ['while nearly empty', 'force_generic_plan'],
  ['when full', 'auto'],
] as const;
interface Node {
  /** Not there when it was only explained. */
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  'Shared Hit Blocks'?: number;
  'Shared Read Blocks'?: number;
  Plans?: Node[];
  [measure: string]: unknown;
}

// Its own, since its tables are emptied and what is known of them is forgotten.
let account: BulkAccount;
beforeAll(async () => {
  account = await startBulkAccount();
});
afterAll(() => account.stop());

/** The plan in a message of auto_explain. */
function planOf(message: string): Node | undefined {
  const at = message.indexOf('{');
  if (!message.includes('plan:') || at < 0) return;
  return (JSON.parse(message.slice(at)) as { Plan: Node }).Plan;
}

/** The rows that a plan visited, those it threw away included. */
function rowsOf(node: Node): number {
  const removed = Object.entries(node).filter(([measure]) => measure.startsWith('Rows Removed'));
  const rows = removed.reduce((sum, [, value]) => sum + Number(value), node['Actual Rows'] ?? 0);
  return (
    rows * (node['Actual Loops'] ?? 0) + (node.Plans ?? []).reduce((sum, n) => sum + rowsOf(n), 0)
  );
}

/** What something takes: rows visited, and pages read by way of indexes. */
interface Cost {
  rows: number;
  pages: number;
}

/**
 * What each of BULK takes in an account of so many people. Nothing of one is there for the next.
 * The connection did it before, when there was one person: plans that are kept are those for one.
 */
async function costs(
  people: number,
  analyzed: (typeof KNOWN)[number][0],
  planCacheMode: string,
): Promise<Map<string, Cost>> {
  const found = new Map<string, Cost>();
  let rows = 0;
  let pages = 0;
  const sql = postgres(account.adminUrl, {
    max: 1,
    prepare: false,
    onnotice({ message }) {
      const plan = planOf(message ?? '');
      if (!plan) return;
      rows += rowsOf(plan);
      // Those of a function are also those of the statement that called it.
      pages = Math.max(pages, (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0));
    },
  });
  // In one transaction, which autovacuum sees nothing of.
  await sql
    .begin(async (sql) => {
      const analyzeIf = (when: typeof analyzed) =>
        when === analyzed && sql.unsafe(`analyze ${TABLES}`);
      const doEach = async () => {
        for (const [name, work] of Object.entries(BULK)) {
          rows = pages = 0;
          await sql`savepoint before`;
          await doInAccount(sql, account, work);
          await sql`rollback to savepoint before`;
          found.set(name, { rows, pages });
        }
      };
      await sql.unsafe(`
        ${FORGET}
        set local plan_cache_mode = ${planCacheMode}; set local statement_timeout = '5min'`);
      await analyzeIf('while empty');
      await addPeople(sql, account, 1, 1);
      await analyzeIf('while nearly empty');
      await doEach();
      await addPeople(sql, account, 2, people);
      await analyzeIf('when full');
      await sql.unsafe(`
        load 'auto_explain';
        set local auto_explain.log_min_duration = 0; set local auto_explain.log_analyze = on;
        set local auto_explain.log_buffers = on; set local auto_explain.log_timing = off;
        set local auto_explain.log_format = json; set local auto_explain.log_nested_statements = on;
        -- Here and not in the log: its many megabytes ended the backend that passes them on.
        set local client_min_messages = log; set local log_min_messages = fatal`);
      await doEach();
      throw NOTHING_STAYS;
    })
    .catch((cause) => {
      if (cause !== NOTHING_STAYS) throw cause;
    });
  await sql.end();
  return found;
}

describe.each(KNOWN)('analyzed %s (%s)', (when, mode) => {
  let few: Map<string, Cost>;
  let many: Map<string, Cost>;
  beforeAll(async () => {
    few = await costs(FEW, when, mode);
    many = await costs(MANY, when, mode);
  });

  test.each(Object.keys(BULK))('%s takes as much more as there are more people', (name) => {
    expect(few.get(name)!.rows).toBeGreaterThan(FEW / 8);
    expect(many.get(name)!.rows / few.get(name)!.rows).toBeLessThan(MAX_GROWTH);
    expect(many.get(name)!.pages / few.get(name)!.pages).toBeLessThan(MAX_GROWTH);
  });
});
