import { guessDelimiter, RecordReader, type FileRecord } from '../table/records.ts';
import { Survey } from '../table/survey.ts';
import { openBytes, type Bytes } from './bytes.ts';
import { Failure } from '../failure.ts';
import type { Source, SourceRow } from './source.ts';

const HEAD_BYTES = 64 * 1024;

/**
 * A CSV or TSV file of any size; `-` is standard input. It is read twice: once to know what its columns
 * are and what in it is doubtful, and then as it is sent. Throws a Failure when there is no row in it.
 */
export async function openCsv(path: string): Promise<Source> {
  const bytes = await openBytes(path);
  try {
    const head = await bytes.head(HEAD_BYTES);
    const encoding = encodingOf(head);
    const delimiter = guessDelimiter(head.toString(encoding));
    const survey = new Survey(delimiter);
    for await (const record of readRecords(bytes, encoding, delimiter)) survey.add(record);
    if (survey.rows === 0) throw new Failure(`There is no row in ${path}.`);
    const { mapping: guessed, warnings } = survey.conclude();
    // --map may make another column the status.
    const mapping = { ...guessed, guessesStatuses: true };
    const { columns } = survey;

    async function* rows(): AsyncGenerator<SourceRow> {
      let isHeader = survey.hasNames;
      for await (const record of readRecords(bytes, encoding, delimiter)) {
        if (!isHeader) yield { cells: Survey.toRow(record, columns.length), place: record.line };
        isHeader = false;
      }
    }
    return { columns, mapping, warnings, rows: rows(), close: () => bytes.close() };
  } catch (cause) {
    await bytes.close();
    throw cause;
  }
}

async function* readRecords(
  bytes: Bytes,
  encoding: BufferEncoding,
  delimiter: string,
): AsyncGenerator<FileRecord> {
  const reader = new RecordReader(delimiter);
  for await (const piece of bytes.read(encoding)) yield* reader.push(piece);
  yield* reader.end();
}

/** UTF-8 unless the bytes say that they are UTF-16 or cannot be UTF-8: then it is Windows-1252, nearly Latin-1. */
function encodingOf(bytes: Buffer): 'utf8' | 'utf16le' | 'latin1' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf16le';
  // The last character may be cut.
  const whole = new TextDecoder('utf-8', { fatal: true });
  try {
    whole.decode(bytes, { stream: true });
    return 'utf8';
  } catch {
    return 'latin1';
  }
}
