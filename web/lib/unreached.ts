/** Browsers differ in their words for a request that reached nobody: Chrome, Firefox, Safari. */
const UNREACHED = /failed to fetch|networkerror|load failed/i;

export function isUnreached(cause: unknown): boolean {
  return cause instanceof TypeError && UNREACHED.test(cause.message);
}

/** What a person reads where an answer did not come. */
export const UNREACHED_MESSAGE =
  'No connection to TinyCRM. Nothing was saved: check your connection and try again.';
