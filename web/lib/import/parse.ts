import Papa from 'papaparse';
import { looksLikeEmail } from './email.ts';

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
 * an email) the columns are called "Column 1" and so on.
 */
export function parseTable(text: string): Table {
  const [separatorLine = '', separator] = /^\ufeff?sep=(.)(?:\r\n|\r|\n)/i.exec(text) ?? [];
  const plain = text.slice(separatorLine.length).replace(/^\ufeff/, '');
  const { data } = Papa.parse<string[]>(plain, { delimiter: separator ?? guessDelimiter(plain) });
  const records: string[][] = [];
  const lines: number[] = [];
  // Excel tells itself the separator on a line of its own: sep=;
  let line = separator === undefined ? 1 : 2;
  for (const record of data) {
    if (record.some((cell) => cell.trim() !== '')) {
      records.push(record);
      lines.push(line);
    }
    // A quoted cell may go over several lines.
    line += 1 + record.reduce((breaks, cell) => breaks + countBreaks(cell), 0);
  }
  if (records.length === 0) return { columns: [], rows: [], lines: [] };

  const width = Math.max(...records.slice(0, 1000).map((record) => record.length));
  const hasNames = !records[0]!.some(looksLikeEmail);
  const columns = nameColumns(hasNames ? records[0]! : [], width);
  const rows = hasNames ? records.slice(1) : records;
  return {
    columns,
    rows: rows.map((row) => columns.map((_, at) => row[at] ?? '')),
    lines: hasNames ? lines.slice(1) : lines,
  };
}

/** The separator that splits the first lines into the most cells, the same number on most lines. */
export function guessDelimiter(text: string): string {
  const sample = text.slice(0, 20_000);
  const scored = [',', '\t', ';', '|'].map((delimiter) => {
    const { data } = Papa.parse<string[]>(sample, { delimiter, preview: 20 });
    const widths = data.filter((row) => row.some((cell) => cell !== '')).map((row) => row.length);
    const usual = widths[0] ?? 1;
    const same = widths.filter((width) => width === usual).length / Math.max(1, widths.length);
    return { delimiter, score: usual > 1 ? same * 100 + usual : 0 };
  });
  return scored.reduce((best, next) => (next.score > best.score ? next : best)).delimiter;
}

/** Unique names for `width` columns, from what the first line says. */
export function nameColumns(names: string[], width: number): string[] {
  const taken = new Set<string>();
  return Array.from({ length: width }, (_, at) => {
    const wanted = names[at]?.replace(/\s+/g, ' ').trim() || `Column ${at + 1}`;
    let name = wanted;
    for (let n = 2; taken.has(name); n++) name = `${wanted} ${n}`;
    taken.add(name);
    return name;
  });
}

function countBreaks(cell: string): number {
  return cell.includes('\n') || cell.includes('\r') ? cell.split(/\r\n|\r|\n/).length - 1 : 0;
}
