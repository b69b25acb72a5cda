import { createReader, type ImportRow } from './table/rows.ts';
import { Warnings } from './table/warnings.ts';
import { requireAgreement, terminal, type Ask } from './agreement.ts';
import { inBatches, inParallel, type Item } from './batches.ts';
import { InvalidFile } from './invalid-file.ts';
import { applyOptions } from './mapping.ts';
import type { Options } from './options.ts';
import { Progress } from './progress.ts';
import type { Sender } from './sender.ts';
import type { Source } from './sources/source.ts';

/** Requests under way at once. */
const WIDTH = 4;

export interface Result {
  created: number;
  updated: number;
  unchanged: number;
  invalid: number;
  /** Rows that were read, those before --from left out. */
  rows: number;
}

type RunOptions = Pick<
  Options,
  'map' | 'status' | 'acceptsWarnings' | 'isDryRun' | 'from' | 'invalid'
>;

/**
 * Brings all rows of a source in. In memory are the rows under way, and no others. What goes wrong
 * is thrown; `progress` then knows from where to go on. What is doubtful in the source is shown first,
 * and nothing is sent before somebody agreed. After `signal` only what is under way is finished.
 */
export async function runImport(
  source: Source,
  options: RunOptions,
  sender: Pick<Sender, 'send'>,
  progress = new Progress(),
  signal?: AbortSignal,
  ask: Ask | null = terminal(),
): Promise<Result> {
  const mapping = applyOptions(source.mapping, source.columns, options);
  const read = createReader(source.columns, mapping);
  const invalid = new InvalidFile(options.invalid, source.columns);
  const result: Result = { created: 0, updated: 0, unchanged: 0, invalid: 0, rows: 0 };
  const warnings = relevantWarnings(source, options);
  progress.describe(source.columns, mapping);
  progress.warn(warnings);

  async function* items(): AsyncGenerator<Item> {
    let number = 0;
    for await (const row of source.rows) {
      if (signal?.aborted) return;
      number++;
      if (number < options.from) continue;
      result.rows++;
      const checked = read(row.cells);
      if ('reasons' in checked) await setAside(row, checked.reasons);
      else yield { row, number, customer: dated(checked.row) };
    }
  }

  async function setAside(row: Item['row'], reasons: string[]): Promise<void> {
    result.invalid++;
    progress.invalid(row.place, reasons);
    await invalid.add(row, reasons);
  }

  try {
    if (!options.isDryRun) await requireAgreement(warnings, options.acceptsWarnings, ask);
    await inParallel(inBatches(items()), WIDTH, async (batch) => {
      const last = batch.at(-1)!.number;
      progress.started(batch[0]!.number);
      if (!options.isDryRun) {
        const customers = batch.map(({ customer }) => customer);
        const outcomes = await sender.send(customers, batch[0]!.number - 1);
        for (const [at, outcome] of outcomes.entries()) {
          if (Array.isArray(outcome)) await setAside(batch[at]!.row, outcome);
          else result[outcome]++;
        }
      }
      progress.finished(batch[0]!.number, last, batch.length);
    });
  } finally {
    await invalid.close();
    await source.close();
    progress.end();
  }
  return result;
}

/**
 * A row that says only when somebody came is as old as that, so that it undoes nothing a product has
 * said since.
 */
export function dated(row: ImportRow): ImportRow {
  return row.created_at === undefined ? row : { ...row, seen_at: row.seen_at ?? row.created_at };
}

/** With --map nothing is guessed of the columns. */
function relevantWarnings({ warnings = new Warnings() }: Source, { map }: RunOptions): Warnings {
  return map === undefined ? warnings : warnings.withoutEmailColumn();
}
