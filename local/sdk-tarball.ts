import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { npm } from './npm.ts';
import { projectRoot } from './project.ts';

const SDK = join(projectRoot, 'sdk');
const MODULE = 'virtual:sdk';

export interface SdkTarball {
  version: string;
  /** What npm writes into a lockfile: sha512-… */
  integrity: string;
  base64: string;
}

/** The SDK packed as npm publishes it. Builds it when it was not, or has changed since. */
function packSdk(): SdkTarball {
  if (!isBuilt()) execFileSync(process.execPath, [join(SDK, 'build.mjs')], { stdio: 'inherit' });
  // In a copy: packing shortens the README, which others read meanwhile.
  const folder = mkdtempSync(join(tmpdir(), 'tinycrm-sdk-'));
  try {
    for (const name of ['package.json', 'README.md', 'LICENSE', 'pack.mjs', 'dist']) {
      cpSync(join(SDK, name), join(folder, name), { recursive: true });
    }
    execFileSync(process.execPath, [join(folder, 'pack.mjs'), 'shorten']);
    const { command, args } = npm('pack', '--ignore-scripts', '--json', '--loglevel', 'error');
    const packed = execFileSync(command, args, { cwd: folder, encoding: 'utf8' });
    // Older versions of npm answer with a list, newer ones with an object by name.
    const [{ filename, version, integrity }] = Object.values(JSON.parse(packed)) as [
      { filename: string; version: string; integrity: string },
    ];
    return { version, integrity, base64: readFileSync(join(folder, filename), 'base64') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function isBuilt(): boolean {
  const at = (file: string) => statSync(join(SDK, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = [...globSync('src/*.ts', { cwd: SDK }), 'build.mjs'];
  return at('dist/batching.d.cts') > Math.max(...sources.map(at));
}

/** Gives web/lib/server/sdk.ts the package that the dashboard serves as /sdk.tgz. */
export function sdkTarball(): Plugin {
  let packed: SdkTarball | undefined;
  return {
    name: 'sdk-tarball',
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
    load(id) {
      if (id !== `\0${MODULE}`) return undefined;
      packed ??= packSdk();
      return Object.entries(packed)
        .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
        .join('\n');
    },
  };
}
