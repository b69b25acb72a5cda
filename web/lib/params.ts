import type { Json } from './database.types.ts';
import { formatAmount, formatDay } from './format.ts';

/** The param of an account that is money a month, and the currency (ISO 4217) of what says none itself. */
export interface Money {
  param: string;
  currency: string | null;
}

/** How an account reads its params. */
export interface Reading {
  money: Money;
  /** A name of the IANA: the zone of the days on which times are. */
  timeZone: string;
}

export interface ParamText {
  key: string;
  text: string;
  numeric: boolean;
  /** True if the text says by itself what it is, as "$29" does. */
  bare: boolean;
}

/** Params in one line: at most `max`, of which `kept` share the room when there is little. */
export const IN_LINE = { max: 3, kept: 2 };

const MAX_CHARACTERS = 80;
// As private.number_pattern() in the database says, which sums such texts up.
const NUMBER = /^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?$/;
const DATE = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

type Params = Readonly<Record<string, Json | undefined>>;

/**
 * The params of one project: those that were `asked` for come first, then the plan and the money, as
 * they say most, and nested values last; otherwise they follow each other by name.
 */
export function orderParams(
  params: Params,
  moneyParam: string,
  asked: readonly string[] = [],
): [string, Json][] {
  const rank = (key: string, value: Json) => {
    if (asked.includes(key)) return -1;
    if (key === 'plan') return 0;
    if (key === moneyParam) return 1;
    return typeof value === 'object' ? 3 : 2;
  };
  return Object.entries(params)
    .filter((entry): entry is [string, Json] => entry[1] !== undefined)
    .sort(([a, x], [b, y]) => rank(a, x) - rank(b, y) || (a < b ? -1 : 1));
}

/** The params of one project in words, in their order, without those that are empty. */
export function paramTexts(
  params: Params,
  { money, timeZone }: Reading,
  asked: readonly string[] = [],
): ParamText[] {
  return orderParams(params, money.param, asked)
    .filter(([, value]) => !isEmpty(value))
    .map(([key, value]) => {
      const amount = amountOf(params, key, money);
      if (amount === null) {
        return { key, text: textOf(value, timeZone), numeric: isNumber(value), bare: false };
      }
      const currency = currencyOf(params, money);
      // Without a currency it is a number like any other.
      const text = currency ? formatAmount(amount, currency) : textOf(value, timeZone);
      return { key, text, numeric: true, bare: currency !== null };
    });
}

/** The amount that a param is, if it is the money: a number, also one that was sent as a text. */
export function amountOf(params: Params, key: string, { param }: Money): number | null {
  const value = key === param ? params[key] : undefined;
  if (typeof value === 'number') return value;
  return typeof value === 'string' && NUMBER.test(value) ? Number(value) : null;
}

/** The currency of the money of one project (ISO 4217), or null for none. */
export function currencyOf({ currency }: Params, money: Money): string | null {
  return typeof currency === 'string' && /^[a-z]{3}$/i.test(currency)
    ? currency.toUpperCase()
    : money.currency;
}

/** A text that is a date, or a time on it, in the way of ISO 8601. */
export function dateOf(value: Json): { iso: string; hasTime: boolean } | null {
  if (typeof value !== 'string' || !DATE.test(value)) return null;
  // A time without a zone is one of an unknown place: its day is all that is sure.
  const hasTime = /(Z|[+-]\d{2}:?\d{2})$/.test(value.slice(10));
  const iso = hasTime ? value.replace(' ', 'T') : value.slice(0, 10);
  return Number.isNaN(Date.parse(iso)) ? null : { iso, hasTime };
}

/** A param in a few words: what is nested is opened once, and what is long ends in "…". */
export function textOf(value: Json, timeZone = 'UTC'): string {
  return shorten(compact(value, timeZone, 0));
}

function compact(value: Json | undefined, timeZone: string, depth: number): string {
  if (typeof value === 'string')
    return dayOf(value, timeZone) ?? value.slice(0, 2 * MAX_CHARACTERS + 2);
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  if (depth > 0 || entries.length === 0) return `${open}${entries.length > 0 ? '…' : ''}${close}`;
  const inner = entries.map(([key, item]) => {
    const text = compact(item, timeZone, depth + 1);
    return Array.isArray(value) ? text : `${key}: ${text}`;
  });
  return inner.join(', ');
}

function dayOf(text: string, timeZone: string): string | null {
  const date = dateOf(text);
  return date && formatDay(date.iso, date.hasTime ? timeZone : 'UTC');
}

function shorten(text: string): string {
  // By characters, so that none is cut in two.
  const letters = [...text];
  return letters.length > MAX_CHARACTERS
    ? `${letters.slice(0, MAX_CHARACTERS - 1).join('')}…`
    : text;
}

function isNumber(value: Json): boolean {
  return typeof value === 'number';
}

function isEmpty(value: Json): boolean {
  if (value === null) return true;
  return typeof value === 'object' ? Object.keys(value).length === 0 : value === '';
}
