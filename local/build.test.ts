import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildOnce } from './build.ts';
import { projectRoot } from './project.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tinycrm test '));
  mkdirSync(join(folder, 'source'));
  writeFileSync(join(folder, 'source', 'a.ts'), '1');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Builds as start does, and says whether it had to. */
const build = (run = async () => mkdirSync(join(folder, 'out'), { recursive: true })) => {
  const at = (name: string) => relative(projectRoot, join(folder, name));
  return buildOnce({
    inputs: [at('source'), at('missing.ts')],
    output: at('out'),
    stamp: at('stamp'),
    build: async () => void (await run()),
  });
};

test('a build is made once', async () => {
  expect([await build(), await build()]).toEqual([true, false]);
});

test.each([
  ['a changed file', () => writeFileSync(join(folder, 'source', 'a.ts'), '2')],
  ['a new file', () => writeFileSync(join(folder, 'source', 'b.ts'), '')],
  ['a file that was missing', () => writeFileSync(join(folder, 'missing.ts'), '')],
  ['an output that is gone', () => rmSync(join(folder, 'out'), { recursive: true })],
])('%s makes it again', async (_, change) => {
  await build();
  change();
  expect([await build(), await build()]).toEqual([true, false]);
});

test('a build that failed is tried again', async () => {
  const failing = build(() => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(await build()).toBe(true);
});
