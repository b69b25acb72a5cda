import assert from 'node:assert/strict';
import { brokenJsonRules } from './json-rules.ts';
import { LIMITS } from './limits.ts';

/** The pointers of the faults in a call with these params. */
function faults(params: unknown): string[] {
  return brokenJsonRules({ email: 'a@example.com', params }).map(({ pointer }) => pointer);
}

/** `depth` objects inside each other. */
function nested(depth: number, inner: unknown = 1): unknown {
  let value = inner;
  for (let i = 0; i < depth; i++) value = { a: value };
  return value;
}

function manyKeys(count: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i]));
}

Deno.test('ordinary params break no rule', () => {
  const params = {
    '': null,
    plan: 'pro',
    mrr: 29.5,
    active: true,
    'käse 🧀': [1, -2.5, 0, -0, ['a', { b: false }]],
    constructor: 'x',
    prototype: 'x',
  };
  assert.deepEqual(faults(params), []);
});

Deno.test('params may be nested 8 deep and not 9, in objects and in lists', () => {
  assert.deepEqual(faults(nested(8)), []);
  assert.deepEqual(faults(nested(8, [])), ['/params' + '/a'.repeat(8)]);
  assert.deepEqual(faults(nested(9)), ['/params' + '/a'.repeat(8)]);
  assert.deepEqual(faults({ list: [[[[[[[1]]]]]]] }), []);
  assert.deepEqual(faults({ list: [[[[[[[[1]]]]]]]] }), ['/params/list' + '/0'.repeat(7)]);
});

Deno.test(
  'a body nested as deep as its bytes allow is refused without exhausting the stack',
  () => {
    const depth = LIMITS.bodyBytes / 2;
    const deep = JSON.parse('['.repeat(depth) + ']'.repeat(depth));
    assert.equal(brokenJsonRules(deep).length, 1);
    assert.equal(faults(deep).length, 1);
  },
);

Deno.test('params may hold 256 keys and not 257, nested ones counted', () => {
  assert.deepEqual(faults(manyKeys(256)), []);
  assert.deepEqual(faults(manyKeys(257)), ['/params']);
  assert.deepEqual(faults({ inner: manyKeys(255) }), []);
  assert.deepEqual(faults({ inner: manyKeys(256) }), ['/params/inner']);
  assert.deepEqual(faults({ list: Array.from({ length: 255 }, () => ({ a: 1 })) }), []);
  assert.deepEqual(faults({ list: Array.from({ length: 256 }, () => ({ a: 1 })) }), [
    '/params/list/255',
  ]);
});

Deno.test('a key may have 128 characters and not 129, counted as people do', () => {
  assert.deepEqual(faults({ ['k'.repeat(128)]: 1 }), []);
  assert.deepEqual(faults({ ['🙂'.repeat(128)]: 1 }), []);
  assert.deepEqual(faults({ ['k'.repeat(129)]: 1 }), [`/params/${'k'.repeat(64)}…`]);
  assert.deepEqual(faults({ ['🙂'.repeat(129)]: 1 }).length, 1);
});

Deno.test('text may have 8 KB of UTF-8 and not a byte more', () => {
  assert.deepEqual(faults({ a: 'x'.repeat(8192) }), []);
  assert.deepEqual(faults({ a: 'x'.repeat(8193) }), ['/params/a']);
  assert.deepEqual(faults({ a: 'é'.repeat(4096) }), []);
  assert.deepEqual(faults({ a: 'é'.repeat(4096) + 'x' }), ['/params/a']);
  assert.deepEqual(faults({ a: '語'.repeat(2730) }), []);
  assert.deepEqual(faults({ a: '語'.repeat(2731) }), ['/params/a']);
});

Deno.test('the character U+0000 is refused in text and in keys', () => {
  assert.deepEqual(faults({ a: 'x\0y' }), ['/params/a']);
  assert.deepEqual(faults({ 'x\0y': 1 }), ['/params/x\ufffdy']);
  assert.deepEqual(
    brokenJsonRules({ name: 'x\0' }).map(({ pointer }) => pointer),
    ['/name'],
  );
});

Deno.test('a lone surrogate is refused in text and in keys, and never printed', () => {
  assert.deepEqual(faults({ a: '\ud800' }), ['/params/a']);
  assert.deepEqual(faults({ a: 'x\udc00y' }), ['/params/a']);
  assert.deepEqual(faults({ '\ud83d': 1 }), ['/params/\ufffd']);
});

Deno.test('numbers that JSON or Postgres would change are refused', () => {
  const parsed = (text: string) => faults(JSON.parse(`{"n":${text}}`));
  for (const text of [
    '1e400',
    '-1e400',
    '9007199254740992',
    '-9007199254740992',
    '1e21',
    '1e300',
    '1e-21',
    '-9e-21',
    '5e-324',
  ]) {
    assert.deepEqual(parsed(text), ['/params/n'], `accepted ${text}`);
  }
  for (const text of [
    '9007199254740991',
    '-9007199254740991',
    '1e-20',
    '-1e-20',
    '0',
    '-0',
    '0.1',
    '1e15',
    '29.99',
  ]) {
    assert.deepEqual(parsed(text), [], `refused ${text}`);
  }
});

Deno.test('a key named __proto__ is refused at every level', () => {
  assert.deepEqual(
    brokenJsonRules(JSON.parse('{"__proto__":{"a":1}}')).map((f) => f.pointer),
    ['/__proto__'],
  );
  assert.deepEqual(faults(JSON.parse('{"__proto__":1}')), ['/params/__proto__']);
  assert.deepEqual(faults(JSON.parse('{"a":[{"__proto__":1}]}')), ['/params/a/0/__proto__']);
});

Deno.test('a pointer escapes ~ and / and starts with the base it was given', () => {
  assert.deepEqual(brokenJsonRules({ 'a/b~c': '\0' }, '/calls/3'), [
    { pointer: '/calls/3/a~1b~0c', detail: 'Text can’t contain the character U+0000. Remove it.' },
  ]);
});

Deno.test('every fault is told, up to 20 of them', () => {
  assert.deepEqual(faults({ a: '\0', b: 1e400, c: { d: ['\ud800'] } }), [
    '/params/a',
    '/params/b',
    '/params/c/d/0',
  ]);
  assert.equal(faults(Array.from({ length: 20 }, () => '\0')).length, 20);
  assert.equal(faults(Array.from({ length: 21 }, () => '\0')).length, 20);
});
