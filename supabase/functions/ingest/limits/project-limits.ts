import { Quota, type QuotaState } from '../../_shared/http/quota.ts';
import type { ProjectLimit } from '../writing/store.ts';

/** Short bursts may be faster than the limit: it holds over this time. */
const WINDOW_S = 10;
const REFRESH_MS = 60_000;
/** Beyond these, keys that sent nothing lately are forgotten. */
const MAX_KEYS = 10_000;

interface KnownKey {
  /** Null until the database told. */
  projectId: string | null;
  callsPerSecond: number;
  quota: Quota;
  askedAt: number;
}

export interface ProjectLimitsOptions {
  /** The calls that each project may send, unless its own row says otherwise. 0: no limit. */
  callsPerSecond: number;
  limits(keyHashes: readonly string[]): Promise<ProjectLimit[]>;
  now?: () => number;
}

/**
 * The rate limit of each project, counted in this isolate. It only counts for keys that the
 * database has accepted: strangers take no memory here. A key is never trusted because it is known.
 */
export class ProjectLimits {
  readonly #default: number;
  readonly #limits: ProjectLimitsOptions['limits'];
  readonly #now: () => number;
  readonly #keys = new Map<string, KnownKey>();
  readonly #quotas = new Map<string, Quota>();
  #asking = false;

  constructor({ callsPerSecond, limits, now = () => performance.now() }: ProjectLimitsOptions) {
    this.#default = callsPerSecond;
    this.#limits = limits;
    this.#now = now;
  }

  isKnown(keyHash: string): boolean {
    return this.#keys.has(keyHash);
  }

  /** Takes calls from the quota of the project. Undefined when it has no limit, or is not known yet. */
  take(keyHash: string, calls: number): QuotaState | undefined {
    const key = this.#keys.get(keyHash);
    if (!key) return undefined;
    if (this.#now() - key.askedAt > REFRESH_MS) void this.#refresh();
    if (key.callsPerSecond === 0) return undefined;
    return key.quota.take(calls, key.callsPerSecond * WINDOW_S);
  }

  /** The database accepted this key. */
  accepted(keyHash: string): void {
    if (this.#keys.has(keyHash)) return;
    if (this.#keys.size >= MAX_KEYS) this.#forgetIdle();
    this.#keys.set(keyHash, {
      projectId: null,
      callsPerSecond: this.#default,
      quota: new Quota(WINDOW_S, this.#now),
      askedAt: -Infinity,
    });
    void this.#refresh();
  }

  /** The database refused this key. */
  refused(keyHash: string): void {
    this.#keys.delete(keyHash);
  }

  /** Asks for the limits of all keys that are due. Calls never wait for it. */
  async #refresh(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    const now = this.#now();
    const due = [...this.#keys].filter(([, key]) => now - key.askedAt > REFRESH_MS);
    for (const [, key] of due) key.askedAt = now;
    try {
      for (const limit of await this.#limits(due.map(([keyHash]) => keyHash))) this.#learn(limit);
    } catch {
      // The database is in trouble: what was known last goes on until the next time.
    }
    this.#asking = false;
    // Some may have come while it was asking.
    if ([...this.#keys.values()].some(({ askedAt }) => askedAt === -Infinity)) void this.#refresh();
  }

  #learn({ keyHash, projectId, callsPerSecond }: ProjectLimit): void {
    const key = this.#keys.get(keyHash);
    if (!key) return;
    key.callsPerSecond = callsPerSecond ?? this.#default;
    if (key.projectId === projectId) return;
    // The keys of one project share its quota.
    const shared = this.#quotas.get(projectId);
    if (shared) key.quota = shared;
    else this.#quotas.set(projectId, key.quota);
    key.projectId = projectId;
  }

  #forgetIdle(): void {
    for (const [keyHash, { quota }] of this.#keys) if (quota.isFull) this.#keys.delete(keyHash);
    for (const [projectId, quota] of this.#quotas) {
      if (quota.isFull) this.#quotas.delete(projectId);
    }
  }
}
