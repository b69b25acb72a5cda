import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { buildOnceForTests } from './whole-build.ts';

const GENERATED = '.svelte-kit/generated/client-optimized/nodes';
const CLIENT = '.svelte-kit/output/client';

interface Chunk {
  file: string;
  imports?: string[];
}

beforeAll(buildOnceForTests, 300_000);

/** The names of Kit's nodes of a page: what every page has, and the page with its layouts. */
function nodesOf(...sources: string[]): string[] {
  const shows = (node: string) => {
    const text = readFileSync(`${GENERATED}/${node}`, 'utf8');
    return sources.some((source) => text.includes(`/web/routes/${source}"`));
  };
  return readdirSync(GENERATED).filter(shows);
}

/** The files that the browser needs before a page comes to life. What is loaded when it is used is not among them. */
function filesOf(entries: string[]): string[] {
  const manifest = JSON.parse(readFileSync(`${CLIENT}/.vite/manifest.json`, 'utf8')) as Record<
    string,
    Chunk
  >;
  const found = new Set<string>();
  const follow = (name: string) => {
    const { file, imports = [] } = manifest[name]!;
    if (found.has(file)) return;
    found.add(file);
    imports.forEach(follow);
  };
  const starts = Object.keys(manifest).filter((name) => /runtime\/client\/entry\.js$/.test(name));
  for (const name of [...starts, ...entries]) follow(name);
  return [...found].filter((file) => file.endsWith('.js'));
}

test('the JavaScript of the customers page is at most 120 KB, as it is sent', () => {
  const nodes = nodesOf(
    '+layout.svelte',
    '+error.svelte',
    '(app)/+layout.svelte',
    '(app)/customers/+page.svelte',
  );
  expect(nodes).toHaveLength(4);
  const files = filesOf([
    '.svelte-kit/generated/client-optimized/app.js',
    ...nodes.map((node) => `${GENERATED}/${node}`),
  ]);
  const bytes = files.map((file) => gzipSync(readFileSync(`${CLIENT}/${file}`)).length);
  expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(120 * 1024);
});
