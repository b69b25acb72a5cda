import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './ports.ts';
import { projectRoot } from './project.ts';
import { removePostgres } from './places.ts';

const WITHOUT_DASHBOARD = [
  'local',
  'supabase',
  'sdk',
  'importer',
  'examples',
  'package.json',
  'package-lock.json',
];

/** A clone of the project, without the dashboard, in a folder whose path has spaces in it. */
export interface Clone {
  path: string;
  ports: { api: number; database: number };
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

export async function makeClone(): Promise<Clone> {
  const path = mkdtempSync(join(tmpdir(), 'a clone of tinycrm '));
  // As git clone makes it: a closed folder would move root's database to /var/lib.
  chmodSync(path, 0o755);
  for (const name of WITHOUT_DASHBOARD) {
    cpSync(join(projectRoot, name), join(path, name), {
      recursive: true,
      filter: (from) => !from.endsWith('/dist'),
    });
  }
  linkPackages(path);
  const ports = { api: await freePort(), database: await freePort() };
  return {
    path,
    ports,
    start: (...flags) =>
      start(path, '--api-port', `${ports.api}`, '--db-port', `${ports.database}`, ...flags),
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
