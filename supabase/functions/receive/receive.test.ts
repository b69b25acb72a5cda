import assert from 'node:assert/strict';
import { createHandler } from '../ingest/handler.ts';
import { InvalidKeys } from '../ingest/invalid-keys.ts';
import type { RequestEntry } from '../ingest/log.ts';
import { StoreUnavailable } from '../ingest/store.ts';
import { receiveRoute } from './receive.ts';
import type { Outcome, Receivers } from './receivers.ts';
import { createRoutes } from './routes.ts';
import { base64, hmac, NOW } from './testing.ts';

const ID = '5f0c6a4e-6a0e-4c39-9d55-1f6a3a1f0b11';
const KEY = new TextEncoder().encode('a key of 24 bytes or so');
const receiver = { secret: `v1,whsec_${base64(KEY)}`, mapping: {} };

function createFunction(receivers: Receivers, perMinute = 0) {
  const entries: RequestEntry[] = [];
  const route = receiveRoute(receivers, new InvalidKeys(perMinute, () => NOW), () => NOW);
  const fetch = createHandler(createRoutes(route), (entry) => entries.push(entry));
  const post = (source: string, body: string, headers: Record<string, string> = {}) =>
    fetch(
      new Request(`http://localhost/receive/${source}/${ID}`, { method: 'POST', body, headers }),
    );
  return { entries, post };
}

const found = (source: string, outcome: Outcome = 'created'): Receivers => ({
  find: () => Promise.resolve({ ...receiver, source }),
  receive: () => Promise.resolve(outcome),
});
const lost: Receivers = {
  find: () => Promise.reject(new StoreUnavailable('deadline')),
  receive: () => Promise.reject(new StoreUnavailable('deadline')),
};

const SIGN_UP = JSON.stringify({ user: { id: 'u1', email: 'ada@example.com' } });
const signed = async (text: string) => ({
  'webhook-id': 'msg_1',
  'webhook-timestamp': String(NOW / 1000),
  'webhook-signature': `v1,${base64(await hmac(KEY, `msg_1.${NOW / 1000}.${text}`))}`,
});

Deno.test('without the database a service is told to come again', async () => {
  const response = await createFunction(lost).post('stripe', '{}');
  assert.equal(response.status, 503);
  assert.equal(response.headers.get('retry-after'), '1');
  assert.equal((await response.json()).code, 'database_unavailable');
});

Deno.test('but nobody’s sign-up fails because of it, and the log tells what was lost', async () => {
  const { entries, post } = createFunction(lost);
  const response = await post('supabase_auth', SIGN_UP, await signed(SIGN_UP));
  assert.deepEqual([response.status, await response.json()], [200, {}]);
  assert.deepEqual(entries[0]!.refused, { database_unavailable: 1 });
});

Deno.test('an address that sends many wrong signatures waits, others do not', async () => {
  const { post } = createFunction(found('supabase_auth'), 3);
  const from = { 'cf-connecting-ip': '192.0.2.1' };
  for (let i = 0; i < 3; i++) assert.equal((await post('supabase_auth', '{}', from)).status, 401);
  const held = await post('supabase_auth', '{}', from);
  assert.equal(held.status, 429);
  assert(Number(held.headers.get('retry-after')) > 0);
  const other = { 'cf-connecting-ip': '192.0.2.2', ...(await signed(SIGN_UP)) };
  assert.equal((await post('supabase_auth', SIGN_UP, other)).status, 200);
});

Deno.test('an account that has to pay first is told so', async () => {
  const { post } = createFunction(found('supabase_auth', 'payment_required'));
  assert.equal((await post('supabase_auth', SIGN_UP, await signed(SIGN_UP))).status, 402);
});

Deno.test('neither a path nor a body comes into the log', async () => {
  const { entries, post } = createFunction(found('supabase_auth'));
  await post('ada@example.com', 'ada@example.com');
  await post('supabase_auth', '"ada@example.com"', await signed('"ada@example.com"'));
  await post('supabase_auth', SIGN_UP);
  assert(entries.length === 3 && !JSON.stringify(entries).includes('ada'));
});
