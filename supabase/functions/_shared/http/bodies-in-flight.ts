import { Problem } from '../contract/problems.ts';

/** The most bodies that are read at once. */
export interface BodyLimits {
  all: number;
  /** Of senders who did not yet show that they may send; as many as of others where it is left out. */
  strangers?: number;
}

/**
 * Counts the bodies that are being read: one that trickles in takes 100 to 200 KB of memory for as
 * long as it does. Those of strangers are fewer, so that they never keep out who is known.
 */
export class BodiesInFlight {
  readonly #limits: BodyLimits;
  #all = 0;
  #strangers = 0;

  constructor(limits: BodyLimits) {
    this.#limits = limits;
  }

  /** What `read` reads. Throws a Problem at once, and reads nothing, when too many are being read. */
  async read<Body>(isKnown: boolean, read: () => Promise<Body>): Promise<Body> {
    const { all, strangers = all } = this.#limits;
    if (this.#all >= all || (!isKnown && this.#strangers >= strangers)) throw tooMany();
    this.#all++;
    if (!isKnown) this.#strangers++;
    try {
      return await read();
    } finally {
      this.#all--;
      if (!isKnown) this.#strangers--;
    }
  }
}

function tooMany(): Problem {
  return new Problem(
    'overloaded',
    'The server is receiving more data than it has memory for. Send this again later.',
    { headers: { 'retry-after': '1', connection: 'close' } },
  );
}
