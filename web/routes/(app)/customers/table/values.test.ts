import { expect, test } from 'vitest';
import { paramText } from './values.ts';

const reading = { money: { param: 'mrr', currency: 'USD' }, timeZone: 'Asia/Tokyo' };
const cell = (key: string, ...params: Parameters<typeof paramText>[0][number]['params'][]) =>
  paramText(
    params.map((params) => ({ params })),
    key,
    reading,
  );

test('a column of the money is in its currency, and never adds two currencies', () => {
  expect(cell('mrr', { mrr: 29 }, { mrr: '12.5' }, {})).toEqual({ text: '$41.50', numeric: true });
  expect(cell('mrr', { mrr: 29 }, { mrr: 12, currency: 'eur' }).text).toBe('$29 + €12');
});

test('other numbers are added as numbers, and all else is listed', () => {
  expect(cell('seats', { seats: 1200 }, { seats: 4 })).toEqual({ text: '1,204', numeric: true });
  expect(cell('plan', { plan: 'pro' }, { plan: 'team' }, { plan: 'pro' }).text).toBe('pro, team');
  expect(cell('team', { team: { owner: 'Kim', seats: 3 } }).text).toBe('owner: Kim, seats: 3');
  expect(cell('plan', {})).toEqual({ text: '', numeric: false });
});

test('a time is the day that it is on in the zone of the account', () => {
  expect(cell('since', { since: '2026-11-22T20:00:00Z' }).text).toBe('Nov 23, 2026');
  expect(cell('since', { since: '2026-11-22' }).text).toBe('Nov 22, 2026');
});
