import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { denoExecutable } from './binaries.ts';
import { legacyKey, jsonWebKeySet } from './api-tokens.ts';
import type { Child } from './child.ts';
import type { Keys } from './keys.ts';
import { freePort } from './ports.ts';
import type { Processes } from './processes.ts';
import { projectRoot } from './project.ts';

/** The function that is served unless another folder is named. */
export const INGEST_FUNCTION = join(projectRoot, 'supabase', 'functions', 'ingest');

/** Whether there is a function to serve. */
export function hasEdgeFunction(): boolean {
  return existsSync(join(INGEST_FUNCTION, 'index.ts'));
}

/**
 * Serves the function `ingest` under Deno with what hosted Supabase puts in its environment.
 * Resolves with its program and its own URL, which sees paths as hosted functions do:
 * /ingest/identify.
 */
export async function startEdge(
  processes: Processes,
  options: {
    apiUrl: string;
    databaseUrl: string;
    ingestDatabaseUrl: string;
    keys: Keys;
    cacheFolder: string;
    /** Starts it anew, on the same port, when a source changes. */
    watch: boolean;
    /** Another copy of the function than the project's own. */
    functionFolder?: string;
    /** Any free one unless given. */
    port?: number;
    /** The function's own settings, such as INGEST_LOG, before those of this process. */
    settings?: Record<string, string>;
  },
): Promise<{ url: string; child: Child }> {
  const { apiUrl, keys, functionFolder = INGEST_FUNCTION } = options;
  mkdirSync(options.cacheFolder, { recursive: true });
  const child = await processes.launch({
    name: 'Edge Function',
    command: denoExecutable(),
    args: [
      'serve',
      '--no-prompt',
      '--node-modules-dir=manual',
      '--cached-only',
      '--allow-env',
      '--allow-net=127.0.0.1',
      '--config',
      join(functionFolder, 'deno.json'),
      '--host=127.0.0.1',
      `--port=${options.port ?? (await freePort())}`,
      // A hosted isolate has 256 MB in all; with as much heap as the machine has, Deno takes 180 MB.
      '--v8-flags=--max-old-space-size=96,--max-semi-space-size=8',
      ...(options.watch ? ['--watch'] : []),
      join(functionFolder, 'index.ts'),
    ],
    cwd: projectRoot,
    // Asked to end, Deno waits for its database connections, which the function keeps open.
    stopSignal: 'SIGKILL',
    env: {
      PATH: process.env.PATH,
      DENO_DIR: options.cacheFolder,
      DENO_NO_UPDATE_CHECK: '1',
      NO_COLOR: '1',
      ...functionSettings(),
      ...options.settings,
      SUPABASE_URL: apiUrl,
      SUPABASE_DB_URL: options.databaseUrl,
      SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: keys.publishableKey }),
      SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secretKey }),
      SUPABASE_JWKS: jsonWebKeySet(keys.jwtSecret),
      SUPABASE_ANON_KEY: await legacyKey('anon', keys.jwtSecret),
      SUPABASE_SERVICE_ROLE_KEY: await legacyKey('service_role', keys.jwtSecret),
      INGEST_DB_URL: options.ingestDatabaseUrl,
    },
  });
  const [, port] = await child.waitFor(/Listening on http:\/\/127\.0\.0\.1:(\d+)/);
  return { url: `http://127.0.0.1:${port}`, child };
}

/** The function's own settings, such as INGEST_LOG, as somebody set them for this run. */
function functionSettings(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => name.startsWith('INGEST_')),
  );
}
