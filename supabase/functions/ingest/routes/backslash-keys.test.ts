import assert from 'node:assert/strict';
import { assertProblem, createFunction, MemoryStore } from '../testing/function.ts';

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
      { pointer: '/calls/0/params/a\\b', detail: 'A key can’t contain a backslash. Rename it.' },
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
