import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { API_KEY, assertProblem, createFunction, MemoryStore } from '../testing/function.ts';

const keyHash = createHash('sha256').update(API_KEY).digest('hex');
const email = 'alex@example.com';

/** A call of exactly this many bytes. */
function callOfBytes(bytes: number): string {
  const call = (pad: string[]) => JSON.stringify({ email, params: { pad } });
  const pad = Array.from({ length: 4 }, () => 'x'.repeat(8000));
  return call([...pad, 'x'.repeat(bytes - call([...pad, '']).length)]);
}

Deno.test(
  'identify answers whether this project sees the customer for the first time',
  async () => {
    const store = new MemoryStore();
    const { post } = createFunction(store);
    for (const outcome of ['created', 'updated'] as const) {
      store.identifyOutcome = () => outcome;
      const response = await post('/identify', { email });
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('content-type'), 'application/json');
      assert.deepEqual(await response.json(), { created: outcome === 'created' });
    }
  },
);

Deno.test('identify hands the checked call to the store, with the hash of the key', async () => {
  const store = new MemoryStore();
  const { post } = createFunction(store);
  await post('/identify', {
    email: ' Alex@EXAMPLE.com',
    name: ' Alex ',
    status: 'paid',
    params: { plan: 'pro', old: null },
    timestamp: '2026-01-01T01:00:00+01:00',
  });
  assert.deepEqual(store.identified, [
    [
      {
        keyHash,
        email,
        name: 'Alex',
        status: 'paid',
        params: { plan: 'pro', old: null },
        timestamp: '2026-01-01T00:00:00Z',
      },
    ],
  ]);
});

Deno.test('params reach the store as they were sent, whatever their keys are called', async () => {
  const store = new MemoryStore();
  const { post } = createFunction(store);
  const params = {
    '': 1,
    constructor: 'x',
    toString: null,
    hasOwnProperty: [],
    'a/b~c': { d: {} },
  };
  assert.equal((await post('/identify', { email, params })).status, 200);
  assert.deepEqual(store.identified[0]![0]!.params, params);
});

Deno.test('ping answers whether there was anybody to update, and creates nobody', async () => {
  const store = new MemoryStore();
  const { post } = createFunction(store);
  for (const outcome of ['updated', 'unknown'] as const) {
    store.pingOutcome = () => outcome;
    const response = await post('/ping', { email, age: 1500 });
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), { updated: outcome === 'updated' });
  }
  assert.deepEqual(store.pinged[0], [{ keyHash, email, age: 1500 }]);
  assert.equal(store.identified.length, 0);
});

Deno.test('an unknown or revoked key gets the same 401 as a malformed one', async () => {
  const store = new MemoryStore();
  store.identifyOutcome = store.pingOutcome = () => 'unauthorized';
  const { post, request } = createFunction(store);
  const malformed = await assertProblem(
    await request('/identify', { method: 'POST' }),
    401,
    'unauthorized',
  );
  for (const path of ['/identify', '/ping']) {
    const response = await post(path, { email });
    assert.equal(response.headers.get('www-authenticate'), 'Bearer');
    const problem = await assertProblem(response, 401, 'unauthorized');
    assert.deepEqual({ ...problem, request_id: malformed.request_id }, malformed);
  }
});

Deno.test('an account that must pay gets 402, and its key is no wrong one', async () => {
  const store = new MemoryStore();
  store.identifyOutcome = store.pingOutcome = () => 'payment_required';
  const { post } = createFunction(store);
  for (const path of ['/identify', '/ping']) {
    for (let i = 0; i < 30; i++) {
      const problem = await assertProblem(await post(path, { email }), 402, 'payment_required');
      assert.match(problem.detail, /subscribes on the Billing page/);
    }
  }
});

Deno.test('params that would grow past their limit are 422 and say how to make room', async () => {
  const store = new MemoryStore();
  store.identifyOutcome = () => 'params_too_large';
  const { post } = createFunction(store);
  const problem = await assertProblem(await post('/identify', { email }), 422, 'params_too_large');
  assert.match(problem.detail, /as null/);
});

Deno.test('a call that only the database finds wrong is 422', async () => {
  const store = new MemoryStore();
  store.identifyOutcome = () => 'invalid';
  const { post } = createFunction(store);
  await assertProblem(await post('/identify', { email }), 422, 'validation_failed');
});

Deno.test('a call that breaks rules is 422, tells each, and reaches no store', async () => {
  const store = new MemoryStore();
  const { post } = createFunction(store);
  const problem = await assertProblem(
    await post('/identify', { email: 'alex', status: 'gold', plan: 'pro' }),
    422,
    'validation_failed',
  );
  assert.deepEqual(
    problem.errors!.map(({ pointer }) => pointer),
    ['/email', '/status', '/plan'],
  );
  assert.match(problem.detail, /^\/email: .* \(and 2 more, see errors\)$/);
  assert.equal(store.identified.length, 0);
});

Deno.test('what JSON can hold and a database cannot is 422, before zod would drop it', async () => {
  const { post } = createFunction();
  for (const [body, pointer] of [
    [`{"email":"${email}","__proto__":{"status":"paid"}}`, '/__proto__'],
    [`{"email":"${email}","params":{"__proto__":{"a":1}}}`, '/params/__proto__'],
    [`{"email":"${email}","params":{"n":1e400}}`, '/params/n'],
    [`{"email":"${email}","params":{"n":1e131071}}`, '/params/n'],
    [`{"email":"${email}","params":{"a":"\\u0000"}}`, '/params/a'],
    [`{"email":"${email}","name":"\\ud800"}`, '/name'],
  ]) {
    const problem = await assertProblem(await post('/identify', body), 422, 'validation_failed');
    assert.equal(problem.errors![0]!.pointer, pointer);
  }
});

Deno.test('a body that is no object is 422 at the whole body', async () => {
  const { post } = createFunction();
  for (const body of ['null', '[]', '"x"', '1']) {
    const problem = await assertProblem(await post('/ping', body), 422, 'validation_failed');
    assert.deepEqual(problem.errors, [{ pointer: '', detail: 'A call must be a JSON object.' }]);
  }
});

Deno.test('a call of 32 KB is accepted, and one byte more is 413 with the limit', async () => {
  const { post } = createFunction();
  assert.equal((await post('/identify', callOfBytes(32768))).status, 200);
  const problem = await assertProblem(
    await post('/identify', callOfBytes(32769)),
    413,
    'call_too_large',
  );
  assert.match(problem.detail, /32768 bytes/);
  await assertProblem(await post('/ping', callOfBytes(32769)), 413, 'call_too_large');
});

Deno.test('an API key in the place of a field is not repeated in the error', async () => {
  const { post, entries } = createFunction();
  for (const body of [
    { email, [API_KEY]: 1 },
    { email, params: { [`${API_KEY}\0`]: 1 } },
  ]) {
    const problem = await assertProblem(await post('/identify', body), 422, 'validation_failed');
    assert.doesNotMatch(JSON.stringify([problem, entries]), new RegExp(API_KEY.slice(10, 40)));
    assert.match(problem.errors![0]!.pointer, /\/tcrm_proj_…/);
  }
});
