import type { Bench } from './bench.ts';
import { barePath } from './paths/bare.ts';
import { httpPath } from './paths/http.ts';
import type { LoadSize, Path, PathName } from './paths/path.ts';
import { sqlPath } from './paths/sql.ts';
import { ProcessWatch } from './processes.ts';
import type { Round } from './report.ts';
import type { Size } from './sizes.ts';

const PROCESSES = {
  postgres: /bin\/postgres |^postgres: /,
  'edge function': /functions\/ingest/,
  'supabase-js function': /baselines\/supabase-js/,
  'drizzle server': /drizzle\.cjs/,
  'REST and log drain': /stack\.ts/,
  generator: /pgbench|-worker\.ts/,
};

/** Measures all paths, with each number of connections, in turns, so that none has a better hour. */
export async function measureRounds(
  bench: Bench,
  urls: Record<'http' | 'supabase-js' | 'drizzle', string>,
  size: Size,
  say: (line: string) => void,
): Promise<Round[]> {
  const paths: Record<PathName, Path> = {
    bare: barePath(bench),
    sql: sqlPath(bench),
    http: httpPath(bench, urls.http),
    'supabase-js': httpPath(bench, urls['supabase-js']),
    drizzle: httpPath(bench, urls.drizzle),
  };
  const { seconds, rampSeconds } = size;
  // Servers open their connections, compile and plan before anything counts.
  const warmUp: LoadSize = { connections: 64, seconds, rampSeconds };
  for (const path of size.paths) await paths[path](warmUp);

  const watch = new ProcessWatch(PROCESSES);
  const rounds: Round[] = [];
  for (let round = 0; round < size.rounds; round++) {
    for (const connections of size.connections) {
      for (const path of size.paths) {
        const result = await paths[path]({
          ...{ connections, rampSeconds },
          // Hundreds of callers wait for several seconds there.
          seconds: path === 'supabase-js' && connections >= 64 ? 4 * seconds : seconds,
        });
        const usage = watch.between(result.from, result.to);
        rounds.push({ ...result, connections, path, usage });
        say(
          `round ${round + 1}, ${connections} connections, ${path}: ` +
            `${Math.round(result.perSecond)} per second, p50 ${result.p50Ms.toFixed(2)} ms`,
        );
      }
    }
  }
  watch.stop();

  const [stored] = await bench.admin`select count(*)::integer as customers from customers`;
  if (stored!.customers !== bench.customers) {
    throw new Error(`The calls for ${bench.customers} people left ${stored!.customers}.`);
  }
  return rounds;
}
