import { printable } from '../../_shared/contract/json-pointer.ts';
import type { HandlerOptions } from '../../_shared/http/handler.ts';
import { apiKeyHash } from '../../_shared/http/api-key.ts';
import type { GroupEntry } from '../../_shared/http/log.ts';
import type { Problem } from '../../_shared/contract/problems.ts';
import type { Refusal, Store } from '../writing/store.ts';
import { DatabaseUnavailable } from '../../_shared/database/unavailable.ts';
import { waitUntil } from '../../_shared/http/wait-until.ts';
import { whereItBroke } from '../../_shared/http/where-it-broke.ts';

const EVERY_MS = 1_000;
/** Of one write. Callers whose key was never good get half of it, so that they crowd nobody out. */
const MAX_WAITING = 100;
const MAX_PER_KEY = 10;
const MAX_CHARACTERS = 200;
/** Whole batches are told call by call. */
const TOLD_ELSEWHERE = 'no_call_accepted';

export interface RefusalsOptions {
  write: Store['reportRefusals'];
  /** True if the database accepted this key lately. */
  isKnown(keyHash: string): boolean;
  /** Runs something after EVERY_MS. */
  later?: (run: () => void) => void;
  /** Told of what is to be written, until it is: the platform ends an isolate that only waits. */
  waitUntil?: (work: Promise<unknown>) => void;
  /** Told of those that could not be written. */
  log?: (entry: GroupEntry) => void;
}

/**
 * Tells the database which calls were refused and why, for the people who look for their mistake.
 * Equal ones are counted, and one write a second takes what has come together; without refusals
 * there is none. What does not fit, or cannot be written, is left out: no call ever waits for it.
 */
export class Refusals {
  readonly #options: Required<RefusalsOptions>;
  readonly #waiting = new Map<string, Refusal>();
  readonly #perKey = new Map<string, number>();
  #strangers = 0;
  #busy = false;

  constructor(options: RefusalsOptions) {
    const later = (run: () => void) => void setTimeout(run, EVERY_MS);
    this.#options = { later, waitUntil, log: () => {}, ...options };
  }

  /** One more call was refused. `kind` is the route or what the call of a batch was. */
  add(keyHash: string, kind: Refusal['kind'], problem: Problem): void {
    // A fault of the server is in its log. Telling a database in trouble would only add to it.
    if (problem.status >= 500 || problem.code === TOLD_ELSEWHERE) return;
    const [fault] = problem.errors ?? [];
    const pointer = (fault?.pointer ?? '').replace(/^\/(calls|rows)\/\d+/, '');
    // How long to wait differs each time.
    const detail = problem.status === 429 ? '' : (fault?.detail ?? problem.message);
    const same = [keyHash, kind, problem.code, pointer, detail].join('\n');

    const known = this.#waiting.get(same);
    if (known) known.count++;
    else if (this.#hasRoom(keyHash)) {
      const { code, status } = problem;
      this.#waiting.set(same, {
        keyHash,
        kind,
        code,
        status,
        pointer: withoutPeople(pointer.replace(/[^/]+/g, fieldName)),
        detail: withoutPeople(detail || problem.message),
        count: 1,
      });
      this.#writeLater();
    }
  }

  #hasRoom(keyHash: string): boolean {
    const ofKey = this.#perKey.get(keyHash) ?? 0;
    if (this.#waiting.size >= MAX_WAITING || ofKey >= MAX_PER_KEY) return false;
    if (!this.#options.isKnown(keyHash) && ++this.#strangers > MAX_WAITING / 2) return false;
    this.#perKey.set(keyHash, ofKey + 1);
    return true;
  }

  #writeLater(): void {
    if (this.#busy) return;
    this.#busy = true;
    const { later, waitUntil } = this.#options;
    waitUntil(new Promise<void>((done) => later(() => void this.#write().then(done))));
  }

  async #write(): Promise<void> {
    const refusals = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#perKey.clear();
    this.#strangers = 0;
    try {
      await this.#options.write(refusals);
    } catch (error) {
      // One that cannot be written harms no other. Without the database nothing can be: the log has them too.
      const isOne = error instanceof DatabaseUnavailable && error.mayBeOneCall;
      if (!isOne) this.#leaveOut(refusals, error);
      for (const one of isOne ? refusals : []) {
        await this.#options.write([one]).catch((cause) => this.#leaveOut([one], cause));
      }
    }
    this.#busy = false;
    if (this.#waiting.size > 0) this.#writeLater();
  }

  #leaveOut(refusals: Refusal[], error: unknown): void {
    const calls = refusals.reduce((sum, { count }) => sum + count, 0);
    const reason = error instanceof DatabaseUnavailable ? error.reason : whereItBroke(error);
    this.#options.log({
      ...{ event: 'group', kind: 'refusals', requests: calls, calls, outcomes: {} },
      ...{ waited_ms: EVERY_MS, ms: 0, queue: 0, reason },
    });
  }
}

/** Names of fields are the caller's own words: what looks like no name of a field may be one of a person, or a number. */
function fieldName(text: string): string {
  return /^[\p{L}_$][\p{L}\p{M}\p{N}_$.~-]*…?$|^\d{1,5}$/u.test(text) && !/\d{6}/.test(text)
    ? text
    : '…';
}

/** Names of fields stand in the reason too, and one may be an email or a key. */
function withoutPeople(text: string): string {
  const clean = printable(text)
    .replace(/ field "(.*)"\. Put/s, (_, name: string) => ` field "${fieldName(name)}". Put`)
    .replace(/tcrm_\w{12,}/g, 'tcrm_…');
  return [...clean].slice(0, MAX_CHARACTERS).join('');
}

/**
 * The hook that reports each refused request to `refusals`. The key is read here: a request that
 * is refused before its route reads it, such as one for an unknown path, has one all the same.
 */
export function reportTo(refusals: Refusals): NonNullable<HandlerOptions['onRefused']> {
  return (problem, request, { route }) => {
    const keyHash = apiKeyHash(request.headers.get('authorization'));
    if (keyHash !== null) refusals.add(keyHash, kindOf(route), problem);
  };
}

/** The kind of a route by its path, such as /ingest/identify. */
function kindOf(path: string): Refusal['kind'] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name === 'identify' || name === 'ping' || name === 'batch' ? name : 'other';
}
