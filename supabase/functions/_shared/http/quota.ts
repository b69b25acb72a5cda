/** The state of a quota after a request, as a caller may know it. */
export interface QuotaState {
  allowed: boolean;
  /** Calls in a window. */
  quota: number;
  windowS: number;
  /** Calls that could be sent at once now. */
  remaining: number;
  /** Seconds until the whole quota is there again. */
  resetS: number;
  /** Seconds until this request would be allowed. 0 when it was. */
  retryS: number;
}

/**
 * A quota that refills steadily (GCRA): `quota` calls at once, or spread over the window, and
 * after a burst as many as time has given back. It needs one number of memory.
 */
export class Quota {
  readonly #windowS: number;
  readonly #now: () => number;
  /** The time at which the whole quota is there again, in milliseconds. */
  #fullAt = 0;

  /** `now` is in milliseconds, from any origin that stays. */
  constructor(windowS: number, now: () => number) {
    this.#windowS = windowS;
    this.#now = now;
  }

  get isFull(): boolean {
    return this.#fullAt <= this.#now();
  }

  /** Takes `calls` of `quota`, or nothing when fewer are left. More than all of it counts as all of it. */
  take(calls: number, quota: number): QuotaState {
    const now = this.#now();
    const windowMs = this.#windowS * 1000;
    const msPerCall = windowMs / quota;
    const emptyMs = Math.max(0, this.#fullAt - now);
    const wantedMs = Math.min(calls, quota) * msPerCall;
    const allowed = emptyMs + wantedMs <= windowMs;
    const afterMs = allowed ? emptyMs + wantedMs : emptyMs;
    this.#fullAt = now + afterMs;
    return {
      allowed,
      quota,
      windowS: this.#windowS,
      remaining: Math.max(0, Math.floor((windowMs - afterMs) / msPerCall)),
      resetS: Math.ceil(afterMs / 1000),
      retryS: allowed ? 0 : Math.max(1, Math.ceil((emptyMs + wantedMs - windowMs) / 1000)),
    };
  }
}

/** The header fields of draft-ietf-httpapi-ratelimit-headers. */
export function quotaHeaders({
  quota,
  windowS,
  remaining,
  resetS,
}: QuotaState): Record<string, string> {
  return {
    'ratelimit-policy': `"default";q=${quota};w=${windowS}`,
    ratelimit: `"default";r=${remaining};t=${resetS}`,
  };
}
