import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ask } from '../src/agreement.ts';
import { Progress } from '../src/progress.ts';
import { runImport, type Result } from '../src/run.ts';
import type { Outcome } from '../src/sender.ts';
import type { Source } from '../src/sources/source.ts';
import type { ImportRow } from '../src/table/rows.ts';

interface Collected extends Result {
  sent: ImportRow[];
  batches: number[];
  /** The file of the invalid rows. */
  invalidPath: string;
}

/** Runs an import of a source into a list instead of TinyCRM. */
export async function collect(
  source: Source,
  options: {
    map?: string;
    status?: string;
    from?: number;
    isDryRun?: boolean;
    acceptsWarnings?: boolean;
  } = {},
  ask?: Ask,
): Promise<Collected> {
  const sent: ImportRow[] = [];
  const batches: number[] = [];
  const invalidPath = join(await mkdtemp(join(tmpdir(), 'tinycrm-import-')), 'invalid.csv');
  const result = await runImport(
    source,
    { isDryRun: false, from: 1, ...options, invalid: invalidPath } as never,
    {
      async send(rows): Promise<Outcome[]> {
        batches.push(rows.length);
        sent.push(...rows);
        return rows.map(() => 'created');
      },
    },
    new Progress({ write: () => true }),
    undefined,
    ask ?? null,
  );
  return { ...result, sent, batches, invalidPath };
}
