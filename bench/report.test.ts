import { expect, test } from 'vitest';
import { fromLog } from './generators/pgbench.ts';
import { PATHS } from './paths/path.ts';
import { barTable, bars, isReached, runTable, summarize, type Round } from './report.ts';
import { median, percentile } from './statistics.ts';

test('a percentile is a value that was measured', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
  expect([0.5, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([50, 99, 100]);
  expect(percentile([7], 0.5)).toBe(7);
  expect(percentile([], 0.5)).toBeNaN();
});

test('a median is the middle value or the mean of the two in the middle', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([9, 1, 5, 7])).toBe(6);
  expect(median([])).toBeNaN();
});

const perSecond = { bare: 1000, sql: 500, http: 2000, 'supabase-js': 100, drizzle: 800 };
const rounds: Round[] = [1, 2, 30].flatMap((factor) =>
  [64, 1, 8].flatMap((connections) =>
    PATHS.map((path) => ({
      ...{ path, connections, perSecond: perSecond[path] * factor },
      ...{ p50Ms: path === 'http' ? 1.4 : 1, p99Ms: 3, failed: 0 },
      usage: { postgres: { cores: 1.5, peakMb: 200 } },
    })),
  ),
);

test('a run is the median of its rounds, in the order of the connections', () => {
  const runs = summarize(rounds);
  expect(runs.map(({ connections }) => connections)).toEqual(
    [1, 8, 64].flatMap((n) => Array(5).fill(n)),
  );
  expect(runs.at(-3)).toEqual({
    ...{ connections: 64, path: 'http', perSecond: 4000, p50Ms: 1.4, p99Ms: 3 },
  });
});

test('each bar is a ratio of one run and tells whether it is reached', () => {
  const all = bars({
    runs: summarize(rounds),
    edgeMemoryMb: 128,
    growth: 1.31,
    floor: { alone: 2.3, groups: 1.2 },
  });
  expect(
    all.map((bar) => [bar.promise, Math.round(bar.value * 100) / 100, isReached(bar)]),
  ).toEqual([
    ['http ÷ sql, 64 connections', 4, true],
    ['http ÷ bare, 64 connections', 2, true],
    ['http ÷ bare, 64 connections (moonshot)', 2, false],
    ['http ÷ sql, 8 connections', 4, true],
    ['p50 of http ÷ p50 of sql, 1 connection', 1.4, false],
    ['http ÷ supabase-js, 64 connections *', 20, true],
    ['http ÷ drizzle, 64 connections', 2.5, false],
    ['CPU of a call ÷ floor, alone', 2.3, false],
    ['CPU of a call ÷ floor, in groups of 100', 1.2, true],
    ['memory of the Edge Function in MB', 128, true],
    ['http with few customers ÷ with many', 1.31, false],
  ]);
  expect(barTable(all)).toMatch(/http ÷ sql, 64 connections +\| 4.00 +\| +≥ 3 \| +reached \|/);
});

test('what was not measured reaches no bar', () => {
  const all = bars({ runs: [], edgeMemoryMb: NaN, growth: NaN });
  expect(all.some(isReached)).toBe(false);
});

test('the table tells the CPU time of 1,000 calls', () => {
  const line = runTable(rounds)
    .split('\n')
    .find((row) => row.includes('http'));
  // 1.5 cores for 2,000 calls a second in the first round; the median round has twice as many.
  expect(line).toMatch(/^\| 1 .*\| +0\.375 s, 200 MB \|$/);
});

test('calls count from when every connection is warm', () => {
  const lines = [0, 1].flatMap((client) =>
    Array.from({ length: 40 }, (_, i) => {
      const endMs = (i + 1) * 100 + client * 7;
      return `${client} ${i} 100000 0 ${Math.floor(endMs / 1000)} ${(endMs % 1000) * 1000}`;
    }),
  );
  const size = { connections: 2, rampSeconds: 0.1, seconds: 2 };
  expect(fromLog(lines.join('\n'), size)).toMatchObject({
    ...{ calls: 40, failed: 0, perSecond: 20, p50Ms: 100, from: 607, to: 2607 },
  });
  expect(fromLog(lines.join('\n'), { ...size, connections: 3 })).toBeUndefined();
  expect(fromLog(lines.join('\n'), { ...size, seconds: 4 })).toBeUndefined();
});
