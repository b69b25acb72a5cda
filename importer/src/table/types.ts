import { isNoDate, readDate, type DateOrder } from './dates.ts';
import { markOf, readNumber, type NumberStyle } from './numbers.ts';

/** The type by which the cells of a column are read. Text stays as it is. */
export type ColumnType =
  | { kind: 'text' }
  | { kind: 'number'; style: NumberStyle }
  | { kind: 'boolean' }
  | { kind: 'date'; order: DateOrder };

/** Words of true and false, which count as such beside those of the same pair only. */
const PAIRS = [
  ['true', 'false'],
  ['t', 'f'],
  ['yes', 'no'],
  ['y', 'n'],
  ['on', 'off'],
  ['checked', 'unchecked'],
  // Excel in German, French and Spanish; Italian and Portuguese have the same words for one of them.
  ['wahr', 'falsch'],
  ['vrai', 'faux'],
  ['verdadero', 'falso'],
  ['ja', 'nein'],
  ['oui', 'non'],
  ['✓', '✗'],
  ['✔', '✘'],
  ['✅', '❌'],
  ['x', ''],
];
const TRUE = new Map(PAIRS.map(([word], pair) => [word, pair]));
const FALSE = new Map(PAIRS.map(([, word], pair) => [word, pair]));

/** Cells that people and databases write for nothing. */
const EMPTY =
  /^(-+|–|—|n\/?a|none|null|\\N|\?|[([<]null[)\]>]|undefined|#(n\/a|ref!|value!|div\/0!|name\?|null!|num!))?$/i;

/** A cell that is not as the others of its column are, and its line. */
export interface Exception {
  cell: string;
  line?: number;
}

/** Cells that people mean as a number or a date, whether or not these can be read as one. */
const LIKE_NUMBER = /^[-−(]?[^\p{L}\d\s]{0,3}\s?\d[\d.,\s'’]*([^\p{L}\d\s]{0,2})\)?$/u;
const LIKE_DATE =
  /^(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}\.? [\p{L}.]{3,10} \d{4}|[\p{L}.]{3,10} \d{1,2},? \d{4})\b/u;
/** Of so many cells of a kind the rest is worth a word. */
const MOSTLY = 0.8;

/** Words of true and false that are also codes: NO is Norway, ON Ontario, F a gender. */
const CODE = /^(NO|ON|[TFYNX])$/;

/** Days since 1900 from 1954 to 2119, the digits of a date of this century or the last, and seconds and milliseconds since 1970 from 1973 to 2286. */
const COUNTS: [order: DateOrder, from: number, to: number][] = [
  ['serial', 20_000, 80_000],
  ['digits', 19_000_101, 20_991_232],
  ['unix', 1e8, 1e10],
  ['unix', 1e11, 1e13],
];

/**
 * The type that every cell with something in it can be read as, learned cell by cell. Text when in
 * doubt: a zip code with a leading zero, a phone number, a version or an id that a number would cut
 * stay what they are.
 */
export class TypeGuess {
  #isEmpty = true;
  #isBoolean = true;
  #pair: number | undefined;
  #hasTrue = false;
  #hasFalse = false;
  #hasOnlyX = true;
  #hasOnlyCodes = true;
  #hasSlashes = false;
  #hasDate = false;
  #styles: NumberStyle[];
  #orders: DateOrder[] = ['day', 'month'];
  readonly #decimals = new Set<number>();
  #hasTrailingZero = false;
  readonly #marks = new Set<string>();
  /** The first cell like 1.234, which may be a thousand and more. */
  #thousands: Exception | undefined;
  #hasOtherMarks = false;
  #filled = 0;
  #numbers = 0;
  #dates = 0;
  #firstNoNumber: Exception | undefined;
  #firstNoDate: Exception | undefined;
  #lost: Exception | undefined;
  #least = Infinity;
  #most = -Infinity;

  /** `usual`: the style of a number that is one in both, as 1.234 is. */
  constructor(usual: NumberStyle = 'point') {
    this.#styles = usual === 'point' ? ['point', 'comma'] : ['comma', 'point'];
  }

  /** `line`: where the cell is, for what there may be to say of it. */
  add(cell: string, line?: number): void {
    const text = cell.trim();
    if (EMPTY.test(text)) return;
    this.#isEmpty = false;
    this.#filled++;
    if (LIKE_NUMBER.test(text)) this.#numbers++;
    else this.#firstNoNumber ??= { cell: text, line };
    if (LIKE_DATE.test(text) || isNoDate(text)) this.#dates++;
    else this.#firstNoDate ??= { cell: text, line };
    if (this.#isBoolean) this.#addBoolean(text);
    if (this.#styles.length > 0) {
      this.#addNumber(text);
      if (this.#styles.length === 0 && LIKE_NUMBER.test(text)) this.#lost = { cell: text, line };
    }
    if (this.#orders.length > 0 && !isNoDate(text)) {
      this.#hasDate = true;
      this.#orders = this.#orders.filter((order) => readDate(text, order) !== null);
      if (this.#orders.length === 0 && LIKE_DATE.test(text)) this.#lost = { cell: text, line };
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
    if (style) return this.#isLossless() ? { kind: 'number', style } : { kind: 'text' };
    const [order] = this.#orders;
    if (!order || !this.#hasDate) return { kind: 'text' };
    // 03/04/2024 is both. Slashes are the American way more often, dots and dashes never are.
    const isBoth = this.#orders.length === 2;
    return { kind: 'date', order: isBoth ? (this.#hasSlashes ? 'month' : 'day') : order };
  }

  /** The type of a column that is known to hold dates: numbers in it count days or seconds. */
  get typeOfDates(): ColumnType {
    const { type } = this;
    if (type.kind !== 'number') return type;
    const count = COUNTS.find(([, from, to]) => this.#least >= from && this.#most < to);
    return count ? { kind: 'date', order: count[0] } : type;
  }

  /**
   * The first cell that keeps a column of numbers or dates from being one: text where nearly all the others
   * are not, or a number or date that only some readings have.
   */
  get exception(): (Exception & { of: 'number' | 'date' }) | undefined {
    if (this.type.kind !== 'text' || this.#filled < 2) return undefined;
    const isDate = this.#dates >= this.#filled * MOSTLY;
    if (!isDate && this.#numbers < this.#filled * MOSTLY) return undefined;
    const found = (isDate ? this.#firstNoDate : this.#firstNoNumber) ?? this.#lost;
    return found && { ...found, of: isDate ? 'date' : 'number' };
  }

  /** The order of day and month, where the cells leave no other. */
  get onlyOrder(): DateOrder | undefined {
    return this.#hasDate && this.#orders.length === 1 ? this.#orders[0] : undefined;
  }

  /** A cell like 1.234, where none shows whether that is a thousand and more. */
  get openThousands(): Exception | undefined {
    const { type } = this;
    const isRead = type.kind === 'number' && type.style === 'point' && this.#styles.length === 2;
    return isRead && !this.#hasOtherMarks ? this.#thousands : undefined;
  }

  /** The currency that stands with the numbers, as written, where it is one and no percent sign. */
  get currency(): string {
    const [mark = ''] = [...this.#marks].filter(Boolean);
    return mark === '%' ? '' : mark;
  }

  /** Of 1.10 and 1.1 a number would make one version, of $29 and €29 one amount, of 12% and 12 one share. */
  #isLossless(): boolean {
    if (this.#hasTrailingZero && this.#decimals.size > 1) return false;
    const marks = [...this.#marks].filter(Boolean);
    return marks.length < 2 && (marks[0] !== '%' || this.#marks.size === 1);
  }

  #addBoolean(text: string): void {
    const word = text.toLowerCase();
    const pair = TRUE.get(word) ?? FALSE.get(word);
    this.#isBoolean = pair !== undefined && pair === (this.#pair ??= pair);
    if (TRUE.has(word)) this.#hasTrue = true;
    else this.#hasFalse = true;
    this.#hasOnlyX &&= word === 'x';
    this.#hasOnlyCodes &&= CODE.test(text);
  }

  #addNumber(text: string): void {
    this.#styles = this.#styles.filter((style) => readNumber(text, style) !== null);
    const [style] = this.#styles;
    if (!style) return;
    this.#marks.add(markOf(text));
    const number = readNumber(text, style)!;
    // Nothing, where it counts days or seconds.
    if (number !== 0) this.#least = Math.min(this.#least, number);
    this.#most = Math.max(this.#most, number);
    const decimals = /^\d+[.,](\d+)$/.exec(text)?.[1];
    if (/^\d{1,3}\.\d{3}$/.test(text)) this.#thousands ??= { cell: text };
    else if (text.includes('.') || text.includes(',')) this.#hasOtherMarks = true;
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
  return /^\d{1,2}\/\d{1,2}\/\d{2}/.test(cell);
}
