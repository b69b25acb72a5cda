import assert from 'node:assert/strict';
import { BodiesInFlight } from '../_shared/http/bodies-in-flight.ts';
import { createHandler } from '../_shared/http/handler.ts';
import { InvalidKeys } from '../_shared/http/invalid-keys.ts';
import type { RequestEntry } from '../_shared/http/log.ts';
import { DatabaseUnavailable } from '../_shared/database/unavailable.ts';
import { Guard } from './guard.ts';
import { receiveRoute } from './receive.ts';
import type { Outcome, Receivers } from './receivers.ts';
import { createRoutes } from './routes.ts';
import { base64, hex, hmac, NOW } from './testing.ts';

const ID = '5f0c6a4e-6a0e-4c39-9d55-1f6a3a1f0b11';
const KEY = new TextEncoder().encode('a key of 24 bytes or so');
const receiver = { secret: `v1,whsec_${base64(KEY)}`, mapping: {} };

function createFunction(receivers: Receivers, perMinute = 0, bodies = 100) {
  const entries: RequestEntry[] = [];
  const guard = new Guard(() => new InvalidKeys(perMinute, () => NOW));
  const inFlight = new BodiesInFlight(bodies);
  const route = receiveRoute(receivers, guard, inFlight, () => NOW);
  const fetch = createHandler(createRoutes(route), (entry) => entries.push(entry));
  const post = (service: string, body: BodyInit, headers: Record<string, string> = {}, id = ID) =>
    fetch(
      new Request(`http://localhost/receive/${service}/${id}`, { method: 'POST', body, headers }),
    );
  return { entries, post };
}

