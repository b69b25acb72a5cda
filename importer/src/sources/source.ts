import type { Mapping } from '../table/mapping.ts';
import type { Warnings } from '../table/warnings.ts';

/** One row of a source, in the order of its columns. */
export interface SourceRow {
  cells: readonly unknown[];
  /** The place of the row: a line of a file, else the number of the row. Counted from 1. */
  place: number;
}

/** A source of customers. `rows` is read once, as slowly as they are sent. */
export interface Source {
  columns: string[];
  /** The use of each column, unless --map says otherwise. */
  mapping: Mapping;
  /** The guesses made in reading it, where any were needed. */
  warnings?: Warnings;
  rows: AsyncIterable<SourceRow>;
  close(): Promise<void>;
}
