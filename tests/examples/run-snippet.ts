import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import type { Snippet } from './snippets.ts';

const PROBES: Record<string, [string, string[]]> = {
  sh: ['curl', ['--version']],
  php: ['php', ['-r', 'exit(function_exists("curl_init") ? 0 : 1);']],
  python3: ['python3', ['--version']],
  ruby: ['ruby', ['--version']],
};

/** Why a program cannot run here, or null: each machine has Node, and not all have the others. */
export function missing(program: string): string | null {
  if (program === 'node') return null;
  const [command, args] = PROBES[program]!;
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return null;
  } catch {
    return `${command}${program === 'php' ? ' with curl' : ''} is not installed here`;
  }
}

/** Makes the files of a snippet's program. `run` starts it as often as you like. */
export async function prepare({ program, files, modules = {} }: Snippet) {
  const folder = await mkdtemp(join(tmpdir(), 'tinycrm-snippet-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  if (program === 'node') await bundle(folder, modules);
  const main = join(folder, program === 'node' ? 'host.mjs' : 'main');
  return {
    run: (env: Record<string, string>) =>
      run(program === 'node' ? process.execPath : program, [main], env),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

/**
 * Runs a program with nothing of this process's environment but where programs are. The exit code is
 * null when it did not end by itself within 45 s.
 */
export async function run(command: string, args: string[], env: Record<string, string>) {
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 45_000,
    killSignal: 'SIGKILL',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data) => (stdout += data));
  child.stderr.on('data', (data) => (stderr += data));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, stdout, stderr };
}

async function bundle(folder: string, modules: Record<string, string>) {
  await build({
    entryPoints: [join(folder, 'host.ts')],
    bundle: true,
    outfile: join(folder, 'host.mjs'),
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
    alias: { 'tinycrm-sdk': resolve('sdk/dist/index.js') },
    plugins: [
      {
        name: 'stand-ins',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^[^.]/ }, ({ path }) =>
            path in modules ? { path, namespace: 'stand-in' } : undefined,
          );
          onLoad({ filter: /.*/, namespace: 'stand-in' }, ({ path }) => ({
            contents: modules[path],
            resolveDir: folder,
          }));
        },
      },
    ],
  });
}
