import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { batchAnswerSchema } from '../../_shared/contract/answers.ts';
import { DatabaseUnavailable } from '../../_shared/database/unavailable.ts';
import { skippingClock, tick } from '../../_shared/testing/clock.ts';
import { API_KEY, assertProblem, createFunction, MemoryStore } from '../testing/function.ts';

const keyHash = createHash('sha256').update(API_KEY).digest('hex');
const identify = (name: string) => ({ type: 'identify', email: `${name}@example.com` });
const ping = (name: string) => ({ type: 'ping', email: `${name}@example.com` });

/** The results of a batch that was answered with this status. */
async function results(response: Response, status: number) {
  assert.equal(response.status, status);
  assert.equal(response.headers.get('content-type'), 'application/json');
  return batchAnswerSchema.parse(await response.json()).results;
}

/** An identify of exactly this many bytes. */
function callOfBytes(bytes: number) {
  const call = (last: string) => ({
    ...identify('big'),
    params: { pad: [...Array.from({ length: 4 }, () => 'x'.repeat(8000)), last] },
  });
  return call('x'.repeat(bytes - JSON.stringify(call('')).length));
}

Deno.test(
  'a batch of which every call is accepted is 200, with a result each in its order',
  async () => {
    const store = new MemoryStore();
    store.identifyOutcome = ({ email }) => (email.startsWith('new') ? 'created' : 'updated');
    store.pingOutcome = ({ email }) => (email.startsWith('nobody') ? 'unknown' : 'updated');
    const { post } = createFunction(store);
    const calls = [ping('old'), identify('new'), ping('nobody'), identify('old')];
    assert.deepEqual(await results(await post('/batch', { calls }), 200), [
      { index: 0, status: 200, updated: true },
      { index: 1, status: 200, created: true },
      { index: 2, status: 200, updated: false },
      { index: 3, status: 200, created: false },
    ]);
  },
);

Deno.test('a batch is written in one go for each kind, identify first', async () => {
  const order: string[] = [];
  const store = new MemoryStore();
  store.identifyOutcome = ({ email }) => (order.push(`identify ${email}`), 'created');
  store.pingOutcome = ({ email }) => (order.push(`ping ${email}`), 'updated');
  const { post } = createFunction(store);
  await post('/batch', { calls: [ping('a'), identify('a'), ping('b'), identify('b')] });
  assert.deepEqual(
    store.identified.map((calls) => calls.map(({ keyHash, email }) => [keyHash, email])),
    [
      [
        [keyHash, 'a@example.com'],
        [keyHash, 'b@example.com'],
      ],
    ],
  );
  assert.equal(store.pinged.length, 1);
  assert.deepEqual(order, [
    'identify a@example.com',
    'identify b@example.com',
    'ping a@example.com',
    'ping b@example.com',
  ]);
});

Deno.test(
  'a refused call harms no other: 207, its error at its own index and pointer',
  async () => {
    const store = new MemoryStore();
    store.identifyOutcome = ({ email }) =>
      email.startsWith('full')
        ? 'params_too_large'
        : email.startsWith('odd')
          ? 'invalid'
          : 'created';
    const { post } = createFunction(store);
    const calls = [
      identify('a'),
      { ...identify('b'), params: [] },
      'nonsense',
      { type: 'track' },
      identify('full'),
      identify('odd'),
      JSON.parse('{"type":"ping","email":"c@example.com","__proto__":1}'),
      ping('d'),
    ];
    const answered = await results(await post('/batch', JSON.stringify({ calls })), 207);
    assert.deepEqual(
      answered.map(({ index, status, error }) => [
        index,
        status,
        error?.code,
        error?.errors?.[0]?.pointer,
      ]),
      [
        [0, 200, undefined, undefined],
        [1, 422, 'validation_failed', '/calls/1/params'],
        [2, 422, 'validation_failed', '/calls/2'],
        [3, 422, 'validation_failed', '/calls/3/type'],
        [4, 422, 'params_too_large', undefined],
        [5, 422, 'validation_failed', undefined],
        [6, 422, 'validation_failed', '/calls/6/__proto__'],
        [7, 200, undefined, undefined],
      ],
    );
    assert.equal(store.identified[0]!.length, 3);
  },
);

Deno.test(
  'a batch of which no call is accepted is a 422 problem that holds the results',
  async () => {
    const store = new MemoryStore();
    const { post } = createFunction(store);
    const problem = await assertProblem(
      await post('/batch', { calls: [identify(''), ping('')] }),
      422,
      'no_call_accepted',
    );
    assert.deepEqual(
      problem.results!.map(({ index, status, error }) => [index, status, error!.code]),
      [
        [0, 422, 'validation_failed'],
        [1, 422, 'validation_failed'],
      ],
    );
    assert.deepEqual([store.identified, store.pinged], [[], []]);
  },
);

