import { startBench, type Bench } from './bench.ts';
import type { LoadResult } from './generators/load-result.ts';
import { httpPath } from './paths/http.ts';
import type { LoadSize } from './paths/path.ts';
import type { Size } from './sizes.ts';
import { median } from './statistics.ts';

export interface Growth {
  /** Throughput with few customers ÷ throughput with many. */
  growth: number;
  perSecondFew: number;
  perSecondMany: number;
  failed: number;
}

/**
 * What customers cost: http at 64 connections on a database with few of them and on one with many,
 * taking turns, so that both see the same moods of the machine.
 */
export async function measureGrowth(
  large: Bench,
  { few, many, rounds, seconds }: Size['growth'],
): Promise<Growth> {
  await large.growTo(many);
  const small = await startBench(few);
  try {
    const size: LoadSize = { connections: 64, seconds, rampSeconds: 0.5 };
    const run = (bench: Bench) => httpPath(bench, `${bench.stack.edgeUrl}/identify`)(size);
    const results = { small: [] as LoadResult[], large: [] as LoadResult[] };
    // A round that is not counted, for caches.
    await run(small);
    await run(large);
    for (let round = 0; round < rounds; round++) {
      results.small.push(await run(small));
      results.large.push(await run(large));
    }
    const perSecond = (some: LoadResult[]) => median(some.map((result) => result.perSecond));
    const [perSecondFew, perSecondMany] = [perSecond(results.small), perSecond(results.large)];
    const failed = [...results.small, ...results.large].reduce((sum, one) => sum + one.failed, 0);
    return { growth: perSecondFew / perSecondMany, perSecondFew, perSecondMany, failed };
  } finally {
    await small.stop();
  }
}
