import { guessColumns } from './guess.ts';
import type { Mapping } from './mapping.ts';
import { readText, type Table } from './parse.ts';
import { ColumnProfile, profileRows } from './profile.ts';
import type { ColumnType } from './types.ts';

/** The table of a text alone. */
export const parseTable = (text: string): Table => readText(text).table;

/** The mapping of columns when nobody corrects the guesses. */
export const guessMapping = (columns: string[], rows: string[][]): Mapping =>
  guessColumns(columns, profileRows(columns, rows)).mapping;

/** The type of a column of these cells. */
export function guessType(cells: string[]): ColumnType {
  const profile = new ColumnProfile();
  for (const cell of cells) profile.add(cell);
  return profile.type;
}
