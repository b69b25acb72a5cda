import { availableParallelism, loadavg } from 'node:os';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addPeople, BULK, doInAccount, FORGET, startBulkAccount } from './bulk-account.ts';

// An import of 20,000 people, and the first thing that is done with them, before autovacuum has looked.
const PEOPLE = 20_000;
/** A quarter of what hosted Supabase gives a signed-in user. */
const LIMIT_MS = 2_000;
/** Where others use the machine too, up to so many times as much. */
const MOST_TIMES = 10;
const NOTHING_STAYS = new Error('nothing of this stays');

let account: Awaited<ReturnType<typeof startBulkAccount>>;
let sql: postgres.Sql;

/** The time that each gets now, which is said where it is more than it should be. */
function limitMs(): number {
  const perCore = loadavg()[0]! / availableParallelism();
  const times = Math.min(MOST_TIMES, Math.max(1, Math.ceil(2 * perCore)));
  if (times > 1) {
    console.log(`${perCore.toFixed(1)} programs share a core: each gets ${times} times its 2 s.`);
  }
  return LIMIT_MS * times;
}

beforeAll(async () => {
  account = await startBulkAccount();
  sql = postgres(account.adminUrl, { max: 1, prepare: false, onnotice() {} });
});
afterAll(async () => {
  await sql?.end();
  await account?.stop();
});

test('each function that may take as long as counting needs is among those that are tried', async () => {
  const found = await sql`
    select proname from pg_proc
    where pronamespace = 'public'::regnamespace and 'statement_timeout=30s' = any (proconfig)`;
  const tried = Object.keys(BULK).flatMap((names) => names.split(', '));
  expect(new Set(tried)).toEqual(
    new Set(['delete_due_accounts', ...found.map(({ proname }) => proname as string)]),
  );
});

describe(`of ${PEOPLE} people of whom the planner knows nothing`, () => {
  /** 'done', or why it was ended. */
  const ends = new Map<string, string>();
  beforeAll(async () => {
    const limit = limitMs();
    await sql
      .begin(async (sql) => {
        await sql.unsafe(FORGET);
        await addPeople(sql, account, 1, PEOPLE);
        for (const [name, work] of Object.entries(BULK)) {
          await sql`savepoint before`;
          await sql.unsafe(`set local statement_timeout = ${limit}`);
          const end = await doInAccount(sql, account, work).then(
            () => 'done',
            (cause: Error) => cause.message,
          );
          ends.set(name, end);
          await sql`rollback to savepoint before`;
        }
        throw NOTHING_STAYS;
      })
      .catch((cause) => {
        if (cause !== NOTHING_STAYS) throw cause;
      });
  }, 300_000);

  test.each(Object.keys(BULK))('%s ends in time with an eighth of them', (name) => {
    expect(ends.get(name)).toBe('done');
  });
});
