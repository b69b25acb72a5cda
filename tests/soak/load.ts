import { setTimeout as sleep } from 'node:timers/promises';
import { HttpClient, type Reply } from './http-client.ts';
import { paramOf, STATUSES, type Ledger, type LedgerProject, type SentCall } from './ledger.ts';
import { Random } from './random.ts';

/** A refused worker waits this long, so that an outage is not spent on refusals alone. */
const PAUSE_MS = 25;
const PEOPLE = 60;
const MAX_BATCH = 30;
/** Far past every deadline: who waits as long hangs. */
const HANGING_MS = 15_000;

export interface LoadOptions {
  url: string;
  projects: readonly LedgerProject[];
  ledger: Ledger;
  seed: number;
  workers: number;
  /** Sees each answer, how many calls it is about and when they were sent. */
  onReply?: (reply: Reply, calls: number, sentAt: number) => void;
}

/**
 * Identifies, pings and batches, sent by a fixed number of workers and never sent again: each
 * answer is about one attempt, so that what was acknowledged is known exactly.
 */
export class Load {
  /** A newer generation brings new people. Calls go to the three latest. */
  generation = 0;
  readonly #options: LoadOptions;
  readonly #client: HttpClient;
  readonly #random: Random;
  #running: Promise<unknown> = Promise.resolve();
  #stopping = false;

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#client = new HttpClient(options.url, options.workers);
    this.#random = new Random(options.seed);
  }

  start(): void {
    this.#stopping = false;
    const { workers } = this.#options;
    this.#running = Promise.all(Array.from({ length: workers }, () => this.#work()));
  }

  /** Resolves when every call has its answer. It can be started again. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#running;
  }

  close(): void {
    this.#client.close();
  }

  async #work(): Promise<void> {
    while (!this.#stopping) {
      const project = this.#random.pick(this.#options.projects);
      const isBatch = this.#random.chance(0.1);
      const size = isBatch ? 1 + this.#random.below(MAX_BATCH) : 1;
      const numbers = Array.from({ length: size }, () => this.#write(project));
      const { status } = await this.#send(project, numbers, isBatch);
      if (status !== 200) await sleep(PAUSE_MS);
    }
  }

  /** Makes a call up and writes it down. */
  #write(project: LedgerProject): number {
    const { ledger } = this.#options;
    const random = this.#random;
    const generation = Math.max(0, this.generation - random.below(3));
    const email = `g${generation}-${random.below(PEOPLE)}@example.com`;
    if (random.chance(0.2)) return ledger.sent({ type: 'ping', project, email });
    return ledger.sent({
      type: 'identify',
      project,
      email,
      status: random.chance(0.5) ? random.pick(STATUSES) : undefined,
      name: random.chance(0.2) ? `Name of call ${ledger.calls.length}` : undefined,
    });
  }

  async #send(project: LedgerProject, numbers: number[], isBatch: boolean): Promise<Reply> {
    const calls = numbers.map((number) => {
      const call = this.#options.ledger.calls[number]!;
      return { call, body: bodyOf(call, number) };
    });
    const [first] = calls;
    const reply = await this.#client.post(
      isBatch ? '/batch' : `/${first!.call.type}`,
      project.apiKey,
      isBatch
        ? { calls: calls.map(({ call, body }) => ({ type: call.type, ...body })) }
        : first!.body,
      { timeoutMs: HANGING_MS },
    );
    this.#options.onReply?.(reply, numbers.length, first!.call.sentAt);
    this.#note(reply, numbers);
    return reply;
  }

  #note({ status, body, error }: Reply, numbers: number[]): void {
    const { ledger } = this.#options;
    if (status === 200 || status === 207) {
      type Result = { status?: number; updated?: boolean };
      const { results = [body as Result] } = body as { results?: Result[] };
      numbers.forEach((number, i) => {
        const result = results[i]!;
        if ((result.status ?? 200) === 200) return ledger.acknowledge(number, result.updated);
        ledger.doubt(number);
        ledger.unexpected.push(`a call of a batch: ${JSON.stringify(result)}`);
      });
      return;
    }
    for (const number of numbers) ledger.doubt(number);
    if (status !== 503 && status !== 0) {
      ledger.unexpected.push(`${status} ${error ?? JSON.stringify(body)}`);
    }
  }
}

function bodyOf({ type, email, status, name }: SentCall, number: number) {
  if (type === 'ping') return { email };
  return { email, status, name, params: { [paramOf(number)]: number } };
}
