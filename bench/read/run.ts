import { parseArgs } from 'node:util';
import { startBench } from '../bench.ts';
import { median } from '../statistics.ts';
import { compareAccounts } from './accounts.ts';
import { measureReads, type Reading } from './measure.ts';

// npm run bench:read [-- --accounts] [--quick] [--json]
// What the dashboard asks, with few customers and with many; with --accounts what an account of 1,000 asks
// among 800 others. docs/host/scale.md says what is measured.
const { values } = parseArgs({
  options: {
    accounts: { type: 'boolean' },
    json: { type: 'boolean' },
    quick: { type: 'boolean' },
  },
});
const [few, many, times] = values.quick ? [2_000, 20_000, 5] : [10_000, 1_000_000, 40];
const say = (line: string) => console.log(line);

const bench = await startBench(values.accounts ? 1_000 : few);
try {
  if (values.accounts) await amongAccounts();
  else await growing();
} finally {
  await bench.stop();
}

async function amongAccounts(): Promise<void> {
  const each = values.quick ? 100 : 1_000;
  const rows = await compareAccounts(bench, 800, each, times, say);
  say(
    `\n${markdown(
      ['query', 'p50, account_id in front', 'p50, without', 'times'],
      rows.map(({ name, ledMs, notLedMs, ratio }) => [name, ledMs, notLedMs, ratio]),
    )}`,
  );
  if (values.json) say(JSON.stringify({ accounts: 800, each, queries: rows }));
}

async function growing(): Promise<void> {
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
}

function table(before: Reading[], after: Reading[]): string {
  const rows = after.map(({ name, p50Ms, p95Ms, barMs }, i) => [
    ...[name, before[i]!.p50Ms, before[i]!.p95Ms, p50Ms, p95Ms, barMs],
    p95Ms <= barMs ? '' : '**not reached**',
  ]);
  return markdown(['query', `p50, ${few}`, 'p95', `p50, ${many}`, 'p95', 'bar', ''], rows);
}

function markdown(head: string[], rows: (string | number | undefined)[][]): string {
  return [head, head.map((_, i) => (i && head[i] ? '--:' : '---')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
}
