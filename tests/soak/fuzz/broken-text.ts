import type { ProblemCode } from '../../../supabase/functions/_shared/contract/problems.ts';
import type { Random } from '../random.ts';

/** What is wrong with the text itself, and the code that must answer it. */
export interface BrokenText {
  fault: string;
  body: Buffer;
  codes: ProblemCode[];
}

/** JSON to which something was done that no parser may take. `text` is an object. */
const NOT_JSON: Record<string, (text: string) => string> = {
  nothing: () => '',
  'only space': () => ' \r\n\t',
  'a comma at the end': (text) => text.replace(/\}(\s*)$/, ',}$1'),
  'a comma at the start': (text) => text.replace('{', '{,'),
  'the end is missing': (text) => text.trimEnd().slice(0, -1),
  'one more bracket': (text) => text + '}',
  'two documents': (text) => text + text,
  NaN: (text) => text.replace('{', '{"params":{"a":NaN},'),
  Infinity: (text) => text.replace('{', '{"params":{"a":-Infinity},'),
  undefined: (text) => text.replace('{', '{"name":undefined,'),
  'a hexadecimal number': (text) => text.replace('{', '{"age":0x10,'),
  'a number with a leading zero': (text) => text.replace('{', '{"age":01,'),
  'a number with a plus': (text) => text.replace('{', '{"age":+1,'),
  'a number without an end': (text) => text.replace('{', '{"age":1.,'),
  'a lone minus': (text) => text.replace('{', '{"age":-,'),
  'single quotes': (text) => text.replace('{', "{'name':'x',"),
  'a bare key': (text) => text.replace('{', '{name:"x",'),
  'a comment': (text) => text.replace('{', '{/* note */'),
  'a raw control character': (text) => text.replace('{', '{"name":"a\nb",'),
  'a raw U+0000': (text) => text.replace('{', '{"name":"a\0b",'),
  'an escape that is none': (text) => text.replace('{', '{"name":"\\x41",'),
  'half an escape': (text) => text.replace('{', '{"name":"\\u00",'),
  'two byte order marks': (text) => '\ufeff\ufeff' + text,
  'no JSON at all': () => 'email=alex%40example.com',
  XML: () =>
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
  'very many brackets': () => '['.repeat(30_000),
};

const NOT_UTF8 = [
  'ff',
  'fe',
  'c0 80',
  'e0 80 80',
  'ed a0 80',
  'ed b0 80',
  'f4 90 80 80',
  'f8 88 80 80 80',
  'c3',
  'e2 82',
  '80',
];
const NOT_OBJECTS = ['[]', '"text"', '5', '-0', '1e400', 'null', 'true', '[{}]', '"\\u0000"', '{}'];

export function breakText(text: string, random: Random): BrokenText {
  const kind = random.next();
  if (kind < 0.2) {
    const bytes = Buffer.from(random.pick(NOT_UTF8).replaceAll(' ', ''), 'hex');
    const place = text.indexOf('{') + 1;
    const [before, after] = [Buffer.from(text.slice(0, place)), Buffer.from(text.slice(place))];
    return {
      fault: 'not UTF-8',
      body: Buffer.concat([before, bytes, after]),
      codes: ['invalid_utf8'],
    };
  }
  if (kind < 0.3) {
    return {
      fault: 'no object',
      body: Buffer.from(random.pick(NOT_OBJECTS)),
      codes: ['validation_failed'],
    };
  }
  if (kind < 0.35) {
    const encoding = random.pick(['utf16le', 'latin1'] as const);
    const body = Buffer.from(`\ufeff${text}"é"`, encoding);
    return { fault: encoding, body, codes: ['invalid_utf8', 'invalid_json'] };
  }
  const fault = random.pick(Object.keys(NOT_JSON));
  return { fault, body: Buffer.from(NOT_JSON[fault]!(text)), codes: ['invalid_json'] };
}

/** Does to the bytes what lines and disks do. What comes of it is anybody's guess. */
export function mutateBytes(bytes: Buffer, random: Random): Buffer {
  let mutated = Buffer.from(bytes);
  const times = 1 + random.below(4);
  for (let i = 0; i < times && mutated.length > 0; i++) {
    const at = random.below(mutated.length);
    const length = 1 + random.below(8);
    const [head, tail] = [mutated.subarray(0, at), mutated.subarray(at)];
    const cut = mutated.subarray(at, at + length);
    switch (random.below(7)) {
      case 0:
        mutated[at]! ^= 1 << random.below(8);
        break;
      case 1:
        mutated = Buffer.concat([head, tail.subarray(length)]);
        break;
      case 2:
        mutated = Buffer.concat([head, cut, tail]);
        break;
      case 3:
        mutated = Buffer.concat([head, Buffer.from(random.pick(TOKENS)), tail]);
        break;
      case 4:
        mutated = Buffer.concat([head, Buffer.from(random.pick(TOKENS)), tail.subarray(length)]);
        break;
      case 5:
        mutated[at] = random.below(256);
        break;
      default:
        mutated = Buffer.from(replaceOneNumber(mutated.toString('latin1'), random), 'latin1');
    }
  }
  return mutated;
}

const TOKENS = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  '\\u0000',
  '\\ud800',
  '0',
  '-',
  'e999',
  '1e400',
  'null',
  '{}',
  '"":',
  '"__proto__":',
  '\0',
  '\ufeff',
  '\u{1f600}',
  '@',
  '＠',
  '\u212a',
  'İ',
  '.',
  ' ',
  '\n',
];
const NUMBERS = [
  '1e400',
  '-0',
  '1e-400',
  '9007199254740993',
  '0.1e1',
  '00',
  '1e131071',
  '4.9e-324',
];

function replaceOneNumber(text: string, random: Random): string {
  const places = [...text.matchAll(/-?\d+(\.\d+)?/g)];
  if (places.length === 0) return text;
  const { index, 0: number } = random.pick(places);
  return text.slice(0, index) + random.pick(NUMBERS) + text.slice(index + number.length);
}
