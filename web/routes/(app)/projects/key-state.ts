import { formatRelative } from '$lib/format.ts';
import type { ApiKey } from '$lib/server/projects.ts';

type Dates = Pick<ApiKey, 'expires_at' | 'revoked_at'>;

/** True if calls with this key are accepted at `now` (milliseconds). */
export function isLive({ expires_at, revoked_at }: Dates, now = Date.now()): boolean {
  return !revoked_at && (!expires_at || Date.parse(expires_at) > now);
}

/** "Active", "Ends in 23 hr", "Ended 2 days ago" or "Revoked 2 days ago". */
export function describeKey(key: Dates, now = Date.now()): string {
  if (key.revoked_at) return `Revoked ${formatRelative(key.revoked_at, now)}`;
  if (!key.expires_at) return 'Active';
  return `${isLive(key, now) ? 'Ends' : 'Ended'} ${formatRelative(key.expires_at, now)}`;
}
