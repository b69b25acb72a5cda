import assert from 'node:assert/strict';
import { healthAnswerSchema } from '../_shared/contract/answers.ts';
import { DatabaseUnavailable } from '../_shared/database/unavailable.ts';
import { API_KEY, assertProblem, createFunction, MemoryStore } from './testing/function.ts';

const call = { email: 'alex@example.com' };

Deno.test(
  'every response, refusals included, has the three headers and a request id of its own',
  async () => {
    const { request, post } = createFunction();
    const responses = [
      await post('/identify', call),
      await post('/identify', {}),
      await request('/nothing'),
      await request('/health'),
      await request('/openapi.json'),
    ];
    for (const { headers } of responses) {
      assert.match(headers.get('x-request-id')!, /^[0-9a-f-]{36}$/);
      assert.equal(headers.get('cache-control'), 'no-store');
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
    }
    assert.equal(new Set(responses.map(({ headers }) => headers.get('x-request-id'))).size, 5);
  },
);

Deno.test('an unknown path is 404 and names the paths there are', async () => {
  const { request } = createFunction();
  for (const path of [
    '',
    '/',
    '/identify/',
    '/Identify',
    '/identify/x',
    '/%69dentify',
    '//identify',
  ]) {
    const problem = await assertProblem(await request(path), 404, 'not_found');
    assert.match(
      problem.detail,
      /\/identify, \/ping, \/batch, \/import\/start, \/import\/rows, \/import\/undo, \/health, \/openapi\.json/,
    );
  }
});

Deno.test('a query does not change the path', async () => {
  const { request } = createFunction();
  assert.equal((await request('/health?a=/b')).status, 200);
});

