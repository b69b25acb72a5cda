import { isEmailName } from './email-column.ts';
import { looksLikeEmail } from './email.ts';
import { readRecords, SEPARATOR_HINT, type FileRecord } from './records.ts';

/** The form of a file: its separator, and how many lines with a title stand above the names. */
export interface FileShape {
  /** None in a sheet, whose cells are what they are. */
  delimiter?: string;
  titles: number;
}

/** The form of a text, whose cells a separator parts. */
export interface TextShape extends FileShape {
  delimiter: string;
  /** The quotes around its cells, where they are not the usual ones. */
  quotes?: string;
  /** True if each cell is an address, as mail programs write recipients, and so a row. */
  isList: boolean;
}

const SAMPLE_CHARACTERS = 20_000;
const SAMPLE_RECORDS = 20;
/** Reports have their name, a date and a filter above the table. */
const MAX_TITLES = 5;
/**
 * What it counts for that all records below the titles have as many cells, and that all of them have an
 * email in a cell of its own, beside 100 for as many cells in all records.
 */
const STEADY = 10;
const EMAILS = 60;

/** The form of a file by its first lines: the separator that they name, else the one that splits them best. */
export function guessShape(text: string): TextShape {
  const plain = text.replace(/^\ufeff+/, '');
  const named = SEPARATOR_HINT.exec(/^[^\r\n]*/.exec(plain)![0])?.[1];
  const delimiters = named ? [named === '\\t' ? '\t' : named] : [',', '\t', ';', '|'];
  const sample = plain.slice(0, SAMPLE_CHARACTERS);
  const quotes = quotesOf(sample);
  const scored = delimiters.map((delimiter) => {
    const records: FileRecord[] = [];
    for (const record of readRecords(sample, delimiter, quotes)) {
      if (records.push(record) === SAMPLE_RECORDS) break;
    }
    const rows = records.map(({ cells }) => cells);
    const below = rows.slice(lengthOfTop(rows));
    const width = usualWidth(below);
    // A quote that closes at no separator shows that it is another one.
    const isSame = ({ cells, strayQuotes }: FileRecord) =>
      cells.length === width && strayQuotes.length === 0;
    const share = shareOf(records, isSame);
    const isSteady = below.every(({ length }) => length === width);
    const emails = shareOf(below, (cells) => cells.some(isEmailAlone));
    const score = width > 1 ? share * 100 + emails * EMAILS + (isSteady ? STEADY : 0) + width : 0;
    const isList = holdsList(rows, plain.length > sample.length);
    const titles = countTitles(rows, width);
    return { shape: { delimiter, ...(quotes && { quotes }), titles, isList }, score };
  });
  return scored.reduce((best, next) => (next.score > best.score ? next : best)).shape;
}

/** Quotes that people or programs set around every name of the first line in place of the usual ones. */
function quotesOf(text: string): string | undefined {
  const first = /^[^\r\n]*/.exec(text)![0];
  return ['“”', "''", '‘’', '«»', '„“'].find((quotes) =>
    new RegExp(`^(${quotes[0]}[^${quotes}]*${quotes[1]}\\s*([,;|\t]\\s*|$))+$`).test(first),
  );
}

/** True for one line of addresses, or lines of different lengths. The last one may be cut off. */
function holdsList(rows: string[][], isCut: boolean): boolean {
  const isTable = rows.length > 1 && rows.every(({ length }) => length === rows[0]!.length);
  const cells = rows.flat();
  if (isTable || cells.length === rows.length) return false;
  return (isCut ? cells.slice(0, -1) : cells).every(isAddressOrNothing);
}

function isAddressOrNothing(cell: string): boolean {
  return cell.trim() === '' || looksLikeEmail(cell);
}

/** The form of a sheet by its first rows, each of which ends with its last cell. */
export function shapeOfSheet(records: FileRecord[]): FileShape {
  const sample = records.slice(0, SAMPLE_RECORDS).map(({ cells }) => cells);
  const width = Math.max(0, ...sample.map(({ length }) => length));
  const rows = sample.map((cells) => Array.from({ length: width }, (_, at) => cells[at] ?? ''));
  return { titles: countTitles(rows, width) };
}

function shareOf<T>(all: T[], is: (one: T) => boolean): number {
  return all.filter(is).length / Math.max(1, all.length);
}

/** True if a separator has parted an email from all that stands beside it. */
function isEmailAlone(cell: string): boolean {
  return cell.includes('@') && !/[|;\t,]/.test(cell) && looksLikeEmail(cell);
}

/** The number of records with one cell that come first, as titles do. */
function lengthOfTop(records: string[][]): number {
  const first = records.findIndex(({ length }) => length > 1);
  return first > 0 && first <= MAX_TITLES ? first : 0;
}

/** The number of cells that most records have; of equals the one that comes first. */
function usualWidth(records: string[][]): number {
  const counts = new Map<number, number>();
  for (const { length } of records) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best), [1, 0])[0];
}

/**
 * Records above the names: with one cell that has something in it, where the table has more, or what stands
 * above the first record that names a column of emails.
 */
function countTitles(records: string[][], width: number): number {
  if (width < 2) return 0;
  const named = records.findIndex((cells) => cells.some(isEmailName));
  const above = records.slice(0, Math.max(0, named));
  if (named > 0 && named <= MAX_TITLES && !above.some(holdsEmail)) return named;
  const first = records.findIndex((cells) => cells.filter((cell) => cell.trim() !== '').length > 1);
  const isTitle = first > 0 && first <= MAX_TITLES && records[first]!.length === width;
  return isTitle && !records.slice(0, first).some(holdsEmail) ? first : 0;
}

function holdsEmail(cells: string[]): boolean {
  return cells.some((cell) => cell.includes('@'));
}
