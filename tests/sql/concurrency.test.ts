import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { connect, createProject, signUp } from '../founder.ts';
import { stack } from '../stack.ts';

const hash = (key: string) => createHash('sha256').update(key).digest('hex');

function shuffled<T>(items: T[]): T[] {
  return items
    .map((item) => [Math.random(), item] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, item]) => item);
}

// Groups of many callers lock many rows. Without one order for all of them nearly every group deadlocks.
test('concurrent groups in any order of calls never deadlock', async () => {
  const founder = await signUp();
  const projects = [
    await createProject(founder, 'Product A'),
    await createProject(founder, 'Product B'),
  ];
  const sql = connect(stack().adminUrl, 8);
  const before = await deadlocks();
  const emails = Array.from({ length: 200 }, (_, i) => `person-${i}@example.com`);

  const groups = Array.from({ length: 160 }, (_, i) =>
    shuffled(emails)
      .slice(0, 60)
      .map((email, j) => ({
        key_hash: hash(projects[j % 2]!.apiKey),
        email,
        params: { [`group_${i}`]: j },
      })),
  );
  const outcomes = await Promise.all(
    groups.map((calls, i) =>
      i % 4 === 3
        ? sql`select outcome from ingest.ping(${JSON.stringify(calls)}::text::jsonb)`
        : sql`select outcome from ingest.identify(${JSON.stringify(calls)}::text::jsonb)`,
    ),
  );

  expect(outcomes.flat().filter(({ outcome }) => !/created|updated|unknown/.test(outcome))).toEqual(
    [],
  );
  expect(await deadlocks()).toBe(before);
  const [stored] = await sql`
    select count(*)::int as params from customer_projects, jsonb_object_keys(params)
    where account_id = ${founder.accountId}`;
  expect(stored!.params).toBe(120 * 60);
  await sql.end();

  async function deadlocks() {
    const [row] = await sql`
      select deadlocks::int from pg_stat_database where datname = current_database()`;
    return row!.deadlocks as number;
  }
});

test('a key revoked while groups are running writes nothing that began afterward', async () => {
  const founder = await signUp();
  const project = await createProject(founder, 'Product A');
  const sql = connect(stack().adminUrl, 4);
  const call = (email: string) =>
    JSON.stringify([{ key_hash: hash(project.apiKey), email, params: {} }]);

  let revoked = false;
  const late: unknown[] = [];
  const writers = Array.from({ length: 3 }, async (_, writer) => {
    for (let i = 0; i < 200; i++) {
      const beganAfterRevoke = revoked;
      const email = `writer-${writer}-${i}@example.com`;
      const [row] = await sql`select outcome from ingest.identify(${call(email)}::text::jsonb)`;
      if (beganAfterRevoke) late.push(row!.outcome);
    }
  });
  await founder.client.rpc('revoke_api_key', { key_id: project.keyId }).throwOnError();
  revoked = true;
  await Promise.all(writers);

  expect(late.length).toBeGreaterThan(0);
  expect(new Set(late)).toEqual(new Set(['unauthorized']));
  await sql.end();
});
