import assert from 'node:assert/strict';
import { createSchemas } from './schema.ts';
import { fieldErrors } from './validate.ts';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const schemas = createSchemas(() => NOW);
const HOUR = 60 * 60 * 1000;

/** The call that an identify with these fields becomes, or the pointers of its faults. */
function identify(fields: object): unknown {
  const parsed = schemas.identify.safeParse({ email: 'a@example.com', ...fields });
  if (!parsed.success) return fieldErrors(parsed.error).map(({ pointer }) => pointer);
  const { email: _, ...rest } = parsed.data;
  return rest;
}

function at(ms: number): string {
  return new Date(ms).toISOString();
}

Deno.test('identify needs nothing but an email, and stores its canonical form', () => {
  assert.deepEqual(schemas.identify.parse({ email: ' A@Example.com' }), { email: 'a@example.com' });
});

Deno.test('identify keeps every field it is given', () => {
  const fields = { name: 'Alex', status: 'paid', params: { plan: 'pro', old: null }, age: 5 };
  assert.deepEqual(identify(fields), fields);
});

Deno.test('a missing, misformed or non-text email is told apart', () => {
  const detail = (value: unknown) => {
    const parsed = schemas.ping.safeParse(value);
    assert.ok(!parsed.success);
    return fieldErrors(parsed.error);
  };
  assert.deepEqual(detail({}), [{ pointer: '/email', detail: 'Send the customer’s email.' }]);
  assert.deepEqual(detail({ email: 5 }), [
    { pointer: '/email', detail: 'The email must be a string.' },
  ]);
  assert.match(detail({ email: 'alex' })[0]!.detail, /one @/);
});

Deno.test('a name is trimmed, and holds 200 characters at most without controls', () => {
  assert.deepEqual(identify({ name: ' \u00a0Alex Doe\n' }), { name: 'Alex Doe' });
  assert.deepEqual(identify({ name: 'x'.repeat(200) }), { name: 'x'.repeat(200) });
  assert.deepEqual(identify({ name: '🙂'.repeat(200) }), { name: '🙂'.repeat(200) });
  assert.deepEqual(identify({ name: 'می\u200cخواهم' }), { name: 'می\u200cخواهم' });
  for (const name of [
    'x'.repeat(201),
    '🙂'.repeat(201),
    'a\tb',
    'a\u0085b',
    'a\u2028b',
    'a\u202eb',
    'a\u2066b',
    5,
  ]) {
    assert.deepEqual(identify({ name }), ['/name'], `accepted ${JSON.stringify(name)}`);
  }
});

Deno.test('a status is one of four words', () => {
  for (const status of ['free', 'trial', 'paid', 'churned']) {
    assert.deepEqual(identify({ status }), { status });
  }
  for (const status of ['Paid', 'active', 1]) {
    assert.deepEqual(identify({ status }), ['/status']);
  }
});

Deno.test('a name is in one Unicode form, whatever keyboard it was typed on', () => {
  assert.deepEqual(identify({ name: 'Rene\u0301' }), { name: 'Ren\u00e9' });
});

Deno.test('a name or a status of null or blank is one that was not said', () => {
  for (const blank of [null, '', '  ', '\u00a0\n']) {
    for (const fields of [{ name: blank }, { status: blank }, { name: blank, status: blank }]) {
      assert.deepEqual(JSON.stringify(identify(fields)), '{}');
    }
  }
});

Deno.test('params are an object and nothing else', () => {
  assert.deepEqual(identify({ params: {} }), { params: {} });
  for (const params of [[], 'x', 1, null, true]) {
    assert.deepEqual(identify({ params }), ['/params']);
  }
});

Deno.test('an age is 0 ms to 7 days', () => {
  for (const age of [0, 0.5, 7 * 24 * HOUR]) assert.deepEqual(identify({ age }), { age });
  for (const age of [-1, 7 * 24 * HOUR + 1, '5', null])
    assert.deepEqual(identify({ age }), ['/age']);
});

