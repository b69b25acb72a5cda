import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FUNCTIONS_FOLDER } from '../../local/functions.ts';
import { edgeFunctionOf } from './mutant.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tinycrm test '))));
afterEach(() => rmSync(folder, { recursive: true }));

const mutant = (from: string) => ({
  name: 'another world',
  edge: { file: 'ingest/index.ts', replace: [[from, 'nothing']] as [string, string][] },
});

test('a mutant is a copy of the function with its change', () => {
  const copy = edgeFunctionOf(mutant('createHandler'), folder);
  expect(readFileSync(join(copy, 'index.ts'), 'utf8')).not.toContain('createHandler');
  expect(readFileSync(join(FUNCTIONS_FOLDER, 'ingest/index.ts'), 'utf8')).toContain(
    'createHandler',
  );
});

test('a mutant that finds nothing to change is an error', () => {
  expect(() => edgeFunctionOf(mutant('not in there'), folder)).toThrow(
    'The mutant "another world" finds no "not in there".',
  );
});
