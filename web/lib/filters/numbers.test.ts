import { expect, test } from 'vitest';
import { parseView } from './address.ts';
import { numbersOf } from './numbers.ts';

const of = (query: string) => numbersOf(parseView(new URLSearchParams(query)));

test('numbers are what a view compares or sorts by, each once', () => {
  expect(of('q=mrr>20+seats<5&sort=-param:mrr')).toEqual(['mrr', 'seats']);
});

test('equal values, texts and other orders need none', () => {
  expect(of('q=plan=pro&sort=-project_count')).toEqual([]);
});
