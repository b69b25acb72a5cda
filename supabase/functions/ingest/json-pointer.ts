import { backslashKey } from './backslash-keys.ts';

const API_KEY = /tcrm_proj_[0-9A-Za-z]+/g;

/**
 * One step of a JSON Pointer (RFC 6901), safe to print: cut short, without half characters, and
 * without the API key that somebody put in the wrong place.
 */
export function pointerStep(key: string | number): string {
  if (typeof key === 'number') return `/${key}`;
  const sent = backslashKey(key) ?? key;
  const short = sent.length > 64 ? `${sent.slice(0, 64)}…` : sent;
  const named = short.toWellFormed().replaceAll(API_KEY, 'tcrm_proj_…');
  return '/' + named.replaceAll('~', '~0').replaceAll('/', '~1');
}
