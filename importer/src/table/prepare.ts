import type { Mapping } from './guess.ts';
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

/** Reads all rows of a table, and lets go of the thread now and then. */
export async function prepare(table: Table, mapping: Mapping): Promise<Prepared> {
  const read = createReader(table.columns, mapping);
  const prepared: Prepared = { rows: [], places: [], invalid: [], repeated: 0 };
  const seen = new Set<string>();
  for (let at = 0; at < table.rows.length; at++) {
    if (at % SLICE === SLICE - 1) await new Promise((resolve) => setTimeout(resolve));
    const result = read(table.rows[at]!);
    if ('reasons' in result) {
      prepared.invalid.push({ at, reasons: result.reasons });
      continue;
    }
    if (seen.has(result.row.email)) prepared.repeated++;
    seen.add(result.row.email);
    prepared.rows.push(result.row);
    prepared.places.push(at);
  }
  return prepared;
}
