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
}

const SAMPLE_CHARACTERS = 20_000;
const SAMPLE_RECORDS = 20;
/** Reports have their name, a date and a filter above the table. */
const MAX_TITLES = 5;

/** The form of a file by its first lines: the separator that they name, else the one that splits them best. */
export function guessShape(text: string): TextShape {
  const plain = text.replace(/^\ufeff+/, '');
  const named = SEPARATOR_HINT.exec(/^[^\r\n]*/.exec(plain)![0])?.[1];
  const delimiters = named ? [named === '\\t' ? '\t' : named] : [',', '\t', ';', '|'];
  const sample = plain.slice(0, SAMPLE_CHARACTERS);
  const scored = delimiters.map((delimiter) => {
    const records: string[][] = [];
    for (const { cells } of readRecords(sample, delimiter)) {
      if (records.push(cells) === SAMPLE_RECORDS) break;
    }
    const width = usualWidth(records);
    const same =
      records.filter(({ length }) => length === width).length / Math.max(1, records.length);
    const score = width > 1 ? same * 100 + width : 0;
    return { shape: { delimiter, titles: countTitles(records, width) }, score };
  });
  return scored.reduce((best, next) => (next.score > best.score ? next : best)).shape;
}

/** The form of a sheet by its first rows, each of which ends with its last cell. */
export function shapeOfSheet(records: FileRecord[]): FileShape {
  const sample = records.slice(0, SAMPLE_RECORDS).map(({ cells }) => cells);
  const width = Math.max(0, ...sample.map(({ length }) => length));
  const rows = sample.map((cells) => Array.from({ length: width }, (_, at) => cells[at] ?? ''));
  return { titles: countTitles(rows, width) };
}

/** The number of cells that most records have; of equals the one that comes first. */
function usualWidth(records: string[][]): number {
  const counts = new Map<number, number>();
  for (const { length } of records) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best), [1, 0])[0];
}

/** Records above the names: with one cell that has something in it, where the table has more. */
function countTitles(records: string[][], width: number): number {
  if (width < 2) return 0;
  const first = records.findIndex((cells) => cells.filter((cell) => cell.trim() !== '').length > 1);
  const isTitle = first > 0 && first <= MAX_TITLES && records[first]!.length === width;
  return isTitle && !records.slice(0, first).some(holdsEmail) ? first : 0;
}

function holdsEmail(cells: string[]): boolean {
  return cells.some((cell) => cell.includes('@'));
}
