import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { edgeFunctionOf } from '../tests/soak/mutant.ts';
import { startFunction } from './baselines/start.ts';
import type { Bench } from './bench.ts';
import type { LoadResult } from './generators/load-result.ts';
import { httpPath } from './paths/http.ts';
import type { Path } from './paths/path.ts';
import { markdown } from './report.ts';
import { median } from './statistics.ts';

const GROUP_SIZES = [25, 50, 100, 200, 500];
const TRANSACTIONS = [1, 2, 3, 4];
const CONNECTIONS = [64, 256];

/**
 * What the size of a group and the number of transactions in flight are worth: one changed copy of
 * the Edge Function for each pair, all on one database, taking turns. Returns a table.
 */
export async function studyGroups(bench: Bench, rounds: number, seconds: number): Promise<string> {
  const variants = [];
  for (const groupSize of GROUP_SIZES) {
    for (const transactions of TRANSACTIONS) {
      const path = await startVariant(bench, groupSize, transactions);
      const results = new Map(CONNECTIONS.map((count) => [count, [] as LoadResult[]]));
      variants.push({ groupSize, transactions, path, results });
    }
  }
  for (const { path } of variants) await path({ connections: 64, seconds: 0.5, rampSeconds: 0.5 });
  for (let round = 0; round < rounds; round++) {
    for (const connections of CONNECTIONS) {
      for (const { path, results } of variants) {
        const result = await path({ connections, seconds, rampSeconds: 0.5 });
        if (result.failed > 0) throw new Error(`${result.failed} calls failed.`);
        results.get(connections)!.push(result);
      }
    }
  }
  const figure = (results: LoadResult[], key: 'perSecond' | 'p99Ms') =>
    Math.round(median(results.map((result) => result[key]))).toLocaleString('en');
  return markdown(
    [
      ...['group size', 'transactions'],
      ...CONNECTIONS.flatMap((n) => [`per second at ${n}`, `p99 ms at ${n}`]),
    ],
    variants.map(({ groupSize, transactions, results }) => [
      ...[String(groupSize), String(transactions)],
      ...[...results.values()].flatMap((some) => [
        figure(some, 'perSecond'),
        figure(some, 'p99Ms'),
      ]),
    ]),
  );
}

async function startVariant(bench: Bench, groupSize: number, transactions: number): Promise<Path> {
  const name = `groups-${groupSize}-${transactions}`;
  const folder = join(bench.folder, name);
  await mkdir(folder);
  const replace: [string, string][] = [
    ['groupSize: 100,', `groupSize: ${groupSize},`],
    ['transactions: 2,', `transactions: ${transactions},`],
  ];
  const mutant = { name, edge: { file: 'group-commit.ts', replace } };
  const origin = await startFunction(bench, edgeFunctionOf(mutant, folder));
  return httpPath(bench, `${origin}/ingest/identify`);
}
