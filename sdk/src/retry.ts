import type { Attempt } from './attempt.ts';

declare function setTimeout(callback: (value?: unknown) => unknown, ms: number): unknown;

/** Longer than this, the API is not waited for. */
const MAX_WAIT_MS = 3e4;

/**
 * True if a request is to be sent again, as soon as it is time to; false if it succeeded. Throws
 * what failed for good.
 */
export type Retry = (result: Attempt, retries?: number) => Promise<boolean>;

/** Decides on retries for all calls of a client. */
export const createRetry = (): Retry => {
  // A retry takes one, a success brings back a tenth: an outage is not made worse by retries.
  let budget = 10;

  return async (result, retries = 2) => {
    const { attempts, status, retryAfter = 0 } = result;
    // Status 0 is what a redirect becomes where fetch hides it, 207 a mixed answer.
    if (result.results || (status && status < 207)) {
      if (budget < 10) budget += 0.1;
      return false;
    }
    // Without a status nobody answered, and that may pass.
    const isFinal = status! < 500 && status != 429;
    if (isFinal || attempts > retries || retryAfter > MAX_WAIT_MS || budget < 1) throw result;
    budget--;
    await new Promise((r) => setTimeout(r, retryAfter + 1e3 * attempts * Math.random()));
    return true;
  };
};
