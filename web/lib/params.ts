import type { Json } from './database.types.ts';
import { formatAmount } from './format.ts';

/** The param of an account that is money a month, and the currency (ISO 4217) of what says none itself. */
export interface Money {
  param: string;
  currency: string | null;
}

export interface ParamText {
  key: string;
  text: string;
  numeric: boolean;
}

/** Params in one line: at most `max`, of which `kept` share the room when there is little. */
export const IN_LINE = { max: 3, kept: 2 };

const MAX_CHARACTERS = 80;

type Params = Readonly<Record<string, Json | undefined>>;

/**
 * The params of one project: the plan and the money come first, as they say most, and nested values
 * last; otherwise they follow each other by name.
 */
export function orderParams(params: Params, moneyParam: string): [string, Json][] {
  const rank = (key: string, value: Json) =>
    key === 'plan' ? 0 : key === moneyParam ? 1 : typeof value === 'object' ? 3 : 2;
  return Object.entries(params)
    .filter((entry): entry is [string, Json] => entry[1] !== undefined)
    .sort(([a, x], [b, y]) => rank(a, x) - rank(b, y) || (a < b ? -1 : 1));
}

/** The params of one project in words, in their order, without those that are empty. */
export function paramTexts(params: Params, money: Money): ParamText[] {
  const said = params.currency;
  const currency =
    typeof said === 'string' && /^[a-z]{3}$/i.test(said) ? said.toUpperCase() : money.currency;
  return orderParams(params, money.param)
    .filter(([, value]) => !isEmpty(value))
    .map(([key, value]) => {
      const numeric = typeof value === 'number';
      const amount = numeric && key === money.param && currency;
      return { key, text: amount ? formatAmount(value, amount) : textOf(value), numeric };
    });
}

/** A param in a few words: what is nested is opened once, and what is long ends in "…". */
export function textOf(value: Json): string {
  return shorten(compact(value, 1));
}

function compact(value: Json | undefined, depth: number): string {
  if (typeof value === 'string') return value.slice(0, 2 * MAX_CHARACTERS + 2);
  if (typeof value !== 'object' || value === null) return String(value);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const entries = Object.entries(value);
  if (entries.length > 0 && depth === 0) return `${open}…${close}`;
  const inner = entries.map(([key, item]) => {
    const text = compact(item, depth - 1);
    return Array.isArray(value) ? text : `${key}: ${text}`;
  });
  return `${open}${inner.join(', ')}${close}`;
}

function shorten(text: string): string {
  // By characters, so that none is cut in two.
  const letters = [...text];
  return letters.length > MAX_CHARACTERS
    ? `${letters.slice(0, MAX_CHARACTERS - 1).join('')}…`
    : text;
}

function isEmpty(value: Json): boolean {
  if (value === null) return true;
  return typeof value === 'object' ? Object.keys(value).length === 0 : value === '';
}
