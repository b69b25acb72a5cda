import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import type { ReadFile } from '../../importer/src/table/read-file.ts';
import type { Check } from './check.ts';
import { tableOf } from './mutant.ts';
import { tableMutants } from './tables/mutants.ts';
import { written, type Written } from './tables/table.ts';
import { write } from './tables/write.ts';

const SIZES = { quick: 100, full: 2_000 };

type Reader = typeof import('../../importer/src/table/read-file.ts');

/** Writes tables as programs write them, and reads them as the page Import and the importer do. */
export const check: Check = {
  name: 'tables',
  promise:
    'A table in any separator, line ends, quotes, encoding and order of columns is read as it was written, or a warning says what was not sure.',
  mutants: tableMutants,
  async run({ size, seed, mutant }) {
    const folder = mkdtempSync(join(tmpdir(), 'tinycrm-tables-'));
    try {
      const path = join(tableOf(mutant, folder), 'read-file.ts');
      const { readFile } = (await import(pathToFileURL(path).href)) as Reader;
      const figures = { tables: 0, read_as_written: 0, said_otherwise: 0 };
      const property = fc.asyncProperty(written, async (table) => {
        figures.tables++;
        figures[judge(table, await readFile(write(table)))]++;
      });
      const found = await fc.check(property, { numRuns: SIZES[size], seed });
      if (found.failed) assert.fail(`Seed ${seed}. ${fc.defaultReportMessage(found)}`);
      return figures;
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function judge(table: Written, file: ReadFile | null): 'read_as_written' | 'said_otherwise' {
  assert.ok(file, 'no row was found');
  const { columns, rows } = file.table;
  try {
    assert.deepEqual({ columns, rows }, { columns: table.columns, rows: table.rows });
  } catch (difference) {
    // Letters of no Unicode are a guess, which is said; all else is known for certain.
    const isSaid = file.warnings.list.some(({ kind }) => kind === 'encoding');
    if (table.encoding.startsWith('utf') || !isSaid) throw difference;
    return 'said_otherwise';
  }
  assert.equal(file.mapping.columns[table.emailAt]?.use, 'email', 'the column of emails');
  return 'read_as_written';
}
