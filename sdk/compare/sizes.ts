import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { install, packageCount } from './install.ts';
import { peers, type Peer } from './peers.ts';
import { markdown, report } from './report.ts';

// What each SDK adds to a product that makes one call: bundled by esbuild for Node, minified.

async function measure({ name, version, setup, call }: Peer) {
  const folder = await install(name, version);
  const entry = join(folder, 'entry.js');
  writeFileSync(entry, `${setup}\n${call};`);
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    write: false,
    logLevel: 'error',
  });
  const code = outputFiles[0]!.contents;
  return {
    name: version ? `${name} ${version}` : `**${name}**`,
    minified: code.length,
    gzipped: gzipSync(code, { level: 9 }).length,
    packages: packageCount(folder),
  };
}

const rows = [];
for (const peer of peers) rows.push(await measure(peer));
rows.sort((a, b) => a.minified - b.minified);

const number = (value: number) => value.toLocaleString('en');
await report(
  'sizes',
  markdown(
    ['SDK', 'minified', 'gzipped', 'packages installed'],
    rows.map(({ name, minified, gzipped, packages }) => [
      name,
      number(minified),
      number(gzipped),
      number(packages),
    ]),
  ),
);
