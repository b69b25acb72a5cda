import { afterEach, beforeEach, expect, test } from 'vitest';
import { startGateway, type Gateway } from './gateway.ts';

let gateway: Gateway;
beforeEach(async () => {
  gateway = await startGateway(0, { authLimits: true });
  gateway.serveApiFrom({ fetch: () => Promise.resolve(new Response('answered')) });
});
afterEach(() => gateway.close());

const call = (path: string, method = 'POST') => fetch(`${gateway.url}/auth/v1${path}`, { method });
const flood = async (path: string, method?: string) => {
  const answers = await Promise.all(Array.from({ length: 35 }, () => call(path, method)));
  return answers.filter(({ status }) => status === 429);
};

test.each([
  ['/token?grant_type=password', 'POST'],
  ['/signup', 'POST'],
  ['/otp', 'POST'],
  ['/recover', 'POST'],
  ['/verify', 'POST'],
  ['/user', 'PUT'],
])('an address asks %s thirty times at once, as hosted', async (path, method) => {
  const refused = await flood(path, method);
  expect(refused.length).toBeGreaterThanOrEqual(3);
  expect(await refused[0]!.json()).toMatchObject({ code: 'over_request_rate_limit' });
});

test('signing in and renewing a session share a limit, and others do not notice', async () => {
  await flood('/token?grant_type=password');
  expect((await call('/token?grant_type=refresh_token')).status).toBe(429);
  expect((await call('/signup')).status).toBe(200);
});

test.each(['/user', '/settings'])('%s is read without a limit', async (path) => {
  expect(await flood(path, 'GET')).toEqual([]);
});
