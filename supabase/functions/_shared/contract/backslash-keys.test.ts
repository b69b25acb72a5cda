import assert from 'node:assert/strict';
import { backslashKey, hideBackslashKeys } from './backslash-keys.ts';
import { assertProblem, createFunction, MemoryStore } from '../../ingest/testing/function.ts';

const email = 'alex@example.com';

Deno.test(
  'no caller’s key is mistaken for a key with a backslash that another caller sent',
  async () => {
    const store = new MemoryStore();
    const { post } = createFunction(store);
    for (const [first, second, key] of [
      ['{"plan":"pro","\\\\":1}', '{"plan":"pro","\\n":2}', '\n'],
      ['{"plan":1,"stra\\\\u":1}', '{"plan":1,"stra\\u00dfe":2}', 'straße'],
      ['{"seats":1,"stra\\u005Cu":1}', '{"seats":1,"stra\\u00dfe":2}', 'straße'],
    ]) {
      const body = (params: string) => `{"email":"${email}","params":${params}}`;
      await assertProblem(await post('/identify', body(first!)), 422, 'validation_failed');
      assert.equal((await post('/identify', body(second!))).status, 200);
      assert.deepEqual(Object.keys(store.identified.at(-1)![0]!.params!)[1], key);
    }
  },
);

Deno.test(
  'a key with a backslash is refused by its name, and harms no other call of its batch',
  async () => {
    const { post } = createFunction();
    const identify = (key: string) => ({ type: 'identify', email, params: { [key]: 1 } });
    const response = await post('/batch', { calls: [identify('a\\b'), identify('ab')] });
    assert.equal(response.status, 207);
    const { results } = await response.json();
    assert.deepEqual(results[0].error.errors, [
      { pointer: '/calls/0/params/a\\b', detail: 'A key cannot hold a backslash. Rename it.' },
    ]);
    assert.equal(results[1].status, 200);
  },
);

Deno.test('a backslash in a value is kept', async () => {
  const store = new MemoryStore();
  const { post } = createFunction(store);
  const params = { path: 'C:\\temp', code: '\\u005c: "\\":', 'quoted "key": x': '\\' };
  assert.equal((await post('/identify', { email, params })).status, 200);
  assert.deepEqual(store.identified[0]![0]!.params, params);
});

Deno.test('only backslashes in keys are hidden', () => {
  for (const [json, hidden] of [
    ['{"a\\\\b" : "c\\\\d"}', '{"a\uFDD0b" : "c\\\\d"}'],
    ['{"a\\u005Cb":1}', '{"a\uFDD0b":1}'],
    ['{"\\\\\\"\\\\":1}', '{"\uFDD0\\"\uFDD0":1}'],
    ['{"\\\\u005c":1}', '{"\uFDD0u005c":1}'],
    ['["\\\\",{"x":"\\\\:"}]', '["\\\\",{"x":"\\\\:"}]'],
    ['{"a\\\\', '{"a\\\\'],
  ]) {
    assert.equal(hideBackslashKeys(json!), hidden);
  }
  assert.equal(backslashKey('ab'), null);
  assert.equal(backslashKey('a\uFDD0b'), 'a\\b');
});

Deno.test('a long hostile text is read to its end', () => {
  for (const text of ['\\\\'.repeat(250_000), `"${'\\\\'.repeat(250_000)}`, '"\\\\"'.repeat(1e5)]) {
    assert.equal(hideBackslashKeys(text), text);
  }
  assert.equal(hideBackslashKeys(`{"${'\\\\'.repeat(1e5)}":1}`), `{"${'\uFDD0'.repeat(1e5)}":1}`);
});
