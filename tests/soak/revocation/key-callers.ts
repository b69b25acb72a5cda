import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpClient } from '../http-client.ts';
import type { Random } from '../random.ts';

export interface Sent {
  at: number;
  status: number;
  /** Whether a call of the request was accepted. */
  accepted: boolean;
}

/** Callers who use one key for one person, without a pause, on every Edge Function in turn. */
export class KeyCallers {
  readonly #key: number;
  readonly #apiKey: string;
  readonly #random: Random;
  readonly #sent: Sent[] = [];
  readonly #calling: Promise<unknown>;
  #stopping = false;

  constructor(clients: readonly HttpClient[], key: number, apiKey: string, random: Random) {
    this.#key = key;
    this.#apiKey = apiKey;
    this.#random = random;
    this.#calling = Promise.all(
      clients.flatMap((client) => [this.#call(client), this.#call(client)]),
    );
  }

  /** Resolves when so many calls that were sent after a moment of performance.now() have their answer. */
  async answered(calls: number, { since = 0, accepted = false } = {}): Promise<void> {
    const fits = (sent: Sent) => sent.at > since && (sent.accepted || !accepted);
    while (this.#sent.filter(fits).length < calls) await sleep(2);
  }

  /** Resolves when no call is on its way. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#calling;
  }

  /** What was sent before a moment of performance.now(), and after it. */
  split(moment: number): { before: Sent[]; after: Sent[] } {
    const before = this.#sent.filter(({ at }) => at <= moment);
    return { before, after: this.#sent.filter(({ at }) => at > moment) };
  }

  async #call(client: HttpClient): Promise<void> {
    const call = { email: `key-${this.#key}@example.com` };
    const identify = { ...call, params: { key: this.#key } };
    while (!this.#stopping) {
      const at = performance.now();
      // A ping writes nothing for somebody who is not known yet.
      const kind = this.#sent.length === 0 ? 0 : this.#random.next();
      const { status, body } =
        kind < 0.6
          ? await client.post('/identify', this.#apiKey, identify)
          : kind < 0.8
            ? await client.post('/ping', this.#apiKey, call)
            : await client.post('/batch', this.#apiKey, {
                calls: [
                  { type: 'identify', ...identify },
                  { type: 'ping', ...call },
                ],
              });
      const { results } = (body ?? {}) as { results?: { status: number }[] };
      const accepted =
        status === 200 || (results?.some((result) => result.status === 200) ?? false);
      this.#sent.push({ at, status, accepted });
    }
  }
}
