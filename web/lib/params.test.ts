import { expect, test } from 'vitest';
import { paramTexts, textOf } from './params.ts';

const line = (params: Parameters<typeof paramTexts>[0], currency: string | null = null) =>
  paramTexts(params, { param: 'mrr', currency }).map(({ key, text }) => `${key} ${text}`);

test('the plan and the money come first, then params by name, and nested ones last', () => {
  const params = { mrr: 29, team: { seats: 3 }, country: 'DE', plan: 'pro', annual: true };
  expect(line(params)).toEqual([
    'plan pro',
    'mrr 29',
    'annual true',
    'country DE',
    'team {seats: 3}',
  ]);
});

test('the money has the currency of the account, where there is one, and no other number has it', () => {
  expect(line({ mrr: 1204.5, seats: 2024 }, 'USD')).toEqual(['mrr $1,204.50', 'seats 2024']);
  expect(line({ mrr: 1204.5 })).toEqual(['mrr 1204.5']);
  expect(line({ mrr: '29' }, 'USD')).toEqual(['mrr 29']);
});

test('and the currency that the customer pays in, where that is said', () => {
  expect(line({ mrr: 3000, currency: 'jpy' }, 'USD')).toEqual(['mrr ¥3,000', 'currency jpy']);
  expect(line({ mrr: 1.235, currency: 'KWD' })).toEqual(['mrr KWD\u00a01.235', 'currency KWD']);
  expect(line({ mrr: 5, currency: 'euros' }, 'USD')).toEqual(['mrr $5', 'currency euros']);
});

test('what is empty is left out', () => {
  expect(line({ a: null, b: '', c: {}, d: [], e: undefined, f: 0, g: false })).toEqual([
    'f 0',
    'g false',
  ]);
});

test.each([
  [{ beta: true, roles: ['a', 'b'], owner: null }, '{beta: true, roles: […], owner: null}'],
  [['x', 2, {}, { a: 1 }], '[x, 2, {}, {…}]'],
  ['x'.repeat(80), 'x'.repeat(80)],
  ['👍'.repeat(100), `${'👍'.repeat(79)}…`],
])('a value %# is said in a few words', (value, text) => {
  expect(textOf(value)).toBe(text);
});
