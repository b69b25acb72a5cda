import { expect, test } from 'vitest';
import { badgeWidth, countFitting } from './badge-room.ts';

test.each([
  [[], 400, 0],
  [[100, 100, 100], 312, 3],
  [[100, 100, 100], 311, 2],
  [[100, 100, 100], 241, 1],
  [[100, 100], 206, 2],
  [[500], 100, 1],
  [[500, 500], 0, 1],
])('of the widths %j in %i pixels there is room for %i', (widths, room, count) => {
  expect(countFitting(widths, room)).toBe(count);
});

test('an endless name does not make an endless badge', () => {
  expect(badgeWidth('x'.repeat(60), 'paid')).toBe(badgeWidth('x'.repeat(30), 'paid'));
});
