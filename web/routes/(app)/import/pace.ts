/** The pace of something, from how far it was and when. */
export class Pace {
  readonly #began: number;
  readonly #from: number;

  /** `from` is what was done before, `began` the time in ms. */
  constructor(from: number, began: number) {
    this.#from = from;
    this.#began = began;
  }

  /** Things a second so far; null before there is anything to tell. */
  rate(done: number, now: number): number | null {
    const seconds = (now - this.#began) / 1000;
    return done > this.#from && seconds > 0 ? (done - this.#from) / seconds : null;
  }

  /** Seconds until `total` are done; null when that cannot be told. */
  secondsLeft(done: number, total: number, now: number): number | null {
    const rate = this.rate(done, now);
    return rate === null ? null : (total - done) / rate;
  }
}

/** "about 3 minutes left", "a few seconds left" */
export function describeLeft(seconds: number): string {
  if (seconds < 10) return 'a few seconds left';
  if (seconds < 90) return `about ${Math.ceil(seconds / 10) * 10} seconds left`;
  return `about ${Math.round(seconds / 60)} minutes left`;
}
