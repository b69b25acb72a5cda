import { arch, cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { startBench } from './bench.ts';
import { startDrizzle, startSupabaseJs } from './baselines/start.ts';
import { SQL_GENERATOR } from './generators/sql.ts';
import { measureGrowth } from './growth.ts';
import { measureRounds } from './rounds.ts';
import { findProcess, peakMemory } from './processes.ts';
import { barTable, bars, runTable, summarise, type Summary } from './report.ts';
import { FULL, QUICK } from './sizes.ts';

// npm run bench [-- --quick] [-- --json]
// Everything on one stack of its own with durable commits, in one run: docs/performance.md.
const { values } = parseArgs({
  options: { json: { type: 'boolean' }, quick: { type: 'boolean' } },
});
const size = values.quick ? QUICK : FULL;
// Still counted, as in production, but out of the reach of a fast machine.
process.env.INGEST_CALLS_PER_SECOND ??= '1000000';

console.log(
  `${cpus().length} × ${cpus()[0]?.model} (${arch()}), ${Math.round(totalmem() / 2 ** 30)} GB; ` +
    `Node ${process.versions.node}; SQL by ${SQL_GENERATOR}, HTTP by autocannon`,
);
const say = (line: string) => console.log(line);

say(`Loading ${size.customers} customers`);
const bench = await startBench(size.customers);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void bench.stop().then(() => process.exit(1)));
}
try {
  const urls = {
    http: `${bench.stack.edgeUrl}/identify`,
    'supabase-js': await startSupabaseJs(bench),
    drizzle: await startDrizzle(bench),
  };
  const { rounds, created } = await measureRounds(bench, urls, size, say);
  const edge = findProcess(/functions\/ingest/);
  const edgeMemoryMb = Math.round(edge ? peakMemory(edge) : NaN);
  say(`\n${runTable(rounds)}\n`);
  say('CPU seconds for 1,000 calls, and the most memory, of each group of processes.');
  say('* The local REST layer is slower than PostgREST.');
  say(`New customers over HTTP, 64 connections: ${Math.round(created.perSecond)} per second.`);

  const { few, many } = size.growth;
  say(`\nLoading ${many} customers, and ${few} in a second stack`);
  const growth = await measureGrowth(bench, few, many, size.growth.seconds, size.growth.rounds);
  say(
    `http, 64 connections: ${Math.round(growth.perSecondFew)} per second with ${few} customers, ` +
      `${Math.round(growth.perSecondMany)} with ${many}.`,
  );

  const failed = rounds.reduce((sum, round) => sum + round.failed, created.failed + growth.failed);
  const summary: Summary = {
    runs: summarise(rounds),
    edgeMemoryMb,
    growth: Math.round(growth.growth * 1000) / 1000,
  };
  say(`\n${barTable(bars(summary))}\n`);
  if (failed > 0) say(`${failed} calls failed: the figures are worth nothing.`);
  for (const crash of bench.crashes) say(crash);
  process.exitCode = failed > 0 || bench.crashes.length > 0 ? 1 : 0;
  if (values.json) say(JSON.stringify(summary));
} finally {
  await bench.stop();
}
