import { expect, test } from 'vitest';
import {
  customerChurn,
  formatGrowth,
  formatRate,
  netNew,
  revenueChurn,
  type PeriodFigures,
} from './period.ts';

const figures: PeriodFigures = {
  ...{ first: '2026-11-01', last: '2026-11-30', start: 200, end: 219.3, mrr: { USD: 219.3 } },
  ...{ payers_start: 8, payers_end: 8, new_customers: 3 },
  changes: {
    new: { customers: 1, mrr: 49.3 },
    contraction: { customers: 1, mrr: -10 },
    churn: { customers: 1, mrr: -20 },
  },
};
const nobody = { ...figures, start: 0, payers_start: 0 };

test('churn is of those who paid when it began, and of their money with what they pay less', () => {
  expect([customerChurn(figures), revenueChurn(figures)]).toEqual([1 / 8, 30 / 200]);
  expect(revenueChurn({ ...figures, changes: {} })).toBe(0);
  expect([customerChurn(nobody), revenueChurn(nobody)]).toEqual([null, null]);
});

test('MRR grew by its end less its start', () => {
  expect(netNew(figures)).toBe(19.3);
});

test.each([
  [null, '–'],
  [0, '0%'],
  [0.0004, '0%'],
  [0.0237, '2.4%'],
  [0.1249, '12%'],
  [1, '100%'],
])('a rate of %s is %s', (rate, text) => {
  expect(formatRate(rate)).toBe(text);
});

test('growth has a sign, and its currency', () => {
  expect([29, -9.5, 0].map((amount) => formatGrowth(amount, 'USD'))).toEqual([
    '+$29',
    '−$9.50',
    '$0',
  ]);
});
