import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, createProject, signUp, type Founder } from '../founder.ts';
import { stack } from '../stack.ts';

const WRITERS = 8;
const GROUPS = 40;
const PEOPLE = 30;
const hash = (key: string) => createHash('sha256').update(key).digest('hex');
const sql = connect(stack().adminUrl, WRITERS + 1);

let founder: Founder;
let project: { id: string; apiKey: string };
let key: string;

interface Change {
  change: { customer: { id: string; email: string }; from: string | null; to: string };
  cursor: string;
}

beforeAll(async () => {
  founder = await signUp();
  project = await createProject(founder, 'Inkwell');
  const made = await founder.client
    .rpc('create_read_key', { account_id: founder.accountId, name: 'poller' })
    .throwOnError();
  key = hash(made.data[0]!.read_key);
});
afterAll(() => sql.end());

/** Calls of random people in one transaction, which stays open for a moment, so that others commit before it. */
async function write(group: number): Promise<void> {
  const calls = Array.from({ length: 6 }, (_, i) => ({
    key_hash: hash(project.apiKey),
    email: `person-${(group * 7 + i * i * 5) % PEOPLE}@example.com`,
    status: ['free', 'trial', 'paid', 'churned'][(group + (group >> 3) + i) % 4],
  }));
  await sql.begin(async (all) => {
    await all`select from ingest.identify(${JSON.stringify(calls)}::text::jsonb)`;
    if (group % 3 === 0) await all`select pg_sleep(0.01)`;
  });
}

async function readAfter(since: string | null): Promise<Change[]> {
  const asked = JSON.stringify({ since, limit: 50 });
  const [row] = await sql<{ answer: { changes: Change[] } }[]>`
    select read.changes(${key}, ${asked}::text::jsonb) as answer`;
  return row!.answer.changes;
}

/** Resolves when all transactions have ended that are open now, those of other tests included. */
async function olderOnesEnded(): Promise<void> {
  const [now] = await sql`select pg_snapshot_xmax(pg_current_snapshot())::text as next`;
  const isOver = async () => {
    const [row] = await sql`
      select pg_snapshot_xmin(pg_current_snapshot()) >= ${now!.next}::xid8 as is_over`;
    return row!.is_over as boolean;
  };
  await expect.poll(isOver, { timeout: 60_000 }).toBe(true);
}

test('whoever polls while many write misses no change, and reads those of a person as they happened', async () => {
  const polled: Change[] = [];
  let writing = true;
  const poll = async () => {
    for (;;) {
      const isLast = !writing;
      const changes = await readAfter(polled.at(-1)?.cursor ?? null);
      polled.push(...changes);
      if (isLast && changes.length === 0) return;
    }
  };
  const groups = Array.from({ length: WRITERS * GROUPS }, (_, i) => i).values();
  const writers = Array.from({ length: WRITERS }, async () => {
    for (const group of groups) await write(group);
  });
  const allWritten = Promise.all(writers).then(olderOnesEnded);
  await Promise.all([poll(), allWritten.finally(() => (writing = false))]);

  const [written] = await sql`
    select count(*)::int as count from status_changes where account_id = ${founder.accountId}`;
  expect(written!.count).toBeGreaterThan(500);
  expect(polled).toHaveLength(written!.count);
  expect(new Set(polled.map(({ cursor }) => cursor)).size).toBe(polled.length);
  const last = new Map<string, string>();
  const broken = polled.filter(({ change: { customer, from, to } }) => {
    const before = last.get(customer.id) ?? null;
    last.set(customer.id, to);
    return from !== before;
  });
  expect(broken).toEqual([]);
});

test('a change is not handed out before all that were begun earlier are there', async () => {
  const since = (await readAfter(null)).at(-1)?.cursor ?? null;
  const open = connect(stack().adminUrl, 1);
  const identify = (email: string, on: typeof sql) =>
    on`select from ingest.identify(${JSON.stringify([{ key_hash: hash(project.apiKey), email }])}::text::jsonb)`;
  await open`begin`;
  await identify('early@example.com', open);
  await identify('late@example.com', sql);
  const emails = async () => {
    const seen: string[] = [];
    for (let page = await readAfter(since); page.length > 0;) {
      seen.push(...page.map(({ change }) => change.customer.email));
      page = await readAfter(page.at(-1)!.cursor);
    }
    return seen.filter((email) => /^(early|late)@/.test(email));
  };
  expect(await emails()).toEqual([]);
  await open`commit`;
  await open.end();
  await olderOnesEnded();
  expect(await emails()).toEqual(['early@example.com', 'late@example.com']);
});
