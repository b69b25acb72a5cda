import assert from 'node:assert/strict';
import pg from 'pg';
import { type DatabasePool, openDatabasePool } from './pool.ts';
import { DatabaseUnavailable } from './unavailable.ts';
import { surviveStrayErrors } from '../http/stray-errors.ts';
import { proxyTo, silentServer } from '../testing/network.ts';
import { requireStack } from '../testing/stack.ts';

const options = { deadlineMs: 1000, connections: 2 };

// As index.ts does: a cut connection can make a timer of the driver throw.
surviveStrayErrors(globalThis, () => {});

function test(name: string, fn: () => Promise<void>): void {
  // A pool holds its connections on purpose.
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
}

/** Resolves after so many seconds in the database, which may take longer than the deadline. */
function sleep(pool: DatabasePool, seconds: number, deadlineMs?: number): Promise<unknown> {
  return pool.ask('select pg_sleep($1)', [seconds], deadlineMs);
}

/** The ends of 20 questions asked at once: 'found', or the reason why not. `before`: of so many, one after the other. */
async function endings(
  url: string,
  deadlineMs = options.deadlineMs,
  before = 0,
): Promise<string[]> {
  const pool = openDatabasePool(url, { ...options, deadlineMs });
  for (let i = 0; i < before; i++) await sleep(pool, 0);
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
  const all = await endings(`postgres://ingest:secret@127.0.0.1:${server.port}/postgres`, 100);
  assert.deepEqual(new Set(all), new Set(['deadline', 'connections_lost']));
  server.close();
});

test('when the database is down, everybody is told at once, not at the deadline', async () => {
  const server = silentServer();
  server.close();
  // The port is free a moment later.
  await assert.rejects(async () => {
    for (;;) (await Deno.connect({ port: server.port })).close();
  });
  const all = await endings(`postgres://ingest:secret@127.0.0.1:${server.port}/postgres`);
  assert.deepEqual(new Set(all), new Set(['ECONNREFUSED']));
});

for (const [name, hurt] of [
  ['connections that were cut are made anew', 'cut'],
  ['connections that died without a word are given up at the deadline and made anew', 'freeze'],
] as const) {
  test(name, async () => {
    const proxy = proxyTo(requireStack().ingestRoleUrl);
    const pool = openDatabasePool(proxy.url, options);
    const askTwice = (deadlineMs?: number) => [
      sleep(pool, 0, deadlineMs),
      sleep(pool, 0, deadlineMs),
    ];
    await Promise.all(askTwice());
    proxy[hurt]();
    const asked = askTwice(100);
    await assert.rejects(Promise.all(asked), DatabaseUnavailable);
    // The other, if it is still asked, is given up with its connection, and so would be what follows.
    await Promise.allSettled(asked);
    await Promise.all(askTwice());
    await pool.close();
    proxy.close();
  });
}

test('a slow query misses its deadline alone, as long as others are answered', async () => {
  const pool = openDatabasePool(requireStack().ingestRoleUrl, { ...options, connections: 3 });
  await Promise.all([1, 2, 3].map(() => sleep(pool, 0.05)));
  const late = assert.rejects(sleep(pool, 0.8, 500), { reason: 'deadline' });
  const allowed = sleep(pool, 0.8, 6000);
  await sleep(pool, 0);
  await Promise.all([late, allowed]);
  await pool.close();
});

test('a query that the database refuses takes no other with it', async () => {
  const pool = openDatabasePool(requireStack().ingestRoleUrl, options);
  const other = sleep(pool, 0.3, 5000);
  await assert.rejects(pool.ask('select 1 / 0'), { name: 'DatabaseUnavailable', reason: '22012' });
  await other;
  await pool.close();
});

test('a statement has no name that a pooler in transaction mode could lose', async () => {
  const pool = openDatabasePool(requireStack().ingestRoleUrl, { ...options, connections: 1 });
  for (let i = 0; i < 3; i++) await sleep(pool, 0);
  assert.deepEqual(await pool.ask('select name from pg_prepared_statements'), []);
  await pool.close();
});

test('an array, text of JSON and null come to the database as they are', async () => {
  const pool = openDatabasePool(requireStack().ingestRoleUrl, options);
  const json = JSON.stringify([{ a: ['"', '\\', '{}', null] }]);
  const rows = await pool.ask('select $1::text[] as texts, $2::jsonb as json, $3::int as nothing', [
    ['a,b', '"', '\\', '{}', ''],
    json,
    null,
  ]);
  assert.deepEqual(rows, [
    { texts: ['a,b', '"', '\\', '{}', ''], json: JSON.parse(json), nothing: null },
  ]);
  await pool.close();
});

test('when the database takes no more connections, those that live answer everybody', async () => {
  const { dbUrl } = requireStack();
  const admin = new pg.Client(dbUrl);
  await admin.connect();
  const role = `lonely_${crypto.randomUUID().replaceAll('-', '')}`;
  await admin.query(`create role ${role} login connection limit 1 password 'x'`);
  const url = new URL(dbUrl);
  Object.assign(url, { username: role, password: 'x' });
  try {
    // One lives before another is wanted.
    assert.deepEqual(new Set(await endings(url.href, 1000, 1)), new Set(['found']));
  } finally {
    await admin.query(`drop role ${role}`);
    await admin.end();
  }
});

test('a connection whose answer never comes makes room for another', async () => {
  const pool = openDatabasePool(requireStack().ingestRoleUrl, { connections: 2, deadlineMs: 200 });
  const askTwice = () => Promise.all([sleep(pool, 0.1, 9000), sleep(pool, 0.1, 9000)]);
  await askTwice();
  const late = sleep(pool, 40, 400).catch(({ reason }) => reason);
  // Others are answered meanwhile, or all connections would be given up at once.
  for (let i = 0; i < 6; i++) await sleep(pool, 0.1, 9000);
  assert.equal(await late, 'deadline');
  await askTwice();
  const pids = new Set<number>();
  const ask = () =>
    pool.ask<{ pid: number }>('select pg_backend_pid() as pid, pg_sleep(0.05)', [], 9000);
  for (let i = 0; i < 80 && pids.size < 2; i++) {
    for (const rows of await Promise.all([ask(), ask()])) pids.add(rows[0]!.pid);
  }
  assert.equal(pids.size, 2);
  await pool.close();
});

test('whoever waits is not given a connection that the database just ended', async () => {
  const pool = openDatabasePool(requireStack().dbUrl, { ...options, connections: 1 });
  await sleep(pool, 0);
  const ended = pool.ask('select pg_terminate_backend(pg_backend_pid())');
  const waiting = sleep(pool, 0);
  await assert.rejects(ended, { reason: '57P01' });
  await waiting;
  await pool.close();
});

test('a closed pool leaves no connection behind', async () => {
  const { dbUrl, ingestRoleUrl } = requireStack();
  const admin = new pg.Client(dbUrl);
  await admin.connect();
  const pool = openDatabasePool(ingestRoleUrl, options);
  const ask = () => pool.ask<{ pid: number }>('select pg_backend_pid() as pid, pg_sleep(0.1)');
  const pids = (await Promise.all([ask(), ask()])).map(([row]) => row!.pid);
  assert.equal(new Set(pids).size, 2);
  await pool.close();
  const left = 'select from pg_stat_activity where pid = any($1)';
  while ((await admin.query(left, [pids])).rowCount);
  await admin.end();
});
