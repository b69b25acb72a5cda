import { expect, test } from 'vitest';
import {
  formatAbsolute,
  formatAmount,
  formatCount,
  formatDay,
  formatRelative,
  formatSums,
} from './format.ts';

const now = Date.parse('2026-11-22T12:00:00Z');

test.each([
  ['2026-11-22T11:59:40Z', 'just now'],
  ['2026-11-22T12:00:05Z', 'just now'],
  ['2026-11-22T11:57:00Z', '3 min ago'],
  ['2026-11-22T09:10:00Z', '2 hr ago'],
  ['2026-11-20T11:00:00Z', '2 days ago'],
  ['2026-11-08T11:00:00Z', '2 wk ago'],
  ['2026-09-20T12:00:00Z', '2 mo ago'],
  ['2024-11-01T12:00:00Z', '2 yr ago'],
  ['2026-11-23T13:00:00Z', 'in 1 day'],
])('%s is %s', (iso, text) => expect(formatRelative(iso, now)).toBe(text));

test('absolute times name their zone', () => {
  expect(formatAbsolute('2026-11-22T14:03:59+00:00')).toBe('Nov 22, 2026, 2:03 PM UTC');
  expect(formatAbsolute('2026-11-22T14:03:59+00:00', 'Asia/Kolkata')).toBe(
    'Nov 22, 2026, 7:33 PM GMT+5:30',
  );
  expect(formatDay('2026-11-22T23:59:00+00:00')).toBe('Nov 22, 2026');
  expect(formatDay('2026-11-22T23:59:00+00:00', 'Europe/Berlin')).toBe('Nov 23, 2026');
  expect(formatDay('2026-09-01T00:00:00+00:00')).toBe('Sep 1, 2026');
});

test('a count says where it stopped', () => {
  expect([0, 1, 1204, 10_000, 10_001].map(formatCount)).toEqual([
    '0 customers',
    '1 customer',
    '1,204 customers',
    '10,000 customers',
    '10,000+ customers',
  ]);
});

test.each([
  [29, 'USD', '$29'],
  [1204.5, 'EUR', '€1,204.50'],
  [3000, 'JPY', '¥3,000'],
  [1.235, 'KWD', 'KWD\u00a01.235'],
  [1204.456, null, '1,204.46'],
])('%d in %s is %s', (value, currency, text) => expect(formatAmount(value, currency)).toBe(text));

test('sums of several currencies stand beside each other, the asked one first', () => {
  expect(formatSums({ JPY: 3000, CHF: 5, USD: 29 }, 'USD')).toEqual([
    '$29',
    'CHF\u00a05',
    '¥3,000',
  ]);
  expect(formatSums({ JPY: 3000 }, 'USD')).toEqual(['$0', '¥3,000']);
  expect(formatSums({}, '')).toEqual(['0']);
});
