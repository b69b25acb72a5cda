import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const sdk = fileURLToPath(new URL('..', import.meta.url));
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const folder = mkdtempSync(join(tmpdir(), 'tinycrm-sdk-package-'));
const copy = join(folder, 'sdk');

let tarball: string;
let files: string[];

/** Packs a copy, as packing builds again and has a shorter README lie there for a moment. */
beforeAll(async () => {
  cpSync(sdk, copy, { recursive: true });
  symlinkSync(join(sdk, '../node_modules'), join(folder, 'node_modules'));
  const { stdout } = await run('npm', ['pack', '--json', '--silent'], { cwd: copy });
  const [packed] = JSON.parse(stdout.slice(stdout.indexOf('[')));
  tarball = join(copy, packed.filename);
  files = packed.files.map(({ path }: { path: string }) => path);
});

afterAll(() => rmSync(folder, { recursive: true }));

test('the package holds the built files, the README, the license and nothing else', () => {
  expect(files.sort()).toEqual([
    'LICENSE',
    'README.md',
    'dist/batching.cjs',
    'dist/batching.d.cts',
    'dist/batching.d.ts',
    'dist/batching.js',
    'dist/index.cjs',
    'dist/index.d.cts',
    'dist/index.d.ts',
    'dist/index.js',
    'package.json',
  ]);
});

test('its lines are short, as an uncaught error prints the one that it comes from', () => {
  for (const file of files.filter((path) => /\.c?js$/.test(path))) {
    const lines = readFileSync(join(copy, file), 'utf8').split('\n');
    expect(Math.max(...lines.map(({ length }) => length)), file).toBeLessThanOrEqual(400);
  }
});

test('the package is 6 KB at most', () => {
  expect(readFileSync(tarball).length).toBeLessThanOrEqual(6000);
});

test('the package says that it depends on nothing and has no side effects', () => {
  const about = JSON.parse(readFileSync(join(sdk, 'package.json'), 'utf8'));
  expect(about.sideEffects).toBe(false);
  expect(Object.keys(about)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/dependencies/i)]),
  );
});

test('packing leaves the README as it was', () => {
  const [before, after] = [sdk, copy].map((path) => readFileSync(join(path, 'README.md'), 'utf8'));
  expect(after).toBe(before);
});

test('what is built is what was built from these sources', () => {
  for (const file of files.filter((path) => path.startsWith('dist/'))) {
    const [here, again] = [sdk, copy].map((path) => readFileSync(join(path, file), 'utf8'));
    expect(here, `${file} is old: npm run build --workspace sdk`).toBe(again);
  }
});

test('publint has nothing to say', async () => {
  const data = readFileSync(tarball);
  const pack = { tarball: data.buffer.slice(data.byteOffset, data.byteOffset + data.length) };
  const { messages } = await publint({ strict: true, pack });
  expect(messages).toEqual([]);
});

test('attw has nothing to say', async () => {
  const result = await checkPackage(createPackageFromTarballData(readFileSync(tarball)));
  expect(result.types).toBeTruthy();
  expect('problems' in result && result.problems).toEqual([]);
});

const program = `
for (const crm of [new TinyCRM(), new Batching({ flushInterval: 1 })])
  crm.ping('alex@example.com').catch((error) => {
    console.log(error instanceof TinyCRMError, error.code);
  });`;

const modules = `
import { TinyCRM, TinyCRMError } from 'tinycrm-sdk';
import { TinyCRM as Batching } from 'tinycrm-sdk/batching';`;

const projects = {
  'an ESM project': {
    type: 'module',
    file: 'main.js',
    source: modules + program,
  },
  'a CommonJS project': {
    type: 'commonjs',
    file: 'main.js',
    source: `
const { TinyCRM, TinyCRMError } = require('tinycrm-sdk');
const { TinyCRM: Batching } = require('tinycrm-sdk/batching');${program}`,
  },
  'a TypeScript project of modules': {
    type: 'module',
    file: 'main.ts',
    source: modules + program,
  },
  'a TypeScript project of CommonJS': {
    type: 'commonjs',
    file: 'main.ts',
    source: modules + program,
  },
};

test.concurrent.each(Object.entries(projects))(
  'the package, installed into %s, compiles and runs',
  async (name, { type, file, source }) => {
    const cwd = join(folder, name.replaceAll(' ', '-'));
    mkdirSync(cwd);
    writeFileSync(join(cwd, 'package.json'), JSON.stringify({ private: true, type }));
    writeFileSync(join(cwd, file), source);
    await run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd });
    if (file.endsWith('.ts')) {
      const options = {
        strict: true,
        module: 'nodenext',
        target: 'es2022',
        // Only console is taken from the DOM; types.test.ts compiles without it.
        lib: ['es2022', 'dom'],
        types: [],
        // Ours are checked, those that TypeScript brings are not.
        skipDefaultLibCheck: true,
      };
      writeFileSync(join(cwd, 'tsconfig.json'), JSON.stringify({ compilerOptions: options }));
      await run(process.execPath, [tsc], { cwd });
    }
    const { stdout } = await run(process.execPath, ['main.js'], { cwd });
    expect(stdout).toBe('true missing_api_key\n'.repeat(2));
  },
);
