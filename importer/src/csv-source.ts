import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import Papa from 'papaparse';
import { guessMapping } from '../../web/lib/import/guess.ts';
import { guessDelimiter, nameColumns } from '../../web/lib/import/parse.ts';
import { looksLikeEmail } from '../../web/lib/import/email.ts';
import { Failure, type Source, type SourceRow } from './source.ts';

/** Rows that are looked at before the columns are guessed. */
const SAMPLE = 2000;
const HEAD_BYTES = 64 * 1024;

/** A CSV or TSV file of any size, read as it is sent; `-` is standard input, in UTF-8 with commas. */
export async function openCsv(path: string): Promise<Source> {
  const head = path === '-' ? null : await readHead(path);
  const stream =
    path === '-'
      ? process.stdin.setEncoding('utf8')
      : createReadStream(path, { encoding: head!.encoding });
  const parser = Papa.parse(Papa.NODE_STREAM_INPUT, { delimiter: head?.delimiter ?? '' });
  stream.on('error', (cause: Error) => parser.destroy(cause));
  stream.pipe(parser);

  const records = readRecords(parser as AsyncIterable<string[]>);
  const sample: SourceRow[] = [];
  for (let next; sample.length <= SAMPLE && !(next = await records.next()).done;) {
    sample.push(next.value as SourceRow & { cells: string[] });
  }
  const first = sample[0]?.cells as string[] | undefined;
  if (!first) throw new Failure(`There is no row in ${path}.`);
  const hasNames = !first.some(looksLikeEmail);
  const width = Math.max(...sample.map(({ cells }) => cells.length));
  const columns = nameColumns(hasNames ? first : [], width);
  if (hasNames) sample.shift();
  const texts = sample.map(({ cells }) => cells as string[]);
  return {
    columns,
    mapping: { ...guessMapping(columns, texts), guessesStatuses: true },
    rows: concatenate(sample, records),
    async close() {
      stream.destroy();
    },
  };
}

async function* concatenate(sample: SourceRow[], rest: AsyncIterable<SourceRow>) {
  yield* sample;
  sample.length = 0;
  yield* rest;
}

/** Records with something in them, and the line that each begins on. */
async function* readRecords(parser: AsyncIterable<string[]>): AsyncGenerator<SourceRow> {
  let line = 1;
  for await (const cells of parser) {
    if (line === 1 && cells[0]) cells[0] = cells[0].replace(/^\ufeff/, '');
    const isSeparator = line === 1 && cells.length === 1 && /^sep=.?$/i.test(cells[0] ?? '');
    if (!isSeparator && cells.some((cell) => cell.trim() !== '')) yield { cells, place: line };
    line++;
    for (const cell of cells) {
      if (cell.includes('\n')) line += cell.split('\n').length - 1;
    }
  }
}

/** The separator and the encoding, from how the file begins. */
async function readHead(path: string) {
  const file = await open(path).catch(() => {
    throw new Failure(`There is no file ${path} that can be read.`);
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const bytes = buffer.subarray(0, bytesRead);
    const encoding = encodingOf(bytes);
    const text = bytes.toString(encoding).replace(/^\ufeff/, '');
    const separator = /^sep=(.)\r?\n/i.exec(text)?.[1];
    return { encoding, delimiter: separator ?? guessDelimiter(text) };
  } finally {
    await file.close();
  }
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
