import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { apiKeyChecksum } from '../../_shared/http/api-key.ts';
import { createLimiter } from './limiter.ts';
import { API_KEY, assertProblem, createFunction, MemoryStore } from '../testing/function.ts';

const keyHash = createHash('sha256').update(API_KEY).digest('hex');
const call = { email: 'alex@example.com' };
const ping = { type: 'ping', ...call };
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

/** A function whose project has sent its first call, which is when its limit begins to count. */
async function setUp(callsPerSecond: number, own: number | null = null) {
  const clock = { ms: 0 };
  const store = new MemoryStore();
  store.projectLimits = [{ keyHash, accountId: 'x', projectId: 'a', callsPerSecond: own }];
  const settings = { callsPerSecond, clock: () => clock.ms };
  const made = createFunction(store, settings);
  await made.post('/ping', call);
  await settled();
  return { ...made, store, clock };
}

Deno.test('a project that sent its quota is told when to come again, and then may', async () => {
  const { post, store, clock } = await setUp(1);
  for (let left = 9; left >= 0; left--) {
    const { status, headers } = await post('/identify', call);
    assert.equal(status, 200);
    assert.equal(headers.get('ratelimit-policy'), '"default";q=10;w=10');
    assert.equal(headers.get('ratelimit'), `"default";r=${left};t=${10 - left}`);
    assert.equal(headers.get('retry-after'), null);
  }
  const refused = await post('/identify', call);
  assert.equal(refused.headers.get('retry-after'), '1');
  assert.equal(refused.headers.get('ratelimit'), '"default";r=0;t=10');
  const { detail } = await assertProblem(refused, 429, 'rate_limited');
  assert.match(detail, /10 calls per 10 s. Wait 1 s/);
  assert.equal(store.identified.length, 10);
  clock.ms += 1000;
  assert.equal((await post('/identify', call)).status, 200);
});

Deno.test('all routes share the quota, and a batch takes as much as it has calls', async () => {
  const { post } = await setUp(1);
  await post('/identify', call);
  await post('/ping', call);
  const batch = await post('/batch', { calls: Array(8).fill(ping) });
  assert.equal(batch.headers.get('ratelimit'), '"default";r=0;t=10');
  await assertProblem(await post('/batch', { calls: [ping] }), 429, 'rate_limited');
  await assertProblem(await post('/ping', call), 429, 'rate_limited');
});

Deno.test('a call over the limit is refused before its body is looked at', async () => {
  const { post } = await setUp(1);
  await post('/batch', { calls: Array(10).fill(ping) });
  await assertProblem(await post('/identify', 'not json'), 429, 'rate_limited');
});

Deno.test('refusals tell the quota too', async () => {
  const { post } = await setUp(1);
  const refused = await post('/identify', { email: '' });
  assert.equal(refused.headers.get('ratelimit'), '"default";r=9;t=1');
  await assertProblem(refused, 422, 'validation_failed');
});

Deno.test('the limit of the project itself goes before that of the server', async () => {
  const { post } = await setUp(1, 3);
  const { headers } = await post('/ping', call);
  assert.equal(headers.get('ratelimit-policy'), '"default";q=30;w=10');
});

Deno.test('a changed limit holds within a minute', async () => {
  const { post, store, clock } = await setUp(1);
  store.projectLimits = [{ keyHash, accountId: 'x', projectId: 'a', callsPerSecond: 5 }];
  clock.ms += 60_001;
  await post('/ping', call);
  await settled();
  const { headers } = await post('/ping', call);
  assert.equal(headers.get('ratelimit-policy'), '"default";q=50;w=10');
});

Deno.test('the limits are asked for once a minute, not for each call', async () => {
  const { post, store, clock } = await setUp(100);
  let asked = 0;
  const { limits } = store;
  store.limits = (keys) => (asked++, limits(keys));
  for (let i = 0; i < 5; i++) await post('/ping', call);
  await settled();
  assert.equal(asked, 0);
  clock.ms += 60_001;
  for (let i = 0; i < 5; i++) await post('/ping', call);
  await settled();
  assert.equal(asked, 1);
});

Deno.test('while the database cannot tell the limits, those of the server hold', async () => {
  const { post, store, clock } = await setUp(1, 3);
  store.limits = () => Promise.reject(new Error('gone'));
  clock.ms += 60_001;
  await post('/ping', call);
  await settled();
  const { headers } = await post('/ping', call);
  assert.equal(headers.get('ratelimit-policy'), '"default";q=30;w=10');
});

Deno.test('the keys of one project share its quota', async () => {
  const other = 'tcrm_proj_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg';
  const limits = () =>
    Promise.resolve([
      { keyHash: 'one', accountId: 'x', projectId: 'a', callsPerSecond: 1 },
      { keyHash: other, accountId: 'x', projectId: 'a', callsPerSecond: 1 },
    ]);
  const limiter = createLimiter(
    () => undefined,
    () => {},
    limits,
  );
  limiter.accepted('one');
  limiter.accepted(other);
  await settled();
  await settled();
  limiter.take('one', 10);
  assert.throws(() => limiter.take(other, 1), { code: 'rate_limited' });
});

/** A limiter that knows each key by its account and project: 'x/a' is a project `a` of the account `x`. */
async function limiterOf(keys: Record<string, number | null>) {
  const limits = (hashes: readonly string[]) =>
    Promise.resolve(
      hashes.map((keyHash) => {
        const [accountId, projectId] = keyHash.split('/') as [string, string];
        return { keyHash, accountId, projectId, callsPerSecond: keys[keyHash]! };
      }),
    );
  const limiter = createLimiter(
    () => undefined,
    () => {},
    limits,
  );
  for (const key of Object.keys(keys)) limiter.accepted(key);
  await settled();
  await settled();
  return limiter;
}

