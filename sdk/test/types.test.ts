import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const fixture = fileURLToPath(new URL('types.fixture.ts', import.meta.url));

/** What the compiler says about some source code beside this file. */
function compile(text: string, options: ts.CompilerOptions, extension = 'mts'): string[] {
  const file = fixture.replace(/ts$/, extension);
  const all: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    // Ours are checked, those that TypeScript brings are not.
    skipLibCheck: false,
    skipDefaultLibCheck: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    lib: ['lib.es2022.d.ts'],
    types: [],
    ...options,
  };
  const host = ts.createCompilerHost(all);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    name === file
      ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022)
      : getSourceFile(name, ...rest);
  const program = ts.createProgram([file], all, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

const source = readFileSync(fixture, 'utf8');

test('The types compile without those of DOM or Node, as a module and as CommonJS', () => {
  expect(compile(source, {})).toEqual([]);
  expect(compile(source, {}, 'cts')).toEqual([]);
});

test('the types compile under a bundler and in a project that is not strict', () => {
  const bundler = {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  expect(compile(source, bundler)).toEqual([]);
  const loose = "import { TinyCRM } from 'tinycrm-sdk'; new TinyCRM().ping('alex@example.com');";
  expect(compile(loose, { strict: false, exactOptionalPropertyTypes: false })).toEqual([]);
});

test('the fetch of DOM and of Node is one that the options take', () => {
  const text = "import { TinyCRM } from 'tinycrm-sdk'; new TinyCRM({ fetch });";
  expect(compile(text, { lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'] })).toEqual([]);
  expect(compile(text, { types: ['node'], skipLibCheck: true })).toEqual([]);
});

test('a mistake is found', () => {
  const text = "import { TinyCRM } from 'tinycrm-sdk'; new TinyCRM().ping(7);";
  expect(compile(text, {})).toHaveLength(1);
});
