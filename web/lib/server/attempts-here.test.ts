import { expect, test } from 'vitest';
import { countHere, refuseHere } from './attempts-here.ts';

const MINUTE = 60_000;

test('so many attempts in five minutes, and then the seconds until the next', () => {
  for (let i = 0; i < 3; i++) expect(countHere('a', 3, 1, i * MINUTE)).toBe(0);
  expect(countHere('a', 3, 1, 3 * MINUTE)).toBe(120);
  expect(countHere('b', 3, 1, 3 * MINUTE)).toBe(0);
  expect(countHere('a', 3, 1, 5 * MINUTE)).toBe(0);
});

test('asking counts nothing', () => {
  for (let i = 0; i < 5; i++) expect(countHere('asks', 1, 0, 0)).toBe(0);
  expect(countHere('asks', 1, 1, 0)).toBe(0);
  expect(countHere('asks', 1, 0, 0)).toBe(300);
});

test('many visitors take no more memory: who has been silent longest is forgotten', () => {
  countHere('silent', 1, 1, 0);
  countHere('lively', 1, 1, 0);
  for (let i = 0; i < 9_999; i++) countHere(`visitor ${i}`, 1, 1, 0);
  expect(countHere('silent', 1, 0, 0)).toBe(0);
  expect(countHere('visitor 9998', 1, 0, 0)).toBe(300);
});

test('whom the database refused is remembered until it allows the next', () => {
  refuseHere('refused', 120, 0);
  expect(countHere('refused', 3, 1, MINUTE)).toBe(60);
  expect(countHere('refused', 3, 1, 2 * MINUTE)).toBe(0);
});
