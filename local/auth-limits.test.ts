import { afterEach, beforeEach, expect, test } from 'vitest';
import { startGateway, type Gateway } from './gateway.ts';

let gateway: Gateway;
beforeEach(async () => {
  gateway = await startGateway(0, { authLimits: true, secretKey: 'sb_secret_x' });
  gateway.serveApiFrom({ fetch: () => Promise.resolve(new Response('answered')) });
});
afterEach(() => gateway.close());

const call = (path: string, method = 'POST', headers: Record<string, string> = {}) =>
  fetch(`${gateway.url}/auth/v1${path}`, { method, headers });
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

test('whoever shows the secret key is believed whose request it passes on, and nobody else', async () => {
  await flood('/token');
  const visitor = { 'sb-forwarded-for': '203.0.113.9' };
  expect((await call('/token', 'POST', visitor)).status).toBe(429);
  expect((await call('/token', 'POST', { ...visitor, apikey: 'sb_secret_x' })).status).toBe(200);
  expect((await call('/token', 'POST', { apikey: 'sb_secret_x' })).status).toBe(429);
});

test('a secret key is refused to a browser', async () => {
  const key = {
    apikey: 'sb_secret_x',
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0',
  };
  expect((await call('/user', 'GET', key)).status).toBe(401);
  expect((await fetch(`${gateway.url}/rest/v1/rpc/x`, { headers: key })).status).toBe(401);
  expect(
    (await call('/user', 'GET', { ...key, 'user-agent': 'TinyCRM (Firefox on Linux)' })).status,
  ).toBe(200);
  expect((await call('/user', 'GET', { ...key, apikey: 'sb_publishable_x' })).status).toBe(200);
});
