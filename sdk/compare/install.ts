import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sdkFolder } from './peers.ts';

const run = promisify(execFile);

/**
 * Installs one package alone, from npm, into a folder of the temp directory (kept for the next
 * time), and resolves with that folder. Install scripts run only where the package needs them.
 */
export async function install(
  name: string,
  version: string | null,
  { scripts = false } = {},
): Promise<string> {
  const folder = join(tmpdir(), 'tinycrm-sdk', `${name.replace('/', '+')}@${version ?? 'built'}`);
  if (version && existsSync(join(folder, 'installed'))) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  const flags = ['--no-audit', '--no-fund', '--engine-strict=false', '--force', '--loglevel=error'];
  if (!scripts) flags.push('--ignore-scripts');
  const what = version ? `${name}@${version}` : await pack(folder);
  await run('npm', ['install', '--save-exact', ...flags, what], { cwd: folder });
  writeFileSync(join(folder, 'installed'), '');
  return folder;
}

/** How many packages an install brought. */
export function packageCount(folder: string): number {
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  return Object.keys(lock.packages).filter((path) => path !== '').length;
}

async function pack(folder: string): Promise<string> {
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const { stdout } = await run('npm', args, { cwd: sdkFolder });
  return join(folder, JSON.parse(stdout)[0].filename);
}
