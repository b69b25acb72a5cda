import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { legacyKey, jsonWebKeySet } from './api-tokens.ts';
import { denoExecutable } from './binaries.ts';
import type { Child } from './child.ts';
import type { Keys } from './keys.ts';
import { freePort } from './ports.ts';
import type { Processes } from './processes.ts';
import { projectRoot } from './project.ts';

const LISTENING = /Listening on http:\/\/127\.0\.0\.1:(\d+)/;

export interface FunctionOptions {
  /** What its output is marked with. */
  name: string;
  /** Holds index.ts and deno.json. */
  folder: string;
  apiUrl: string;
  databaseUrl: string;
  keys: Keys;
  cacheFolder: string;
  /** Starts it anew, on the same port, when a source changes. */
  watch: boolean;
  /** Any free one unless given. */
  port?: number;
  /** The function's own secrets, such as INGEST_LOG. */
  settings?: Record<string, string>;
  /** A host beside this machine that it may call. */
  reaches?: string;
  /** Another Deno than ours, such as the one that hosted functions run on. */
  deno?: string;
}

/**
 * Serves a function under Deno with what hosted Supabase puts in its environment. Resolves with
 * its program and its own URL, which sees paths as hosted functions do: /ingest/identify.
 */
export async function serveFunction(
  processes: Processes,
  options: FunctionOptions,
): Promise<{ url: string; child: Child }> {
  const { apiUrl, keys, folder } = options;
  mkdirSync(options.cacheFolder, { recursive: true });
  const child = await processes.launch({
    name: options.name,
    command: options.deno ?? denoExecutable(),
    args: [
      'serve',
      '--no-prompt',
      '--node-modules-dir=manual',
      '--cached-only',
      '--allow-env',
      `--allow-net=${['127.0.0.1', options.reaches].filter(Boolean).join(',')}`,
      '--config',
      join(folder, 'deno.json'),
      '--host=127.0.0.1',
      `--port=${options.port ?? (await freePort())}`,
      // A hosted isolate has 256 MB in all; with as much heap as the machine has, Deno takes 180 MB.
      '--v8-flags=--max-old-space-size=96,--max-semi-space-size=8',
      ...(options.watch ? ['--watch'] : []),
      join(folder, 'index.ts'),
    ],
    cwd: projectRoot,
    ready: LISTENING,
    // Asked to end, Deno waits for its database connections, which the function keeps open.
    stopSignal: 'SIGKILL',
    env: {
      PATH: process.env.PATH,
      DENO_DIR: options.cacheFolder,
      DENO_NO_UPDATE_CHECK: '1',
      NO_COLOR: '1',
      SUPABASE_URL: apiUrl,
      SUPABASE_DB_URL: options.databaseUrl,
      SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: keys.publishableKey }),
      SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secretKey }),
      SUPABASE_JWKS: jsonWebKeySet(keys.jwtSecret),
      SUPABASE_ANON_KEY: await legacyKey('anon', keys.jwtSecret),
      SUPABASE_SERVICE_ROLE_KEY: await legacyKey('service_role', keys.jwtSecret),
      ...options.settings,
    },
  });
  const [, port] = await child.waitFor(LISTENING);
  return { url: `http://127.0.0.1:${port}`, child };
}
