import { expect, test } from 'vitest';
import { describeKey, isLive } from './key-state.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const key = (expires_at: string | null, revoked_at: string | null) => ({ expires_at, revoked_at });

test.each([
  [key(null, null), true, 'Active'],
  [key('2026-11-23T11:59:00Z', null), true, 'Ends in 23 hr'],
  [key('2026-11-20T11:00:00Z', null), false, 'Ended 2 days ago'],
  [key('2026-11-23T11:59:00Z', '2026-11-22T11:00:00Z'), false, 'Revoked 1 hr ago'],
])('%j', (dates, live, text) => {
  expect(isLive(dates, now)).toBe(live);
  expect(describeKey(dates, now)).toBe(text);
});
