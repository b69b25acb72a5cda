import assert from 'node:assert/strict';
import { inUnits, total } from './amounts.ts';

Deno.test('an amount is in the smallest unit of its currency, as Stripe counts it', () => {
  const units = ['usd', 'jpy', 'kwd', 'bhd', 'isk', 'ugx', 'twd', 'huf'].map((currency) => [
    currency,
    inUnits(92_000, currency),
  ]);
  assert.deepEqual(Object.fromEntries(units), {
    ...{ usd: 920, jpy: 92_000, kwd: 92, bhd: 92 },
    // They have no cents, and are counted in them all the same.
    ...{ isk: 920, ugx: 920, twd: 920, huf: 920 },
  });
});

Deno.test('a sum is exact to the smallest unit of its currency', () => {
  assert.equal(total([inUnits(1_235, 'kwd'), 0], 'kwd'), 1.235);
  assert.equal(total([0.1, 0.2], 'usd'), 0.3);
  assert.equal(total([1000 / 12], 'jpy'), 83.33);
});
