import type { Check } from './check.ts';

/** Runs a check at quick size, as a test does. What it throws names the seed that repeats it. */
export async function runQuick(check: Check): Promise<void> {
  const seed = Math.floor(Math.random() * 2 ** 31);
  console.log(`${check.name}: seed ${seed}`);
  await check.run({ size: 'quick', seed, say: () => {} });
}
