/** Excel tells itself the separator on a first line of its own: sep=; */
export const SEPARATOR_HINT = /^"?sep=(.|\\t)"?$/i;

/** One record of a file that has something in it. */
export interface FileRecord {
  cells: string[];
  /** The line it begins on, counted from 1. */
  line: number;
  /** Places in `cells` that begin with a quote which is never closed properly; they are read as text. */
  strayQuotes: readonly number[];
}

/** The longest cell in quotes, in characters. A row has 32 KB at most, so that more is a missing quote. */
const MAX_QUOTED = 1024 * 1024;
const NONE: readonly number[] = [];

/**
 * Splits text that comes in pieces into records. Every line end counts, whatever the others are. A quote
 * that does not enclose its whole cell is text, so that it never takes the rows behind it along. Papa
 * Parse does neither: it takes one line end for the whole file, and reads on to the next quote.
 */
export class RecordReader {
  readonly #delimiter: string;
  #text = '';
  #line = 1;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /** The records that are whole with this piece. */
  push(piece: string): Generator<FileRecord> {
    this.#text += this.#text === '' && this.#line === 1 ? piece.replace(/^\ufeff+/, '') : piece;
    return this.#records(false);
  }

  /** The last record, when no line end is behind it. */
  end(): Generator<FileRecord> {
    return this.#records(true);
  }

  *#records(isLast: boolean): Generator<FileRecord> {
    let from = 0;
    while (from < this.#text.length) {
      const found = this.#readRecord(from, isLast);
      if (!found) break;
      const { record, next, line } = found;
      const isHint = record.line === 1 && SEPARATOR_HINT.test(record.cells.join(this.#delimiter));
      from = next;
      this.#line = line;
      if (!isHint && record.cells.some((cell) => cell.trim() !== '')) yield record;
    }
    this.#text = this.#text.slice(from);
  }

  /** The record that begins at `from`, and where the next one does; null when more text is needed. */
  #readRecord(from: number, isLast: boolean) {
    const text = this.#text;
    const cells: string[] = [];
    let strayQuotes: number[] | undefined;
    let line = this.#line;
    let at = from;
    for (;;) {
      const end = text[at] === '"' ? this.#endOfQuoted(at, isLast) : 'text';
      if (end === 'more') return null;
      if (typeof end === 'string') {
        if (end === 'stray') (strayQuotes ??= []).push(cells.length);
        const start = at;
        while (at < text.length && !this.#endsCell(at)) at++;
        cells.push(text.slice(start, at));
      } else {
        const cell = text.slice(at + 1, end.quote);
        line += countBreaks(cell);
        cells.push(cell.includes('"') ? cell.replaceAll('""', '"') : cell);
        at = end.next;
      }
      if (at < text.length && text[at] === this.#delimiter) {
        at++;
        continue;
      }
      if (!isLast && (at >= text.length || (text[at] === '\r' && at + 1 === text.length))) {
        return null;
      }
      const next = at + (text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1);
      const record = { cells, line: this.#line, strayQuotes: strayQuotes ?? NONE };
      return { record, next, line: line + 1 };
    }
  }

  /** The end of the cell in quotes that begins at `at`, or why it has none. */
  #endOfQuoted(at: number, isLast: boolean): { quote: number; next: number } | 'more' | 'stray' {
    const text = this.#text;
    for (let from = at + 1; ;) {
      const quote = text.indexOf('"', from);
      if (quote === -1) return isLast || text.length - at > MAX_QUOTED ? 'stray' : 'more';
      if (quote - at > MAX_QUOTED) return 'stray';
      if (text[quote + 1] === '"') {
        from = quote + 2;
        continue;
      }
      let next = quote + 1;
      while (text[next] === ' ') next++;
      if (next >= text.length) return isLast ? { quote, next } : 'more';
      return this.#endsCell(next) ? { quote, next } : 'stray';
    }
  }

  #endsCell(at: number): boolean {
    const character = this.#text[at];
    return character === this.#delimiter || character === '\n' || character === '\r';
  }
}

/** All records of a text. */
export function* readRecords(text: string, delimiter: string): Generator<FileRecord> {
  const reader = new RecordReader(delimiter);
  yield* reader.push(text);
  yield* reader.end();
}

/** The number of line ends of any kind in a text. */
export function countBreaks(text: string): number {
  return text.includes('\n') || text.includes('\r') ? text.split(/\r\n|\r|\n/).length - 1 : 0;
}
