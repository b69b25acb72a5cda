import { expect, test } from 'vitest';
import { mergeRows } from './merge.ts';

const rows = (text: string) =>
  text
    .split(' ')
    .filter(Boolean)
    .map((word) => ({ id: word[0]!, at: Number(word.slice(1)) }));
const text = (list: { id: string; at: number }[]) => list.map(({ id, at }) => id + at).join(' ');

function merge(shown: string, read: string, from = 0, complete = false) {
  const { inPlace, inOrder, changed, moved } = mergeRows(rows(shown), rows(read), from, complete);
  return { inPlace: text(inPlace), inOrder: text(inOrder), changed: changed.join(' '), moved };
}

test('nothing new changes nothing', () => {
  expect(merge('a1 b1 c1', 'a1 b1')).toEqual({
    inPlace: 'a1 b1 c1',
    inOrder: 'a1 b1 c1',
    changed: '',
    moved: false,
  });
});

test('what changed is shown where it was', () => {
  expect(merge('a1 b1 c1', 'a1 b2')).toMatchObject({
    inPlace: 'a1 b2 c1',
    changed: 'b',
    moved: false,
  });
});

test('a row that comes up is not there twice', () => {
  expect(merge('a1 b1 c1', 'c2 a1')).toEqual({
    inPlace: 'a1 b1 c2',
    inOrder: 'c2 a1 b1',
    changed: 'c',
    moved: true,
  });
});

test('a new row is only in the new order', () => {
  expect(merge('a1 b1', 'x1 a1')).toMatchObject({
    inPlace: 'a1 b1',
    inOrder: 'x1 a1 b1',
    changed: 'x',
    moved: true,
  });
});

test('whoever is gone from a complete list goes', () => {
  expect(merge('a1 b1 c1', 'a1 c1', 0, true)).toMatchObject({ inOrder: 'a1 c1', moved: true });
});

test('whoever is gone from among those that were read goes too', () => {
  expect(merge('a1 b1 c1 d1 e1', 'a1 c1')).toMatchObject({ inOrder: 'a1 c1 d1 e1', moved: true });
});

test('whoever was pushed down by new rows stays', () => {
  expect(merge('a1 b1 c1', 'x1 y1 a1')).toMatchObject({ inOrder: 'x1 y1 a1 b1 c1' });
  expect(merge('a1 b1', 'x1 y1')).toMatchObject({ inOrder: 'x1 y1 a1 b1' });
});

test('rows further down are read from their place on', () => {
  expect(merge('a1 b1 c1 d1', 'c2 e1', 2)).toMatchObject({ inOrder: 'a1 b1 c2 e1 d1' });
});

test('a row that says the same stays the same object', () => {
  const shown = rows('a1 b1');
  const { inPlace, inOrder } = mergeRows(shown, rows('a1 b2'), 0, false);
  expect(inPlace[0]).toBe(shown[0]);
  expect(inOrder[0]).toBe(shown[0]);
});
