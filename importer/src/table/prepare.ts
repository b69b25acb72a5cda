import type { Mapping } from './mapping.ts';
import type { Table } from './parse.ts';
import { createReader, type ImportRow } from './rows.ts';

/** A row that is not imported. */
export interface InvalidRow {
  /** Its place in the table, from 0. */
  at: number;
  reasons: string[];
}

/** A table read by a mapping: what to send, and what cannot be. */
export interface Prepared {
  rows: ImportRow[];
  /** For each of `rows` its place in the table. */
  places: number[];
  invalid: InvalidRow[];
  /** The number of rows about somebody of an earlier row. */
  repeated: number;
}

/** Rows that are read before the page may draw again. */
const SLICE = 2000;

/**
 * Reads all rows of a table, and lets go of the thread now and then. Of several rows about one person the
 * newest comes last, where they have dates: the last one counts.
 */
export async function prepare(table: Table, mapping: Mapping): Promise<Prepared> {
  const read = createReader(table.columns, mapping);
  const prepared: Prepared = { rows: [], places: [], invalid: [], repeated: 0 };
  const first = new Map<string, number>();
  const repeats = new Map<string, number[]>();
  for (let at = 0; at < table.rows.length; at++) {
    if (at % SLICE === SLICE - 1) await new Promise((resolve) => setTimeout(resolve));
    const result = read(table.rows[at]!);
    if ('reasons' in result) {
      prepared.invalid.push({ at, reasons: result.reasons });
      continue;
    }
    const { email } = result.row;
    const before = first.get(email);
    if (before === undefined) {
      first.set(email, prepared.rows.length);
    } else {
      prepared.repeated++;
      repeats.set(email, [...(repeats.get(email) ?? [before]), prepared.rows.length]);
    }
    prepared.rows.push(result.row);
    prepared.places.push(at);
  }
  for (const indexes of repeats.values()) sortByDate(prepared, indexes);
  return prepared;
}

/** Puts the rows at some indexes into the order of their dates, unless one has none. */
function sortByDate({ rows, places }: Prepared, indexes: number[]): void {
  const dated = indexes.map((at) => ({
    ...{ row: rows[at]!, place: places[at]! },
    date: Date.parse(rows[at]!.seen_at ?? rows[at]!.created_at ?? ''),
  }));
  if (dated.some(({ date }) => Number.isNaN(date))) return;
  dated.sort((a, b) => a.date - b.date);
  dated.forEach(({ row, place }, n) => {
    rows[indexes[n]!] = row;
    places[indexes[n]!] = place;
  });
}
