import { expect, test } from 'vitest';
import { daysUntil, endInDays } from './days.ts';

test.each([
  // 22:00 of Nov 29 in St John's, which is UTC-3:30.
  ['America/St_Johns', '2026-11-30T01:30:00Z', '2026-11-30T03:29:59.999Z', 'ends today'],
  ['America/St_Johns', '2026-11-30T01:30:00Z', '2026-12-01T03:29:59.999Z', 'ends Nov 30, in 1 day'],
  // Already Dec 1 in Kiritimati, which is UTC+14.
  ['Pacific/Kiritimati', '2026-11-30T10:00:00Z', '2026-12-01T09:59:59.999Z', 'ends today'],
  [
    'Pacific/Kiritimati',
    '2026-11-30T10:00:00Z',
    '2026-12-02T09:59:59.999Z',
    'ends Dec 2, in 1 day',
  ],
  ['America/Los_Angeles', '2026-12-01T07:59:00Z', '2026-12-01T07:59:59.999Z', 'ends today'],
  [
    'America/Los_Angeles',
    '2026-12-01T07:59:00Z',
    '2026-12-03T07:59:59.999Z',
    'ends Dec 2, in 2 days',
  ],
  // Oct 25 has 25 hours in Berlin, and Mar 29 has 23.
  ['Europe/Berlin', '2026-10-24T22:00:00Z', '2026-10-25T22:59:59.999Z', 'ends today'],
  ['Europe/Berlin', '2026-10-24T21:59:00Z', '2026-10-26T22:59:59.999Z', 'ends Oct 26, in 2 days'],
  ['Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-29T21:59:59.999Z', 'ends Mar 29, in 1 day'],
  ['Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-30T21:59:59.999Z', 'ends Mar 30, in 2 days'],
  // What is 1.9 days away is two midnights away.
  ['UTC', '2026-11-30T12:00:00Z', '2026-12-02T09:00:00Z', 'ends Dec 2, in 2 days'],
  ['UTC', '2026-11-30T12:00:00Z', '2026-11-29T23:00:00Z', 'ended Nov 29'],
])('in %s at %s, %s %s', (zone, now, iso, text) => {
  expect(endInDays(iso, zone, Date.parse(now))).toBe(text);
});

test('days are those of the calendar, whatever the hour', () => {
  const now = Date.parse('2026-11-30T23:59:00Z');
  expect(daysUntil('2026-12-01T00:00:00Z', 'UTC', now)).toBe(1);
  expect(daysUntil('2026-11-30T00:00:00Z', 'UTC', now)).toBe(0);
  expect(daysUntil('2026-12-01T00:00:00Z', 'America/Los_Angeles', now)).toBe(0);
});
