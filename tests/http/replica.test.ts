import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Gateway } from '../../local/gateway.ts';
import { anonymous } from '../founder.ts';
import { ask, cookiesOf, submit } from './dashboard.ts';
import { standBetween } from './own-gateway.ts';
import { stack } from '../stack.ts';

let replica: Gateway;
const asked: string[] = [];
beforeAll(async () => {
  const before = process.env.TINYCRM_STACK;
  replica = await standBetween((path) => {
    asked.push(path.split('?')[0]!);
    return Promise.resolve(undefined);
  });
  // Only what reads goes through it.
  process.env.TINYCRM_STACK = before;
  process.env.SUPABASE_REPLICA_URL = replica.url;
});
afterAll(() => replica.close());

test('the dashboard reads from the replica, but what its visitor has just changed', async () => {
  const { apiUrl } = stack();
  expect(replica.url).not.toBe(apiUrl);
  const email = `replica-${randomUUID()}@example.com`;
  const password = randomUUID();
  await anonymous().auth.signUp({ email, password });
  const signedIn = cookiesOf(await submit('/sign-in?/password', { email, password }));
  expect((await ask('/customers', { headers: { cookie: signedIn } })).status).toBe(200);
  expect(asked).toEqual([]);

  // As ten seconds later.
  const cookie = signedIn.replace(/(^|; )wrote=1/, '');
  expect((await ask('/customers', { headers: { cookie } })).status).toBe(200);
  expect(asked).toContain('/rest/v1/rpc/my_session');
  expect(asked).toContain('/rest/v1/rpc/search_customers');
  asked.length = 0;
  expect((await ask('/overview', { headers: { cookie } })).status).toBe(200);
  expect(asked).toContain('/rest/v1/rpc/overview');
  asked.length = 0;

  const saved = await submit(
    '/customers?/saveView',
    { name: 'Paid', query: 'status=paid' },
    cookie,
  );
  expect(saved.status).toBe(303);
  expect(cookiesOf(saved)).toContain('wrote=1');
  expect(asked).toEqual([]);
});
