import type { DateOrder } from './dates.ts';
import { looksLikeEmail } from './email.ts';
import type { NumberStyle } from './numbers.ts';
import { TypeGuess, type ColumnType, type Exception } from './types.ts';

/** More different words than this are no status. */
export const MAX_STATUSES = 30;

/** cus_Qx7…, 42, #1001, or a UUID. */
const ID = /^(#?\d+|[a-z]{2,12}_(?=.*[0-9A-Z])[A-Za-z0-9]{3,}|[0-9a-f]{8}-[0-9a-f-]{27})$/;

/** 1.23457E+11 */
const CUT = /^\d([.,]\d+)?E\+\d{1,2}$/;
/** Ã© for é and â€™ for ’: the bytes of UTF-8, read as something else and saved so. */
const TWICE = /[ÃÂÅ][\u0080-\u00bf]|Ã[‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\u0080-\u009f™œ˜“”¦]/;

/** The traits that the cells of one column have in common, learned cell by cell. */
export class ColumnProfile {
  /** The different words in it; it stops past what a status may have. */
  readonly words = new Set<string>();
  /** The first cell in which a spreadsheet left a long number without its last digits. */
  cut: Exception | undefined;
  /** The first cell whose letters were encoded twice. */
  encodedTwice: Exception | undefined;
  /** True if a cell is NULL, which stands for nothing, or is a name. */
  holdsNull = false;
  readonly #type: TypeGuess;
  #filled = 0;
  #emails = 0;
  #ids = 0;

  /** `usual`: the style of numbers that are one in both. */
  constructor(usual?: NumberStyle) {
    this.#type = new TypeGuess(usual);
  }

  /** `line`: where the cell is in its file. */
  add(cell: string, line?: number): void {
    const word = cell.trim();
    if (word === '') return;
    this.#filled++;
    if (looksLikeEmail(word)) this.#emails++;
    if (ID.test(word)) this.#ids++;
    this.holdsNull ||= word === 'NULL';
    if (this.words.size <= MAX_STATUSES) this.words.add(word);
    this.#type.add(word, line);
    if (CUT.test(word)) this.cut ??= { cell: word, line };
    if (TWICE.test(word)) this.encodedTwice ??= { cell: word, line };
  }

  get isEmpty(): boolean {
    return this.#filled === 0;
  }

  /** The share of emails among the cells with something in them. */
  get emailShare(): number {
    return this.#filled === 0 ? 0 : this.#emails / this.#filled;
  }

  /** True if nearly all cells are ids, which are nobody's name. */
  get holdsIds(): boolean {
    return this.#ids > this.#filled * 0.9;
  }

  get type(): ColumnType {
    return this.#type.type;
  }

  /** The type where the name of the column says that it holds dates. */
  get typeOfDates(): ColumnType {
    return this.#type.typeOfDates;
  }

  /** The first cell that keeps the column from being one of numbers or dates, where nearly all others are. */
  get exception() {
    return this.#type.exception;
  }

  /** A cell like 1.234, where none shows whether that is a thousand and more. */
  get openThousands(): Exception | undefined {
    return this.#type.openThousands;
  }

  /** The order of day and month, where the cells leave no other. */
  get onlyOrder(): DateOrder | undefined {
    return this.#type.onlyOrder;
  }

  /** The one currency that stands with its numbers, or ''. */
  get currency(): string {
    return this.type.kind === 'number' ? this.#type.currency : '';
  }
}

/** A profile for each column of rows that are all there. */
export function profileRows(columns: string[], rows: readonly string[][]): ColumnProfile[] {
  return columns.map((_, at) => {
    const profile = new ColumnProfile();
    for (const row of rows) profile.add(row[at] ?? '');
    return profile;
  });
}
