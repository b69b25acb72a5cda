import { FairQueue, newcomerOf, type Owner, strangerOf } from './fair-queue.ts';
import { GroupPace } from './group-pace.ts';
import type { GroupEntry } from '../../_shared/http/log.ts';
import { deadlineMs, StoreOverloaded } from './store.ts';
import { DatabaseUnavailable } from '../../_shared/database/unavailable.ts';
import { type AnyCall, Waiting } from './waiting.ts';

export interface GroupCommitOptions {
  /** The most calls in one transaction. A larger batch of one caller is a group of its own. */
  groupSize: number;
  /** The most transactions at once. */
  transactions: number;
  /** The most calls, and bytes, that wait. */
  queueCalls: number;
  queueBytes: number;
  /** No more calls are let in than are written in this time, going by the latest groups. */
  queueMs: number;
  /** Whose turn it is that a call with this key takes. */
  ownerOf(keyHash: string): Owner;
}

/** The reasons for these figures: docs/host/performance.md. */
const GROUP_COMMIT: Omit<GroupCommitOptions, 'ownerOf'> = {
  groupSize: 100,
  transactions: 2,
  queueCalls: 4_000,
  queueBytes: 8 * 1024 * 1024,
  queueMs: 1_500,
};

/** SQLSTATE of a lock that somebody else held for too long. */
const LOCK_TIMEOUT = '55P03';

/**
 * Writes calls of one kind together: those that arrive while others are being written go in the
 * next transaction, and one that finds nobody writing does not wait at all.
 */
export class GroupCommit<Call extends AnyCall, Outcome extends string> {
  readonly #queue = new FairQueue<Waiting<Call, Outcome>>();
  readonly #kind: string;
  readonly #write: (calls: readonly Call[]) => Promise<Outcome[]>;
  readonly #log: (entry: GroupEntry) => void;
  readonly #options: GroupCommitOptions;
  readonly #pace = new GroupPace();
  #writers = 0;

  constructor(
    kind: string,
    write: (calls: readonly Call[]) => Promise<Outcome[]>,
    log: (entry: GroupEntry) => void,
    options: Partial<GroupCommitOptions> & Pick<GroupCommitOptions, 'ownerOf'>,
  ) {
    this.#kind = kind;
    this.#write = write;
    this.#log = log;
    this.#options = { ...GROUP_COMMIT, ...options };
  }

  /** The calls that wait, the groups being written, and how large and slow the latest were. */
  get load() {
    return {
      calls: this.#queue.size,
      bytes: this.#queue.bytes,
      writing: this.#pace.writing,
      group_calls: Math.round(this.#pace.calls),
      group_ms: round(this.#pace.ms),
    };
  }

  /**
   * True if a request with this key may wait now. What waits of its account and of its project is
   * together less than the room left: an account that floods the queue leaves half of it to the
   * others, and a project that does leaves a third of it to those of its account too. Who has less
   * than their share of what can be written in time is let in however long the queue is, since
   * accounts take turns: one slow group makes the room so small for a moment that all of it is taken.
   */
  admits(keyHash: string): boolean {
    const calls = this.#maxCalls();
    const room = calls - this.#queue.size;
    const { account, project } = this.#queue.sizesOf(this.#options.ownerOf(keyHash));
    const waiting = account + project;
    const isInTime = (waiting + 1) * (this.#queue.accounts + 1) <= calls;
    return (isInTime || waiting < room) && this.#queue.bytes < this.#options.queueBytes;
  }

  /**
   * The outcomes of the calls of one request, after their commit. Rejects with StoreOverloaded at
   * once, or with DatabaseUnavailable when the database refuses or the deadline passes.
   * `bytes` is the size of the request, `waitMs` how long its sender is still kept waiting.
   */
  write = (
    calls: readonly Call[],
    bytes = 0,
    waitMs = deadlineMs(calls.length),
  ): Promise<Outcome[]> => {
    const { keyHash } = calls[0]!;
    if (!this.admits(keyHash)) return Promise.reject(new StoreOverloaded());
    const owner = this.#options.ownerOf(keyHash);
    for (const former of [newcomerOf(keyHash), strangerOf(keyHash)]) {
      this.#queue.move(former, owner);
    }
    const waiting = new Waiting<Call, Outcome>(calls, owner, bytes, waitMs);
    this.#queue.add(waiting);
    if (this.#writers < this.#options.transactions) void this.#writeGroups();
    return waiting.answer;
  };

  /** The number of calls that the latest groups would write within the time that calls may wait. */
  #maxCalls(): number {
    const { groupSize, transactions, queueCalls, queueMs } = this.#options;
    const written = (groupSize * transactions * queueMs) / this.#pace.ms;
    return Math.max(groupSize, Math.min(queueCalls, written));
  }

  async #writeGroups(): Promise<void> {
    this.#writers++;
    const { groupSize } = this.#options;
    for (let group = this.#queue.take(groupSize); group.length > 0;) {
      // Nobody waits anymore for what is too late; its sender repeats it.
      const live = group.filter(({ answered }) => !answered);
      if (live.length > 0) await this.#writeGroup(live);
      group = this.#queue.take(groupSize);
    }
    this.#writers--;
  }

  async #writeGroup(group: Waiting<Call, Outcome>[], isFirstTry = true): Promise<void> {
    const now = performance.now();
    const end = this.#pace.begin();
    const calls = group.flatMap((waiting) => waiting.callsAt(now));
    const entry: GroupEntry = {
      event: 'group',
      kind: this.#kind,
      requests: group.length,
      calls: calls.length,
      outcomes: {},
      waited_ms: round(now - Math.min(...group.map(({ since }) => since))),
      ms: 0,
      queue: this.#queue.size,
    };
    let refused = false;
    try {
      const outcomes = await this.#write(calls);
      let next = 0;
      for (const waiting of group) {
        waiting.resolve(outcomes.slice(next, (next += waiting.size)));
      }
      for (const outcome of outcomes) entry.outcomes[outcome] = (entry.outcomes[outcome] ?? 0) + 1;
    } catch (error) {
      if (error instanceof DatabaseUnavailable) entry.reason = error.reason;
      if (
        error instanceof DatabaseUnavailable &&
        error.mayBeOneCall &&
        (group.length > 1 || (isFirstTry && error.reason === LOCK_TIMEOUT))
      ) {
        refused = true;
      } else {
        for (const waiting of group) waiting.reject(error);
      }
    }
    entry.ms = round(end(calls.length));
    this.#log(entry);
    // One bad call harms no other: each request gets a transaction of its own, and two tries at most.
    for (const waiting of refused ? group : []) {
      if (!waiting.answered) await this.#writeGroup([waiting], false);
    }
  }
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
