import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { rewriteOfCalls } from '../../web/adapters.js';
import { HEADERS } from '../../web/lib/server/security-headers.ts';
import { createProject, signUp } from '../founder.ts';
import { stack } from '../stack.ts';
import { dashboardApi } from './addresses.ts';
import { ask, ORIGIN, startDashboard } from './dashboard.ts';

// What is different at the dashboard's own address; what is the same, identify.test.ts and json-shapes.test.ts ask at both.

const identify = (apiKey: string, headers: Record<string, string> = {}) => ({
  method: 'POST',
  headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', ...headers },
  body: JSON.stringify({ email: 'alex@example.com', status: 'paid' }),
});

test('a call from anywhere is taken: it has a key, and no cookie is looked at', async () => {
  const { apiKey } = await createProject(await signUp(), 'Product A');
  for (const origin of [undefined, 'null', 'https://product.example']) {
    const answer = await ask('/v1/identify', identify(apiKey, origin ? { origin } : {}));
    expect(answer.status, origin).toBe(200);
    expect(answer.headers.getSetCookie()).toEqual([]);
  }
  const session = { cookie: 'sb-127-auth-token=base64-nothing' };
  const answer = await ask('/v1/identify', identify('tcrm_proj_of_nobody', session));
  expect(answer.status).toBe(401);
  expect(answer.headers.getSetCookie()).toEqual([]);
});

test('the answer has the headers of the function and of the dashboard', async () => {
  const { status, headers } = await ask('/v1/identify');
  expect(status).toBe(405);
  expect(Object.fromEntries(headers)).toMatchObject({
    ...HEADERS,
    allow: 'POST',
    'cache-control': 'no-store',
    'content-type': 'application/problem+json',
    'x-request-id': expect.stringMatching(/^[\da-f-]{36}$/),
    'content-security-policy': expect.stringContaining("default-src 'none'"),
  });
});

test('a path that there is none for is the function’s to refuse, a slash at the end too', async () => {
  for (const path of ['/v1', '/v1/', '/v1/identify/', '/v1/users', '/v1/%2e%2e/receive']) {
    const answer = await ask(path, { headers: { accept: 'application/json' } });
    expect(answer.status, path).toBe(404);
  }
  expect(await (await ask('/v1/users')).json()).toMatchObject({ code: 'not_found' });
});

test('its OpenAPI document says this address, and the function’s says the function’s', async () => {
  const here = await dashboardApi();
  const document = await (await fetch(`${here}/openapi.json`)).json();
  const { url } = document.servers[0];
  expect(new URL(url, `${here}/openapi.json`).href).toBe(here);
});

/** Asks a dashboard whose function is at another address. */
async function askOf(ingestUrl: string, init: RequestInit): Promise<Response> {
  const kit = await startDashboard({ ...stack(), ingestUrl });
  const request = new Request(`${ORIGIN}/v1/identify`, init);
  return kit.respond(request, { getClientAddress: () => '198.51.100.7' });
}

test('the function is asked to run beside its database, unless the product asks otherwise', async () => {
  const seen: unknown[] = [];
  const server = createServer(({ headers }, response) => {
    seen.push([headers['x-region'], headers['x-forwarded-for']]);
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await askOf(url, identify('tcrm_proj_x'));
  await askOf(url, identify('tcrm_proj_x', { 'x-region': 'us-east-1' }));
  server.close();
  server.closeAllConnections();
  expect(seen).toEqual([
    ['eu-central-1', '198.51.100.7'],
    ['us-east-1', '198.51.100.7'],
  ]);
});

test('a function that does not answer is a 503 that says what to do', async () => {
  const answer = await askOf('http://127.0.0.1:1', identify('tcrm_proj_x'));
  expect(answer.headers.get('retry-after')).toBe('1');
  expect(await answer.json()).toMatchObject({
    status: 503,
    code: 'overloaded',
    detail: expect.stringContaining('Send the same call again.'),
  });
});

test('Vercel passes calls on by itself, where the build knows to whom', () => {
  expect(rewriteOfCalls({})).toBeUndefined();
  const INGEST_URL = 'https://ref.supabase.co/functions/v1/ingest';
  const { src, dest } = rewriteOfCalls({ INGEST_URL, SUPABASE_REGION: 'eu-central-1' })!;
  expect('/v1/identify'.replace(new RegExp(src), dest)).toBe(
    `${INGEST_URL}/identify?forceFunctionRegion=eu-central-1`,
  );
  for (const other of ['/v1/identify/x', '/v1/openapi.json', '/v1', '/x/v1/ping']) {
    expect(other).not.toMatch(new RegExp(src));
  }
});
