import { Failure } from './failure.ts';

const MAX_TRIES = 10;
const MAX_WAIT_MS = 30_000;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Calls the ingest API with a key. What may pass is tried again; what does not pass is a Failure. */
export class Api {
  readonly #url: string;
  readonly #apiKey: string;
  readonly #wait: (ms: number) => Promise<unknown>;

  constructor(url: string, apiKey: string, sleep = wait) {
    this.#url = url;
    this.#apiKey = apiKey;
    this.#wait = sleep;
  }

  /** The answer to a POST: the body of what was accepted, or one with results, each of which says why. */
  async post<Answer extends object>(path: string, body: object): Promise<Answer> {
    const text = JSON.stringify(body);
    let reason = '';
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const response = await this.#attempt(path, text);
      if (response) {
        const answer = (await response.json().catch(() => ({}))) as { detail?: string };
        if (response.ok || 'results' in answer) return answer as Answer;
        reason = answer.detail ?? `TinyCRM answered ${response.status}.`;
        if (response.status < 500 && response.status !== 429) throw new Failure(reason);
      } else {
        reason = `${this.#url}${path} does not answer.`;
      }
      // A server that stays busy says a second each time, and is given more and more.
      const asked = Number(response?.headers.get('retry-after')) * 1000 || 0;
      await this.#wait(Math.min(MAX_WAIT_MS, Math.max(asked, 250 * 2 ** tries)));
    }
    throw new Failure(reason);
  }

  async #attempt(path: string, body: string): Promise<Response | null> {
    try {
      return await fetch(`${this.#url}${path}`, {
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
