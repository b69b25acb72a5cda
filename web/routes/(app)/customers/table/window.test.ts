import { expect, test } from 'vitest';
import { heightOf, rowAt, slotsInSight, topOf } from './window.ts';

const EVEN = { row: 40, extra: new Map<number, number>() };
const UNFOLDED = {
  row: 40,
  extra: new Map([
    [5, 60],
    [90, 20],
  ]),
};

const indexes = (count: number, top: number, seen: number, focused: number | null) =>
  slotsInSight(count, EVEN, top, seen, focused).slots.map(({ index }) => index);

test('only the rows in sight and some around them are drawn', () => {
  const drawn = indexes(10_000, 4_000, 400, null);
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
  for (const heights of [EVEN, UNFOLDED]) {
    const { slots, after } = slotsInSight(count, heights, top, seen, focused);
    const drawn = slots.reduce((sum, { index, gap }) => sum + gap + heightOf(index, heights), 0);
    expect(drawn + after).toBe(topOf(count, heights));
  }
});

test('the row with the focus is drawn wherever it is, and once', () => {
  expect(indexes(1_000, 20_000, 400, 2)[0]).toBe(2);
  expect(indexes(1_000, 0, 400, 900).at(-1)).toBe(900);
  expect(indexes(1_000, 0, 400, 5).filter((index) => index === 5)).toHaveLength(1);
  expect(indexes(10, 0, 400, 99)).toHaveLength(10);
});

test('rows that are unfolded move those below them', () => {
  expect([5, 6, 90, 91].map((index) => topOf(index, UNFOLDED))).toEqual([200, 300, 3660, 3720]);
  const at = [0, 199, 200, 299, 300, 3659, 3660, 3719, 3720].map((y) => rowAt(y, UNFOLDED));
  expect(at).toEqual([0, 4, 5, 5, 6, 89, 90, 90, 91]);
});
