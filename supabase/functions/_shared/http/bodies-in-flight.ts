import { Problem } from '../contract/problems.ts';

/**
 * Counts the bodies that are being read: one that trickles in takes 100 to 200 KB of memory for as
 * long as it does. Those of one sender are fewer than there is room left for, so that who floods leaves
 * half of it to the others.
 */
export class BodiesInFlight {
  readonly #most: number;
  readonly #ofSenders = new Map<string, number>();
  #all = 0;

  /** `most` are read at once, and half as many of one sender. */
  constructor(most: number) {
    this.#most = most;
  }

  /** What `read` reads. Throws a Problem at once, and reads nothing, when too many are being read. */
  async read<Body>(sender: string, read: () => Promise<Body>): Promise<Body> {
    const own = this.#ofSenders.get(sender) ?? 0;
    if (own >= this.#most - this.#all) throw tooMany();
    this.#all++;
    this.#ofSenders.set(sender, own + 1);
    try {
      return await read();
    } finally {
      this.#all--;
      const left = this.#ofSenders.get(sender)! - 1;
      if (left > 0) this.#ofSenders.set(sender, left);
      else this.#ofSenders.delete(sender);
    }
  }
}

function tooMany(): Problem {
  return new Problem(
    'overloaded',
    'More bodies are on their way than there is memory for. Send it again later, whole and at once.',
    { headers: { 'retry-after': '1', connection: 'close' } },
  );
}
