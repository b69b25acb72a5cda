import { expect, test } from 'vitest';
import { badgeWidth, countFitting, estimate } from './badge-room.ts';

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

test('an endless name or param does not make an endless badge', () => {
  const width = (name: string, text: string) =>
    badgeWidth(name, 'paid', [{ key: 'plan', text, numeric: false }], estimate);
  expect(width('x'.repeat(60), '')).toBe(width('x'.repeat(30), ''));
  expect(width('x', 'y'.repeat(60))).toBe(width('x', 'y'.repeat(30)));
});

test('a badge has room for its first two params', () => {
  const param = (key: string) => ({ key, text: 'abcdef', numeric: false });
  const width = (...keys: string[]) => badgeWidth('x', 'paid', keys.map(param), estimate);
  expect(width('plan', 'mrr')).toBeGreaterThan(width('plan'));
  expect(width('plan', 'mrr', 'seats')).toBe(width('plan', 'mrr'));
});
