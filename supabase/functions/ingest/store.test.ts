import assert from 'node:assert/strict';
import postgres from 'postgres';
import type { DatabasePoolOptions } from './database-pool.ts';
import { openPostgresStore } from './postgres-store.ts';
import { type IdentifyCall, StoreUnavailable } from './store.ts';
import { surviveStrayErrors } from './stray-errors.ts';
import { acceptedEmails } from './testing-emails.ts';
import { proxyTo, silentServer } from './testing-network.ts';
import { createTenant, requireStack } from './testing-stack.ts';

// As index.ts does: a cut connection can make a timer of the driver throw.
surviveStrayErrors(globalThis, () => {});

const NOBODYS_KEY = '0'.repeat(64);

/** A store on the real database, a new tenant, and a connection to look at what was written. */
function withStore(
  name: string,
  run: (parts: {
    store: ReturnType<typeof openPostgresStore>;
    sql: postgres.Sql;
    accountId: string;
    /** A call with the key of the tenant. */
    call: <Fields extends object>(fields?: Fields) => Fields & { keyHash: string; email: string };
  }) => Promise<void>,
  options?: DatabasePoolOptions,
) {
  // A pool holds its connections on purpose.
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn });

  async function fn() {
    const { dbUrl, ingestRoleUrl } = requireStack();
    const sql = postgres(dbUrl, { max: 2, onnotice: () => {} });
    const store = openPostgresStore(ingestRoleUrl, options);
    try {
      const { accountId, keyHash } = await createTenant(sql);
      const call = <Fields extends object>(fields?: Fields) =>
        ({ keyHash, email: 'alex@example.com', ...fields }) as never;
      await run({ store, sql, accountId, call });
    } finally {
      await Promise.all([store.close(), sql.end({ timeout: 1 })]);
    }
  }
}

withStore('identify tells created from updated', async ({ store, call }) => {
  assert.deepEqual(await store.identify([call()]), ['created']);
  assert.deepEqual(await store.identify([call()]), ['updated']);
});

withStore(
  'outcomes come in the order of the calls, a bad one among good ones',
  async ({ store, call }) => {
    const large = (key: string) =>
      call({ email: 'b@example.com', params: { [key]: 'x'.repeat(30_000) } });
    await store.identify([large('a'), large('b')]);
    const random = Array.from({ length: 70_000 }, () => Math.random().toString(36)[2]).join('');
    const calls: IdentifyCall[] = [
      call({ email: 'c@example.com' }),
      { ...call(), keyHash: NOBODYS_KEY },
      call({ email: 'b@example.com', params: { c: random } }),
      call({ email: 'NOT CANONICAL' }),
      call({ email: 'b@example.com' }),
    ];
    assert.deepEqual(await store.identify(calls), [
      'created',
      'unauthorized',
      'params_too_large',
      'invalid',
      'updated',
    ]);
  },
);

withStore(
  'ping updates who is known, creates nobody, and needs a key',
  async ({ store, sql, accountId, call }) => {
    await store.identify([call()]);
    const pings = [
      call(),
      call({ email: 'nobody@example.com' }),
      { ...call(), keyHash: NOBODYS_KEY },
    ];
    assert.deepEqual(await store.ping(pings), ['updated', 'unknown', 'unauthorized']);
    const [row] = await sql`
      select count(*)::int from public.customers where account_id = ${accountId}`;
    assert.equal(row!.count, 1);
  },
);

withStore('what is accepted reads back equal', async ({ store, sql, accountId, call }) => {
  const params = {
    '': '',
    quotes: `'"\`$1 \\ \\u0000 $$ -- ; /* %s`,
    unicode: 'é 語 🙂 \u202e \u2028 \x01\x7f',
    numbers: [0, -1, 0.1, 1e-20, 1e15, 9007199254740991, 29.99],
    nested: { a: [{ b: [true, false, null, {}] }] },
  };
  await store.identify([
    call({ name: `O'Neil "Ö" \\`, status: 'trial', params: { ...params, gone: null } }),
  ]);
  const [row] = await sql`
    select c.email, c.name, cp.status, cp.params
    from public.customers c
    join public.customer_projects cp on cp.account_id = c.account_id and cp.customer_id = c.id
    where c.account_id = ${accountId}`;
  assert.deepEqual(
    { ...row },
    {
      email: 'alex@example.com',
      name: `O'Neil "Ö" \\`,
      status: 'trial',
      params,
    },
  );
});

