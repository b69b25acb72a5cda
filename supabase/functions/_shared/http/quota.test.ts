import assert from 'node:assert/strict';
import { Quota, quotaHeaders } from './quota.ts';

function quotaAt(startMs = 1_000_000) {
  const clock = { ms: startMs };
  return { clock, quota: new Quota(10, () => clock.ms) };
}

Deno.test('a whole quota may be spent at once, and not one call more', () => {
  const { quota } = quotaAt();
  assert.equal(quota.take(99, 100).remaining, 1);
  assert.deepEqual(quota.take(1, 100), {
    allowed: true,
    quota: 100,
    windowS: 10,
    remaining: 0,
    resetS: 10,
    retryS: 0,
  });
  assert.equal(quota.take(1, 100).allowed, false);
});

Deno.test('time gives calls back steadily, up to the whole quota', () => {
  const { clock, quota } = quotaAt();
  quota.take(100, 100);
  clock.ms += 1000;
  assert.equal(quota.take(10, 100).allowed, true);
  assert.equal(quota.take(1, 100).allowed, false);
  assert.equal(quota.isFull, false);
  clock.ms += 60_000;
  assert.equal(quota.isFull, true);
  assert.equal(quota.take(100, 100).allowed, true);
  assert.equal(quota.take(1, 100).allowed, false);
});

Deno.test('who comes again when told to is allowed', () => {
  const { clock, quota } = quotaAt();
  quota.take(100, 100);
  const { allowed, retryS } = quota.take(25, 100);
  assert.deepEqual([allowed, retryS], [false, 3]);
  clock.ms += retryS * 1000;
  assert.equal(quota.take(25, 100).allowed, true);
});

Deno.test('what is refused takes nothing', () => {
  const { quota } = quotaAt();
  quota.take(90, 100);
  for (let i = 0; i < 50; i++) assert.equal(quota.take(20, 100).allowed, false);
  assert.equal(quota.take(10, 100).allowed, true);
});

Deno.test('more than the whole quota counts as all of it, so that it can ever be sent', () => {
  const { quota } = quotaAt();
  assert.equal(quota.take(500, 100).allowed, true);
  assert.equal(quota.take(1, 100).allowed, false);
});

Deno.test('the headers tell the policy, what is left, and when it is all back', () => {
  const { quota } = quotaAt();
  assert.deepEqual(quotaHeaders(quota.take(15, 100)), {
    'ratelimit-policy': '"default";q=100;w=10',
    ratelimit: '"default";r=85;t=2',
  });
});
