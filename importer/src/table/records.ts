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

/** Where a cell in quotes ends, and the next one begins. */
interface Quoted {
  quote: number;
  next: number;
  hasBackslashes: boolean;
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
  readonly #open: string;
  readonly #close: string;
  #text = '';
  #line = 1;

  /** `quotes`: what stands around a cell that holds the delimiter; two where it ends with another one. */
  constructor(delimiter: string, quotes = '"') {
    this.#delimiter = delimiter;
    this.#open = quotes[0]!;
    this.#close = quotes[1] ?? quotes[0]!;
  }

  /** The records that are whole with this piece. */
  push(piece: string): Generator<FileRecord> {
    this.#text += this.#text === '' && this.#line === 1 ? piece.replace(/^\ufeff+/, '') : piece;
    return this.#records(false);
  }

  /** The last record, when no line end is behind it. */
  end(): Generator<FileRecord> {
    // DOS ends a text with this.
    const text = this.#text.trimEnd();
    if (text.endsWith('\x1a')) this.#text = text.slice(0, -1);
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
      const quote = this.#quoteAt(at);
      const end = quote === -1 ? 'text' : this.#endOfQuoted(quote, isLast);
      if (end === 'more') return null;
      if (typeof end === 'string') {
        if (end === 'stray') (strayQuotes ??= []).push(cells.length);
        const start = at;
        while (at < text.length && !this.#endsCell(at)) at++;
        cells.push(text.slice(start, at));
      } else {
        const cell = text.slice(quote + 1, end.quote);
        line += countBreaks(cell);
        cells.push(this.#unescape(cell, end.hasBackslashes));
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

  /** Where the quote of the cell at `from` is, before which spaces may stand; -1 for none. */
  #quoteAt(from: number): number {
    let at = from;
    while (this.#text[at] === ' ') at++;
    return this.#text[at] === this.#open ? at : -1;
  }

  /** The end of the cell in quotes that begins at `at`, or why it has none. */
  #endOfQuoted(at: number, isLast: boolean): Quoted | 'more' | 'stray' {
    const text = this.#text;
    // A quote behind a backslash that ends no cell shows that backslashes are what hides quotes here.
    let hasBackslashes = false;
    for (let from = at + 1; ;) {
      const quote = text.indexOf(this.#close, from);
      if (quote === -1) return isLast || text.length - at > MAX_QUOTED ? 'stray' : 'more';
      if (quote - at > MAX_QUOTED) return 'stray';
      if (text[quote + 1] === this.#close) {
        from = quote + 2;
        continue;
      }
      const isHidden = text[quote - 1] === '\\' && text[quote - 2] !== '\\' && quote - 1 > at;
      if (isHidden && hasBackslashes) {
        from = quote + 1;
        continue;
      }
      let next = quote + 1;
      while (text[next] === ' ') next++;
      if (next >= text.length) return isLast ? { quote, next, hasBackslashes } : 'more';
      if (this.#endsCell(next)) return { quote, next, hasBackslashes };
      if (!isHidden) return 'stray';
      hasBackslashes = true;
      from = quote + 1;
    }
  }

  #unescape(cell: string, hasBackslashes: boolean): string {
    const text = cell.includes(this.#close)
      ? cell.replaceAll(this.#close + this.#close, this.#close)
      : cell;
    return hasBackslashes ? text.replace(/\\(["'\\])/g, '$1') : text;
  }

  #endsCell(at: number): boolean {
    const character = this.#text[at];
    return character === this.#delimiter || character === '\n' || character === '\r';
  }
}

/** All records of a text. */
export function* readRecords(
  text: string,
  delimiter: string,
  quotes?: string,
): Generator<FileRecord> {
  const reader = new RecordReader(delimiter, quotes);
  yield* reader.push(text);
  yield* reader.end();
}

/** The records of a list whose cells are a person each, as mail programs write recipients. */
export function* onePerCell(records: Iterable<FileRecord>): Generator<FileRecord> {
  for (const { cells, line } of records) {
    for (const cell of cells) {
      if (cell.trim() !== '') yield { cells: [cell], line, strayQuotes: NONE };
    }
  }
}

/** The number of line ends of any kind in a text. */
export function countBreaks(text: string): number {
  return text.includes('\n') || text.includes('\r') ? text.split(/\r\n|\r|\n/).length - 1 : 0;
}
