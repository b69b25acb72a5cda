/** The weight of the latest group in the averages. */
const WEIGHT = 1 / 8;

/** The pace at which groups are being written, going by the latest of them. */
export class GroupPace {
  /** The time at which each group that is being written began, the oldest first. */
  readonly #begun = new Set<{ at: number }>();
  #ms = 0;
  #calls = 0;

  /** A group begins. Returns what ends it: given its calls, that tells how many milliseconds it took. */
  begin(): (calls: number) => number {
    const begun = { at: performance.now() };
    this.#begun.add(begun);
    return (calls) => {
      this.#begun.delete(begun);
      const ms = performance.now() - begun.at;
      this.#ms += (ms - this.#ms) * WEIGHT;
      this.#calls += (calls - this.#calls) * WEIGHT;
      return ms;
    };
  }

  /** The number of groups being written. */
  get writing(): number {
    return this.#begun.size;
  }

  /** The size of groups, as a moving average. */
  get calls(): number {
    return this.#calls;
  }

  /** The time that a group takes, as a moving average. One that hangs counts by its age. */
  get ms(): number {
    const [oldest] = this.#begun;
    return Math.max(this.#ms, oldest ? performance.now() - oldest.at : 0);
  }
}