Deno.test('an account may send as much as two of its projects, from however many', async () => {
  const limiter = await limiterOf({ 'x/a': 1, 'x/b': 1, 'x/c': 1, 'y/a2': 1 });
  limiter.take('x/a', 10);
  // What a project may not send takes nothing from the others.
  for (let i = 0; i < 3; i++)
    assert.throws(() => limiter.take('x/a', 10), /This project can send 10/);
  limiter.take('x/b', 10);
  assert.throws(() => limiter.take('x/c', 1), {
    code: 'rate_limited',
    message:
      'This account’s projects together can send 20 calls per 10 s. Wait 1 s, then send the same calls again.',
  });
  assert.ok(limiter.take('y/a2', 10));
});

Deno.test(
  'one project with a high limit of its own leaves half of the account to the others',
  async () => {
    const limiter = await limiterOf({ 'x/large': 100, 'x/a': 1 });
    limiter.take('x/large', 1_000);
    assert.throws(() => limiter.take('x/large', 1), { code: 'rate_limited' });
    assert.ok(limiter.take('x/a', 10));
  },
);

Deno.test(
  'calls take turns by account and project, and keys that nobody knows by one account',
  async () => {
    const limiter = await limiterOf({ 'x/a': 1, 'x/b': 1 });
    assert.deepEqual(limiter.ownerOf('x/a'), { account: 'x', project: 'a' });
    assert.deepEqual(limiter.ownerOf('x/b'), { account: 'x', project: 'b' });
    assert.equal(limiter.ownerOf('some').account, limiter.ownerOf('other').account);
    assert.notEqual(limiter.ownerOf('some').project, limiter.ownerOf('other').project);
  },
);

Deno.test(
  'a few keys that nobody saw yet are looked up although their address sent wrong ones',
  async () => {
    const store = new MemoryStore();
    const { post } = createFunction(store, { invalidKeysPerMinute: 1 });
    const wrong = { authorization: 'Bearer nonsense' };
    await post('/ping', call, wrong);
    await assertProblem(await post('/ping', call, wrong), 429, 'too_many_invalid_keys');
    assert.equal((await post('/ping', call)).status, 200);

    store.pingOutcome = () => 'unauthorized';
    const statuses: number[] = [];
    for (let i = 0; i < 20; i++) {
      const body = `tcrm_proj_${String(i).padStart(43, '0')}`;
      const authorization = `Bearer ${body}${apiKeyChecksum(body)}`;
      statuses.push((await post('/ping', call, { authorization })).status);
    }
    const looked = statuses.filter((status) => status === 401).length;
    assert.ok(looked > 0 && looked < 15, `${looked} of 20 were looked up`);
    assert.equal(statuses.filter((status) => status === 429).length, 20 - looked);
  },
);

Deno.test('a setting of 0 is no limit, and one that is no number is told and not used', () => {
  const limits = () => Promise.resolve([]);
  for (const [value, expected, told] of [
    ['0', undefined, 0],
    ['7', '"default";q=70;w=10', 0],
    ['', '"default";q=10000;w=10', 0],
    ['many', '"default";q=10000;w=10', 1],
  ] as const) {
    const warnings: string[] = [];
    const secret = (name: string) => (name === 'INGEST_CALLS_PER_SECOND' ? value : undefined);
    const limiter = createLimiter(secret, (warning) => warnings.push(warning), limits);
    limiter.accepted('key');
    assert.equal(limiter.take('key', 1)?.['ratelimit-policy'], expected);
    assert.equal(warnings.length, told);
  }
});

Deno.test('an address that sent too many wrong keys has to wait, for every wrong key', async () => {
  const clock = { ms: 0 };
  const store = new MemoryStore();
  store.pingOutcome = () => 'unauthorized';
  const settings = { invalidKeysPerMinute: 3, clock: () => clock.ms };
  const { post } = createFunction(store, settings);
  const from = (address: string) => ({ 'x-forwarded-for': address });
  const malformed = { ...from('192.0.2.1'), authorization: 'Bearer nonsense' };
  await assertProblem(await post('/ping', call, malformed), 401, 'unauthorized');
  for (let i = 0; i < 2; i++) {
    await assertProblem(await post('/ping', call, from('192.0.2.1')), 401, 'unauthorized');
  }
  for (const headers of [from('192.0.2.1'), malformed]) {
    const refused = await post('/ping', call, headers);
    assert.equal(refused.headers.get('retry-after'), '20');
    await assertProblem(refused, 429, 'too_many_invalid_keys');
  }
  assert.equal(store.pinged.length, 2);
  await assertProblem(await post('/ping', call, from('192.0.2.2')), 401, 'unauthorized');
  clock.ms += 20_000;
  await assertProblem(await post('/ping', call, from('192.0.2.1')), 401, 'unauthorized');
});

Deno.test('a key that was good still is, whatever else its address sends', async () => {
  const { post } = createFunction(new MemoryStore(), { invalidKeysPerMinute: 1 });
  assert.equal((await post('/ping', call)).status, 200);
  const wrong = { authorization: 'Bearer nonsense' };
  await post('/ping', call, wrong);
  await assertProblem(await post('/ping', call, wrong), 429, 'too_many_invalid_keys');
  assert.equal((await post('/ping', call)).status, 200);
});

Deno.test('a key that the database refuses is known no more', async () => {
  const store = new MemoryStore();
  const { post } = createFunction(store, { invalidKeysPerMinute: 1 });
  await post('/ping', call);
  store.pingOutcome = () => 'unauthorized';
  await assertProblem(await post('/ping', call), 401, 'unauthorized');
  await assertProblem(await post('/ping', call), 429, 'too_many_invalid_keys');
});
