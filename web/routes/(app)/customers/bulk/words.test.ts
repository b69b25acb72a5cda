import { expect, test } from 'vitest';
import { previewWords } from './words.ts';

test('the preview of a status says how many change, how many do not, and why', () => {
  const say = (changed: number, unchanged: number, outside: number) =>
    previewWords({ changed, unchanged, outside }, 'paid', 'Inkwell');
  expect(say(41, 50, 5)).toBe(
    '41 will change to Paid. 55 won’t: 50 already are, 5 don’t use Inkwell.',
  );
  expect(say(1, 1, 0)).toBe('1 will change to Paid. 1 won’t: 1 already is.');
  expect(say(0, 0, 1)).toBe('0 will change to Paid. 1 won’t: 1 doesn’t use Inkwell.');
  expect(say(1_200, 0, 0)).toBe('1,200 will change to Paid.');
});
