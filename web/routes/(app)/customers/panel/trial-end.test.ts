import { expect, test } from 'vitest';
import { isTrialEnd } from './trial-end.ts';

test.each(['2026-12-02', '2024-02-29', '2026-12-02T10:00:00Z', '2026-12-02T10:00:00+05:45'])(
  '%s says when a trial ends',
  (value) => expect(isTrialEnd(value)).toBe(true),
);
test.each(['2026-02-30', '2025-02-29', '12/05/2026', 1796083200, 'soon', '', null])(
  '%s does not say when a trial ends',
  (value) => expect(isTrialEnd(value)).toBe(false),
);
