import { expect, test } from 'vitest';
import { slotsInSight } from './window.ts';

const indexes = (...from: Parameters<typeof slotsInSight>) =>
  slotsInSight(...from).slots.map(({ index }) => index);
const height = ({ slots, after }: ReturnType<typeof slotsInSight>) =>
  slots.reduce((sum, { gap }) => sum + gap + 40, 0) + after;

test('only the rows in sight and some around them are drawn', () => {
  const drawn = indexes(10_000, 40, 4_000, 400, null);
  expect(drawn[0]).toBe(88);
  expect(drawn.at(-1)).toBe(121);
});

test.each([
  [0, 0, 400, null],
  [1, 0, 400, null],
  [10_000, 0, 400, null],
  [10_000, 4_000, 400, 3],
  [10_000, 4_000, 400, 9_000],
  [10_000, 4_000, 400, 100],
  [10_000, 399_600, 400, 0],
  [20, 50_000, 400, null],
])('%i rows seen from %i keep their whole height', (count, top, seen, focused) => {
  expect(height(slotsInSight(count, 40, top, seen, focused))).toBe(count * 40);
});

test('the row with the focus is drawn wherever it is, and once', () => {
  expect(indexes(1_000, 40, 20_000, 400, 2)[0]).toBe(2);
  expect(indexes(1_000, 40, 0, 400, 900).at(-1)).toBe(900);
  expect(indexes(1_000, 40, 0, 400, 5).filter((index) => index === 5)).toHaveLength(1);
  expect(indexes(10, 40, 0, 400, 99)).toHaveLength(10);
});
