import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../founder.ts';
import { stack } from '../stack.ts';
import type { Mutant } from './check.ts';
import { findChecks } from './find-checks.ts';
import { applySqlMutant, edgeFunctionOf, tableOf } from './mutant.ts';

// A mutant that no longer fits the text, or that breaks the program itself, proves nothing. Whether
// each is caught by its check is the soak's to say: npm run soak -- --mutants.
const checks = [...(await findChecks()).values()];
const mutants = checks.flatMap((check) =>
  check.mutants.map((mutant) => ({ ...mutant, label: `${check.name}: ${mutant.name}` })),
);
const ROLLED_BACK = 'rolled back';

let admin: postgres.Sql;
let folder: string;
beforeAll(() => {
  admin = connect(stack().adminUrl);
  folder = mkdtempSync(join(tmpdir(), 'tinycrm test '));
});
afterAll(async () => {
  await admin.end();
  rmSync(folder, { recursive: true });
});

test('every check has a mutant that it must catch', () => {
  expect(checks.filter((check) => check.mutants.length === 0)).toEqual([]);
});

test.for(mutants.filter(({ sql, postgres }) => sql ?? postgres))(
  'the mutant "$label" fits the database of today',
  async (mutant) => {
    await expect(
      admin.begin(async (sql) => {
        await applySqlMutant(sql, mutant);
        throw new Error(ROLLED_BACK);
      }),
    ).rejects.toThrow(ROLLED_BACK);
  },
);

test.for(mutants.filter(({ table }) => table))(
  'the mutant "$label" fits what reads tables today',
  (mutant) => {
    const home = mkdtempSync(join(folder, 'table-'));
    expect(tableOf(mutant, home)).toContain(home);
  },
);

test('every mutant of the Edge Function fits the program of today and passes its type check', async () => {
  const changed = mutants.filter((mutant) => mutant.edge);
  expect(changed).not.toEqual([]);
  const copyFor = (name: string, mutant: Mutant) => {
    const home = join(folder, name);
    mkdirSync(home);
    return dirname(edgeFunctionOf(mutant, home));
  };
  // One program with each changed file beside its original: as many programs take a minute to check.
  const whole = copyFor('whole', { name: 'none', edge: { file: 'ingest/index.ts', replace: [] } });
  const files = changed.map((mutant, index) => {
    const { file } = mutant.edge!;
    const beside = join(whole, file.replace(/\.ts$/, `.mutant-${index}.ts`));
    cpSync(join(copyFor(String(index), mutant), file), beside);
    return beside;
  });
  await promisify(execFile)('node_modules/.bin/deno', [
    'check',
    '--node-modules-dir=manual',
    ...files,
  ]);
}, 300_000);
