import { Problem } from '../contract/problems.ts';
import type { InvalidKeys } from './invalid-keys.ts';
import { Quota, quotaHeaders } from './quota.ts';

interface Limit {
  who: string;
  /** So many at once, or spread over the window. */
  calls: number;
  windowS: number;
}
/** 60 a minute, and 20 of them at once. */
const OF_READ_KEYS: Limit = { who: 'read key', calls: 20, windowS: 20 };
/** Beyond these, keys that read nothing lately are forgotten. */
const MAX_KEYS = 10_000;

/** What each read key may ask, and each address with keys that are none. Each isolate counts for itself. */
export class ReadLimits {
  readonly #invalidKeys: InvalidKeys;
  readonly #limit: Limit;
  readonly #now: () => number;
  /** Of keys that the database has accepted: strangers take no memory here. */
  readonly #quotas = new Map<string, Quota>();

  constructor(
    invalidKeys: InvalidKeys,
    limit: Limit = OF_READ_KEYS,
    now: () => number = () => performance.now(),
  ) {
    this.#invalidKeys = invalidKeys;
    this.#limit = limit;
    this.#now = now;
  }

  /** Takes one call. Returns what to tell the caller, and throws a Problem when there were too many. */
  take(address: string, keyHash: string | null): Record<string, string> {
    const quota = keyHash === null ? undefined : this.#quotas.get(keyHash);
    if (!quota) return this.#admit(address);
    const { who, calls, windowS } = this.#limit;
    const state = quota.take(1, calls);
    if (state.allowed) return quotaHeaders(state);
    throw new Problem(
      'rate_limited',
      `A ${who} can ask ${calls} times per ${windowS} s. Wait ${state.retryS} s, then ask again.`,
      { headers: { ...quotaHeaders(state), 'retry-after': String(state.retryS) } },
    );
  }

  /** The database accepted the key. */
  accepted(keyHash: string): void {
    if (this.#quotas.has(keyHash)) return;
    if (this.#quotas.size >= MAX_KEYS) {
      for (const [key, quota] of this.#quotas) if (quota.isFull) this.#quotas.delete(key);
    }
    this.#quotas.set(keyHash, new Quota(this.#limit.windowS, this.#now));
  }

  /** The key is no good, with or without asking the database. */
  refused(address: string, keyHash: string | null): void {
    this.#invalidKeys.count(address);
    if (keyHash !== null) this.#quotas.delete(keyHash);
  }

  #admit(address: string): Record<string, string> {
    const waitS = this.#invalidKeys.waitS(address);
    if (waitS === 0) return {};
    throw new Problem(
      'too_many_invalid_keys',
      'Too many requests from this address had no valid read key or feed address. Check it, then wait.',
      { headers: { 'retry-after': String(waitS) } },
    );
  }
}
