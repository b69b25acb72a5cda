import { InvalidKeys } from '../../_shared/http/invalid-keys.ts';
import { Problem } from '../../_shared/contract/problems.ts';
import { type LimitState, ProjectLimits } from './project-limits.ts';
import { Quota, quotaHeaders } from '../../_shared/http/quota.ts';
import type { Owner } from '../writing/fair-queue.ts';
import type { Store } from '../writing/store.ts';

/** Generous: a product with a million users sends some tens a second. */
const CALLS_PER_SECOND = 1_000;
const INVALID_KEYS_PER_MINUTE = 100;
/** New keys that are looked up in a second although their address sent too many wrong ones. */
const CHANCES_PER_SECOND = 5;
const MAX_REFUSED = 10_000;

/** The limits of projects and addresses. Each isolate counts for itself. */
export class Limiter {
  readonly #projects: ProjectLimits;
  readonly #invalidKeys: InvalidKeys;
  readonly #chances = new Quota(1, () => performance.now());
  /** The keys that the database refused lately. */
  readonly #refused = new Set<string>();

  constructor(projects: ProjectLimits, invalidKeys: InvalidKeys) {
    this.#projects = projects;
    this.#invalidKeys = invalidKeys;
  }

  /** True if the database accepted this key lately. */
  isKnown(keyHash: string): boolean {
    return this.#projects.isKnown(keyHash);
  }

  /** The owner of the calls with this key, by which they take turns. */
  ownerOf(keyHash: string): Owner {
    return this.#projects.ownerOf(keyHash);
  }

  /**
   * Throws a Problem when this address sent too many wrong keys, unless the key has been good. A few
   * that nobody saw yet are given a chance: many products may share an address with a broken one.
   */
  admit(address: string, keyHash: string | null): void {
    if (keyHash !== null && this.#projects.isKnown(keyHash)) return;
    const waitS = this.#invalidKeys.waitS(address);
    if (waitS === 0) return;
    const isNew = keyHash !== null && !this.#refused.has(keyHash);
    if (isNew && this.#chances.take(1, CHANCES_PER_SECOND).allowed) return;
    throw new Problem(
      'too_many_invalid_keys',
      'Too many requests from this address had no valid API key. Check the key, then wait.',
      { headers: { 'retry-after': String(waitS) } },
    );
  }

  /** Takes calls from the quotas of the project and its account. Returns what to tell the caller; throws a Problem when too few are left. */
  take(keyHash: string, calls: number): Record<string, string> | undefined {
    const state = this.#projects.take(keyHash, calls);
    if (!state) return undefined;
    if (!state.allowed) throw rateLimited(state);
    return quotaHeaders(state);
  }

  /** The database accepted the key. */
  accepted(keyHash: string): void {
    this.#refused.delete(keyHash);
    this.#projects.accepted(keyHash);
  }

  /** The key is no good, with or without asking the database. */
  refused(address: string, keyHash: string | null): void {
    this.#invalidKeys.count(address);
    if (keyHash === null) return;
    this.#projects.refused(keyHash);
    if (this.#refused.size >= MAX_REFUSED) this.#refused.clear();
    this.#refused.add(keyHash);
  }
}

function rateLimited(state: LimitState): Problem {
  const { quota, windowS, retryS } = state;
  const who = state.of === 'project' ? 'This project' : 'This account’s projects together';
  return new Problem(
    'rate_limited',
    `${who} can send ${quota} calls per ${windowS} s. Wait ${retryS} s, then send the same calls again.`,
    { headers: { ...quotaHeaders(state), 'retry-after': String(retryS) } },
  );
}

/** The limiter that the secrets INGEST_CALLS_PER_SECOND and INGEST_INVALID_KEYS_PER_MINUTE ask for. 0 is no limit. */
export function createLimiter(
  secret: (name: string) => string | undefined,
  warn: (message: string) => void,
  limits: Store['limits'],
): Limiter {
  const setting = (name: string, standard: number) => {
    const text = secret(name);
    if (!text) return standard;
    if (/^\d{1,9}$/.test(text)) return Number(text);
    warn(`${name} is not a whole number: using ${standard}.`);
    return standard;
  };
  const callsPerSecond = setting('INGEST_CALLS_PER_SECOND', CALLS_PER_SECOND);
  const perMinute = setting('INGEST_INVALID_KEYS_PER_MINUTE', INVALID_KEYS_PER_MINUTE);
  return new Limiter(new ProjectLimits({ callsPerSecond, limits }), new InvalidKeys(perMinute));
}
