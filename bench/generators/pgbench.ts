import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { postgresFolder } from '../../local/binaries.ts';
import { runProgram } from '../program.ts';
import { loadResult, type LoadResult, type SqlLoad } from './load-result.ts';

/** What pgbench needs of a load. */
type ScriptLoad = Omit<SqlLoad, 'statement' | 'keyHashes'>;

/** Where pgbench is, if anywhere: beside the server, on the path, or where Debian puts it. */
export async function findPgbench(): Promise<string | undefined> {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? (await readdir(debian)).sort().reverse() : [];
  const folders = [
    join(postgresFolder(), 'bin'),
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  return folders.map((folder) => join(folder, 'pgbench')).find((file) => existsSync(file));
}

/** Calls of each connection that are not counted: a new backend has to compile and plan first. */
const WARM_CALLS = 6;

/** Runs pgbench with prepared statements and reads the duration of each transaction from its log. */
export async function runPgbench(pgbench: string, load: ScriptLoad): Promise<LoadResult> {
  // pgbench's clock begins before it connects. Connecting and warming up take a busy machine long.
  for (const factor of [1, 3, 9]) {
    const result = await attempt(pgbench, load, (factor * load.connections) / 20);
    if (result) return result;
  }
  throw new Error(`pgbench could not warm up ${load.connections} connections in time.`);
}

/** Undefined when `beforeSeconds` were too few to connect and warm up. */
async function attempt(
  pgbench: string,
  load: ScriptLoad,
  beforeSeconds: number,
): Promise<LoadResult | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'tinycrm-pgbench-'));
  try {
    const script = join(folder, 'script.sql');
    await writeFile(script, load.script);
    await runProgram(pgbench, [
      '--no-vacuum',
      '--protocol=prepared',
      `--client=${load.connections}`,
      `--jobs=${Math.min(2, load.connections)}`,
      `--time=${Math.ceil(load.rampSeconds + load.seconds + beforeSeconds)}`,
      `--define=customers=${load.customers}`,
      `--file=${script}`,
      '--log',
      `--log-prefix=${join(folder, 'log')}`,
      load.databaseUrl,
    ]);
    const logs = (await readdir(folder)).filter((name) => name.startsWith('log'));
    const texts = await Promise.all(logs.map((name) => readFile(join(folder, name), 'utf8')));
    return fromLog(texts.join(''), load);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * Lines of: client, transaction from 0, duration in µs, script, and when it ended in s and µs.
 * Undefined when the clients were not all warm early enough.
 */
export function fromLog(
  log: string,
  { connections, rampSeconds, seconds }: Pick<SqlLoad, 'connections' | 'rampSeconds' | 'seconds'>,
): LoadResult | undefined {
  const calls = log
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [client, transaction, micros, , second, microsecond] = line.split(' ').map(Number);
      const end = second! * 1000 + microsecond! / 1000;
      return { client: client!, transaction: transaction!, ms: micros! / 1000, end };
    });
  const begin = calls.reduce((first, { end, ms }) => Math.min(first, end - ms), Infinity);
  const lastEnd = calls.reduce((last, { end }) => Math.max(last, end), 0);
  const warm = calls.filter(({ transaction }) => transaction === WARM_CALLS - 1);
  const from = warm.reduce((last, { end }) => Math.max(last, end), begin + rampSeconds * 1000);
  const to = from + seconds * 1000;
  if (warm.length < connections || lastEnd < to) return undefined;
  const counted = calls.filter(({ end }) => end >= from && end < to);
  return loadResult(
    counted.map(({ ms }) => ms),
    0,
    from,
    to,
  );
}
