import { readDate, type DateOrder } from './dates.ts';
import { readNumber, type NumberStyle } from './numbers.ts';

/** How the cells of a column are read. Text stays as it is. */
export type ColumnType =
  | { kind: 'text' }
  | { kind: 'number'; style: NumberStyle }
  | { kind: 'boolean' }
  | { kind: 'date'; order: DateOrder };

const TRUE = new Set(['true', 't', 'yes', 'y', 'checked', 'on', '✓', '✔', '✅', 'x']);
const FALSE = new Set(['false', 'f', 'no', 'n', 'unchecked', 'off', '✗', '✘', '❌']);

/** What people and databases write for nothing. */
const EMPTY = /^(-+|–|—|n\/?a|none|null|\\N|\?)?$/i;

/**
 * The type that every cell with something in it can be read as. Text when in doubt: a zip code with
 * a leading zero, a phone number or an id that a number would cut stay what they are.
 */
export function guessType(cells: Iterable<string>): ColumnType {
  const filled: string[] = [];
  for (const cell of cells) if (!EMPTY.test(cell.trim())) filled.push(cell.trim());
  if (filled.length === 0) return { kind: 'text' };

  if (filled.every((cell) => readBoolean(cell) !== null)) {
    // A column of nothing but x may mean anything.
    return new Set(filled.map((cell) => cell.toLowerCase())).has('x') && !filled.some(isFalse)
      ? { kind: 'text' }
      : { kind: 'boolean' };
  }
  const styles: NumberStyle[] = ['point', 'comma'];
  const style = styles.find((s) => filled.every((cell) => readNumber(cell, s) !== null));
  if (style) return { kind: 'number', style };
  const orders: DateOrder[] = ['day', 'month'];
  const possible = orders.filter((order) => filled.every((cell) => readDate(cell, order) !== null));
  if (possible.length === 0) return { kind: 'text' };
  // 03/04/2024 is both. Slashes are the American way more often, dots and dashes never are.
  const isBoth = possible.length === 2;
  return {
    kind: 'date',
    order: isBoth ? (filled.some(isSlashed) ? 'month' : 'day') : possible[0]!,
  };
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

function isFalse(cell: string): boolean {
  return FALSE.has(cell.toLowerCase());
}

function isSlashed(cell: string): boolean {
  return /^\d{1,2}\/\d{1,2}\/\d{4}/.test(cell);
}
