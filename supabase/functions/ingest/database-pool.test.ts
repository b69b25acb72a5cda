import assert from 'node:assert/strict';
import postgres from 'postgres';
import { type DatabasePool, openDatabasePool } from './database-pool.ts';
import { StoreUnavailable } from './store.ts';
import { surviveStrayErrors } from './stray-errors.ts';
import { proxyTo, silentServer } from './testing/network.ts';
import { requireStack } from './testing/stack.ts';

const options = { deadlineMs: 1000, connections: 2 };

// As index.ts does: a cut connection can make a timer of the driver throw.
surviveStrayErrors(globalThis, () => {});

function test(name: string, fn: () => Promise<void>): void {
  // A pool holds its connections on purpose.
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
}

/** Resolves after so many seconds in the database, which may take longer than the deadline. */
function sleep(pool: DatabasePool, seconds: number, deadlineMs?: number): Promise<unknown> {
  return pool.ask((sql) => sql`select pg_sleep(${seconds})`, deadlineMs);
}

/** How each of 20 questions asked at once ends: 'found', or the reason why not. */
async function endings(url: string): Promise<string[]> {
  const pool = openDatabasePool(url, options);
  const asked = Array.from({ length: 20 }, () => sleep(pool, 0));
  const settled = await Promise.allSettled(asked);
  await pool.close();
  return settled.map((end) => (end.status === 'fulfilled' ? 'found' : end.reason.reason));
}

test('more questions than connections are all answered', async () => {
  assert.deepEqual(new Set(await endings(requireStack().ingestRoleUrl)), new Set(['found']));
});

test('when the database accepts connections and says nothing, everybody is told at the deadline', async () => {
  const server = silentServer();
  const all = await endings(`postgres://ingest:secret@127.0.0.1:${server.port}/postgres`);
  assert.deepEqual(new Set(all), new Set(['deadline', 'connections_lost']));
  server.close();
});

test('when the database is down, everybody is told at once, not at the deadline', async () => {
  const server = silentServer();
  server.close();
  const all = await endings(`postgres://ingest:secret@127.0.0.1:${server.port}/postgres`);
  assert.deepEqual(new Set(all), new Set(['ECONNREFUSED', 'connections_lost']));
});

for (const [name, hurt] of [
  ['connections that were cut are made anew', 'cut'],
  ['connections that died without a word are given up at the deadline and made anew', 'freeze'],
] as const) {
  test(name, async () => {
    const proxy = proxyTo(requireStack().ingestRoleUrl);
    const pool = openDatabasePool(proxy.url, options);
    const askTwice = () => Promise.all([sleep(pool, 0), sleep(pool, 0)]);
    await askTwice();
    proxy[hurt]();
    await assert.rejects(askTwice(), StoreUnavailable);
    await askTwice();
    await pool.close();
    proxy.close();
  });
}

test('a slow query misses its deadline alone, as long as others are answered', async () => {
  const pool = openDatabasePool(requireStack().ingestRoleUrl, { ...options, connections: 3 });
  const late = assert.rejects(sleep(pool, 1.5), { reason: 'deadline' });
  const allowed = sleep(pool, 1.5, 6000);
  await sleep(pool, 0);
  await Promise.all([late, allowed]);
  await pool.close();
});

test('a query that the database refuses takes no other with it', async () => {
  const pool = openDatabasePool(requireStack().ingestRoleUrl, options);
  const other = sleep(pool, 0.3, 5000);
  await assert.rejects(
    pool.ask((sql) => sql`select 1 / 0`),
    { name: 'StoreUnavailable', reason: '22012' },
  );
  await other;
  await pool.close();
});

test('statements are named, but not on the port of a pooler in transaction mode', async () => {
  for (const [port, named] of [
    [5432, true],
    [6543, false],
  ] as const) {
    const pool = openDatabasePool(`postgres://ingest:x@127.0.0.1:${port}/postgres`, options);
    assert.equal(await pool.ask((sql) => Promise.resolve(sql.options.prepare)), named);
    await pool.close();
  }
});

test('a pooler that loses named statements is met without a name from then on', async () => {
  for (const code of ['26000', '42P05']) {
    const pool = openDatabasePool(requireStack().ingestRoleUrl, options);
    const waiting = sleep(pool, 0.3);
    const lost = new postgres.PostgresError('prepared statement');
    lost.code = code;
    await assert.rejects(
      pool.ask(() => Promise.reject(lost)),
      { reason: code },
    );
    await Promise.all([waiting, sleep(pool, 0)]);
    const kept = await pool.ask((sql) => sql`select name from pg_prepared_statements`);
    assert.deepEqual([...kept], []);
    await pool.close();
  }
});
