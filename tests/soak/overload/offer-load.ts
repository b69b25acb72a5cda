import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { LoadPlan, StreamPlan, StreamResult } from './stream.ts';

const PROGRAM = fileURLToPath(new URL('load-process.ts', import.meta.url));

/** Sends a stream of calls from a process of its own. Resolves with what came of it. */
export async function offerLoad(
  url: string,
  stream: StreamPlan,
  { seconds, after = 0 }: { seconds: number; after?: number },
): Promise<StreamResult> {
  const child = spawn(process.execPath, [PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] });
  const plan: LoadPlan = { url, after, seconds, stream };
  child.stdin.end(JSON.stringify(plan));
  const output = await text(child.stdout);
  if (output === '') throw new Error('The process that makes the load died.');
  return JSON.parse(output, (_, value) => value ?? Infinity) as StreamResult;
}
