import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageCommand } from './binaries.ts';
import { fingerprint } from './build.ts';
import { DASHBOARD_BUILD } from './dashboard.ts';
import { freePort } from './ports.ts';
import { projectRoot } from './project.ts';
import { removePostgres } from './places.ts';

const WITHOUT_DASHBOARD = [
  'local',
  'supabase',
  'sdk',
  'importer',
  'examples',
  // The order of params, which the table of npm start shares with the dashboard.
  'web/lib',
  'package.json',
  'package-lock.json',
];

const WITH_DASHBOARD = [
  'web',
  'docs',
  'CHANGELOG.md',
  'svelte.config.js',
  'vite.config.ts',
  'tsconfig.json',
];

/** A clone of the project in a folder whose path has spaces in it. */
export interface Clone {
  path: string;
  ports: { api: number; database: number; dashboard: number };
  /** Runs `npm start` with the clone's ports and these flags. */
  start(...flags: string[]): Start;
  remove(): void;
}

export interface Start {
  process: ChildProcess;
  /** Resolves with everything printed when it is ready. Rejects when it ends before. */
  ready: Promise<string>;
  /** Resolves with everything printed and the exit code when it has ended. */
  ended: Promise<{ code: number | null; output: string }>;
}

/** `dashboard`: whether it has one, built already. Most tests are quicker without. */
export async function makeClone({ dashboard = false } = {}): Promise<Clone> {
  const path = mkdtempSync(join(tmpdir(), 'a clone of tinycrm '));
  // As git clone makes it: a closed folder would move root's database to /var/lib.
  chmodSync(path, 0o755);
  for (const name of [...WITHOUT_DASHBOARD, ...(dashboard ? WITH_DASHBOARD : [])]) {
    cpSync(join(projectRoot, name), join(path, name), {
      recursive: true,
      filter: (from) => !from.endsWith('/dist'),
    });
  }
  linkPackages(path);
  if (dashboard) await copyBuild(path);
  const ports = {
    api: await freePort(),
    database: await freePort(),
    dashboard: await freePort(),
  };
  return {
    path,
    ports,
    start: (...flags) =>
      start(
        path,
        ...['--port', `${ports.dashboard}`, '--api-port', `${ports.api}`],
        ...['--db-port', `${ports.database}`, ...flags],
      ),
    remove: () => {
      removePostgres(join(path, '.local'));
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** The installed packages, with the clone's own SDK in the place of ours. */
function linkPackages(clone: string): void {
  const from = join(projectRoot, 'node_modules');
  const to = join(clone, 'node_modules');
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    if (name !== 'tinycrm-sdk') symlinkSync(join(from, name), join(to, name));
  }
  symlinkSync('../sdk', join(to, 'tinycrm-sdk'));
}

/** The build of this project, made when there is none, stamped as the clone's own. */
async function copyBuild(clone: string): Promise<void> {
  const output = join(projectRoot, DASHBOARD_BUILD.output);
  if (!existsSync(output)) {
    execFileSync(process.execPath, [packageCommand('vite', 'bin/vite.js'), 'build'], {
      cwd: projectRoot,
    });
  }
  cpSync(output, join(clone, DASHBOARD_BUILD.output), { recursive: true });
  const stamp = fingerprint(
    DASHBOARD_BUILD.inputs.map((input) => join(clone, input)),
    clone,
  );
  writeFileSync(join(clone, DASHBOARD_BUILD.stamp), stamp);
}

function start(path: string, ...flags: string[]): Start {
  const child = spawn(process.execPath, ['local/run.mjs', 'start.ts', ...flags], {
    cwd: path,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (data) => {
      output += data;
      if (output.includes('Ctrl-C stops everything')) resolve(output);
    });
    child.once('close', () => reject(new Error(`It ended:\n${output}`)));
  });
  // A test that is about the end does not look at it.
  ready.catch(() => {});
  const ended = new Promise<{ code: number | null; output: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, output })),
  );
  return { process: child, ready, ended };
}
