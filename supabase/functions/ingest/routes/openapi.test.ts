import assert from 'node:assert/strict';
import { codesOf, PROBLEMS } from '../../_shared/contract/problems.ts';
import { createFunction, IMPORT_ID, MemoryStore } from '../testing/function.ts';

const { request } = createFunction();
const document = await (await request('/openapi.json')).json();

const WRITES = ['/identify', '/ping', '/batch', '/import/start', '/import/rows', '/import/undo'];

/** The schema that a reference like #/components/schemas/Ping points to. */
function resolve(reference: string): unknown {
  assert.match(reference, /^#\//);
  return reference
    .slice(2)
    .split('/')
    .reduce((value, step) => value?.[step], document);
}

function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' ? [inner as string] : references(inner),
  );
}

Deno.test('the document names every route with its method, and no other', () => {
  const routes = Object.entries(document.paths).map(([path, operations]) => [
    path,
    Object.keys(operations as object),
  ]);
  assert.equal(document.openapi, '3.1.0');
  assert.deepEqual(routes, [
    ['/identify', ['post']],
    ['/ping', ['post']],
    ['/batch', ['post']],
    ['/import/start', ['post']],
    ['/import/rows', ['post']],
    ['/import/undo', ['post']],
    ['/health', ['get']],
    ['/openapi.json', ['get']],
  ]);
});

Deno.test('every reference leads somewhere', () => {
  const all = references(document);
  assert.ok(all.length > 20);
  for (const reference of all) assert.ok(resolve(reference), `${reference} leads nowhere`);
});

Deno.test('the schemas are those that check the calls', () => {
  const { Identify, Ping, Batch, BatchCall } = document.components.schemas;
  assert.deepEqual(Object.keys(Identify.properties), [
    'email',
    'name',
    'status',
    'params',
    'age',
    'timestamp',
  ]);
  assert.deepEqual(Identify.required, ['email']);
  assert.equal(Identify.additionalProperties, false);
  const nothing = { type: 'null' };
  const [status, ...noStatus] = Identify.properties.status.anyOf;
  const [name, ...noName] = Identify.properties.name.anyOf;
  assert.deepEqual(status.enum, ['free', 'trial', 'paid', 'churned', '']);
  assert.equal(name.maxLength, 200);
  assert.deepEqual([noStatus, noName], [[nothing], [nothing]]);
  assert.deepEqual(Object.keys(Ping.properties), ['email', 'age', 'timestamp']);
  assert.equal(Batch.properties.calls.maxItems, 500);
  assert.equal(Batch.properties.calls.items.$ref, '#/components/schemas/BatchCall');
  assert.equal(BatchCall.oneOf.length, 2);
});

Deno.test('every write tells every way it can be refused, and needs the key', () => {
  assert.deepEqual(document.security, [{ apiKey: [] }]);
  assert.equal(document.components.securitySchemes.apiKey.scheme, 'bearer');
  for (const path of WRITES) {
    const { responses, security } = document.paths[path].post;
    assert.equal(security, undefined);
    const refused = Object.keys(responses).filter((status) => Number(status) >= 400);
    assert.deepEqual(refused, [
      ...['400', '401', '402'],
      ...(path === '/import/rows' || path === '/import/undo' ? ['404'] : []),
      ...['405', '408', '413', '415', '422', '429', '500', '503'],
    ]);
  }
  assert.ok(document.paths['/batch'].post.responses['207']);
  assert.deepEqual(document.paths['/health'].get.security, []);
});

Deno.test(
  'every problem code of the function is shown under its status, as a problem document',
  () => {
    for (const code of codesOf('ingest')) {
      const [status] = PROBLEMS[code];
      const content = document.components.responses[`Problem${status}`].content;
      const { value } = content['application/problem+json'].examples[code];
      assert.deepEqual([value.status, value.code], [status, code]);
    }
    const { responses } = document.components;
    assert.ok(responses.Problem401.headers['www-authenticate']);
    assert.ok(responses.Problem405.headers.allow);
    assert.ok(responses.Problem503.headers['retry-after']);
  },
);

Deno.test('the examples of requests are accepted, and answered as their examples say', async () => {
  const store = new MemoryStore();
  const { post } = createFunction(store);
  store.undone = {
    ...{ outcome: 'undone', id: IMPORT_ID, fileName: 'customers.csv' },
    ...{ createdAt: '2026-01-31T08:00:00Z', undoneAt: '2026-01-31T09:00:00Z' },
    ...{ removed: 12, restored: 3, kept: 1 },
  };
  for (const path of WRITES) {
    const { requestBody, responses } = document.paths[path].post;
    store.identifyOutcome = () => (path === '/batch' ? 'updated' : 'created');
    const response = await post(path, requestBody.content['application/json'].example);
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), responses['200'].content['application/json'].example);
  }
});