Deno.test(
  'a timestamp has a zone and becomes UTC with the digits it came with, six at most',
  () => {
    for (const [sent, stored] of [
      ['2026-01-31T08:00:00Z', '2026-01-31T08:00:00Z'],
      ['2026-01-31T08:00:00+02:00', '2026-01-31T06:00:00Z'],
      ['2026-01-31T08:00:00.5-03:30', '2026-01-31T11:30:00.5Z'],
      ['2026-01-31T08:00:00.123456789Z', '2026-01-31T08:00:00.123456Z'],
      ['2024-02-29T00:00:00+14:00', '2024-02-28T10:00:00Z'],
      // PHP and Ruby write zones without a colon.
      ['2026-01-31T08:00:00+0000', '2026-01-31T08:00:00Z'],
      ['2026-01-31T08:00:00.5-0330', '2026-01-31T11:30:00.5Z'],
    ]) {
      assert.deepEqual(identify({ timestamp: sent }), { timestamp: stored });
    }
    for (const timestamp of [
      '2026-01-31T08:00:00',
      '2026-01-31',
      '2025-02-29T00:00:00Z',
      '2026-01-31T24:00:00Z',
      '2026-01-31 08:00:00Z',
      '2026-01-31T08:00:00+00',
      '2026-01-31T08:00:00+2500',
      '2026-01-31T08:000000',
      'yesterday',
      NOW,
      null,
    ]) {
      assert.deepEqual(identify({ timestamp }), ['/timestamp'], `accepted ${timestamp}`);
    }
  },
);

Deno.test('a timestamp is at most an hour ahead of the clock and not before 2000', () => {
  for (const time of [at(NOW + HOUR), '2000-01-01T00:00:00.000Z']) {
    assert.deepEqual(identify({ timestamp: time }), { timestamp: time });
  }
  for (const time of [
    at(NOW + HOUR + 1),
    '1999-12-31T23:59:59.999Z',
    '2000-01-01T00:00:00+00:01',
  ]) {
    assert.deepEqual(identify({ timestamp: time }), ['/timestamp'], `accepted ${time}`);
  }
});

Deno.test('age and timestamp together are refused, in each kind of call', () => {
  const both = { email: 'a@example.com', age: 1, timestamp: at(NOW) };
  for (const schema of [schemas.identify, schemas.ping]) {
    assert.equal(schema.safeParse(both).success, false);
  }
  assert.equal(schemas.batchCall.safeParse({ type: 'ping', ...both }).success, false);
  assert.equal(schemas.batchCall.safeParse({ type: 'identify', ...both }).success, false);
});

Deno.test('an unknown field is refused by its name, with the way to params', () => {
  const parsed = schemas.identify.safeParse({ email: 'a@example.com', plan: 'pro' });
  assert.ok(!parsed.success);
  assert.deepEqual(fieldErrors(parsed.error), [
    {
      pointer: '/plan',
      detail: 'Unknown field "plan". Put your own data inside "params" of an identify call.',
    },
  ]);
});

Deno.test('ping takes an email and a time and nothing else', () => {
  assert.ok(schemas.ping.safeParse({ email: 'a@example.com', age: 5 }).success);
  for (const field of [{ name: 'Alex' }, { status: 'paid' }, { params: {} }]) {
    assert.equal(schemas.ping.safeParse({ email: 'a@example.com', ...field }).success, false);
  }
});

Deno.test('a call is an object', () => {
  for (const value of [null, [], 'x', 1]) {
    const parsed = schemas.identify.safeParse(value);
    assert.ok(!parsed.success);
    assert.deepEqual(fieldErrors(parsed.error), [
      { pointer: '', detail: 'A call must be a JSON object.' },
    ]);
  }
});

Deno.test('a call in a batch says which kind it is', () => {
  for (const value of [
    { email: 'a@example.com' },
    { type: 'track', email: 'a@example.com' },
    null,
    'x',
  ]) {
    const parsed = schemas.batchCall.safeParse(value);
    assert.ok(!parsed.success);
    assert.match(fieldErrors(parsed.error)[0]!.detail, /"type": "identify" or "ping"/);
  }
});

Deno.test('of a thousand unknown fields 20 are told', () => {
  const fields = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${i}`, 1]));
  assert.equal((identify(fields) as string[]).length, 20);
});
