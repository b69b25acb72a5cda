import type { Attempt } from './attempt.ts';

declare function setTimeout<T>(callback: (value: T) => unknown, ms: number, value: T): unknown;

/** Longer than this, the API is not waited for. */
const MAX_WAIT_MS = 3e4;

/** A retry takes one, a success brings back a tenth: an outage is not made worse by retries. */
const MAX_BUDGET = 10;

/**
 * True if a request is to be sent again, as soon as it is time to; false if it succeeded. Throws
 * what failed for good.
 */
export type Retry = (result: Attempt, attempts: number) => Promise<boolean>;

/** Decides for all calls of a client, which share a budget, whether to retry. */
export const createRetry =
  (retries = 2, budget: number = MAX_BUDGET): Retry =>
  async (result, attempts) => {
    const { status, retryAfter = 0 } = result;
    // Status 0 is what a redirect becomes where fetch hides it, 207 a mixed answer.
    if (result.results || (status && status < 207)) {
      if (budget < MAX_BUDGET) budget += 0.1;
      return false;
    }
    // Without a status nobody answered, and that may pass.
    const isFinal = status! < 500 && status != 429;
    if (isFinal || attempts > retries || retryAfter > MAX_WAIT_MS || budget < 1)
      throw { ...result, attempts };
    budget--;
    return new Promise((resolve) =>
      setTimeout(resolve, retryAfter + 1e3 * attempts * Math.random(), true),
    );
  };
