import { Deadlines } from '../../_shared/http/deadlines.ts';
import type { Owner } from './fair-queue.ts';
import { DatabaseUnavailable } from '../../_shared/database/unavailable.ts';

/** A call, as far as grouping needs to know it. */
export interface AnyCall {
  keyHash: string;
  age?: number;
  timestamp?: string;
}

const deadlines = new Deadlines();

/** One request that waits for its calls to be written. It is answered once, at its deadline at the latest. */
export class Waiting<Call extends AnyCall, Outcome> {
  readonly calls: readonly Call[];
  readonly owner: Owner;
  readonly size: number;
  readonly bytes: number;
  readonly since = performance.now();
  readonly answer: Promise<Outcome[]>;
  answered = false;
  #resolve!: (outcomes: Outcome[]) => void;
  #reject!: (reason: unknown) => void;
  readonly #late = () => this.reject(new DatabaseUnavailable('deadline'));

  /** `bytes` is the size of the request, `waitMs` how long its sender is kept waiting at most. */
  constructor(calls: readonly Call[], owner: Owner, bytes: number, waitMs: number) {
    this.calls = calls;
    this.owner = owner;
    this.size = calls.length;
    this.bytes = bytes;
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    deadlines.start(this.#late, waitMs);
  }

  resolve(outcomes: Outcome[]): void {
    this.#end();
    this.#resolve(outcomes);
  }

  reject(reason: unknown): void {
    this.#end();
    this.#reject(reason);
  }

  /** The calls as they are `now`: waiting made them older. Those with a timestamp of their own stay as they are. */
  callsAt(now: number): readonly Call[] {
    const waitedMs = now - this.since;
    if (waitedMs < 1) return this.calls;
    return this.calls.map((call) =>
      call.timestamp === undefined ? { ...call, age: (call.age ?? 0) + waitedMs } : call,
    );
  }

  #end(): void {
    this.answered = true;
    deadlines.done(this.#late);
  }
}
