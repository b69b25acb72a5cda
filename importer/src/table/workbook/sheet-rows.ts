import type { FileRecord } from '../records.ts';
import { Unreadable } from '../unreadable.ts';

/** As many columns and cells as a sheet of Excel, or a reader of one, can have. */
const MAX_COLUMNS = 16_384;
const MAX_CELLS = 20_000_000;
const NONE: readonly number[] = [];

/**
 * The rows of a sheet that have something in them. A file of a few bytes can name cells at the far end
 * of a sheet, or repeat a row a million times: past what people have it throws Unreadable.
 */
export class SheetRows {
  readonly records: FileRecord[] = [];
  #cells = 0;

  /** Writes a cell into a row, and nothing into those that it leaves out. */
  put(cells: string[], at: number, text: string, repeat = 1): void {
    if (text === '') return;
    if (!(at >= 0) || at + repeat > MAX_COLUMNS) throw new Unreadable(TOO_MANY);
    while (cells.length < at) cells.push('');
    for (let n = 0; n < repeat; n++) cells[at + n] = text;
  }

  add(cells: string[], line: number, repeat = 1): void {
    if (!cells.some((cell) => cell.trim() !== '')) return;
    this.#cells += cells.length * repeat;
    if (!(this.#cells <= MAX_CELLS)) throw new Unreadable(TOO_MANY);
    for (let n = 0; n < repeat; n++) {
      this.records.push({ cells, line: line + n, strayQuotes: NONE });
    }
  }
}

const TOO_MANY = 'This sheet is too large to read at once. Save it as .csv and choose that.';
