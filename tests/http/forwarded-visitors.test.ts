import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { connect } from '../founder.ts';
import { stack } from '../stack.ts';
import { ask, cookiesOf, newAddress, ORIGIN, submit } from './dashboard.ts';

// With SUPABASE_SECRET_KEY, which these tests have, Auth knows whose request the dashboard passes on.

const agent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36';
const email = `forwarded-${randomUUID()}@example.com`;
const password = randomUUID();
beforeAll(() => submit('/sign-up', { email, password, account: '' }));

test('what many visitors use up at Auth leaves each other one all of theirs', async () => {
  const open = (address: string) =>
    submit('/confirm?token_hash=abc&type=magiclink', {}, '', address);
  // As many as Auth takes of one address in five minutes and more, and fewer than a visitor may try.
  const four = Array.from({ length: 4 }, () => newAddress());
  const answers = await Promise.all(four.flatMap((address) => Array(9).fill(address).map(open)));
  answers.push(await open(newAddress()));
  expect(answers.map(({ status }) => status)).toEqual(Array(37).fill(answers[0]!.status));
  expect(answers[0]!.status).not.toBe(429);
});

test('a session of somebody whom a secret key brought is shown with their device', async () => {
  const answer = await ask('/sign-in?/password', {
    method: 'POST',
    headers: { origin: ORIGIN, accept: 'text/html', 'user-agent': agent },
    body: new URLSearchParams({ email, password }),
  });
  const page = await ask('/settings/sessions', { headers: { cookie: cookiesOf(answer) } });
  expect(await page.text()).toContain('Chrome on Linux');
  const sql = connect(stack().adminUrl);
  const rows = await sql`
    select s.user_agent from auth.sessions s join auth.users u on u.id = s.user_id
    where u.email = ${email} and s.user_agent like 'TinyCRM (%'`;
  await sql.end();
  expect(rows).toContainEqual({ user_agent: 'TinyCRM (Chrome on Linux)' });
});
