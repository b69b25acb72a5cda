import { Deadlines } from './deadlines.ts';
import { FairQueue } from './fair-queue.ts';
import type { GroupEntry } from './log.ts';
import { deadlineMs, StoreOverloaded, StoreUnavailable } from './store.ts';

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
}

/** Why these: docs/performance.md. */
export const GROUP_COMMIT: GroupCommitOptions = {
  groupSize: 100,
  transactions: 2,
  queueCalls: 4_000,
  queueBytes: 8 * 1024 * 1024,
  queueMs: 1_000,
};

/** What grouping needs to know of a call. */
interface AnyCall {
  keyHash: string;
  age?: number;
  timestamp?: string;
}

/** One request that waits for its calls to be written. */
interface Waiting<Call, Outcome> {
  owner: string;
  size: number;
  bytes: number;
  calls: readonly Call[];
  since: number;
  answered: boolean;
  resolve(outcomes: Outcome[]): void;
  reject(reason: unknown): void;
  late(): void;
}

const deadlines = new Deadlines();

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
  /** When each transaction that is being written began. */
  readonly #begun: Set<{ at: number }> = new Set();
  #writers = 0;
  /** How long a group takes, as a moving average. */
  #groupMs = 0;
  #groupCalls = 0;

  constructor(
    kind: string,
    write: (calls: readonly Call[]) => Promise<Outcome[]>,
    log: (entry: GroupEntry) => void,
    options: Partial<GroupCommitOptions> = {},
  ) {
    this.#kind = kind;
    this.#write = write;
    this.#log = log;
    this.#options = { ...GROUP_COMMIT, ...options };
  }

  /** What waits, what is being written, and how large and slow the latest groups were. */
  get load() {
    return {
      calls: this.#queue.size,
      bytes: this.#queue.bytes,
      writing: this.#begun.size,
      group_calls: Math.round(this.#groupCalls),
      group_ms: Math.round(this.#groupMs * 10) / 10,
    };
  }

  /**
   * Whether a request of this owner may wait now. Nobody's line is longer than the room left, so
   * that one who floods the queue leaves half of it to the others.
   */
  admits(owner: string): boolean {
    const room = this.#mostCalls() - this.#queue.size;
    return this.#queue.sizeOf(owner) < room && this.#queue.bytes < this.#options.queueBytes;
  }

  /**
   * The outcomes of the calls of one request, after their commit. Rejects with StoreOverloaded at
   * once, or with StoreUnavailable when the database refuses or the deadline passes.
   * `bytes` is the size of the request, `waitMs` how long its sender is still kept waiting.
   */
  write = (
    calls: readonly Call[],
    bytes = 0,
    waitMs = deadlineMs(calls.length),
  ): Promise<Outcome[]> => {
    const owner = calls[0]!.keyHash;
    if (!this.admits(owner)) return Promise.reject(new StoreOverloaded());
    return new Promise((resolve, reject) => {
      const waiting: Waiting<Call, Outcome> = {
        owner,
        size: calls.length,
        bytes,
        calls,
        since: performance.now(),
        answered: false,
        resolve,
        reject,
        late: () => settle(waiting, () => reject(new StoreUnavailable('deadline'))),
      };
      deadlines.start(waiting.late, waitMs);
      this.#queue.add(waiting);
      if (this.#writers < this.#options.transactions) void this.#writeGroups();
    });
  };

  /** How many calls the latest groups would write within the time that calls may wait. */
  #mostCalls(): number {
    const { groupSize, transactions, queueCalls, queueMs } = this.#options;
    // A transaction that hangs has no duration yet, but it has an age.
    const [oldest] = this.#begun;
    const ms = Math.max(this.#groupMs, oldest ? performance.now() - oldest.at : 0);
    const written = (groupSize * transactions * queueMs) / ms;
    return Math.max(groupSize, Math.min(queueCalls, written));
  }

  async #writeGroups(): Promise<void> {
    this.#writers++;
    const { groupSize } = this.#options;
    for (let group = this.#queue.take(groupSize); group.length > 0;) {
      // Nobody waits any more for what is too late; its sender repeats it.
      const live = group.filter(({ answered }) => !answered);
      if (live.length > 0) await this.#writeGroup(live);
      group = this.#queue.take(groupSize);
    }
    this.#writers--;
  }

  async #writeGroup(group: Waiting<Call, Outcome>[]): Promise<void> {
    const begun = { at: performance.now() };
    this.#begun.add(begun);
    const calls = group.flatMap((waiting) => aged(waiting, begun.at));
    const entry: GroupEntry = {
      event: 'group',
      kind: this.#kind,
      requests: group.length,
      calls: calls.length,
      outcomes: {},
      waited_ms: round(begun.at - Math.min(...group.map(({ since }) => since))),
      ms: 0,
      queue: this.#queue.size,
    };
    let refused: StoreUnavailable | undefined;
    try {
      const outcomes = await this.#write(calls);
      let next = 0;
      for (const waiting of group) {
        const own = outcomes.slice(next, (next += waiting.size));
        settle(waiting, () => waiting.resolve(own));
      }
      for (const outcome of outcomes) entry.outcomes[outcome] = (entry.outcomes[outcome] ?? 0) + 1;
    } catch (error) {
      if (error instanceof StoreUnavailable) entry.reason = error.reason;
      if (error instanceof StoreUnavailable && error.mayBeOneCall && group.length > 1) {
        refused = error;
      } else {
        for (const waiting of group) settle(waiting, () => waiting.reject(error));
      }
    }
    this.#begun.delete(begun);
    entry.ms = round(performance.now() - begun.at);
    this.#groupMs += (entry.ms - this.#groupMs) / 8;
    this.#groupCalls += (entry.calls - this.#groupCalls) / 8;
    this.#log(entry);
    // One bad call harms no other: each request gets a transaction of its own.
    if (refused) for (const waiting of group) await this.#writeGroup([waiting]);
  }
}

function settle<Call, Outcome>(waiting: Waiting<Call, Outcome>, answer: () => void): void {
  if (waiting.answered) return;
  waiting.answered = true;
  deadlines.done(waiting.late);
  answer();
}

/** Waiting makes a call older. One with a timestamp of its own stays as it is. */
function aged<Call extends AnyCall>(
  { calls, since }: { calls: readonly Call[]; since: number },
  now: number,
): readonly Call[] {
  const waitedMs = now - since;
  if (waitedMs < 1) return calls;
  return calls.map((call) =>
    call.timestamp === undefined ? { ...call, age: (call.age ?? 0) + waitedMs } : call,
  );
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
