import assert from 'node:assert/strict';
import postgres from 'postgres';
import { type DatabasePoolOptions, openDatabasePool } from '../../_shared/database/pool.ts';
import { createPostgresStore } from './postgres-store.ts';
import type { IdentifyCall, Store } from './store.ts';
import { DatabaseUnavailable } from '../../_shared/database/unavailable.ts';
import { acceptedEmails } from '../../_shared/testing/emails.ts';
import { requireStack } from '../../_shared/testing/stack.ts';
import { createTenant } from '../testing/tenant.ts';

const NOBODYS_KEY = '0'.repeat(64);
const NOBODYS_IMPORT = '6f1d7c1e-93a4-4a57-9a0e-1f3f6b1f2d10';

/** A store on the real database, a new tenant, and a connection to look at what was written. */
function withStore(
  name: string,
  run: (parts: {
    store: Store;
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
    const pool = openDatabasePool(ingestRoleUrl, options);
    const store = createPostgresStore(pool);
    try {
      const { accountId, keyHash } = await createTenant(sql);
      const call = <Fields extends object>(fields?: Fields) =>
        ({ keyHash, email: 'alex@example.com', ...fields }) as never;
      await run({ store, sql, accountId, call });
    } finally {
      await Promise.all([pool.close(), sql.end({ timeout: 1 })]);
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
  'limits tells the project of each good key, and what an admin set for it',
  async ({ store, sql, accountId, call }) => {
    const { keyHash } = call();
    const [project] = await sql`select id from public.projects where account_id = ${accountId}`;
    const limit = { keyHash, accountId, projectId: project!.id, callsPerSecond: null };
    assert.deepEqual(await store.limits([keyHash, NOBODYS_KEY]), [limit]);
    await sql`update public.projects set calls_per_second = 5 where account_id = ${accountId}`;
    assert.deepEqual(await store.limits([keyHash]), [{ ...limit, callsPerSecond: 5 }]);
    assert.deepEqual(await store.limits([]), []);
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

Deno.test('an answer that leaves out a call is not taken for an answer', async () => {
  const rows = [{ ordinal: 1, outcome: 'created' }];
  const store = createPostgresStore({
    ask: () => Promise.resolve(rows as never),
    close: () => Promise.resolve(),
  });
  const call = { keyHash: NOBODYS_KEY, email: 'alex@example.com' };
  await assert.rejects(store.identify([call, call]), { reason: 'incomplete_answer' });
  await assert.rejects(store.ping([call, call]), { reason: 'incomplete_answer' });
});

withStore(
  'a call that waits for another writer is answered at its deadline, while others go on',
  async ({ store, sql, accountId, call }) => {
    await store.identify([call()]);
    const waited = await sql.begin(async (sql) => {
      await sql`select from public.customer_activity where account_id = ${accountId} for update`;
      const waiting = store.identify([call()]).catch((error) => error);
      assert.deepEqual(await store.identify([call({ email: 'b@example.com' })]), ['created']);
      return [await waiting];
    });
    assert.ok(waited[0] instanceof DatabaseUnavailable);
    assert.equal(waited[0].reason, 'deadline');
    assert.deepEqual(await store.identify([call()]), ['updated']);
  },
  { deadlineMs: 1000 },
);

Deno.test({
  name: 'a role without the right to write is refused by the database',
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const pool = openDatabasePool(requireStack().ingestRoleUrl.replace('%3Dingest', '%3Danon'));
    await assert.rejects(createPostgresStore(pool).ping([]), { reason: '42501' });
    await pool.close();
  },
});

withStore('refused calls are kept for the account of their key', async ({ store, sql, call }) => {
  const { keyHash } = call();
  const refusal = {
    kind: 'identify',
    code: 'validation_failed',
    status: 422,
    pointer: '/email',
    detail: 'Send the customer’s email.',
    count: 2,
  } as const;
  await store.reportRefusals([
    { ...refusal, keyHash },
    { ...refusal, keyHash: NOBODYS_KEY },
  ]);
  const rows = await sql`
    select i.code, i.pointer, i.count::int from public.refused_calls i
    join public.api_keys k using (account_id, project_id)
    where k.hash = decode(${keyHash}, 'hex')`;
  assert.deepEqual([...rows], [{ code: 'validation_failed', pointer: '/email', count: 2 }]);
});

withStore(
  'rows of two imports that come together are written to their own',
  async ({ store, call }) => {
    const { keyHash } = call();
    const [first, second] = [
      await store.startImport(keyHash, 'a'),
      await store.startImport(keyHash, 'b'),
    ];
    const row = (name: string, importId: string | null) =>
      call({ email: `${name}@example.com`, importId, firstRow: 0 }) as never;
    assert.deepEqual(
      await store.importRows([
        row('a', first),
        row('b', second),
        row('c', second),
        row('x', NOBODYS_IMPORT),
      ]),
      ['created', 'created', 'created', 'not_found'],
    );
    const undone = await store.undoImport(keyHash, second);
    assert.ok(undone.outcome === 'undone' && undone.undoneAt !== null);
    assert.deepEqual([undone.fileName, undone.removed], ['b', 2]);
    assert.equal(await store.startImport(NOBODYS_KEY, 'x'), null);
    assert.equal((await store.undoImport(NOBODYS_KEY, null)).outcome, 'unauthorized');
  },
);
