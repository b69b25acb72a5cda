import { parseArgs } from 'node:util';
import { startBench } from '../bench.ts';
import { median } from '../statistics.ts';
import { measureReads, type Reading } from './measure.ts';

// npm run bench:read [-- --quick] [--json]
// What the dashboard asks, with few customers and with many. docs/scale.md says what is measured.
const { values } = parseArgs({
  options: { json: { type: 'boolean' }, quick: { type: 'boolean' } },
});
const [few, many, times] = values.quick ? [2_000, 20_000, 5] : [10_000, 1_000_000, 40];
const say = (line: string) => console.log(line);

const bench = await startBench(few);
try {
  say(`With ${few} customers`);
  const before = await measureReads(bench, times, say);
  say(`\nLoading ${many} customers`);
  await bench.growTo(many);
  say(`With ${many} customers`);
  const after = await measureReads(bench, times, say);

  say('\n' + table(before, after));
  const growth = median(after.map(({ p50Ms }, i) => p50Ms / Math.max(before[i]!.p50Ms, 1)));
  say(`\nMedian growth from ${few} to ${many}: ${growth.toFixed(2)} (bar 2)`);
  if (values.json) {
    const queries = after.map(({ name, p50Ms, p95Ms }) => ({ name, p50Ms, p95Ms }));
    say(JSON.stringify({ customers: many, queries, growth: Math.round(growth * 100) / 100 }));
  }
} finally {
  await bench.stop();
}

function table(before: Reading[], after: Reading[]): string {
  const rows = after.map(({ name, p50Ms, p95Ms, barMs }, i) => [
    ...[name, before[i]!.p50Ms, before[i]!.p95Ms, p50Ms, p95Ms, barMs],
    p95Ms <= barMs ? '' : '**not reached**',
  ]);
  return [
    ['query', `p50, ${few}`, 'p95', `p50, ${many}`, 'p95', 'bar', ''],
    ['---', '--:', '--:', '--:', '--:', '--:', '---'],
    ...rows,
  ]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
}
