import { expect, test } from 'vitest';
import { readValue, writeValue } from './param-value.ts';

test('a value that is edited keeps its type', () => {
  for (const value of ['29', 'pro', 29, -1.5, true, { seats: 3 }, ['a']]) {
    expect(readValue(writeValue(value), value)).toEqual(value);
  }
});

test('a new value is of the type that it looks like', () => {
  expect(readValue(' 29 ', undefined)).toBe(29);
  expect(readValue('true', undefined)).toBe(true);
  expect(readValue('2026-11-30', undefined)).toBe('2026-11-30');
  expect(readValue('free', 29)).toBe('free');
});

test('nothing takes the param out, and JSON with a mistake is refused in words', () => {
  expect(readValue('  ', 'pro')).toBeNull();
  expect(() => readValue('{"seats": }', { seats: 3 })).toThrow('not JSON');
});
