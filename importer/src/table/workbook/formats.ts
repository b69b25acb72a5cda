import { readDate } from '../dates.ts';
import { markOf, readNumber } from '../numbers.ts';
import { toDigits, toPercent } from './numbers.ts';

/** Shows a number by the format of its cell. */
export type Format = (raw: string) => string;

/** The formats of spreadsheets that have a number of their own, where they are more than plain numbers. */
const KNOWN: Record<number, string> = {
  ...{ 9: '0%', 10: '0.00%', 14: 'm/d/yyyy', 15: 'd-mmm-yy', 16: 'd-mmm', 17: 'mmm-yy' },
  ...{ 18: 'h:mm', 19: 'h:mm:ss', 20: 'h:mm', 21: 'h:mm:ss', 22: 'm/d/yyyy h:mm' },
  ...{ 45: 'mm:ss', 46: '[h]:mm:ss', 47: 'mm:ss.0' },
};
/** Dates of East Asia, by the same numbers everywhere. */
const isEastAsianDate = (id: number) => (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

/** Between the days of 1900 and those of 1904, from which old Macs count. */
const DAYS_TO_1904 = 1462;
const MAX_DAY = 2_958_465;

/** The format with this number, or of this code. */
export function toFormat(id: number, code: string | undefined, is1904: boolean): Format {
  const known = code ?? KNOWN[id] ?? (isEastAsianDate(id) ? 'yyyy-m-d' : 'General');
  // Behind semicolons are the formats of less than nothing, of nothing, and of text.
  const [section = ''] = /^("[^"]*"|\\.|[^;])*/.exec(known) ?? [];
  const bare = section
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .toLowerCase();
  if (bare.includes('general')) return toDigits;
  if (/[ymdhs]/.test(bare)) return dateFormat(bare, is1904 ? DAYS_TO_1904 : 0);
  if (bare.includes('%')) return toPercent;
  const places = maskOf(section);
  if (places) return (raw) => intoMask(raw, places);
  const currency = currencyOf(section);
  return currency ? (raw) => withCurrency(toDigits(raw), currency) : toDigits;
}

function dateFormat(bare: string, shift: number): Format {
  const hasTime = /[hs]/.test(bare);
  const hasDate = /[yd]/.test(bare) || !hasTime;
  return (raw) => {
    const days = Number(raw) + shift;
    if (!(days >= 0 && days <= MAX_DAY)) return toDigits(raw);
    // Hours that may pass 24, or a time of no day.
    if (bare.includes('[') || (!hasDate && days < 1)) return toTime(days);
    return readDate(String(hasTime ? days : Math.floor(days)), 'serial') ?? toDigits(raw);
  };
}

function toTime(days: number): string {
  const seconds = Math.round(days * 86_400);
  const two = (part: number) => String(Math.floor(part)).padStart(2, '0');
  return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** A format of digits alone, such as 00000 of a zip code or 000-0000, with its quotes taken away. */
function maskOf(section: string): string | undefined {
  const plain = section.replace(/\[[^\]]*\]/g, '').replace(/"([^"]*)"|\\(.)/g, '$1$2');
  return /0.*0/.test(plain) && /^[0#()\-/ ]+$/.test(plain) ? plain : undefined;
}

/** The digits in the places of a mask, from the right; a zero where there are none left. */
function intoMask(raw: string, mask: string): string {
  const digits = toDigits(raw);
  if (!/^\d+$/.test(digits)) return digits;
  let left = digits.length;
  let text = '';
  for (const place of [...mask].reverse()) {
    if (place !== '0' && place !== '#') text = place + text;
    else if (left > 0) text = digits[--left] + text;
    else if (place === '0') text = `0${text}`;
  }
  return digits.slice(0, left) + text;
}

function currencyOf(section: string): string | undefined {
  const sign = /\[\$([^\]-]+)/.exec(section)?.[1] ?? /"([^"]+)"/.exec(section)?.[1];
  return (sign ?? /(?<!\[)[$€£¥]/.exec(section)?.[0])?.trim();
}

/** An amount with its currency, where that is one that the reader of numbers knows. */
export function withCurrency(digits: string, currency: string): string {
  const text = digits.startsWith('-') ? `-${currency} ${digits.slice(1)}` : `${currency} ${digits}`;
  return readNumber(text, 'point') !== null && markOf(text) !== '' ? text : digits;
}
