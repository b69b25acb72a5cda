import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { legacyKey, jsonWebKeySet } from './api-tokens.ts';
import { denoExecutable } from './binaries.ts';
import type { Child } from './child.ts';
import type { Keys } from './keys.ts';
import { freePort } from './ports.ts';
import type { Processes } from './processes.ts';
import { projectRoot } from './project.ts';

const LISTENING = /Listening on http:\/\/127\.0\.0\.1:(\d+)/;

export const FUNCTIONS_FOLDER = join(projectRoot, 'supabase', 'functions');

/** The functions: what marks their output, the secret with their database, and the prefix of their other secrets. */
const FUNCTIONS = {
  ingest: { title: 'Edge Function', databaseSecret: 'INGEST_DB_URL', secrets: 'INGEST_' },
  // Has the role and the secrets of ingest.
  receive: { title: 'Receivers', databaseSecret: 'INGEST_DB_URL', secrets: 'INGEST_' },
  read: { title: 'Read API', databaseSecret: 'READ_DB_URL', secrets: 'READ_' },
  // Has the role and the secrets of read.
  mcp: { title: 'MCP server', databaseSecret: 'READ_DB_URL', secrets: 'READ_' },
  billing: { title: 'Billing', databaseSecret: 'BILLING_DB_URL', secrets: 'STRIPE_' },
};

export type FunctionName = keyof typeof FUNCTIONS;

export interface FunctionOptions {
  apiUrl: string;
  /** As the owner, whose URL hosted Supabase gives to every function. */
  databaseUrl: string;
  /** As the function's own role. */
  roleUrl: string;
  keys: Keys;
  cacheFolder: string;
  /** Starts it anew, on the same port, when a source changes. */
  watch: boolean;
  /** Any free one unless given. */
  port?: number;
  /** More secrets, such as INGEST_LOG; they go before those of this process. */
  settings?: Record<string, string>;
  /** Another folder than the project's own with index.ts and deno.json. */
  folder?: string;
  /** Another Deno than ours, such as the one that hosted functions run on. */
  deno?: string;
  /** True if SIGTERM ends it as hosted Supabase ends an isolate: told, and after what it waits for. */
  isIsolate?: boolean;
}

/** True if there is a key of Stripe: without one nobody can pay here, and billing is not served. */
export function hasBilling(): boolean {
  return Boolean(process.env.STRIPE_SECRET_KEY);
}

/**
 * Serves a function under Deno with what hosted Supabase puts in its environment. Resolves with
 * its program and its own URL, which sees paths as hosted functions do: /ingest/identify.
 */
export async function startFunction(
  processes: Processes,
  functionName: FunctionName,
  options: FunctionOptions,
): Promise<{ url: string; child: Child }> {
  const { title, databaseSecret, secrets } = FUNCTIONS[functionName];
  const { apiUrl, keys, folder = join(FUNCTIONS_FOLDER, functionName) } = options;
  const hosts = ['127.0.0.1'];
  if (functionName === 'billing' && !process.env.STRIPE_API_URL) hosts.push('api.stripe.com');
  mkdirSync(options.cacheFolder, { recursive: true });
  const child = await processes.launch({
    name: title,
    command: options.deno ?? denoExecutable(),
    args: [
      'serve',
      '--no-prompt',
      '--node-modules-dir=manual',
      '--cached-only',
      '--allow-env',
      `--allow-net=${hosts.join(',')}`,
      '--config',
      join(folder, 'deno.json'),
      '--host=127.0.0.1',
      `--port=${options.port ?? (await freePort())}`,
      // A hosted isolate has 256 MB in all; with as much heap as the machine has, Deno takes 180 MB.
      '--v8-flags=--max-old-space-size=96,--max-semi-space-size=8',
      ...(options.watch ? ['--watch'] : []),
      options.isIsolate ? asIsolate(folder, options.cacheFolder) : join(folder, 'index.ts'),
    ],
    cwd: projectRoot,
    ready: LISTENING,
    // Asked to end, Deno waits for its database connections, which the function keeps open.
    stopSignal: options.isIsolate ? 'SIGTERM' : 'SIGKILL',
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
      ...settingsOf(secrets),
      ...options.settings,
      [databaseSecret]: options.roleUrl,
    },
  });
  const [, port] = await child.waitFor(LISTENING);
  return { url: `http://127.0.0.1:${port}`, child };
}

/** A file that loads what hosted isolates have, and then the function in `folder`. */
function asIsolate(folder: string, cacheFolder: string): string {
  const urlOf = (file: string) => JSON.stringify(pathToFileURL(file).href);
  const file = join(cacheFolder, 'isolate.ts');
  const before = join(FUNCTIONS_FOLDER, '_shared', 'testing', 'isolate.ts');
  const index = join(folder, 'index.ts');
  writeFileSync(file, `import ${urlOf(before)};\nexport { default } from ${urlOf(index)};\n`);
  return file;
}

/** The settings of this process whose names begin so, such as INGEST_LOG. */
function settingsOf(prefix: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[0].startsWith(prefix),
    ),
  );
}
