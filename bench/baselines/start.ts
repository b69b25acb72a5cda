import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { startFunction as serve } from '../../local/functions.ts';
import { generateKeys } from '../../local/keys.ts';
import type { Bench } from '../bench.ts';

/** Serves another Edge Function than the stack's own, in the same way. Resolves with its origin. */
export async function startFunction(bench: Bench, folder: string): Promise<string> {
  const { apiUrl, dbUrl, ingestDbUrl, publishableKey, secretKey } = bench.stack;
  const { url } = await serve(bench.processes, 'ingest', {
    ...{ apiUrl, databaseUrl: dbUrl, roleUrl: ingestDbUrl, folder },
    // The other keys are the business of Auth, which these functions never ask.
    keys: { ...generateKeys(), publishableKey, secretKey },
    cacheFolder: join(bench.folder, 'deno'),
    watch: false,
  });
  return url;
}

/** The Edge Function with supabase-js. Resolves with the URL of its identify. */
export async function startSupabaseJs(bench: Bench): Promise<string> {
  return `${await startFunction(bench, here('supabase-js'))}/identify`;
}

/** Express with Drizzle under Node. Resolves with the URL of its identify. */
export async function startDrizzle({ processes, stack, folder }: Bench): Promise<string> {
  // As it would be deployed: reading TypeScript costs Node 150 MB.
  const program = join(folder, 'drizzle.cjs');
  await build({
    ...{ entryPoints: [here('drizzle/server.ts')], outfile: program },
    ...{ bundle: true, platform: 'node', target: 'node24', logLevel: 'error' },
  });
  const child = await processes.launch({
    name: 'drizzle',
    command: process.execPath,
    args: [program],
    env: { ...process.env, NODE_ENV: 'production', DATABASE_URL: stack.adminUrl },
  });
  const [, port] = await child.waitFor(/Listening on port (\d+)/);
  return `http://127.0.0.1:${port}/identify`;
}

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
