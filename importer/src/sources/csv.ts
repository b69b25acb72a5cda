import { Decoder, ENCODINGS, type Encoding } from '../table/decoder.ts';
import { EncodingSurvey, type FoundEncoding } from '../table/encoding.ts';
import { onePerCell, RecordReader, type FileRecord } from '../table/records.ts';
import { requireTable } from '../table/other-formats.ts';
import { guessShape, type TextShape } from '../table/shape.ts';
import { Survey } from '../table/survey.ts';
import type { Bytes } from './bytes.ts';
import { Failure } from '../failure.ts';
import type { Source, SourceRow } from './source.ts';

const HEAD_BYTES = 64 * 1024;

/**
 * A CSV or TSV file of any size. It is read three times: for its encoding, to know what its columns are
 * and what in it is doubtful, and then as it is sent. `chosen` is the encoding where somebody said which.
 * Throws a Failure when there is no row in it.
 */
export async function openCsv(bytes: Bytes, path: string, chosen?: string): Promise<Source> {
  if (chosen !== undefined && !Object.hasOwn(ENCODINGS, chosen)) {
    throw new Failure(`--encoding: it is one of ${Object.keys(ENCODINGS).join(', ')}.`);
  }
  const found: FoundEncoding = chosen
    ? { encoding: chosen as Encoding }
    : await findEncoding(bytes);
  const { encoding, warning } = found;
  const head = new Decoder(encoding).decode(await bytes.head(HEAD_BYTES));
  requireTable(head);
  const shape = guessShape(head);
  const survey = new Survey(shape, warning && [warning]);
  for await (const record of readRecords(bytes, encoding, shape)) survey.add(record);
  if (survey.rows === 0) throw new Failure(`No rows found in ${path}.`);
  const { mapping, warnings } = survey.conclude();
  const { columns } = survey;

  async function* rows(): AsyncGenerator<SourceRow> {
    let above = survey.recordsBeforeRows;
    for await (const record of readRecords(bytes, encoding, shape)) {
      if (above-- > 0) continue;
      yield { cells: Survey.toRow(record, columns.length), place: record.line };
    }
  }
  return { columns, mapping, warnings, rows: rows(), close: () => bytes.close() };
}

async function findEncoding(bytes: Bytes): Promise<FoundEncoding> {
  const survey = new EncodingSurvey();
  for await (const piece of bytes.read()) survey.add(piece);
  return survey.conclude();
}

async function* readRecords(
  bytes: Bytes,
  encoding: Encoding,
  { delimiter, quotes, isList }: TextShape,
): AsyncGenerator<FileRecord> {
  const decoder = new Decoder(encoding);
  const reader = new RecordReader(delimiter, quotes);
  const rowsOf = isList ? onePerCell : (records: Iterable<FileRecord>) => records;
  for await (const piece of bytes.read()) yield* rowsOf(reader.push(decoder.decode(piece)));
  yield* rowsOf(reader.push(decoder.decode()));
  yield* rowsOf(reader.end());
}
