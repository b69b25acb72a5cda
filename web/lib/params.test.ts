import { expect, test } from 'vitest';
import { paramTexts, textOf } from './params.ts';

const line = (params: Parameters<typeof paramTexts>[0], currency: string | null = null) =>
  paramTexts(params, { money: { param: 'mrr', currency }, timeZone: 'Asia/Tokyo' }).map(
    ({ key, text, bare }) => (bare ? text : `${key} ${text}`),
  );

test('the plan and the money come first, then params by name, and nested ones last', () => {
  const params = { mrr: 29, team: { seats: 3 }, country: 'DE', plan: 'pro', annual: true };
  expect(line(params)).toEqual([
    'plan pro',
    'mrr 29',
    'annual true',
    'country DE',
    'team seats: 3',
  ]);
});

test('the money has the currency of the account, where there is one, and no other number has it', () => {
  expect(line({ mrr: 1204.5, seats: 2024 }, 'USD')).toEqual(['$1,204.50', 'seats 2024']);
  expect(line({ mrr: 1204.5 })).toEqual(['mrr 1204.5']);
  expect(line({ mrr: '29', seats: '7' }, 'USD')).toEqual(['$29', 'seats 7']);
  expect(line({ mrr: 'lots' }, 'USD')).toEqual(['mrr lots']);
});

test('and the currency that the customer pays in, where that is said', () => {
  expect(line({ mrr: 3000, currency: 'jpy' }, 'USD')).toEqual(['¥3,000', 'currency jpy']);
  expect(line({ mrr: 1.235, currency: 'KWD' })).toEqual(['KWD\u00a01.235', 'currency KWD']);
  expect(line({ mrr: 5, currency: 'euros' }, 'USD')).toEqual(['$5', 'currency euros']);
});

test('what is asked for comes first, whatever it is', () => {
  const params = { plan: 'pro', mrr: 29, country: 'DE', team: { seats: 3 } };
  const reading = { money: { param: 'mrr', currency: null }, timeZone: 'UTC' };
  const keys = paramTexts(params, reading, ['team', 'country']).map(({ key }) => key);
  expect(keys).toEqual(['country', 'team', 'plan', 'mrr']);
});

test.each([
  ['2026-11-22', 'Nov 22, 2026'],
  ['2026-11-22T10:00', 'Nov 22, 2026'],
  ['2026-11-22T20:00:00.123Z', 'Nov 23, 2026'],
  ['2026-11-22T23:00:00-08:00', 'Nov 23, 2026'],
  ['2026-13-22', '2026-13-22'],
  ['2026-11-22 or so', '2026-11-22 or so'],
])('the time %s is read as %s where the account is', (value, text) => {
  expect(line({ since: value })).toEqual([`since ${text}`]);
});

test('what is empty is left out', () => {
  expect(line({ a: null, b: '', c: {}, d: [], e: undefined, f: 0, g: false })).toEqual([
    'f 0',
    'g false',
  ]);
});

test.each([
  [{ beta: true, roles: ['a', 'b'], owner: null }, 'beta: true, roles: […], owner: null'],
  [['x', 2, {}, { a: 1 }], 'x, 2, {}, {…}'],
  ['x'.repeat(80), 'x'.repeat(80)],
  ['👍'.repeat(100), `${'👍'.repeat(79)}…`],
])('a value %# is said in a few words', (value, text) => {
  expect(textOf(value)).toBe(text);
});
