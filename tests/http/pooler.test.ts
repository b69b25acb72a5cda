import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { poolerExecutable } from '../../local/binaries.ts';
import { throughPooler, type Pooler } from '../../local/pooler.ts';
import { databaseTls } from '../../supabase/functions/_shared/database/tls.ts';
import { connect, createProject, signUp } from '../founder.ts';
import { openPoolerConsole } from '../pooler-console.ts';
import { startStack, type OwnStack } from '../stack.ts';

// Calls of several isolates, cut connections and a pooler that is full: tests/soak/pooler.ts.
describe.skipIf(!poolerExecutable())('a stack behind a pooler in transaction mode', () => {
  let own: OwnStack & { ingestDbUrl: string; pooler: Pooler };
  let pooler: ReturnType<typeof openPoolerConsole>;
  beforeAll(async () => {
    own = (await startStack('--pooler')) as typeof own;
    pooler = openPoolerConsole(own.pooler);
  });
  afterAll(async () => {
    await pooler?.end();
    await own?.stop();
  });

  /** Asks the database at a URL of its own by way of the pooler. */
  async function askThrough(direct: string, { isPlain = false } = {}) {
    const url = throughPooler(direct, own.pooler.port);
    const ssl = !isPlain && databaseTls(url, own.pooler.ca);
    const sql = postgres(url, { ssl, max: 1, prepare: false, fetch_types: false });
    try {
      return await sql`select session_user as role, current_setting('lock_timeout') as lock_timeout`;
    } finally {
      await sql.end({ timeout: 1 });
    }
  }

  test('new people of many callers are stored once each, over encrypted connections alone', async () => {
    const founder = await signUp('founder', own);
    const { apiKey } = await createProject(founder, 'Inkwell');
    const numbers = Array.from({ length: 640 }, (_, i) => i).values();
    const statuses = new Set<number>();
    await Promise.all(
      Array.from({ length: 64 }, async () => {
        for (const number of numbers) {
          const { status } = await fetch(`${own.ingestUrl}/identify`, {
            method: 'POST',
            headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
            body: JSON.stringify({ email: `person-${number}@example.com` }),
          });
          statuses.add(status);
        }
      }),
    );
    expect([...statuses]).toEqual([200]);
    const sql = connect(own.adminUrl);
    const [stored] = await sql`
      select count(*)::int as people, count(distinct email)::int as emails
      from public.customers where account_id = ${founder.accountId}`;
    await sql.end();
    expect(stored).toEqual({ people: 640, emails: 640 });

    const clients = await pooler.clients();
    expect(new Set(clients.map(({ user }) => user))).toEqual(new Set(['ingest']));
    expect(clients.filter(({ tls }) => !tls.startsWith('TLSv1.'))).toEqual([]);
  });

  test('receive reaches the database through it', async () => {
    const path = `/functions/v1/receive/${crypto.randomUUID()}`;
    const answer = await fetch(own.apiUrl + path, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(404);
  });

  test('a role comes through it with its settings, and never without TLS', async () => {
    expect(await askThrough(own.ingestDbUrl)).toEqual([{ role: 'ingest', lock_timeout: '1100ms' }]);
    await expect(askThrough(own.ingestDbUrl, { isPlain: true })).rejects.toThrow('SSL required');
  });

  test('nobody but the roles of the functions comes through it', async () => {
    for (const direct of [own.dbUrl, own.adminUrl]) {
      await expect(askThrough(direct)).rejects.toThrow('no such user');
    }
  });
});
