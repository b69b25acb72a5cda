import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, createProject, post, signUp } from '../founder.ts';
import { stack } from '../stack.ts';
import { ask, cookiesOf, ORIGIN, submit } from './dashboard.ts';

// Whatever the filter, the rows, the count, the export and whom bulk acts on are the same people.

const DAYS = ['2026-01-01', '2026-01-15', '2026-01-31', '2026-02-01'];
const STATUSES = ['free', 'trial', 'paid', 'churned'];
const PLANS = ['free', 'pro', 'team'];

let sql: postgres.Sql;
let cookie: string;
let account: string;
beforeAll(async () => {
  sql = connect(stack().adminUrl);
  const founder = await signUp('same');
  account = founder.accountId;
  for (const name of ['Inkwell', 'Quietmail']) {
    const { apiKey } = await createProject(founder, name);
    const calls = Array.from({ length: 24 }, (_, i) => ({
      type: 'identify',
      email: `person-${name === 'Inkwell' ? i : i + 12}@example.com`,
      name: i % 5 === 0 ? undefined : `Person ${i}`,
      status: STATUSES[(i + name.length) % 4],
      params: { plan: PLANS[i % 3], seats: i, renewed: DAYS[i % 4] },
      timestamp: `${DAYS[i % 4]}T${String(i).padStart(2, '0')}:30:00Z`,
    }));
    expect((await post('/batch', apiKey, { calls })).status).toBe(200);
  }
  const password = randomUUID();
  await founder.client.auth.updateUser({ password });
  cookie = cookiesOf(await submit('/sign-in?/password', { email: founder.email, password }));
  expect(cookie).not.toBe('');
});
afterAll(() => sql.end());

const day = fc.constantFrom(...DAYS, '2025-12-31', '2026-03-01');
const number = fc.integer({ min: 0, max: 24 });
const condition = fc.oneof(
  fc
    .tuple(fc.constantFrom('first_seen', 'last_activity'), day, day)
    .map(([f, a, b]) => `${f}:between:${a},${b}`),
  fc
    .tuple(
      fc.constantFrom('first_seen', 'last_activity'),
      fc.constantFrom('in_last', 'more_than'),
      fc.constantFrom(1, 300, 340),
    )
    .map(([f, o, n]) => `${f}:${o}:${n}`),
  fc
    .tuple(fc.constantFrom('is', 'is_not'), fc.constantFrom(...STATUSES))
    .map(([o, s]) => `status:${o}:${s}`),
  fc
    .tuple(fc.constantFrom('is', 'at_least', 'at_most'), fc.constantFrom(1, 2, 3))
    .map(([o, n]) => `project_count:${o}:${n}`),
  fc
    .tuple(fc.constantFrom('gt', 'gte', 'lt', 'lte', 'is', 'is_not'), number)
    .map(([o, n]) => `param.seats:${o}:${n}`),
  fc.tuple(fc.constantFrom('before', 'after'), day).map(([o, d]) => `param.renewed:${o}:${d}`),
  fc
    .tuple(fc.constantFrom('is', 'contains'), fc.constantFrom(...PLANS))
    .map(([o, p]) => `param.plan:${o}:${p}`),
  fc.constantFrom(
    'param.plan:is_set',
    'param.nothing:is_not_set',
    'email:contains:person-1',
    'name:is_set',
  ),
);

const get = (path: string) => ask(path, { headers: { cookie } });

/** The emails that the rows show, page by page. */
async function rowsOf(query: string): Promise<string[]> {
  const answer = await get(`/customers/rows?${query}`);
  expect(answer.status, query).toBe(200);
  const { rows } = (await answer.json()) as { rows: { email: string }[] };
  return rows.map(({ email }) => email).sort();
}

async function exported(query: string): Promise<string[]> {
  const text = await (await get(`/customers/export?${query}`)).text();
  return [...text.matchAll(/^(person-\d+@example\.com)/gm)].map(([, email]) => email!).sort();
}

async function tagged(query: string): Promise<string[]> {
  const tag = randomUUID();
  const answer = await ask('/customers/bulk', {
    method: 'POST',
    headers: { origin: ORIGIN, cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ action: 'tag', tag, query, edit: randomUUID() }),
  });
  expect(answer.status, query).toBe(200);
  const people = await sql`
    select c.email from public.customer_tags t
    join public.customers c on c.account_id = t.account_id and c.id = t.customer_id
    where t.account_id = ${account} and t.tag = ${tag}`;
  await sql`delete from public.customer_tags where account_id = ${account} and tag = ${tag}`;
  return people.map(({ email }) => email as string).sort();
}

test('the rows, the count, the export and whom bulk acts on are the same people', async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(condition, { minLength: 1, maxLength: 2 }),
      fc.constantFrom('all', 'any'),
      async (conditions, match) => {
        const query = new URLSearchParams(conditions.map((f) => ['f', f]));
        if (match === 'any') query.set('match', 'any');
        const rows = await rowsOf(`${query}`);
        const counts = (await (await get(`/customers/counts?${query}`)).json()) as Record<
          string,
          number
        >;
        found += rows.length;
        expect(Object.values(counts), `${query}`).toContain(rows.length);
        expect(await exported(`${query}`), `${query}`).toEqual(rows);
        expect(await tagged(`${query}`), `${query}`).toEqual(rows);
      },
    ),
    { numRuns: 15 },
  );
  expect(found).toBeGreaterThan(0);
}, 300_000);
