import type { Random } from '../random.ts';
import { type Json, Members } from './json-text.ts';

/** Values that the rules allow, the odd ones preferred. */

const STRINGS = [
  '',
  ' ',
  'null',
  'true',
  '0',
  'NaN',
  'plain text',
  "Robert'); drop table customers;--",
  '"quoted" \\ back\\\\slash /',
  '${jndi:ldap://127.0.0.1/a}',
  '<script>alert(1)</script>',
  '\u0001\u0008\u001f\u007f\u0080\u009f',
  '\u2028\u2029\ufeff\u200b\u200d\u202e\u2066',
  'İıKÅſßﬁ＠',
  'e\u0301 é',
  '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u{1f3fd}',
  '\u{10ffff}\uffff\ufffe\ufffd',
  'שלום عربى 你好 नमस्ते',
  '%00%s%n\\u0000\\x00',
  '$1 $$ :a @> ?| jsonb',
  '2026-01-31T08:00:00Z',
  '{"a":1}',
  '[]',
];
const KEYS = [
  '',
  ' ',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'toJSON',
  'then',
  'length',
  'email',
  'type',
  '__PROTO__',
  '__proto',
  '__defineGetter__',
  '0',
  '-1',
  'a.b',
  'a/b~c',
  '$ref',
  '{a,b}',
  "it's",
  '"',
  '\n',
  'é',
  'e\u0301',
  'ключ',
  '\u{1f511}',
];
const NUMBERS = [
  0,
  -0,
  1,
  -1,
  0.1,
  -0.1,
  0.1 + 0.2,
  1 / 3,
  Math.PI,
  Number.MAX_SAFE_INTEGER,
  Number.MIN_SAFE_INTEGER,
  4294967296,
  -2147483649,
  123456789.12345678,
  4503599627370495.5,
  1e-7,
  1e-20,
  -1.5e-20,
  5e15,
];

function text(random: Random): string {
  if (random.chance(0.6)) return random.pick(STRINGS);
  return Array.from({ length: random.below(24) }, () => character(random)).join('');
}

/** Any character of Unicode but U+0000. */
export function character(random: Random): string {
  const end = random.pick([0x80, 0x80, 0x250, 0x3100, 0xffff, 0x10ffff]);
  const code = 1 + random.below(end);
  return String.fromCodePoint(code >= 0xd800 && code <= 0xdfff ? 0x41 : code);
}

function number(random: Random): number {
  if (random.chance(0.6)) return random.pick(NUMBERS);
  if (random.chance(0.5)) return random.below(2_000_001) - 1_000_000;
  return (random.next() - 0.5) * 10 ** random.below(12);
}

/** Params of a few keys, some nested as deep as may be. */
export function params(random: Random): Members {
  let keysLeft = 60;

  const members = (depth: number): Members => {
    const count = Math.min(random.below(depth === 1 ? 8 : 4), keysLeft);
    keysLeft -= count;
    return new Members(
      Array.from({ length: count }, () => [key(), value(depth + 1)] as [string, Json]),
    );
  };
  const key = () => (random.chance(0.5) ? random.pick(KEYS) : `key_${random.below(40)}`);
  const value = (depth: number): Json => {
    if (depth <= 8 && random.chance(depth < 4 ? 0.25 : 0.5)) {
      if (random.chance(0.5)) return members(depth);
      return Array.from({ length: random.below(4) }, () => value(depth + 1));
    }
    const kind = random.next();
    if (kind < 0.4) return text(random);
    if (kind < 0.75) return number(random);
    return random.pick([null, true, false]);
  };
  return members(1);
}
