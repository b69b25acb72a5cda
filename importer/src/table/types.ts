import { readDate, type DateOrder } from './dates.ts';
import { readNumber, type NumberStyle } from './numbers.ts';

/** The type by which the cells of a column are read. Text stays as it is. */
export type ColumnType =
  | { kind: 'text' }
  | { kind: 'number'; style: NumberStyle }
  | { kind: 'boolean' }
  | { kind: 'date'; order: DateOrder };

const TRUE = new Set(['true', 't', 'yes', 'y', 'checked', 'on', '✓', '✔', '✅', 'x']);
const FALSE = new Set(['false', 'f', 'no', 'n', 'unchecked', 'off', '✗', '✘', '❌']);

/** Cells that people and databases write for nothing. */
const EMPTY = /^(-+|–|—|n\/?a|none|null|\\N|\?)?$/i;

/** Words of true and false that are also codes: NO is Norway, ON Ontario, F a gender. */
const CODE = /^(NO|ON|[TFYNX])$/;

/**
 * The type that every cell with something in it can be read as, learned cell by cell. Text when in
 * doubt: a zip code with a leading zero, a phone number, a version or an id that a number would cut
 * stay what they are.
 */
export class TypeGuess {
  #isEmpty = true;
  #isBoolean = true;
  #hasTrue = false;
  #hasFalse = false;
  #hasOnlyX = true;
  #hasOnlyCodes = true;
  #hasSlashes = false;
  #styles: NumberStyle[] = ['point', 'comma'];
  #orders: DateOrder[] = ['day', 'month'];
  readonly #decimals = new Set<number>();
  #hasTrailingZero = false;

  add(cell: string): void {
    const text = cell.trim();
    if (EMPTY.test(text)) return;
    this.#isEmpty = false;
    if (this.#isBoolean) this.#addBoolean(text);
    if (this.#styles.length > 0) this.#addNumber(text);
    if (this.#orders.length > 0) {
      this.#orders = this.#orders.filter((order) => readDate(text, order) !== null);
      this.#hasSlashes ||= isSlashed(text);
    }
  }

  get type(): ColumnType {
    if (this.#isEmpty) return { kind: 'text' };
    if (this.#isBoolean) {
      // Without the other of the two, x may mean anything and NO may be a country.
      const isEither = this.#hasTrue && this.#hasFalse;
      const isUnsure = !isEither && (this.#hasOnlyX || this.#hasOnlyCodes);
      return { kind: isUnsure ? 'text' : 'boolean' };
    }
    const [style] = this.#styles;
    // Of 1.10 and 1.1 a number would make one version.
    if (style && !(this.#hasTrailingZero && this.#decimals.size > 1)) {
      return { kind: 'number', style };
    }
    const [order] = this.#orders;
    if (!order) return { kind: 'text' };
    // 03/04/2024 is both. Slashes are the American way more often, dots and dashes never are.
    const isBoth = this.#orders.length === 2;
    return { kind: 'date', order: isBoth ? (this.#hasSlashes ? 'month' : 'day') : order };
  }

  #addBoolean(text: string): void {
    const value = readBoolean(text);
    this.#isBoolean = value !== null;
    if (value === true) this.#hasTrue = true;
    if (value === false) this.#hasFalse = true;
    this.#hasOnlyX &&= text.toLowerCase() === 'x';
    this.#hasOnlyCodes &&= CODE.test(text);
  }

  #addNumber(text: string): void {
    this.#styles = this.#styles.filter((style) => readNumber(text, style) !== null);
    const decimals = /^\d+[.,](\d+)$/.exec(text)?.[1];
    if (decimals === undefined) return;
    this.#decimals.add(decimals.length);
    this.#hasTrailingZero ||= decimals.endsWith('0');
  }
}

/** The value of a cell, undefined for an empty one, and null for one that is not of the type. */
export function readValue(
  cell: string,
  type: ColumnType,
): string | number | boolean | null | undefined {
  const text = cell.trim();
  if (text === '') return undefined;
  switch (type.kind) {
    case 'text':
      return text;
    case 'number':
      return readNumber(text, type.style);
    case 'boolean':
      return readBoolean(text);
    case 'date':
      return readDate(text, type.order);
  }
}

function readBoolean(cell: string): boolean | null {
  const word = cell.toLowerCase();
  if (TRUE.has(word)) return true;
  return FALSE.has(word) ? false : null;
}

function isSlashed(cell: string): boolean {
  return /^\d{1,2}\/\d{1,2}\/\d{4}/.test(cell);
}
