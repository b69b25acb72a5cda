import { onePerCell, readRecords, type FileRecord } from './records.ts';
import { guessShape, shapeOfSheet } from './shape.ts';
import { Survey } from './survey.ts';
import type { ReadWarning } from './warnings.ts';
import type { Sheet } from './workbook/workbook.ts';

/** Rows of text under named columns. */
export interface Table {
  columns: string[];
  /** As long as `columns`, each. */
  rows: string[][];
  /** The line of the file that each row begins on, counted from 1. */
  lines: number[];
}

/**
 * Reads CSV, TSV and pasted rows: commas, semicolons, tabs or pipes, quotes, any line ends, a byte
 * order mark. Lines with nothing in them are left out. Without a line of names (its first line holds
 * an email) the columns are called "Column 1" and so on. The survey says what was guessed.
 */
export function readText(text: string, encoding?: ReadWarning): { table: Table; survey: Survey } {
  const shape = guessShape(text);
  const all = readRecords(text, shape.delimiter, shape.quotes);
  const records = [...(shape.isList ? onePerCell(all) : all)];
  return toTable(records, new Survey(shape, encoding && [encoding]));
}

/** The table that the rows of a sheet are, with names as readText has them. */
export function readSheet({ records, warnings }: Sheet): { table: Table; survey: Survey } {
  return toTable(records, new Survey(shapeOfSheet(records), warnings));
}

function toTable(records: FileRecord[], survey: Survey): { table: Table; survey: Survey } {
  for (const record of records) survey.add(record);
  const { columns } = survey;
  const rows = records.slice(survey.recordsBeforeRows);
  return {
    table: {
      columns,
      rows: rows.map((record) => Survey.toRow(record, columns.length)),
      lines: rows.map(({ line }) => line),
    },
    survey,
  };
}
