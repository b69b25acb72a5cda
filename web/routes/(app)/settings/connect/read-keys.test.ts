import { expect, test } from 'vitest';
import { callsOfWeek } from './read-keys.server.ts';

const now = Date.parse('2026-11-30T10:00:00Z');

test.each([
  ['2026-11-30', 28],
  ['2026-11-28', 15],
  ['2026-11-24', 1],
  ['2026-11-23', 0],
  ['2026-01-01', 0],
  [null, 0],
])('calls counted on %s are %i in the week that ends today', (day, sum) => {
  expect(callsOfWeek(day ? [1, 2, 3, 4, 5, 6, 7] : [], day, now)).toBe(sum);
});
