import { expect, test } from 'vitest';
import {
  formatAbsolute,
  formatAmount,
  formatCount,
  formatDay,
  formatRelative,
  formatSums,
  formatWeek,
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

test.each([
  ['Pacific/Kiritimati', '2024-02-28T10:00:00Z', 'Feb 29, 2024, 12:00 AM GMT+14'],
  ['Pacific/Chatham', '2025-09-27T11:15:00Z', 'Sep 28, 2025, 12:00 AM GMT+12:45'],
  ['Australia/Lord_Howe', '2025-04-06T13:29:00Z', 'Apr 6, 2025, 11:59 PM GMT+10:30'],
  ['Asia/Tokyo', '2024-02-29T14:59:59Z', 'Feb 29, 2024, 11:59 PM GMT+9'],
  ['Asia/Kathmandu', '2024-02-29T18:15:00Z', 'Mar 1, 2024, 12:00 AM GMT+5:45'],
  ['Asia/Kolkata', '2024-02-28T18:29:00Z', 'Feb 28, 2024, 11:59 PM GMT+5:30'],
  // The night has two hours that are called one, and another has none that is called two.
  ['Europe/Berlin', '2025-10-26T00:30:00Z', 'Oct 26, 2025, 2:30 AM GMT+2'],
  ['Europe/Berlin', '2025-10-26T01:30:00Z', 'Oct 26, 2025, 2:30 AM GMT+1'],
  ['Europe/Berlin', '2025-03-30T01:00:00Z', 'Mar 30, 2025, 3:00 AM GMT+2'],
  ['Africa/Casablanca', '2025-02-23T23:59:00Z', 'Feb 23, 2025, 11:59 PM UTC'],
  ['UTC', '2024-02-29T00:00:00Z', 'Feb 29, 2024, 12:00 AM UTC'],
  ['America/St_Johns', '2026-11-30T01:29:00Z', 'Nov 29, 2026, 9:59 PM GMT-3:30'],
])('in %s, %s is %s', (zone, iso, text) => {
  expect(formatAbsolute(iso, zone)).toBe(text);
  expect(text.startsWith(formatDay(iso, zone))).toBe(true);
});

test('a week is named by its days', () => {
  expect(['2026-11-16', '2026-11-30', '2026-12-28', '2024-02-26'].map(formatWeek)).toEqual([
    'Nov 16 to 22, 2026',
    'Nov 30 to Dec 6, 2026',
    'Dec 28 to Jan 3, 2027',
    'Feb 26 to Mar 3, 2024',
  ]);
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
