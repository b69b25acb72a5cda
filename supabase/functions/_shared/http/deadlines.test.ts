import assert from 'node:assert/strict';
import { Deadlines } from './deadlines.ts';

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

Deno.test(
  'who is late is called once, who is done never, and no timer is left running',
  async () => {
    const timers = new Set<unknown>();
    const { setInterval, clearInterval } = globalThis;
    globalThis.setInterval = ((...args: Parameters<typeof setInterval>) => {
      const id = setInterval(...args);
      timers.add(id);
      return id;
    }) as typeof setInterval;
    globalThis.clearInterval = (id) => {
      timers.delete(id);
      clearInterval(id);
    };
    const deadlines = new Deadlines();
    const called: string[] = [];
    const done = () => called.push('done');
    deadlines.start(() => called.push('second'), 120);
    deadlines.start(() => called.push('first'), 10);
    deadlines.start(done, 10);
    deadlines.done(done);
    await wait(400);
    Object.assign(globalThis, { setInterval, clearInterval });
    assert.equal(timers.size, 0);
    assert.deepEqual(called, ['first', 'second']);
  },
);

Deno.test('a deadline is never early', async () => {
  const deadlines = new Deadlines();
  const start = performance.now();
  await new Promise<void>((resolve) => deadlines.start(resolve, 130));
  assert.ok(performance.now() - start >= 130);
});
