const TICK_MS = 50;

/**
 * Calls back what is not done in time. One timer serves all: with thousands of requests a second,
 * a timer for each costs more than the rest of the waiting.
 */
export class Deadlines {
  readonly #open = new Map<() => void, number>();
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Calls `onLate` once, `ms` from now or up to 50 ms after, unless `done(onLate)` comes first. */
  start(onLate: () => void, ms: number): void {
    this.#open.set(onLate, performance.now() + ms);
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS);
  }

  done(onLate: () => void): void {
    this.#open.delete(onLate);
  }

  #tick(): void {
    const now = performance.now();
    for (const [onLate, due] of this.#open) {
      if (due > now) continue;
      this.#open.delete(onLate);
      onLate();
    }
    if (this.#open.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
