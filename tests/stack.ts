import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What `npm run stack -- --ephemeral --json` prints. */
export interface Stack {
  apiUrl: string;
  ingestUrl: string;
  dbUrl: string;
  adminUrl: string;
  publishableKey: string;
  secretKey: string;
  studioUrl: string;
  mailboxUrl: string;
  smtpUrl: string;
  /** A file with what all its processes wrote, where the tests started it. */
  logFile?: string;
}

/** What a scheduler brings to the dashboards of the tests. */
export const CRON_SECRET = 'the secret of the tests, 32 characters and more';

/** For the dashboards of browser tests, which sign up and in from one address. */
export const MANY_ATTEMPTS = '100000';

/** Each sign-up and sign-in would take a tenth of a second of a core otherwise. */
const CHEAP_PASSWORDS = { LITE_AUTH_BCRYPT_COST: '4' };

/** The running stack that the tests share. */
export function stack(): Stack {
  const line = process.env.TINYCRM_STACK;
  if (!line)
    throw new Error('TINYCRM_STACK is not set: run the tests with npm test or npx vitest.');
  return JSON.parse(line) as Stack;
}

/** A backend that ends with `stop`, which resolves when nothing of it is left. */
export type OwnStack = Stack & { stop(): Promise<void> };

/** Starts a backend with a throw-away database. */
export function startStack(...flags: string[]): Promise<OwnStack> {
  return startStackWith({}, ...flags);
}

/** The same, with settings beside those of this process. */
export async function startStackWith(
  settings: Record<string, string>,
  ...flags: string[]
): Promise<OwnStack> {
  const child = spawn(
    process.execPath,
    ['local/run.mjs', 'stack.ts', '--ephemeral', '--json', ...flags],
    { env: { ...process.env, ...CHEAP_PASSWORDS, ...settings }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let log = '';
  // Why it ends is not to be lost in what Postgres goes on to say.
  child.stderr.on('data', (data) => {
    const lines = String(data).replace(/^Postgres:.*\n/gm, '');
    log = (log + lines).slice(-10_000);
  });
  const folder = await mkdtemp(join(tmpdir(), 'tinycrm-stack-'));
  const logFile = join(folder, 'log');
  child.stderr.pipe(createWriteStream(logFile));
  const exit = once(child, 'exit');
  let isStopped = false;
  // What tests see of it is a connection that is closed. Stopped while it ends, it tells so too.
  void exit.then(([code, signal]) => {
    if (!isStopped || code)
      console.error(`A stack has ended by itself (${signal ?? code}):\n${log}`);
  });
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([text]) => text as string),
    exit.then(() => Promise.reject(new Error(`The stack did not start:\n${log}`))),
  ]);
  return {
    ...(JSON.parse(line) as Stack),
    logFile,
    async stop() {
      isStopped = true;
      child.kill('SIGTERM');
      await exit;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** vitest's global setup: one stack for all files, unless one runs already. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.TINYCRM_STACK) return;
  const { stop, ...running } = await startStack();
  process.env.TINYCRM_STACK = JSON.stringify(running);
  return stop;
}
