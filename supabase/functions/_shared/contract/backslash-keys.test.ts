import assert from 'node:assert/strict';
import { backslashKey, hideBackslashKeys } from './backslash-keys.ts';

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