withStore(
  'a timestamp is stored to the microsecond, an age is counted back from now',
  async ({ store, sql, accountId, call }) => {
    await store.identify([
      call({ timestamp: '2026-01-31T06:00:00.123456Z' }),
      call({ email: 'b@example.com', age: 3_600_000 }),
    ]);
    const rows = await sql`
    select to_char(first_seen_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
      now() - first_seen_at between '1 hour' and '2 hours' as an_hour_ago
    from public.customers where account_id = ${accountId} order by email`;
    assert.equal(rows[0]!.at, '2026-01-31T06:00:00.123456Z');
    assert.equal(rows[1]!.an_hour_ago, true);
  },
);

withStore('the database accepts every email that has a canonical form', async ({ store, call }) => {
  const emails = acceptedEmails(500);
  const outcomes = await store.identify(emails.map((email) => call({ email })));
  const refused = emails.filter((_, i) => outcomes[i] === 'invalid');
  assert.deepEqual(refused, []);
});

withStore('check resolves when the database answers', async ({ store }) => {
  await store.check();
});

withStore(
  'a call that waits too long is answered, while others go on',
  async ({ store, sql, accountId, call }) => {
    await store.identify([call()]);
    const waiting = await sql.begin(async (sql) => {
      await sql`select from public.customer_activity where account_id = ${accountId} for update`;
      const waiting = store.identify([call()]).catch((error) => error);
      assert.deepEqual(await store.identify([call({ email: 'b@example.com' })]), ['created']);
      return [await waiting];
    });
    assert.ok(waiting[0] instanceof StoreUnavailable);
    assert.equal(waiting[0].reason, 'deadline');
    assert.deepEqual(await store.identify([call()]), ['updated']);
  },
  { deadlineMs: 300 },
);

/** How a call to the store of this URL ends. */
async function reasonAt(url: string): Promise<string[]> {
  const store = openPostgresStore(url, { deadlineMs: 300 });
  const attempts = Array.from({ length: 20 }, () => store.check());
  const reasons = (await Promise.allSettled(attempts)).map((result) =>
    result.status === 'rejected' && result.reason instanceof StoreUnavailable
      ? result.reason.reason
      : result.status,
  );
  await store.close();
  return [...new Set(reasons)];
}

Deno.test({
  name: 'a database that is down, frozen or refuses the role is StoreUnavailable for every caller',
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const silent = silentServer();
    const url = `postgres://ingest:secret@127.0.0.1:${silent.port}/postgres`;
    assert.deepEqual(await reasonAt(url), ['deadline', 'connections_lost']);
    silent.close();
    assert.deepEqual(await reasonAt(url), ['ECONNREFUSED', 'connections_lost']);

    const asAnon = openPostgresStore(
      requireStack().ingestRoleUrl.replace('role=ingest', 'role=anon'),
    );
    await assert.rejects(asAnon.ping([]), { name: 'StoreUnavailable', reason: '42501' });
    await asAnon.close();
  },
});

for (const [name, hurt] of [
  ['connections that were cut are made anew', 'cut'],
  ['connections that died without a word are given up after one deadline and made anew', 'freeze'],
] as const) {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const proxy = proxyTo(requireStack().ingestRoleUrl);
      const store = openPostgresStore(proxy.url, { deadlineMs: 300, connections: 2 });
      await Promise.all([store.check(), store.check(), store.check()]);
      proxy[hurt]();
      await assert.rejects(Promise.all([store.check(), store.check()]), StoreUnavailable);
      await store.check();
      await store.close();
      proxy.close();
    },
  });
}
