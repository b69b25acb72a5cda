import { backslashKey } from './backslash-keys.ts';

/** Controls, line separators, and the characters that turn the direction of the text around them. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
const API_KEY = /tcrm_proj_[0-9A-Za-z]+/g;

/** A text with U+FFFD in the place of each character that cannot be shown and of half ones; Postgres takes no U+0000. */
export function printable(text: string): string {
  return text.toWellFormed().replaceAll(UNPRINTABLE, '\ufffd');
}

/**
 * One step of a JSON Pointer (RFC 6901), safe to print: cut short, without control characters, and
 * without the API key that somebody put in the wrong place.
 */
export function pointerStep(key: string | number): string {
  if (typeof key === 'number') return `/${key}`;
  const sent = backslashKey(key) ?? key;
  const short = sent.length > 64 ? `${sent.slice(0, 64)}…` : sent;
  const named = printable(short).replaceAll(API_KEY, 'tcrm_proj_…');
  return '/' + named.replaceAll('~', '~0').replaceAll('/', '~1');
}
