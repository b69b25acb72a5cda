/** The mark before the decimals: 1,234.56 or 1.234,56. */
export type NumberStyle = 'point' | 'comma';

const SHAPES: Record<NumberStyle, RegExp> = {
  // India groups by two: 1,23,456.
  point: /^(\d{1,3}(,\d{2,3})*,\d{3}|\d{1,3}([\u00a0\u202f '’]\d{3})+|\d+)(\.\d+)?$/,
  comma: /^(\d{1,3}([.\u00a0\u202f '’]\d{3})+|\d+)(,\d+)?$/,
};
const SIGNS = String.raw`(?:[A-Z]{1,3}\$|[$€£¥₹₩₽₺₴₫฿₪₱]|[kK]r\.?|zł|Kč|Ft)`;
const UPPER = Intl.supportedValuesOf('currency').join('|');
const CODES = `${UPPER}|${UPPER.toLowerCase()}`;
const MARK = new RegExp(
  String.raw`^([-−]?)\s*(${SIGNS}|${CODES})?\s*([-−]?)([\d].*?)\s*(${SIGNS}|${CODES}|%)?$`,
);

/** The parts of a cell that holds a number. */
interface Parts {
  digits: string;
  isNegative: boolean;
  /** The currency or % that stands with it, as written, or ''. */
  mark: string;
}

/**
 * The number a cell holds, with or without a currency or a percent sign, or null. Parentheses mean less
 * than nothing, as in accounting. Not a number, but text: leading zeros, a plus sign, and more digits than
 * a number keeps.
 */
export function readNumber(cell: string, style: NumberStyle): number | null {
  const parts = takeApart(cell);
  if (!parts || !SHAPES[style].test(parts.digits) || /^0\d/.test(parts.digits)) return null;
  const plain =
    style === 'point'
      ? parts.digits.replace(/[,\u00a0\u202f '’]/g, '')
      : parts.digits.replace(/[.\u00a0\u202f '’]/g, '').replace(',', '.');
  if (plain.replace(/\D/g, '').length > 15) return null;
  return Number(plain) * (parts.isNegative && Number(plain) !== 0 ? -1 : 1);
}

/** The currency or % that stands with the number in a cell, as written, or ''. */
export function markOf(cell: string): string {
  return takeApart(cell)?.mark ?? '';
}

function takeApart(cell: string): Parts | null {
  const text = cell.trim();
  const inside = /^\((.*)\)$/.exec(text)?.[1];
  const match = MARK.exec(inside ?? text);
  if (!match) return null;
  const [, before, prefix = '', after, digits, suffix = ''] = match;
  const signs = [inside !== undefined, before !== '', after !== ''].filter(Boolean).length;
  if (signs > 1 || (prefix && suffix)) return null;
  return { digits: digits!, isNegative: signs === 1, mark: prefix || suffix };
}
