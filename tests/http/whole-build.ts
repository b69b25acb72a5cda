import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Builds the dashboard for both hosts, unless npm test has. */
export function buildOnceForTests(): void {
  if (existsSync('build/index.js')) return;
  execFileSync(process.execPath, ['node_modules/.bin/vite', 'build', '--logLevel', 'error'], {
    env: { ...process.env, ADAPTER: 'vercel,node' },
    stdio: 'ignore',
  });
}
