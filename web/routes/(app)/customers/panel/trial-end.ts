import type { Json } from '$lib/database.types.ts';

/** True for what the param trial_ends_at may be: a day such as 2026-12-02, or an ISO time. Others have no place in the trial radar. */
export function isTrialEnd(value: Json): boolean {
  if (typeof value !== 'string') return false;
  const day = /^\d{4}-\d{2}-\d{2}/.exec(value)?.[0];
  if (!day || Number.isNaN(Date.parse(value))) return false;
  // Some engines take February 30 for March 2.
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}
