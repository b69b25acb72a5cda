import assert from 'node:assert/strict';
import { Deadlines } from './deadlines.ts';
import { skippingClock } from '../testing/clock.ts';

Deno.test('who is late is called once, who is done never, and no timer is left running', () => {
  using clock = skippingClock();
  const timers = new Map<unknown, () => void>();
  const { setInterval, clearInterval } = globalThis;
  Object.assign(globalThis, {
    setInterval: (run: () => void) => timers.set(run, run) && run,
    clearInterval: (id: unknown) => timers.delete(id),
  });
  const called: string[] = [];
  const tick = () => timers.forEach((run) => run());
  try {
    const deadlines = new Deadlines();
    const done = () => called.push('done');
    deadlines.start(() => called.push('second'), 120_000);
    deadlines.start(() => called.push('first'), 10_000);
    deadlines.start(done, 10_000);
    assert.equal(timers.size, 1);
    deadlines.done(done);
    tick();
    assert.deepEqual(called, []);
    clock.skip(10_000);
    tick();
    tick();
    assert.deepEqual(called, ['first']);
    clock.skip(110_000);
    tick();
  } finally {
    Object.assign(globalThis, { setInterval, clearInterval });
  }
  assert.deepEqual(called, ['first', 'second']);
  assert.equal(timers.size, 0);
});

Deno.test('a deadline is never early', async () => {
  const deadlines = new Deadlines();
  const start = performance.now();
  // Its first tick comes after 50 ms.
  await new Promise<void>((resolve) => deadlines.start(resolve, 60));
  assert.ok(performance.now() - start >= 60);
});
