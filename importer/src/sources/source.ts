import type { Mapping } from '../table/guess.ts';
import type { Warnings } from '../table/warnings.ts';

/** One row of a source, in the order of its columns. */
export interface SourceRow {
  cells: readonly unknown[];
  /** Where it is: a line of a file, else the number of the row. Counted from 1. */
  place: number;
}

/** Where customers come from. `rows` is read once, as slowly as they are sent. */
export interface Source {
  columns: string[];
  /** How the columns are read, unless --map says otherwise. */
  mapping: Mapping;
  /** What was guessed in reading it, where that was needed. */
  warnings?: Warnings;
  rows: AsyncIterable<SourceRow>;
  close(): Promise<void>;
}
