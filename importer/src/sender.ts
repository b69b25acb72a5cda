import type { Call } from './calls.ts';
import { Failure } from './failure.ts';

/** The outcome of one row: created, updated, or the reasons why it is invalid. */
export type Outcome = 'created' | 'updated' | string[];

interface Answer {
  results: {
    index: number;
    created?: boolean;
    error?: { detail: string; errors?: { detail: string }[] };
  }[];
}

const MAX_TRIES = 10;
const MAX_WAIT_MS = 30_000;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Sends batches to the ingest API. What may pass is tried again; what does not pass is a Failure. */
export class Sender {
  readonly #url: string;
  readonly #apiKey: string;
  readonly #wait: (ms: number) => Promise<unknown>;

  constructor(url: string, apiKey: string, sleep = wait) {
    this.#url = `${url}/batch`;
    this.#apiKey = apiKey;
    this.#wait = sleep;
  }

  /** Writes the calls of some rows; the outcome of each row is that of its identify. */
  async send(rows: readonly Call[][]): Promise<Outcome[]> {
    const { results } = await this.#post(JSON.stringify({ calls: rows.flat() }));
    let first = 0;
    return rows.map((calls) => {
      const result = results[first]!;
      first += calls.length;
      if (result.error) {
        return result.error.errors?.map(({ detail }) => detail) ?? [result.error.detail];
      }
      return result.created ? 'created' : 'updated';
    });
  }

  async #post(body: string): Promise<Answer> {
    let reason = '';
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const response = await this.#attempt(body);
      if (response) {
        const answer = (await response.json().catch(() => ({}))) as Answer & { detail?: string };
        // Also when none was accepted: each result says why.
        if (answer.results) return answer;
        reason = answer.detail ?? `TinyCRM answered ${response.status}.`;
        if (response.status < 500 && response.status !== 429) throw new Failure(reason);
      } else {
        reason = `${this.#url} does not answer.`;
      }
      const seconds = Number(response?.headers.get('retry-after'));
      await this.#wait(Math.min(MAX_WAIT_MS, seconds > 0 ? seconds * 1000 : 250 * 2 ** tries));
    }
    throw new Failure(reason);
  }

  async #attempt(body: string): Promise<Response | null> {
    try {
      return await fetch(this.#url, {
        method: 'POST',
        headers: { authorization: `Bearer ${this.#apiKey}`, 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(60_000),
      });
    } catch {
      return null;
    }
  }
}
