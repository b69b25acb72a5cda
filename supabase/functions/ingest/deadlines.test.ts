import assert from 'node:assert/strict';
import { Deadlines } from './deadlines.ts';

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

Deno.test(
  'who is late is called once, who is done never, and no timer is left running',
  async () => {
    const deadlines = new Deadlines();
    const called: string[] = [];
    const done = () => called.push('done');
    deadlines.start(() => called.push('second'), 120);
    deadlines.start(() => called.push('first'), 10);
    deadlines.start(done, 10);
    deadlines.done(done);
    await wait(400);
    // That no timer is left is what the test runner asserts of every test.
    assert.deepEqual(called, ['first', 'second']);
  },
);

Deno.test('a deadline is never early', async () => {
  const deadlines = new Deadlines();
  const start = performance.now();
  await new Promise<void>((resolve) => deadlines.start(resolve, 130));
  assert.ok(performance.now() - start >= 130);
});