Deno.test(
  'another method is 405 with Allow, OPTIONS included: browsers have no business here',
  async () => {
    const { request } = createFunction();
    for (const [path, allow, methods] of [
      ['/identify', 'POST', ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']],
      ['/ping', 'POST', ['GET', 'OPTIONS']],
      ['/batch', 'POST', ['GET', 'OPTIONS']],
      ['/import/rows', 'POST', ['GET', 'OPTIONS']],
      ['/health', 'GET', ['POST', 'PUT', 'DELETE', 'OPTIONS']],
      ['/openapi.json', 'GET', ['POST', 'OPTIONS']],
    ] as const) {
      for (const method of methods) {
        const response = await request(path, { method });
        assert.equal(response.headers.get('allow'), allow);
        assert.equal(response.headers.get('access-control-allow-origin'), null);
        await assertProblem(response, 405, 'method_not_allowed');
      }
    }
  },
);

Deno.test('HEAD is answered like GET, and no Allow promises it', async () => {
  const { request } = createFunction();
  for (const path of ['/health', '/openapi.json']) {
    assert.equal((await request(path, { method: 'HEAD' })).status, 200);
  }
});

Deno.test(
  'a missing and a malformed key get the same 401, before anything else is looked at',
  async () => {
    const { request } = createFunction();
    const bodies = [];
    for (const authorization of ['', 'Bearer nonsense', `Basic ${API_KEY}`, `Bearer ${API_KEY}x`]) {
      const headers = authorization ? { authorization } : undefined;
      for (const path of ['/identify', '/ping', '/batch']) {
        const response = await request(path, { method: 'POST', headers, body: 'not json' });
        assert.equal(response.headers.get('www-authenticate'), 'Bearer');
        const { request_id: _, ...body } = await assertProblem(response, 401, 'unauthorized');
        bodies.push(JSON.stringify(body));
      }
    }
    assert.equal(new Set(bodies).size, 1);
  },
);

Deno.test('a wrong checksum never reaches the store', async () => {
  const store = new MemoryStore();
  const { post } = createFunction(store);
  const mistyped = API_KEY.slice(0, -1) + (API_KEY.endsWith('x') ? 'y' : 'x');
  await assertProblem(
    await post('/identify', call, { authorization: `Bearer ${mistyped}` }),
    401,
    'unauthorized',
  );
  assert.equal(store.identified.length, 0);
});

Deno.test('a body that cannot be read is refused with the code that says why', async () => {
  const { post } = createFunction();
  await assertProblem(await post('/identify', '{'), 400, 'invalid_json');
  await assertProblem(await post('/identify', new Uint8Array([0xff])), 400, 'invalid_utf8');
  const plain = await post('/identify', call, { 'content-type': 'text/plain' });
  assert.equal(plain.headers.get('accept'), 'application/json');
  await assertProblem(plain, 415, 'unsupported_media_type');
  const zipped = await post('/identify', call, { 'content-encoding': 'gzip' });
  assert.equal(zipped.headers.get('accept-encoding'), 'identity');
  await assertProblem(zipped, 415, 'unsupported_content_encoding');
});

Deno.test(
  'when the database does not answer, every route that needs it says 503 with Retry-After',
  async () => {
    const store = new MemoryStore();
    const { request, post, entries } = createFunction(store);
    store.error = new DatabaseUnavailable('ECONNREFUSED');
    for (const response of [
      await post('/identify', call),
      await post('/ping', call),
      await post('/batch', { calls: [{ type: 'ping', ...call }] }),
      await request('/health'),
    ]) {
      assert.equal(response.headers.get('retry-after'), '1');
      await assertProblem(response, 503, 'database_unavailable');
    }
    assert.ok(entries.every(({ reason }) => reason === 'ECONNREFUSED'));
  },
);

Deno.test(
  'when too many calls wait, the next is told so before its body is looked at',
  async () => {
    const store = new MemoryStore();
    let commit = () => {};
    const stuck = new Promise<void>((resolve) => (commit = resolve));
    const { identify, ping } = store;
    store.identify = (calls) => stuck.then(() => identify(calls));
    store.ping = (calls) => stuck.then(() => ping(calls));
    const groups = { groupSize: 1, transactions: 1, queueCalls: 1 };
    const { post } = createFunction(store, { groups });
    const waiting = ['/identify', '/identify', '/ping', '/ping'].map((path) => post(path, call));
    await new Promise((resolve) => setTimeout(resolve, 10));
    for (const path of ['/identify', '/ping', '/batch']) {
      const response = await post(path, 'not json');
      assert.equal(response.headers.get('retry-after'), '1');
      await assertProblem(response, 503, 'overloaded');
    }
    commit();
    for (const { status } of await Promise.all(waiting)) assert.equal(status, 200);
  },
);

Deno.test(
  'a fault of the server is 500 and tells outside nothing, inside only the place',
  async () => {
    const store = new MemoryStore();
    store.error = new TypeError('cannot read alex@example.com of undefined');
    const { post, entries } = createFunction(store);
    const problem = await assertProblem(await post('/identify', call), 500, 'internal_error');
    assert.doesNotMatch(JSON.stringify([problem, entries]), /alex/);
    assert.match(entries[0]!.reason!, /^TypeError at .*routes\.test\.ts/);
  },
);

Deno.test('health tells the round trip to the database and what there is to do', async () => {
  const { request, post } = createFunction();
  await post('/identify', call);
  const body = healthAnswerSchema.strict().parse(await (await request('/health')).json());
  assert.equal(body.status, 'ok');
  assert.ok(body.database_ms >= 0);
  assert.deepEqual([body.identify.calls, body.identify.bytes, body.identify.writing], [0, 0, 0]);
});

Deno.test('a request and a group are logged with counts and without what was sent', async () => {
  const { request, post, entries, groups } = createFunction();
  await post('/identify', { ...call, name: 'Alex', params: { secret: 'x' } });
  await post('/identify', { email: 'alex' });
  await post('/batch', { calls: [{ type: 'identify', ...call }, { type: 'ping' }] });
  await request('/alex@example.com');
  await request('/health', { method: 'ALEX' });
  const known = entries.map(({ request_id, ms, event, ...entry }) => {
    assert.match(request_id, /^[0-9a-f-]{36}$/);
    assert.ok(ms >= 0);
    assert.equal(event, 'request');
    return entry;
  });
  const code = 'validation_failed';
  assert.deepEqual(known, [
    { method: 'POST', route: '/ingest/identify', status: 200 },
    { method: 'POST', route: '/ingest/identify', status: 422, code },
    { method: 'POST', route: '/ingest/batch', status: 207, refused: { [code]: 1 } },
    { method: 'GET', route: 'unknown', status: 404, code: 'not_found' },
    { method: 'other', route: '/ingest/health', status: 405, code: 'method_not_allowed' },
  ]);
  assert.deepEqual(
    groups.map(({ event, kind, requests, calls, outcomes, queue }) => {
      return { event, kind, requests, calls, outcomes, queue };
    }),
    Array(2).fill({
      event: 'group',
      kind: 'identify',
      requests: 1,
      calls: 1,
      outcomes: { created: 1 },
      queue: 0,
    }),
  );
  assert.doesNotMatch(JSON.stringify([entries, groups]), /alex|secret|tcrm_proj_/i);
});
