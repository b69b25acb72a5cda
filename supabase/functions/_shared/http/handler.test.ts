import assert from 'node:assert/strict';
import { Problem } from '../contract/problems.ts';
import { DatabaseUnavailable } from '../database/unavailable.ts';
import { createHandler } from './handler.ts';
import type { Route } from './route.ts';

function serve(answer: Route['answer']) {
  const entries: Record<string, unknown>[] = [];
  const refused: string[] = [];
  const routes = new Map<string, Route>([['/billing/checkout', { method: 'POST', answer }]]);
  const handler = createHandler(routes, (entry) => entries.push({ ...entry }), {
    onRefused: ({ code }, { method }, { route }) => refused.push(`${method} ${route} ${code}`),
  });
  const ask = (path: string, method = 'POST') =>
    handler(new Request(`https://x.supabase.co/billing/${path}`, { method }));
  return { ask, entries, refused };
}

Deno.test('every answer is no-store, typed, and under the id in its log entry', async () => {
  const url = 'https://checkout.stripe.com/1';
  const { ask, entries, refused } = serve(() => ({ status: 200, body: { url } }));
  const response = await ask('checkout');
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.equal(response.headers.get('content-type'), 'application/json');
  assert.equal(entries[0]!.request_id, response.headers.get('x-request-id'));
  assert(!JSON.stringify(entries).includes('stripe.com'), 'a page of somebody is not logged');
  assert.deepEqual(refused, []);
});

Deno.test('an unknown path is 404, another method 405, and each refusal is told', async () => {
  const { ask, refused } = serve(() => ({ status: 200, body: {} }));
  assert.equal((await ask('elsewhere')).status, 404);
  const answer = await ask('checkout', 'GET');
  assert.equal(answer.status, 405);
  assert.equal(answer.headers.get('allow'), 'POST');
  assert.deepEqual(refused, ['POST unknown not_found', 'GET /billing/checkout method_not_allowed']);
});

Deno.test('a problem is its document with its headers, and its reason is for the log', async () => {
  const { ask, entries } = serve(() => {
    const extras = { reason: 'stripe_timeout', headers: { 'retry-after': '60' } };
    throw new Problem('stripe_unavailable', 'Try again in a minute.', extras);
  });
  const response = await ask('checkout');
  assert.equal(response.status, 503);
  assert.equal(response.headers.get('retry-after'), '60');
  const body = await response.json();
  assert.equal(body.detail, 'Try again in a minute.');
  assert(!JSON.stringify(body).includes('stripe_timeout'));
  assert.equal(entries[0]!.reason, 'stripe_timeout');
});

Deno.test(
  'without the database it is 503 with Retry-After, and the log has the reason',
  async () => {
    const { ask, entries } = serve(() => Promise.reject(new DatabaseUnavailable('deadline')));
    const response = await ask('checkout');
    assert.deepEqual([response.status, response.headers.get('retry-after')], [503, '1']);
    assert.equal((await response.json()).code, 'database_unavailable');
    assert.equal(entries[0]!.reason, 'deadline');
  },
);

Deno.test('an unforeseen error tells nothing of itself, to callers or in the log', async () => {
  const { ask, entries } = serve(() => {
    throw new Error('alex@example.com');
  });
  const response = await ask('checkout');
  assert.equal(response.status, 500);
  assert(!(await response.text()).includes('alex@'));
  assert(!JSON.stringify(entries).includes('alex@'));
});
