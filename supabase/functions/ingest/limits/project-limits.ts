import { Quota, type QuotaState } from '../../_shared/http/quota.ts';
import { newcomerOf, type Owner, strangerOf } from '../writing/fair-queue.ts';
import type { ProjectLimit } from '../writing/store.ts';

/** Short bursts may be faster than the limit: it holds over this time. */
const WINDOW_S = 10;
const REFRESH_MS = 60_000;
/** Beyond these, keys that sent nothing lately are forgotten. */
const MAX_KEYS = 10_000;
/** An account may send as much as so many of its projects at their limit: none of them has more than half of it. */
const PROJECTS_AT_ONCE = 2;

interface KnownKey {
  /** Undefined until the database told. */
  owner: Owner | undefined;
  callsPerSecond: number;
  quota: Quota;
  accountQuota: Quota;
  askedAt: number;
}

/** What is left of a quota, and whose it is. */
export type LimitState = QuotaState & { of: 'project' | 'account' };

export interface ProjectLimitsOptions {
  /** The calls that each project may send, unless its own row says otherwise. 0: no limit. */
  callsPerSecond: number;
  limits(keyHashes: readonly string[]): Promise<ProjectLimit[]>;
  now?: () => number;
}

/**
 * The rate limits of each project and each account, counted in this isolate. They only count for
 * keys that the database has accepted: strangers take no memory here. A key is never trusted because
 * it is known.
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

  /** The owner of the calls with this key. */
  ownerOf(keyHash: string): Owner {
    const key = this.#keys.get(keyHash);
    return key ? (key.owner ?? newcomerOf(keyHash)) : strangerOf(keyHash);
  }

  /**
   * Takes calls from the quotas of the project and its account. Returns the one that refused them,
   * else the project's. Undefined when the project has no limit, or is not known yet.
   */
  take(keyHash: string, calls: number): LimitState | undefined {
    const key = this.#keys.get(keyHash);
    if (!key) return undefined;
    if (this.#now() - key.askedAt > REFRESH_MS) void this.#refresh();
    if (key.callsPerSecond === 0) return undefined;
    const quota = key.callsPerSecond * WINDOW_S;
    const project = key.quota.take(calls, quota);
    // What a project may not send takes nothing from the others of its account.
    const account = project.allowed && key.accountQuota.take(calls, quota * PROJECTS_AT_ONCE);
    if (account && !account.allowed) return { ...account, of: 'account' };
    return { ...project, of: 'project' };
  }

  /** The database accepted this key. */
  accepted(keyHash: string): void {
    if (this.#keys.has(keyHash)) return;
    if (this.#keys.size >= MAX_KEYS) this.#forgetIdle();
    this.#keys.set(keyHash, {
      owner: undefined,
      callsPerSecond: this.#default,
      quota: new Quota(WINDOW_S, this.#now),
      accountQuota: new Quota(WINDOW_S, this.#now),
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

  #learn({ keyHash, accountId, projectId, callsPerSecond }: ProjectLimit): void {
    const key = this.#keys.get(keyHash);
    if (!key) return;
    key.callsPerSecond = callsPerSecond ?? this.#default;
    if (key.owner?.project === projectId) return;
    key.owner = { account: accountId, project: projectId };
    // The keys of one project share its quota, and the projects of one account another.
    key.quota = this.#share(projectId, key.quota);
    key.accountQuota = this.#share(accountId, key.accountQuota);
  }

  #share(id: string, own: Quota): Quota {
    const shared = this.#quotas.get(id);
    if (!shared) this.#quotas.set(id, own);
    return shared ?? own;
  }

  #forgetIdle(): void {
    const held = new Set<Quota>();
    for (const [keyHash, { quota, accountQuota }] of this.#keys) {
      if (quota.isFull) this.#keys.delete(keyHash);
      else held.add(quota).add(accountQuota);
    }
    for (const [id, quota] of this.#quotas) {
      if (quota.isFull && !held.has(quota)) this.#quotas.delete(id);
    }
  }
}
