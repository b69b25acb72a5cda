import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkInstallation } from './checks.ts';
import { rehearse } from './rehearse.ts';
import { readSettings, type Line } from './settings.ts';

// npm run deploy:check: what is right in a hosted installation, and what to do about the rest.
// With --write, in a project that nobody uses: pushes and deploys, and then sends calls and counts them.
const write = process.argv.includes('--write');

if (write && !process.env.DASHBOARD_URL && existsSync('.env.deploy')) {
  const deploy = fileURLToPath(new URL('deploy.ts', import.meta.url));
  const child = spawn(process.execPath, [deploy, '--yes', '--write'], { stdio: 'inherit' });
  child.once('close', (code) => (process.exitCode = code ?? 1));
} else await report();

async function report(): Promise<void> {
  const settings = readSettings(process.env);
  const lines = await checkInstallation(settings);
  print(lines);
  if (write) {
    console.log(`\nSending calls to ${settings.INGEST_URL}.`);
    const rehearsed = await rehearse(settings);
    print(rehearsed);
    lines.push(...rehearsed);
  }
  const left = lines.filter(({ ok }) => !ok).length;
  console.log(
    left ? `\n${left} to do: docs/host/deploy.md has the steps.` : '\nReady for customers.',
  );
  process.exitCode = left ? 1 : 0;
}

function print(lines: Line[]): void {
  const width = Math.max(...lines.map(({ name }) => name.length));
  for (const { name, ok, text } of lines) {
    console.log(`${ok ? '✓ ok   ' : '✗ to do'}  ${name.padEnd(width)}  ${text}`);
  }
}
