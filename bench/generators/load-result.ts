import { percentile } from '../statistics.ts';

/** One statement, again and again, each time in a transaction of its own. */
export interface SqlLoad {
  databaseUrl: string;
  connections: number;
  seconds: number;
  rampSeconds: number;
  /** For pgbench. */
  script: string;
  /** The same for our own loop: its parameters come from the module's function of that name. */
  statement: { text: string; parameters: 'bareParameters' | 'identifyParameters' };
  customers: number;
  keyHashes: string[];
}

/** What one closed loop of clients saw, its first moments left out. */
export interface LoadResult {
  calls: number;
  /** Answers that were no success, and requests without an answer. */
  failed: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** When the counting began and ended, in ms since 1970. */
  from: number;
  to: number;
}

/** Sums up the durations, in ms, of the calls that were answered between two moments. */
export function loadResult(
  durations: number[],
  failed: number,
  from: number,
  to: number,
): LoadResult {
  const sorted = Float64Array.from(durations).sort();
  return {
    calls: sorted.length,
    failed,
    perSecond: (sorted.length * 1000) / (to - from),
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    from,
    to,
  };
}
