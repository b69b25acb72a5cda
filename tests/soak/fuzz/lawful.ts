import assert from 'node:assert/strict';

const FIELDS = new Set(['type', 'email', 'name', 'status', 'params', 'age', 'timestamp']);

/** Throws when a call that was accepted holds what the rules forbid, told in another way than the product's. */
export function assertLawful(call: Record<string, unknown>): void {
  for (const field of Object.keys(call))
    assert.ok(FIELDS.has(field), `the field ${field} was accepted`);
  let keys = 0;
  const visit = (value: unknown, depth: number): void => {
    if (typeof value === 'string') {
      assertText(value);
      assert.ok(Buffer.byteLength(value) <= 8192, 'a text over 8 KB was accepted');
    } else if (typeof value === 'number') {
      assert.ok(Number.isFinite(value), 'a number without end was accepted');
      assert.ok(Math.abs(value) <= Number.MAX_SAFE_INTEGER, `${value} was accepted`);
      assert.ok(value === 0 || Math.abs(value) >= 1e-20, `${value} was accepted`);
    } else if (Array.isArray(value)) {
      assert.ok(depth <= 8, 'deeper lists were accepted');
      for (const item of value) visit(item, depth + 1);
    } else if (typeof value === 'object' && value !== null) {
      assert.ok(depth <= 8, 'deeper objects were accepted');
      for (const key of Object.keys(value)) {
        keys++;
        assertText(key);
        assert.notEqual(key, '__proto__');
        assert.ok(!key.includes('\\'), 'a key with a backslash was accepted');
        assert.ok([...key].length <= 128, 'a key over 128 characters was accepted');
        visit((value as Record<string, unknown>)[key], depth + 1);
      }
    }
  };
  visit(call.params, 1);
  for (const field of ['email', 'name']) assertText(String(call[field] ?? ''));
  assert.ok(keys <= 256, `${keys} keys were accepted`);
}

function assertText(text: string): void {
  assert.ok(!text.includes('\0'), 'U+0000 was accepted');
  assert.ok(text.isWellFormed(), 'half a character was accepted');
}
