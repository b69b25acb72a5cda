import { expect, test } from 'vitest';
import { dayIn } from '$lib/days.ts';
import { formatRange, namedRanges, rangeParams, readRange } from './range.ts';

const TODAY = '2026-03-31';
const read = (query: string) => readRange(new URLSearchParams(query), TODAY);

test.each([
  ['', { from: '2026-03-02', to: TODAY, days: 30 }],
  ['days=7', { from: '2026-03-25', to: TODAY, days: 7 }],
  ['days=365', { from: '2025-04-01', to: TODAY, days: 365 }],
  ['days=8', { from: '2026-03-02', to: TODAY, days: 30 }],
  ['from=2026-01-05&to=2026-02-01&days=7', { from: '2026-01-05', to: '2026-02-01', days: null }],
  ['from=2026-02-01&to=2026-01-05', { from: '2026-01-05', to: '2026-02-01', days: null }],
  ['from=2026-03-30&to=2030-01-01', { from: '2026-03-30', to: TODAY, days: null }],
  ['from=1066-01-01&to=2026-01-01', { from: '2000-01-01', to: '2026-01-01', days: null }],
  ['from=2026-02-30&to=2026-03-01', { from: '2026-03-02', to: TODAY, days: 30 }],
])('%s asks for these days', (query, range) => {
  expect(read(query)).toEqual(range);
  expect(read(String(new URLSearchParams(rangeParams(read(query)))))).toEqual(range);
});

test('months and years are whole, up to today', () => {
  expect(namedRanges(TODAY).map(({ text, from, to }) => [text, from, to])).toEqual([
    ['This month', '2026-03-01', TODAY],
    ['Last month', '2026-02-01', '2026-02-28'],
    ['This year', '2026-01-01', TODAY],
  ]);
});

test('a range is said with no more than it takes', () => {
  const said = [
    ['2026-11-01', '2026-11-30'],
    ['2025-12-30', '2026-01-03'],
    ['2026-09-03', '2026-09-03'],
  ].map(([from, to]) => formatRange({ from: from!, to: to! }));
  expect(said).toEqual(['Nov 1 – Nov 30, 2026', 'Dec 30, 2025 – Jan 3, 2026', 'Sep 3, 2026']);
});

test('today is the day that it is where the account is', () => {
  const now = Date.parse('2026-11-30T11:30:00Z');
  const zones = ['UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/St_Johns'];
  expect(zones.map((zone) => dayIn(zone, now))).toEqual([
    '2026-11-30',
    '2026-12-01',
    '2026-11-30',
    '2026-11-30',
  ]);
});
