import { expect, test } from 'vitest';
import { monthlyAmount } from '../../supabase/functions/_shared/contract/stripe-amounts.ts';
import { price } from './stripe-price.fixture.ts';

const every = (interval: string, interval_count: number) => ({
  recurring: { interval, interval_count, usage_type: 'licensed' },
});
const packed = (round: string) => ({ transform_quantity: { divide_by: 10, round } });

test.each([
  ['a month', price(), 1, 29],
  ['three seats', price(), 3, 87],
  [
    'a year',
    price({ unit_amount: 12_000, recurring: { interval: 'year', interval_count: 1 } }),
    1,
    10,
  ],
  [
    'a quarter',
    price({ unit_amount: 9000, recurring: { interval: 'month', interval_count: 3 } }),
    1,
    30,
  ],
  ['two years', price({ unit_amount: 24_000, ...every('year', 2) }), 1, 10],
  ['a week', price({ unit_amount: 1000, ...every('week', 1) }), 1, 43.333333],
  ['two weeks', price({ unit_amount: 1000, ...every('week', 2) }), 1, 21.666667],
  ['a day', price({ unit_amount: 100, ...every('day', 1) }), 1, 30.416667],
  ['no seats', price(), 0, 0],
  ['a package of ten that is begun', price(packed('up')), 95, 290],
  ['packages of ten that are whole', price(packed('down')), 95, 261],
  ['a price with tax in it', price({ tax_behavior: 'inclusive' }), 1, 29],
  ['a currency without cents', price({ currency: 'jpy', unit_amount: 3000 }), 1, 3000],
  ['a currency of three decimals', price({ currency: 'kwd', unit_amount: 92_000 }), 1, 92],
  ['parts of a cent', price({ unit_amount: null, unit_amount_decimal: '50.5' }), 1, 0.505],
  [
    'use',
    price({ recurring: { interval: 'month', interval_count: 1, usage_type: 'metered' } }),
    1,
    0,
  ],
  ['tiers', price({ unit_amount: null, unit_amount_decimal: null }), 1, 0],
  ['something bought once', price({ recurring: null }), 1, 0],
])('the monthly amount of %s', (_, of, quantity, amount) => {
  expect(monthlyAmount({ price: of, quantity })).toBeCloseTo(amount, 6);
});
