import { arch, cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { studyBatching } from './batching.ts';
import { startBench } from './bench.ts';
import { startDrizzle, startSupabaseJs } from './baselines/start.ts';
import { SQL_GENERATOR } from './generators/sql.ts';
import { measureFloor } from './floor.ts';
import { studyGroups } from './group-size.ts';
import { measureGrowth } from './growth.ts';
import { newCustomersPath } from './paths/http.ts';
import { PATHS } from './paths/path.ts';
import { findProcess, peakMemory } from './processes.ts';
import {
  barTable,
  bars,
  runTable,
  summarize,
  type Floor,
  type Round,
  type Summary,
} from './report.ts';
import { measureRounds } from './rounds.ts';
import { FULL, QUICK } from './sizes.ts';

// npm run bench [-- --quick] [--json]     everything on one stack of its own, in one run
// npm run bench -- --groups [--quick]     only the study of group sizes and transactions
// npm run bench -- --batching [--quick]   only the study of the SDK's batching
// npm run bench -- --only http,sql [--connections 64]     some paths, or the floor, without growth
// docs/host/performance.md says what is measured.
const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    quick: { type: 'boolean' },
    groups: { type: 'boolean' },
    batching: { type: 'boolean' },
    only: { type: 'string' },
    connections: { type: 'string' },
  },
});
const size = { ...(values.quick ? QUICK : FULL) };
if (values.connections) size.connections = values.connections.split(',').map(Number);
size.paths = PATHS.filter((path) => (values.only?.split(',') ?? PATHS).includes(path));
// Still counted, as in production, but out of the reach of a fast machine.
process.env.INGEST_CALLS_PER_SECOND ??= '1000000';

console.log(
  `${cpus().length} × ${cpus()[0]?.model} (${arch()}), ${Math.round(totalmem() / 2 ** 30)} GB; ` +
    `Node ${process.versions.node}; SQL by ${SQL_GENERATOR}, HTTP by autocannon`,
);
const say = (line: string) => console.log(line);

say(`Loading ${size.customers} customers`);
const bench = await startBench(size.customers);
try {
  if (values.groups) {
    say(await studyGroups(bench, values.quick ? 1 : 3, values.quick ? 0.5 : 1.5));
  } else if (values.batching) {
    say(await studyBatching(bench, values.quick ? 1 : 3, values.quick ? 1 : 4));
  } else {
    const only = values.only?.split(',');
    const floor =
      !only || only.includes('floor')
        ? await measureFloor(bench, size.rounds, size.seconds, say)
        : undefined;
    if (size.paths.length > 0) {
      const rounds = await measurePaths();
      if (!only) await judge(rounds, floor);
    } else if (values.json) say(JSON.stringify({ floor }));
  }
} finally {
  await bench.stop();
}

async function measurePaths(): Promise<Round[]> {
  const urls = {
    http: `${bench.stack.edgeUrl}/identify`,
    'supabase-js': await startSupabaseJs(bench),
    drizzle: await startDrizzle(bench),
  };
  const rounds = await measureRounds(bench, urls, size, say);
  say(`\n${runTable(rounds)}\n`);
  say('CPU seconds for 1,000 calls, and the most memory, of each group of processes.');
  say('* The local REST layer is slower than PostgREST.');
  return rounds;
}

/** The rest of what is promised, and which promises hold. */
async function judge(rounds: Round[], floor?: Floor): Promise<void> {
  const { seconds, rampSeconds } = size;
  const newPeople = newCustomersPath(bench, `${bench.stack.edgeUrl}/identify`, 'new.');
  const created = await newPeople({ connections: 64, seconds, rampSeconds });
  say(`New customers over HTTP, 64 connections: ${Math.round(created.perSecond)} per second.`);
  const edge = findProcess(/functions\/ingest/);
  const edgeMemoryMb = edge ? Math.round(peakMemory(edge) * 10) / 10 : NaN;

  const { few, many } = size.growth;
  say(`\nLoading ${many} customers, and ${few} in a second stack`);
  const growth = await measureGrowth(bench, size.growth);
  say(
    `http, 64 connections: ${Math.round(growth.perSecondFew)} per second with ${few} customers, ` +
      `${Math.round(growth.perSecondMany)} with ${many}.`,
  );

  const failed = rounds.reduce((sum, round) => sum + round.failed, created.failed + growth.failed);
  const summary: Summary = {
    runs: summarize(rounds),
    edgeMemoryMb,
    growth: Math.round(growth.growth * 1000) / 1000,
    ...(floor && { floor }),
  };
  say(`\n${barTable(bars(summary))}\n`);
  if (failed > 0) say(`${failed} calls failed: the figures are worth nothing.`);
  for (const crash of bench.crashes) say(crash);
  process.exitCode = failed > 0 || bench.crashes.length > 0 ? 1 : 0;
  if (values.json) say(JSON.stringify(summary));
}
