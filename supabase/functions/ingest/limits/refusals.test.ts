import assert from 'node:assert/strict';
import { Problem, unauthorized, validationProblem } from '../../_shared/contract/problems.ts';
import { Refusals } from './refusals.ts';
import type { GroupEntry } from '../../_shared/http/log.ts';
import type { Refusal } from '../writing/store.ts';
import { DatabaseUnavailable } from '../../_shared/database/unavailable.ts';
import { createFunction, MemoryStore } from '../testing/function.ts';

const KEY = 'a'.repeat(64);
const missing = validationProblem([{ pointer: '/email', detail: 'Give the email.' }]);

/** Refusals whose time passes when `tick` says so. */
function collect(known = true) {
  const written: Refusal[][] = [];
  const due: (() => void)[] = [];
  const state = { error: undefined as Error | undefined };
  const kept: Promise<unknown>[] = [];
  const logged: GroupEntry[] = [];
  const refusals = new Refusals({
    write: (batch) => {
      if (state.error) return Promise.reject(state.error);
      written.push([...batch]);
      return Promise.resolve();
    },
    isKnown: () => known,
    later: (run) => due.push(run),
    waitUntil: (work) => kept.push(work),
    log: (entry) => logged.push(entry),
  });
  const tick = async () => {
    due.shift()?.();
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  return { refusals, written, due, state, tick, kept, logged };
}

Deno.test('without a refusal nothing waits and nothing is written', async () => {
  const store = new MemoryStore();
  const { post, due } = createFunction(store);
  await post('/identify', { email: 'alex@example.com' });
  assert.equal(due.length, 0);
  assert.equal(store.refusals.length, 0);
});

Deno.test('equal refusals are one entry with a count, in one write', async () => {
  const { refusals, written, due, tick } = collect();
  for (let i = 0; i < 1000; i++) refusals.add(KEY, 'identify', missing);
  refusals.add(KEY, 'ping', missing);
  assert.equal(due.length, 1);
  await tick();
  assert.deepEqual(
    written.map((batch) => batch.map(({ kind, count }) => [kind, count])),
    [
      [
        ['identify', 1000],
        ['ping', 1],
      ],
    ],
  );
  assert.equal(due.length, 0);
});

Deno.test('the platform keeps the isolate from a refusal until it is written', async () => {
  const { refusals, written, kept, tick } = collect();
  refusals.add(KEY, 'identify', missing);
  assert.equal(kept.length, 1);
  await tick();
  await kept[0];
  assert.equal(written.length, 1);
});

Deno.test('those that come while others are written wait for the next write', async () => {
  const { refusals, written, due, tick } = collect();
  refusals.add(KEY, 'identify', missing);
  due.shift()!();
  refusals.add(KEY, 'ping', missing);
  assert.equal(due.length, 0);
  await tick();
  assert.equal(due.length, 1);
  await tick();
  assert.deepEqual(
    written.map((batch) => batch.length),
    [1, 1],
  );
});

Deno.test('one write takes 100 reasons at most, and ten of one key', async () => {
  const { refusals, written, tick } = collect();
  const reason = (n: number) => new Problem('invalid_json', `Reason ${n}`);
  for (let key = 0; key < 50; key++) {
    for (let n = 0; n < 20; n++) refusals.add(String(key), 'identify', reason(n));
  }
  await tick();
  assert.equal(written[0]!.length, 100);
  assert.equal(written[0]!.filter(({ keyHash }) => keyHash === '0').length, 10);
});

Deno.test('keys that were never good take half of the room at most', async () => {
  const { refusals, written, tick } = collect(false);
  for (let key = 0; key < 200; key++) refusals.add(String(key), 'identify', unauthorized());
  await tick();
  assert.equal(written[0]!.length, 50);
});

Deno.test('a write that fails is left out, the log says so, and the next one is made', async () => {
  const { refusals, written, state, tick, logged } = collect();
  state.error = new DatabaseUnavailable('deadline');
  for (let i = 0; i < 3; i++) refusals.add(KEY, 'identify', missing);
  await tick();
  assert.deepEqual(
    logged.map(({ kind, calls, reason }) => [kind, calls, reason]),
    [['refusals', 3, 'deadline']],
  );
  state.error = undefined;
  refusals.add(KEY, 'identify', missing);
  await tick();
  assert.deepEqual(
    written.map((batch) => batch.length),
    [1],
  );
});

Deno.test('one that the database refuses harms no other', async () => {
  const written: string[] = [];
  const due: (() => void)[] = [];
  const refusals = new Refusals({
    write: (batch) => {
      if (batch.some(({ pointer }) => pointer === '/bad')) {
        return Promise.reject(new DatabaseUnavailable('22P05'));
      }
      written.push(...batch.map(({ pointer }) => pointer));
      return Promise.resolve();
    },
    isKnown: () => true,
    later: (run) => due.push(run),
  });
  for (const pointer of ['/a', '/bad', '/b']) {
    refusals.add(KEY, 'identify', validationProblem([{ pointer, detail: 'No.' }]));
  }
  due.shift()!();
  await new Promise((resolve) => setTimeout(resolve, 0));
  assert.deepEqual(written, ['/a', '/b']);
});

Deno.test('what cannot be shown, or stored, is in no answer and in no refusal', async () => {
  const store = new MemoryStore();
  const { post, due } = createFunction(store);
  const key = 'a\u0000b\u001b\u202e\ud800';
  const response = await post('/identify', {
    email: 'alex@example.com',
    params: { [key]: 1 },
    [key]: 1,
  });
  assert.equal((await response.json()).errors[0].pointer, '/params/a\ufffdb\ufffd\ufffd\ufffd');
  await post('/identify', { email: 'alex@example.com', ['c\u001b']: 1 });
  due.shift()!();
  await new Promise((resolve) => setTimeout(resolve, 0));
  const stored = JSON.stringify(store.refusals);
  assert.match(stored, /Unknown field \\"…\\"/);
  assert.doesNotMatch(stored, /\\u0000|\\u001b|\u202e|\\ud800/);
});

Deno.test('nor is it, whoever made the words of a refusal', async () => {
  const { refusals, written, tick } = collect();
  const fault = { pointer: '/a\u0000', detail: 'No \u0000.' };
  refusals.add(KEY, 'identify', validationProblem([fault]));
  await tick();
  const [{ pointer, detail }] = written[0] as [Refusal];
  assert.deepEqual([pointer, detail], ['/…', 'No \ufffd.']);
});

Deno.test('faults of the server are not told to the database', () => {
  const { refusals, due } = collect();
  for (const code of ['internal_error', 'overloaded', 'database_unavailable'] as const) {
    refusals.add(KEY, 'identify', new Problem(code, 'x'));
  }
  assert.equal(due.length, 0);
});

Deno.test('what looks like a person among the names of fields is left out', async () => {
  const { refusals, written, tick } = collect();
  const key = 'tcrm_proj_yJG63H3jLpAkxzTsw9dwYmwulkBDQuRf2rCB0K493QtmSAFA7';
  const people = [
    'alex@example.com',
    key,
    '+49 151 2345678',
    'Dr. Alex Doe',
    'a". Put Alex',
    'id1234567',
  ];
  for (const name of people) {
    const detail = `Unknown field "${name}". Put your own data inside "params".`;
    refusals.add(KEY, 'identify', validationProblem([{ pointer: `/params/${name}`, detail }]));
  }
  await tick();
  const text = JSON.stringify(written);
  assert.match(text, /Unknown field \\"…\\"/);
  assert.match(text, /"\/params\/…"/);
  assert.doesNotMatch(text, /alex|example|yJG63|151|Doe|1234567/i);
});

Deno.test('and names of fields are kept, in whatever language', async () => {
  const { refusals, written, tick } = collect();
  const pointers = ['/params/plan', '/params/größe.alt-2', '/params/list/12/$x', '/status', ''];
  for (const pointer of pointers) {
    refusals.add(KEY, 'identify', validationProblem([{ pointer, detail: 'No.' }]));
  }
  await tick();
  assert.deepEqual(
    written[0]!.map(({ pointer }) => pointer),
    pointers,
  );
});

Deno.test('how long to wait does not make two rate limits different', async () => {
  const { refusals, written, tick } = collect();
  refusals.add(KEY, 'identify', new Problem('rate_limited', 'Wait 1 s.'));
  refusals.add(KEY, 'identify', new Problem('rate_limited', 'Wait 2 s.'));
  await tick();
  assert.deepEqual(
    written[0]!.map(({ count, detail }) => [count, detail]),
    [[2, 'Wait 1 s.']],
  );
});

Deno.test('every way a call is refused is told, each call of a batch by itself', async () => {
  const store = new MemoryStore();
  const { post, due } = createFunction(store);
  store.identifyOutcome = ({ email }) =>
    email === 'no@example.com' ? 'unauthorized' : 'params_too_large';
  await post('/identify', { status: 'gold' });
  await post('/identify', 'not json');
  await post('/ping', { email: 'no at' });
  await post('/identify', { email: 'no@example.com' });
  await post('/identfy', { email: 'alex@example.com' });
  await post('/batch', {
    calls: [{ type: 'identify', email: 'big@example.com' }, { type: 'x' }, { type: 'x' }],
  });
  await post('/identify', {}, { authorization: 'Bearer nothing' });
  due.shift()!();
  await new Promise((resolve) => setTimeout(resolve, 0));
  assert.deepEqual(
    store.refusals[0]!.map(({ kind, code, pointer, count }) => [kind, code, pointer, count]),
    [
      ['identify', 'validation_failed', '/email', 1],
      ['identify', 'invalid_json', '', 1],
      ['ping', 'validation_failed', '/email', 1],
      ['identify', 'unauthorized', '', 1],
      ['other', 'not_found', '', 1],
      ['batch', 'validation_failed', '/type', 2],
      ['batch', 'params_too_large', '', 1],
    ],
  );
  assert.doesNotMatch(JSON.stringify(store.refusals), /example\.com"/);
});
