/** The mark before the decimals: 1,234.56 or 1.234,56. */
export type NumberStyle = 'point' | 'comma';

const SHAPES: Record<NumberStyle, RegExp> = {
  point: /^[-−]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$/,
  comma: /^[-−]?(\d{1,3}([.\u00a0\u202f ']\d{3})+|\d+)(,\d+)?$/,
};
const CURRENCY = /^([-−]?)\s*(?:[$€£¥₹]|USD|EUR|GBP|CHF)\s*|\s*(?:[$€£¥₹]|USD|EUR|GBP|CHF)$/g;

/**
 * The number a cell holds, with or without a currency, or null. Not a number, but text: leading zeros,
 * a plus sign, and more digits than a number keeps.
 */
export function readNumber(cell: string, style: NumberStyle): number | null {
  const text = cell.trim().replace(CURRENCY, '$1');
  if (!SHAPES[style].test(text) || /^[-−]?0\d/.test(text)) return null;
  const plain =
    style === 'point'
      ? text.replaceAll(',', '')
      : text.replace(/[.\u00a0\u202f ']/g, '').replace(',', '.');
  if (plain.replace(/\D/g, '').length > 15) return null;
  return Number(plain.replace('−', '-'));
}
