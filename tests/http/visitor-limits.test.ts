import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../founder.ts';
import { CRON_SECRET, startStackWith, type OwnStack } from '../stack.ts';
import { ask, cookiesOf, newAddress, ORIGIN, submit } from './dashboard.ts';
import { withSession } from './session-cookie.ts';

// All visitors behind the one address of the dashboard, as its secret key is of another project.

const email = `limits-${randomUUID()}@example.com`;
const password = randomUUID();
let stack: OwnStack;
let sql: ReturnType<typeof connect>;
let cookie: string;
beforeAll(async () => {
  // Its own: other tests change the secret of the one that they share.
  stack = await startStackWith({ CRON_SECRET });
  process.env.TINYCRM_STACK = JSON.stringify({ ...stack, secretKey: 'sb_secret_other' });
  sql = connect(stack.dbUrl);
  cookie = cookiesOf(await submit('/sign-up', { email, password, account: '' }));
}, 120_000);
afterAll(async () => {
  await sql?.end();
  await stack?.stop();
});

const signIn = (word: string, address?: string) =>
  submit('/sign-in?/password', { email, password: word }, '', address);
/** For nobody, which is cheap. Auth counts these for themselves. */
const forgetPassword = (address: string) =>
  submit('/forgot-password', { email: 'nobody@example.com' }, '', address);
/** The status of the action alone: two thousand pages would be most of the work. */
async function signInByScript(word: string, address: string): Promise<number> {
  const headers = { origin: ORIGIN, accept: 'application/json', 'x-sveltekit-action': 'true' };
  const body = new URLSearchParams({ email, password: word });
  const answer = await ask('/sign-in?/password', { method: 'POST', headers, body }, address);
  return ((await answer.json()) as { status: number }).status;
}
/** As many as are asked for, a few at a time. */
async function times<T>(count: number, run: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  while (results.length < count) {
    const few = Array.from({ length: Math.min(20, count - results.length) }, run);
    results.push(...(await Promise.all(few)));
  }
  return results;
}
const ended = () => withSession(cookie, { expires_at: 1 });

test('a secret key that Supabase refuses keeps nobody out', async () => {
  expect((await signIn(password)).headers.get('location')).toBe('/customers');
});

test('2,000 wrong passwords from one address sign out nobody and lock out nobody else', async () => {
  const address = newAddress();
  const statuses = await times(2000, () => signInByScript('a wrong password', address));
  expect(statuses.filter((status) => status !== 429)).toEqual(Array(10).fill(400));
  const refused = await signIn('a wrong password', address);
  expect(await refused.text()).toMatch(
    /Too many attempts from your network. Try again in [1-5] minutes?\./,
  );
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  // Not even with the right one, from there.
  expect((await signIn(password, address)).status).toBe(429);

  expect((await signIn(password)).headers.get('location')).toBe('/customers');
  const renewed = await ask('/customers', { headers: { cookie: ended() } });
  expect(renewed.status).toBe(200);
  cookie = cookiesOf(renewed);
  expect(cookie).toContain('auth-token');
});

test('made-up sessions from one address sign out nobody either', async () => {
  const address = newAddress();
  const madeUp = () => withSession(cookie, { expires_at: 1, refresh_token: randomUUID() });
  const answers: number[] = [];
  for (let i = 0; i < 15; i++) {
    answers.push((await ask('/customers', { headers: { cookie: madeUp() } }, address)).status);
  }
  expect(answers).toEqual([...Array<number>(10).fill(303), ...Array<number>(5).fill(503)]);
  const renewed = await ask('/customers', { headers: { cookie: ended() } });
  expect(renewed.status).toBe(200);
  cookie = cookiesOf(renewed);
});

describe('each way in has its own limit', () => {
  test.each([
    ['/sign-up', { password: randomUUID(), account: '' }],
    ['/sign-in?/link', { password: '' }],
    ['/confirm?token_hash=abc&type=magiclink', {}],
  ])('%s', async (path, fields) => {
    const address = newAddress();
    const statuses = await times(12, async () => {
      const to = `nobody-${randomUUID()}@example.com`;
      return (await submit(path, { email: to, ...fields }, '', address)).status;
    });
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
  });
});

test('the limit holds over all processes of the dashboard, and addresses are not kept', async () => {
  const address = newAddress();
  await times(9, () => forgetPassword(address));
  // As if another process had counted the tenth.
  const rows = await sql`
    update private.attempts set count = 10 where count = 9 returning to_jsonb(attempts)::text as row`;
  expect(rows.length).toBeGreaterThan(0);
  for (const { row } of rows) expect(row).not.toContain(address);
  expect((await forgetPassword(address)).status).toBe(429);
});

test('attempts that the database cannot count are counted all the same', async () => {
  const address = newAddress();
  try {
    const before = await times(4, async () => (await forgetPassword(address)).status);
    await sql`select private.set_cron_secret(${randomUUID()})`;
    const after = await times(8, async () => (await forgetPassword(address)).status);
    expect(before.concat(after).filter((status) => status === 429)).toHaveLength(2);
  } finally {
    await sql`select private.set_cron_secret(${CRON_SECRET})`;
  }
});
