import { expect, test } from 'vitest';
import { connect, createProject, post, signUp } from '../founder.ts';
import { stack } from '../stack.ts';

// Each call writes a param of its own, so that the final state is the history of all of them.
test('64 clients identifying the same 50 people in 20 projects lose nothing and never deadlock', async () => {
  const founder = await signUp();
  const projects: Awaited<ReturnType<typeof createProject>>[] = [];
  for (let i = 0; i < 20; i++) projects.push(await createProject(founder, `Product ${i}`));
  const calls = Array.from({ length: 3000 }, (_, i) => ({
    project: projects[i % 20]!,
    email: `person-${(i * 7 + Math.floor(i / 20)) % 50}@example.com`,
    param: `call_${i}`,
  }));
  const sql = connect(stack().adminUrl);
  const before = await deadlocks();

  const statuses: number[] = [];
  const queue = calls.toSorted((a, b) => (a.param > b.param ? 1 : -1)).values();
  await Promise.all(
    Array.from({ length: 64 }, async () => {
      for (const { project, email, param } of queue) {
        const body = { email, status: 'paid', params: { [param]: true } };
        statuses.push((await post('/identify', project.apiKey, body)).status);
      }
    }),
  );

  expect(statuses).toHaveLength(calls.length);
  expect(statuses.filter((status) => status !== 200)).toEqual([]);
  const [stored] = await sql`
    select
      (select count(*)::int from customers where account_id = ${founder.accountId}) as customers,
      (select count(*)::int from customer_projects where account_id = ${founder.accountId}) as "customerProjects",
      (select count(*)::int from customer_projects, jsonb_object_keys(params)
        where account_id = ${founder.accountId}) as params`;
  const customerProjects = new Set(calls.map(({ project, email }) => project.id + email)).size;
  expect(customerProjects).toBe(1000);
  expect(stored).toEqual({ customers: 50, customerProjects, params: calls.length });
  expect(await deadlocks()).toBe(before);
  await sql.end();

  async function deadlocks() {
    const [row] = await sql`
      select deadlocks::int from pg_stat_database where datname = current_database()`;
    return row!.deadlocks as number;
  }
});
