import { fileURLToPath } from 'node:url';
import { runProgram } from '../program.ts';
import type { LoadResult, SqlLoad } from './load-result.ts';
import { findPgbench, runPgbench } from './pgbench.ts';

const WORKER = fileURLToPath(new URL('sql-worker.ts', import.meta.url));
const pgbench = await findPgbench();

export const SQL_GENERATOR = pgbench ? 'pgbench' : 'postgres.js';

/** With pgbench where there is one, which costs the least, else with postgres.js. */
export async function runSqlLoad(load: SqlLoad): Promise<LoadResult> {
  if (pgbench) return runPgbench(pgbench, load);
  return JSON.parse(await runProgram(process.execPath, [WORKER], JSON.stringify(load)));
}
