import { Failure } from '../failure.ts';
import { shapeOfSheet } from '../table/shape.ts';
import { Survey } from '../table/survey.ts';
import type { FileRecord } from '../table/records.ts';
import { readWorkbook } from '../table/workbook/open-workbook.ts';
import type { Bytes } from './bytes.ts';
import type { Source, SourceRow } from './source.ts';

/**
 * A sheet of an .xlsx or .ods file, which is held in memory as a whole: the one of that name, else the
 * first with something in it. Throws a Failure when there is no row in it.
 */
export async function openSheet(bytes: Bytes, path: string, chosen?: string): Promise<Source> {
  const pieces: Buffer[] = [];
  for await (const piece of bytes.read()) pieces.push(piece);
  const { name, records, warnings: remarks } = readWorkbook(Buffer.concat(pieces), chosen);
  const survey = new Survey(shapeOfSheet(records), remarks);
  for (const record of records) survey.add(record);
  if (survey.rows === 0) throw new Failure(`No rows found in the sheet “${name}” of ${path}.`);
  const { mapping, warnings } = survey.conclude();
  const { columns } = survey;
  return {
    ...{ columns, mapping, warnings, close: () => bytes.close() },
    rows: rowsOf(records.slice(survey.recordsBeforeRows), columns.length),
  };
}

async function* rowsOf(records: FileRecord[], width: number): AsyncGenerator<SourceRow> {
  for (const record of records) {
    yield { cells: Survey.toRow(record, width), place: record.line };
  }
}
