import assert from 'node:assert/strict';
import { createHandler, type Route } from './handler.ts';
import { Problem } from './problem.ts';

function serve(route: Route) {
  const entries: Record<string, unknown>[] = [];
  const handler = createHandler(new Map([['/billing/checkout', route]]), (entry) =>
    entries.push({ ...entry }),
  );
  const ask = (path: string, method = 'POST') =>
    handler(new Request(`https://x.supabase.co/billing/${path}`, { method }));
  return { ask, entries };
}

Deno.test('every answer is no-store, typed, and under the id in its log entry', async () => {
  const { ask, entries } = serve(() => Promise.resolve({ url: 'https://checkout.stripe.com/1' }));
  const response = await ask('checkout');
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.equal(response.headers.get('content-type'), 'application/json');
  assert.equal(entries[0]!.request_id, response.headers.get('x-request-id'));
  assert(!JSON.stringify(entries).includes('stripe.com'), 'a page of somebody is not logged');
});

Deno.test('an unknown path is 404, and another method than POST 405', async () => {
  const { ask } = serve(() => Promise.resolve({}));
  assert.equal((await ask('elsewhere')).status, 404);
  const refused = await ask('checkout', 'GET');
  assert.equal(refused.status, 405);
  assert.equal(refused.headers.get('allow'), 'POST');
});

Deno.test('a problem is its document, and 503 says when to come again', async () => {
  const { ask, entries } = serve(() => {
    throw new Problem('stripe_unavailable', 'Try again in a minute.', 'stripe_timeout');
  });
  const response = await ask('checkout');
  assert.equal(response.status, 503);
  assert.equal(response.headers.get('retry-after'), '60');
  const body = await response.json();
  assert.equal(body.detail, 'Try again in a minute.');
  assert(!JSON.stringify(body).includes('stripe_timeout'), 'the reason is for the log');
  assert.equal(entries[0]!.reason, 'stripe_timeout');
});

Deno.test('an unforeseen error tells nothing of itself, to callers or in the log', async () => {
  const { ask, entries } = serve(() => {
    throw new Error('alex@example.com');
  });
  const response = await ask('checkout');
  assert.equal(response.status, 500);
  assert(!(await response.text()).includes('alex@'));
  assert(!JSON.stringify(entries).includes('alex@'));
});
