/**
 * A clock that time can be taken from: `skip` moves what performance.now() says, so that a test waits
 * for a tick and not for a deadline. Timers go on as ever. It ends with the block that holds it.
 */
export function skippingClock(): Disposable & { skip(ms: number): void } {
  const { now } = performance;
  let skipped = 0;
  performance.now = () => now.call(performance) + skipped;
  return {
    skip(ms) {
      skipped += ms;
    },
    [Symbol.dispose]() {
      performance.now = now;
    },
  };
}

/** Longer than the tick at which deadlines are looked at. */
export const tick = () => new Promise((resolve) => setTimeout(resolve, 60));
