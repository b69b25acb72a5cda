import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { denoExecutable } from '../../local/binaries.ts';
import { freePort } from '../../local/ports.ts';
import { projectRoot } from '../../local/project.ts';
import type { Bench } from '../bench.ts';

/** Serves a folder with index.ts and deno.json as an Edge Function. Resolves with its URL. */
export async function startDeno(
  { processes, folder }: Bench,
  name: string,
  functionFolder: string,
  env: Record<string, string>,
): Promise<string> {
  const child = await processes.launch({
    name,
    command: denoExecutable(),
    args: [
      'serve',
      '--no-prompt',
      '--node-modules-dir=manual',
      '--cached-only',
      '--allow-env',
      '--allow-net=127.0.0.1',
      ...['--config', join(functionFolder, 'deno.json')],
      '--host=127.0.0.1',
      `--port=${await freePort()}`,
      join(functionFolder, 'index.ts'),
    ],
    cwd: projectRoot,
    stopSignal: 'SIGKILL',
    env: { ...env, PATH: process.env.PATH, DENO_DIR: folder, NO_COLOR: '1' },
  });
  const [url] = await child.waitFor(/http:\/\/127\.0\.0\.1:\d+/);
  return url;
}

/** The Edge Function with supabase-js. Resolves with the URL of its identify. */
export async function startSupabaseJs(bench: Bench): Promise<string> {
  const { apiUrl, secretKey } = bench.stack;
  const url = await startDeno(bench, 'supabase-js', here('supabase-js'), {
    SUPABASE_URL: apiUrl,
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: secretKey }),
  });
  return `${url}/identify`;
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
