import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LaunchOptions } from '@playwright/test';

const packageFolder = fileURLToPath(
  new URL('../../node_modules/@sparticuz/chromium', import.meta.url),
);
const installed = [
  process.env.CHROME_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** How to start a Chromium: an installed one, else the one from npm, else playwright's own. */
export async function launchOptions(): Promise<LaunchOptions> {
  const executablePath = installed.find((path) => path && existsSync(path));
  if (executablePath) return { executablePath, args };
  if (process.platform === 'linux' && process.arch === 'x64') return { ...(await fromNpm()), args };
  return { args };
}

/** Unpacks @sparticuz/chromium once a user, and lends it the libraries and fonts that the system lacks. */
async function fromNpm(): Promise<LaunchOptions> {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  const folder = join(tmpdir(), `tinycrm-chromium-${version}-${process.getuid?.()}`);
  if (!existsSync(folder)) await unpack(folder);
  const executablePath = join(folder, 'chromium');
  const env = { ...process.env } as Record<string, string>;
  const libraries = execFileSync('ldd', [executablePath], { encoding: 'utf8' });
  if (libraries.includes('not found')) env.LD_LIBRARY_PATH = join(folder, 'al2023/lib');
  if (!existsSync('/etc/fonts')) env.FONTCONFIG_PATH = join(folder, 'fonts');
  return { executablePath, env };
}

/** Under another name first: a run that is stopped half-way leaves no broken browser behind. */
async function unpack(folder: string): Promise<void> {
  const partial = `${folder}.${process.pid}`;
  mkdirSync(partial, { recursive: true, mode: 0o700 });
  const before = process.env.TMPDIR;
  process.env.TMPDIR = partial;
  try {
    const { default: chromium, inflate } = await import('@sparticuz/chromium');
    await chromium.executablePath();
    await inflate(join(packageFolder, 'bin/al2023.tar.br'));
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  try {
    renameSync(partial, folder);
  } catch (error) {
    // Another process was first.
    if (!existsSync(folder)) throw error;
  }
}
