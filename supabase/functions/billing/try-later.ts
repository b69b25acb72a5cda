import { Problem } from '../_shared/contract/problems.ts';

/** A refusal that a minute may end. `reason` is for the log alone: a code, never what was sent. */
export function tryLater(
  code: 'database_unavailable' | 'stripe_unavailable' | 'not_configured',
  detail: string,
  reason?: string,
): Problem {
  return new Problem(code, detail, { reason, headers: { 'retry-after': '60' } });
}
