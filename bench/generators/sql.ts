import { fileURLToPath } from 'node:url';
import { runProgram } from '../program.ts';
import type { LoadResult } from './load-result.ts';
import { findPgbench, runPgbench } from './pgbench.ts';

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

const WORKER = fileURLToPath(new URL('sql-worker.ts', import.meta.url));
const pgbench = await findPgbench();

export const SQL_GENERATOR = pgbench ? 'pgbench' : 'postgres.js';

/** With pgbench where there is one, which costs the least, else with postgres.js. */
export async function runSqlLoad(load: SqlLoad): Promise<LoadResult> {
  if (pgbench) return runPgbench(pgbench, load);
  return JSON.parse(await runProgram(process.execPath, [WORKER], JSON.stringify(load)));
}