Deno.test(
  'a key that is no good is one 401 for the whole batch, also beside invalid calls',
  async () => {
    const store = new MemoryStore();
    store.identifyOutcome = store.pingOutcome = () => 'unauthorized';
    const { post } = createFunction(store);
    for (const calls of [[identify('a')], [ping('a')], [identify('a'), ping('a'), identify('')]]) {
      await assertProblem(await post('/batch', { calls }), 401, 'unauthorized');
    }
  },
);

Deno.test('an account that must pay is one 402 for the whole batch', async () => {
  const store = new MemoryStore();
  store.identifyOutcome = store.pingOutcome = () => 'payment_required';
  const { post } = createFunction(store);
  for (const calls of [[identify('a')], [ping('a')], [identify('a'), ping('a'), identify('')]]) {
    await assertProblem(await post('/batch', { calls }), 402, 'payment_required');
  }
});

Deno.test('a key revoked between two calls of a batch refuses only those after it', async () => {
  const store = new MemoryStore();
  store.pingOutcome = ({ email }) => (email.startsWith('b') ? 'unauthorized' : 'updated');
  const { post } = createFunction(store);
  const answered = await results(await post('/batch', { calls: [ping('a'), ping('b')] }), 207);
  assert.deepEqual([answered[1]!.status, answered[1]!.error!.code], [401, 'unauthorized']);
});

Deno.test('a batch holds 1 to 500 calls', async () => {
  const { post } = createFunction();
  const calls = (count: number) => Array.from({ length: count }, (_, i) => ping(`a${i}`));
  assert.equal((await results(await post('/batch', { calls: calls(500) }), 200)).length, 500);
  for (const count of [0, 501]) {
    const problem = await assertProblem(
      await post('/batch', { calls: calls(count) }),
      422,
      'validation_failed',
    );
    assert.equal(problem.errors![0]!.pointer, '/calls');
  }
});

Deno.test('a batch is an object with a list of calls and nothing else', async () => {
  const { post } = createFunction();
  for (const [body, pointer] of [
    ['null', ''],
    [`[${JSON.stringify(ping('a'))}]`, ''],
    ['{}', '/calls'],
    ['{"calls":{}}', '/calls'],
    [`{"calls":[${JSON.stringify(ping('a'))}],"sent_at":1}`, '/sent_at'],
    [`{"calls":[${JSON.stringify(ping('a'))}],"__proto__":{}}`, '/__proto__'],
  ]) {
    const problem = await assertProblem(await post('/batch', body), 422, 'validation_failed');
    assert.equal(problem.errors![0]!.pointer, pointer);
  }
});

Deno.test('in a batch a call of 32 KB is accepted, and one byte more is its own 413', async () => {
  const { post } = createFunction();
  const calls = [callOfBytes(32768), callOfBytes(32769), ping('a')];
  const answered = await results(await post('/batch', { calls }), 207);
  assert.deepEqual(
    answered.map(({ status, error }) => [status, error?.code]),
    [
      [200, undefined],
      [413, 'call_too_large'],
      [200, undefined],
    ],
  );
});

Deno.test('a batch of 500 KB is accepted, and one byte more is 413 with the limit', async () => {
  const { post } = createFunction();
  const calls = Array.from({ length: 15 }, () => callOfBytes(32768));
  const body = JSON.stringify({ calls });
  assert.equal((await post('/batch', body.padEnd(512_000))).status, 200);
  const problem = await assertProblem(
    await post('/batch', body.padEnd(512_001)),
    413,
    'body_too_large',
  );
  assert.match(problem.detail, /512000 bytes/);
});

Deno.test('a database that fails in the middle of a batch makes the whole batch 503', async () => {
  const store = new MemoryStore();
  store.ping = () => Promise.reject(new DatabaseUnavailable('57014'));
  const { post } = createFunction(store);
  await assertProblem(
    await post('/batch', { calls: [identify('a'), ping('a')] }),
    503,
    'database_unavailable',
  );
});

Deno.test('the log counts how each call of a batch ended', async () => {
  const { post, entries, groups } = createFunction();
  await post('/batch', { calls: [identify('a'), identify('b'), ping('a'), ping('')] });
  assert.deepEqual(entries[0]!.refused, { validation_failed: 1 });
  assert.deepEqual(
    groups.map(({ kind, requests, calls, outcomes }) => [kind, requests, calls, outcomes]),
    [
      ['identify', 1, 2, { created: 2 }],
      ['ping', 1, 1, { updated: 1 }],
    ],
  );
});

Deno.test(
  'a mixed batch has one deadline for both kinds, however late its identifies end',
  async () => {
    const store = new MemoryStore();
    using clock = skippingClock();
    const late =
      <Outcome>(outcome: Outcome) =>
      async () => {
        clock.skip(1_500);
        await tick();
        return [outcome];
      };
    store.identify = late('created');
    store.ping = late('updated');
    const { post } = createFunction(store);
    await assertProblem(
      await post('/batch', { calls: [identify('a'), ping('a')] }),
      503,
      'database_unavailable',
    );
    await tick();
  },
);