const found = (service: string, outcome: Outcome = 'created'): Receivers => ({
  find: () => Promise.resolve({ ...receiver, service }),
  receive: () => Promise.resolve(outcome),
});
const nobody: Receivers = {
  find: () => Promise.resolve(null),
  receive: () => Promise.resolve('not_found'),
};
const lost: Receivers = {
  find: () => Promise.reject(new DatabaseUnavailable('deadline')),
  receive: () => Promise.reject(new DatabaseUnavailable('deadline')),
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

Deno.test('bodies that nobody signed yet leave room to the receivers that are in use', async () => {
  const { entries, post } = createFunction(found('supabase_auth'), 0, 4);
  const used = '00000000-0000-4000-8000-000000000001';
  assert.equal((await post('supabase_auth', SIGN_UP, await signed(SIGN_UP), used)).status, 200);
  const ends: (() => void)[] = [];
  const unfinished = () => new ReadableStream({ start: (it) => void ends.push(() => it.close()) });
  const strangers = [post('supabase_auth', unfinished()), post('supabase_auth', unfinished())];

  const refused = await post('stripe', '{}');
  assert.deepEqual([refused.status, (await refused.json()).code], [503, 'overloaded']);
  await post('supabase_auth', SIGN_UP, await signed(SIGN_UP), used);
  assert.equal(entries.at(-1)!.refused, undefined);
  for (const end of ends) end();
  assert.deepEqual(
    (await Promise.all(strangers)).map(({ status }) => status),
    [401, 401],
  );
  assert.equal((await post('supabase_auth', '{}')).status, 401);
});

Deno.test('but nobody’s sign-up fails because of it, and the log tells what was lost', async () => {
  const { entries, post } = createFunction(lost);
  const response = await post('supabase_auth', SIGN_UP, await signed(SIGN_UP));
  assert.deepEqual([response.status, await response.json()], [200, {}]);
  assert.deepEqual(entries[0]!.refused, { database_unavailable: 1 });
});

Deno.test('who sends many wrong signatures waits, and what is rightly signed passes', async () => {
  const { post } = createFunction(found('clerk'), 3);
  const from = { 'cf-connecting-ip': '192.0.2.1' };
  const svix = Object.fromEntries(
    Object.entries(await signed(SIGN_UP)).map(([name, value]) => [
      name.replace('webhook', 'svix'),
      value,
    ]),
  );
  for (let i = 0; i < 3; i++) assert.equal((await post('clerk', '{}', from)).status, 401);
  const held = await post('clerk', '{}', from);
  assert.equal(held.status, 429);
  assert(Number(held.headers.get('retry-after')) > 0);
  assert.equal((await post('clerk', SIGN_UP, { ...from, ...svix })).status, 200);
});

Deno.test(
  'wrong deliveries to other receivers hold nobody back who shares the address',
  async () => {
    const asked: string[] = [];
    const receivers: Receivers = {
      find: (id) => {
        asked.push(id);
        return Promise.resolve(id === ID ? { ...receiver, service: 'clerk' } : null);
      },
      receive: () => Promise.resolve('created'),
    };
    const { post } = createFunction(receivers, 3);
    const from = { 'cf-connecting-ip': '192.0.2.1' };
    const other = ID.replace(/^5/, '6');
    for (let i = 0; i < 9; i++) {
      assert.equal((await post('clerk', '{}', from, other)).status, 404);
    }
    // The database is not asked again and again.
    assert.equal(asked.length, 3);
    assert.equal((await post('clerk', '{}', from)).status, 401);
  },
);

Deno.test('an account that has to pay first is told so', async () => {
  const { post } = createFunction(found('stripe', 'payment_required'));
  const t = NOW / 1000;
  const v1 = hex(await hmac(receiver.secret, `${t}.{}`));
  assert.equal((await post('stripe', '{}', { 'stripe-signature': `t=${t},v1=${v1}` })).status, 402);
});

Deno.test('a test is noted as one, until the founder has tests count', async () => {
  const noted: unknown[] = [];
  const body = JSON.stringify({
    ...{ id: 'evt_1', type: 'customer.created', created: NOW / 1000, livemode: false },
    data: { object: { id: 'cus_1', email: 'ada@example.com' } },
  });
  const t = NOW / 1000;
  const v1 = hex(await hmac(receiver.secret, `${t}.${body}`));
  for (const mapping of [{}, { count_tests: true }]) {
    const { post } = createFunction({
      find: () => Promise.resolve({ ...receiver, service: 'stripe', mapping }),
      receive: (_, event) => {
        noted.push(event.outcome ?? event.email);
        return Promise.resolve('created');
      },
    });
    await post('stripe', body, { 'stripe-signature': `t=${t},v1=${v1}` });
  }
  assert.deepEqual(noted, ['ignored', 'ada@example.com']);
});

Deno.test(
  'no sign-up is stopped by what becomes of it here, and the log tells what was lost',
  async () => {
    const headers = await signed(SIGN_UP);
    const large = new Uint8Array(1024 * 1024 + 1);
    const broken: Receivers = {
      find: () => Promise.resolve({ ...receiver, service: 'supabase_auth' }),
      receive: () => Promise.reject(new TypeError('a mistake of ours')),
    };
    for (const [receivers, body, code] of [
      [found('supabase_auth', 'payment_required'), SIGN_UP, 'payment_required'],
      [found('supabase_auth', 'not_found'), SIGN_UP, 'not_found'],
      [nobody, SIGN_UP, 'not_found'],
      [nobody, 'not JSON', 'not_found'],
      [found('supabase_auth'), large, 'body_too_large'],
      [found('supabase_auth'), new Uint8Array([0xff]), 'invalid_utf8'],
      [broken, SIGN_UP, 'internal_error'],
    ] as const) {
      const { entries, post } = createFunction(receivers);
      const response = await post('supabase_auth', body, headers);
      assert.deepEqual([response.status, await response.json()], [200, {}], code);
      assert.deepEqual(entries[0]!.refused, { [code]: 1 });
    }
  },
);

Deno.test('nor by what is signed and no JSON, which is noted', async () => {
  const noted: unknown[] = [];
  const receivers: Receivers = {
    ...found('supabase_auth'),
    receive: (_, event) => {
      noted.push(event);
      return Promise.resolve('refused');
    },
  };
  const { entries, post } = createFunction(receivers);
  for (const body of ['not JSON', '"text"', 'null']) {
    const response = await post('supabase_auth', body, await signed(body));
    assert.deepEqual([response.status, await response.json()], [200, {}], body);
  }
  assert(noted.every((event) => (event as { outcome?: string }).outcome === 'refused'));
  assert(noted.length === 3 && entries.every(({ status }) => status === 200));
});

Deno.test('nor by a stranger who sends without end', async () => {
  for (const receivers of [found('supabase_auth'), nobody]) {
    const { post } = createFunction(receivers, 3);
    for (let i = 0; i < 9; i++) await post('supabase_auth', '{}');
    assert.equal((await post('supabase_auth', SIGN_UP, await signed(SIGN_UP))).status, 200);
  }
});

Deno.test('only a wrong signature for a receiver that is there stops one', async () => {
  const { post } = createFunction(found('supabase_auth'), 3);
  for (const status of [401, 401, 401, 429]) {
    assert.equal((await post('supabase_auth', SIGN_UP)).status, status);
  }
});

Deno.test('a sign-in goes on with its claims, also where nobody listens anymore', async () => {
  const { post } = createFunction(nobody);
  const claims = { email: 'ada@example.com', role: 'authenticated' };
  const response = await post('supabase_auth', JSON.stringify({ user_id: 'u1', claims }));
  assert.deepEqual(await response.json(), { claims });
});

Deno.test('neither a path nor a body comes into the log', async () => {
  const { entries, post } = createFunction(found('supabase_auth'));
  await post('ada@example.com', 'ada@example.com');
  await post('supabase_auth', '"ada@example.com"', await signed('"ada@example.com"'));
  await post('supabase_auth', SIGN_UP);
  await post('supabase_auth', 'ada@example.com', await signed('ada@example.com'));
  assert(entries.length === 4 && !/ada@|example/.test(JSON.stringify(entries)));
});
