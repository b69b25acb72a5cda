import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Backend } from './backend.ts';
import { packageCommand } from './binaries.ts';
import { buildOnce } from './build.ts';
import type { Keys } from './keys.ts';
import type { Processes } from './processes.ts';
import { projectRoot } from './project.ts';

const LISTENING = /Local: +http/;
const OUTPUT = '.svelte-kit/output';

export const DASHBOARD_BUILD = {
  // The site's pages are made of files from all over the repository: web/routes/(site)/content.server.ts.
  inputs: [
    ...['web', 'svelte.config.js', 'vite.config.ts', 'package-lock.json'],
    ...['docs', 'examples', 'CHANGELOG.md'],
    // It serves the package: local/sdk-tarball.ts.
    ...['sdk/README.md', 'sdk/src', 'sdk/package.json', 'sdk/build.mjs', 'sdk/pack.mjs'],
    ...['supabase/functions', 'importer/src/table'],
  ],
  output: OUTPUT,
  // Every build empties this folder, so the stamp never outlives what it speaks of.
  stamp: `${OUTPUT}/built-from`,
};

/** True if there is a dashboard to serve. */
export function hasDashboard(): boolean {
  return existsSync(join(projectRoot, 'svelte.config.js'));
}

/**
 * Makes the production build when its sources changed since the last one, and says whether it did.
 * `onBuild` is called before, because it takes a while.
 */
export function buildDashboard(processes: Processes, onBuild: () => void): Promise<boolean> {
  return buildOnce({
    ...DASHBOARD_BUILD,
    build: () => {
      onBuild();
      return processes.run({ name: 'Dashboard build', ...vite('build') });
    },
  });
}

/**
 * Serves the dashboard on 127.0.0.1 and resolves with its URL: 'built' what buildDashboard made,
 * 'watched' the sources, with every change seen at once.
 */
export async function startDashboard(
  processes: Processes,
  how: 'built' | 'watched',
  port: number,
  backend: Backend,
  { publishableKey, secretKey }: Pick<Keys, 'publishableKey' | 'secretKey'>,
): Promise<string> {
  const command = how === 'built' ? ['preview'] : ['dev'];
  const { env, ...run } = vite(
    ...command,
    ...['--host', '127.0.0.1', '--port', String(port), '--strictPort'],
  );
  const child = await processes.launch({
    name: 'Dashboard',
    ready: LISTENING,
    ...run,
    env: {
      ...env,
      SUPABASE_URL: backend.apiUrl,
      SUPABASE_PUBLISHABLE_KEY: publishableKey,
      SUPABASE_SECRET_KEY: secretKey,
      INGEST_URL: backend.ingestUrl,
      SMTP_URL: backend.smtpUrl,
    },
  });
  await child.waitFor(LISTENING);
  return `http://127.0.0.1:${port}`;
}

/** Vite for somebody's own machine. */
function vite(...args: string[]) {
  return {
    command: process.execPath,
    args: [packageCommand('vite', 'bin/vite.js'), ...args],
    cwd: projectRoot,
    // Whoever starts it here runs it for themselves: nothing is sold on their own machine, and webhooks may go to it.
    env: { ...process.env, NO_COLOR: '1', SELF_HOSTED: '1', WEBHOOKS_ALLOW_LOOPBACK: '1' },
  };
}
