import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createSchemas } from '../../supabase/functions/_shared/contract/schema.ts';

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

type JsonSchema = { anyOf?: JsonSchema[]; enum?: unknown[]; type?: string };

/** True if a schema of the API's document allows a value. */
function takes(schema: JsonSchema, value: string | null): boolean {
  if (schema.anyOf) return schema.anyOf.some((one) => takes(one, value));
  if (schema.enum) return schema.enum.includes(value);
  return schema.type === (value === null ? 'null' : typeof value);
}

test('what says nothing is the same to the types, the README and the API', () => {
  const silent: Record<string, (string | null | undefined)[]> = {
    name: [null, undefined, ''],
    status: [null, undefined, ''],
    params: [undefined],
  };
  const { identify } = createSchemas(Date.now);
  const document = z.toJSONSchema(identify, { io: 'input' }).properties!;
  const lines = ["import { TinyCRM } from 'tinycrm-sdk'; const crm = new TinyCRM();"];
  for (const [field, values] of Object.entries(silent)) {
    for (const value of [null, undefined, '']) {
      const isSilent = values.includes(value);
      const call = { email: 'alex@example.com', [field]: value };
      const { success, data } = identify.safeParse(call);
      expect([success, data?.[field as 'name']], `${field}: ${value}`).toEqual([
        isSilent,
        undefined,
      ]);
      if (value !== undefined) {
        expect(takes(document[field] as JsonSchema, value), `${field}: ${value}`).toBe(isSilent);
      }
      const written = value === undefined ? 'undefined' : JSON.stringify(value);
      if (!isSilent) lines.push('// @ts-expect-error');
      lines.push(`crm.identify({ email: 'alex@example.com', ${field}: ${written} });`);
    }
  }
  expect(compile(lines.join('\n'), {})).toEqual([]);
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(readme).toContain('so does a name or a status that is null or blank');
});
