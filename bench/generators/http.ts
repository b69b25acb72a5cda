import { fileURLToPath } from 'node:url';
import { runProgram } from '../program.ts';
import type { LoadResult } from './load-result.ts';

export interface HttpLoad {
  /** The whole URL of identify. */
  url: string;
  connections: number;
  /** How long is counted, after a time that is not. */
  seconds: number;
  rampSeconds: number;
  /** One for each project. */
  apiKeys: string[];
  /** How many people to choose from. */
  customers: number;
  /** Stands before each email, so that everybody is new. */
  newPrefix?: string;
}

const WORKER = fileURLToPath(new URL('http-worker.ts', import.meta.url));

/** Keeps `connections` calls under way with autocannon. */
export async function runHttpLoad(load: HttpLoad): Promise<LoadResult> {
  const result = await runProgram(process.execPath, [WORKER], JSON.stringify(load));
  // JSON has no NaN, which a percentile of nothing is.
  return JSON.parse(result, (_, value) => value ?? NaN);
}
