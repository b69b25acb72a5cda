import { createHash } from 'node:crypto';
import type postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, createProject, post, signUp, type Founder } from '../founder.ts';
import { stack } from '../stack.ts';

let admin: postgres.Sql;
beforeAll(() => void (admin = connect(stack().adminUrl, 6)));
afterAll(() => admin.end());

/** Runs SQL as the API does for a signed-in user. */
async function actAs(founder: Founder, work: (sql: postgres.TransactionSql) => Promise<unknown>) {
  const claims = JSON.stringify({ sub: founder.userId, role: 'authenticated' });
  await admin.begin(async (sql) => {
    await sql`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${claims}, true)`;
    await work(sql);
  });
}

/** The list in an order that differs from turn to turn, the same in every run. */
function mixed<T>(list: T[], turn: number): T[] {
  const place = (i: number) => (i * 17 + turn * 11) % 31;
  return list
    .map((item, i) => ({ item, at: place(i) }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

async function deadlocks() {
  const [row] = await admin`
    select deadlocks::int from pg_stat_database where datname = current_database()`;
  return row!.deadlocks as number;
}

test('edits, tags and erasure never deadlock with calls about the same people, and no older call undoes them', async () => {
  const founder = await signUp();
  const account = founder.accountId;
  const projects = [await createProject(founder, 'One'), await createProject(founder, 'Two')];
  const project = projects[0]!.id;
  const before = await deadlocks();
  const hourAgo = Date.now() - 3_600_000;
  const people = Array.from({ length: 30 }, (_, i) => `person-${i}@example.com`);
  /** A call about Kim that happened this many milliseconds after an hour ago. */
  const kimCall = (ms: number) => ({
    email: 'kim@example.com',
    name: `Late ${ms}`,
    status: 'trial',
    params: { plan: `late ${ms}` },
    timestamp: new Date(hourAgo + ms).toISOString(),
  });

  await identify(0, [...people.map((email) => ({ email })), kimCall(0)]);
  const kim = (await ids(['kim@example.com']))[0]!;
  await actAs(founder, async (sql) => {
    await sql`select public.edit_customer(${account}, ${kim}, 'Kim')`;
    await sql`select public.edit_customer_project(${account}, ${kim}, ${project}, 'churned', '{"plan": "kept"}')`;
  });

  const answers: number[] = [];
  const send = async (client: number) => {
    for (let turn = 0; turn < 25; turn++) {
      const calls = mixed(people, turn + client).map((email) => ({
        email,
        status: 'paid',
        params: { turn },
      }));
      answers.push(await identify(client % 2, [...calls, kimCall(1 + turn)]));
    }
  };
  const byHand = async (
    work: (sql: postgres.TransactionSql, some: string[], turn: number) => Promise<unknown>,
  ) => {
    for (let turn = 0; turn < 25; turn++) {
      const some = await ids(mixed(people, turn).slice(0, 20));
      await actAs(founder, (sql) => work(sql, mixed(some, turn), turn));
    }
  };
  await Promise.all([
    ...Array.from({ length: 8 }, (_, client) => send(client)),
    byHand(
      (sql, some, turn) =>
        sql`select public.set_status(${account}, ${project}, ${turn % 2 ? 'trial' : 'free'}, ${some})`,
    ),
    byHand(
      (sql) =>
        sql`select public.set_status_matching(${account}, ${project}, 'churned', '{"search": "person-1"}')`,
    ),
    byHand((sql, some) => sql`select public.tag_customers(${account}, 'vip', ${some})`),
    byHand((sql, some) => sql`select public.untag_customers(${account}, 'vip', ${some})`),
    byHand((sql, some) => sql`select public.erase_customers(${account}, ${some.slice(0, 5)})`),
  ]);

  expect(answers).toEqual(answers.map(() => 200));
  expect(await deadlocks()).toBe(before);
  const { data } = await founder.client
    .rpc('get_customer', { account_id: account, customer_id: kim })
    .throwOnError();
  const { name, projects: stored } = data as { name: string; projects: { project_id: string }[] };
  expect(name).toBe('Kim');
  expect(stored.find(({ project_id }) => project_id === project)).toMatchObject({
    status: 'churned',
    params: { plan: 'kept' },
  });

  /** The status of the answer. Who is told to come again, because there is much to do, does so. */
  async function identify(i: number, calls: object[]): Promise<number> {
    const body = { calls: calls.map((call) => ({ type: 'identify', ...call })) };
    const { status } = await post('/batch', projects[i]!.apiKey, body);
    return status === 503 ? identify(i, calls) : status;
  }

  async function ids(emails: string[]): Promise<string[]> {
    const rows = await admin`
      select id from customers where account_id = ${account} and email = any (${emails})`;
    return rows.map(({ id }) => id as string);
  }
});

test('a call that waits while its customer is erased makes them anew', async () => {
  const founder = await signUp();
  const project = await createProject(founder, 'One');
  await post('/identify', project.apiKey, { email: 'kim@example.com', params: { plan: 'pro' } });
  const [customer] = await admin`select id from customers where account_id = ${founder.accountId}`;
  const call = {
    key_hash: createHash('sha256').update(project.apiKey).digest('hex'),
    email: 'kim@example.com',
    status: 'paid',
  };

  let waiting: Promise<postgres.RowList<postgres.Row[]>>;
  await actAs(founder, async (sql) => {
    await sql`select public.erase_customers(${founder.accountId}, array[${customer!.id}]::uuid[])`;
    waiting = admin.begin(async (ingest) => {
      await ingest`set local role ingest`;
      return ingest`select outcome from ingest.identify(${[call] as never}::jsonb)`;
    }) as never;
    const isWaiting = () => admin`
      select from pg_stat_activity
      where wait_event_type = 'Lock' and query like '%ingest.identify(%' and datname = current_database()`;
    await expect.poll(async () => (await isWaiting()).length, { timeout: 10_000 }).not.toBe(0);
  });

  expect((await waiting!)[0]).toEqual({ outcome: 'created' });
  const rows = await admin`
    select c.id, cp.status, cp.params from customers c
    join customer_projects cp on cp.account_id = c.account_id and cp.customer_id = c.id
    where c.account_id = ${founder.accountId}`;
  expect(rows).toEqual([{ id: expect.any(String), status: 'paid', params: {} }]);
  expect(rows[0]!.id).not.toBe(customer!.id);
});
