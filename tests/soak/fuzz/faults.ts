import type { ProblemCode } from '../../../supabase/functions/_shared/contract/problems.ts';
import type { Random } from '../random.ts';
import { type Json, Members, Raw } from './json-text.ts';
import { character } from './values.ts';

/** One thing wrong with a call that is right in all else, so that the answer is known: 422. */
type Fault = (call: Members, random: Random) => void;

const NUMBERS = [
  '1e400',
  '-1e400',
  '1e131071',
  '1e131072',
  '1e308',
  '1.7976931348623157e308',
  '-1e21',
  '9007199254740992',
  '9007199254740993',
  '-9007199254740993',
  '123456789012345678901234567890',
  '1e-300',
  '5e-324',
  '-9e-21',
  `1${'0'.repeat(400)}`,
];
const TEXTS = [
  '"\\u0000"',
  '"a\\u0000b"',
  '"\\ud800"',
  '"\\udc00"',
  '"\\udc00\\ud800"',
  '"x\\uD83Dy"',
  '"\\ud83d\\u0000"',
];
const KEYS = [
  String.raw`"\\"`,
  String.raw`"a\\u0062"`,
  String.raw`"a\u005c"`,
  '"__proto__"',
  '"\\u005f_proto__"',
  '"\\u0000"',
  '"k\\u0000"',
  '"\\ud800"',
  '"\\udfffx"',
];

const inParams: Record<string, (random: Random) => Raw> = {
  'a number that cannot be kept': (random) => new Raw(`{"n":${random.pick(NUMBERS)}}`),
  'a text that cannot be kept': (random) => new Raw(`{"t":${random.pick(TEXTS)}}`),
  'a key that cannot be kept': (random) => new Raw(`{${random.pick(KEYS)}:{"admin":true}}`),
  'a key that cannot be kept, nested': (random) => new Raw(`{"a":[{${random.pick(KEYS)}:1}]}`),
  'a number that cannot be kept, nested': (random) =>
    new Raw(`{"a":[{"b":[${random.pick(NUMBERS)}]}]}`),
  'nested too deep': (random) => {
    const deep = random.pick([9, 10, 100, 3000]);
    return new Raw(`{"a":${'['.repeat(deep)}${']'.repeat(deep)}}`);
  },
  'objects nested too deep': (random) => {
    const deep = random.pick([8, 9, 64, 1000]);
    return new Raw(`{"a":${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}}`);
  },
  'too many keys': (random) => {
    const more = 257 + random.below(300);
    return new Raw(`{${Array.from({ length: more }, (_, i) => `"k${i}":${i}`).join(',')}}`);
  },
  'too many keys, spread': () =>
    new Raw(`{"a":[${Array.from({ length: 86 }, (_, i) => `{"x":1,"y":2,"z":${i}}`).join(',')}]}`),
  'a key too long': (random) => new Raw(`{"${'k'.repeat(129 + random.below(9))}":1}`),
  'a text too long': (random) => new Raw(`{"t":"${'é'.repeat(4097 + random.below(9))}"}`),
};

const NOT_TEXT: Json[] = [null, 1, true, [], new Members(), ['alex@example.com']];
const faults: Record<string, Fault> = {
  ...Object.fromEntries(
    Object.entries(inParams).map(([name, params]) => [
      name,
      (call: Members, random: Random) => call.set('params', params(random)),
    ]),
  ),
  'params are no object': (call, random) =>
    call.set('params', random.pick<Json>([null, [], 'x', 5, true, [new Members()]])),
  'no email': (call) => void (call.entries.length = 0),
  'an email that is no text': (call, random) => call.set('email', random.pick(NOT_TEXT)),
  'a status that is none': (call, random) =>
    call.set('status', random.pick<Json>(['PAID', 'paid ', 0, [], ['paid'], 'constructor'])),
  'a name that is none': (call, random) =>
    call.set(
      'name',
      random.pick<Json>([
        7,
        [],
        'a\nb',
        'a\u202eb',
        '\u2028x\u2028y',
        'x'.repeat(201),
        '\u{1f600}'.repeat(201),
        new Raw('"a\\u0000"'),
        new Raw('"\\ud83d"'),
      ]),
    ),
  'an age that is none': (call, random) => {
    call.set('age', random.pick<Json>([-1, -0.001, 604_800_001, '5', null, [], new Raw('1e400')]));
  },
  'a timestamp that is none': (call, random) =>
    call.set(
      'timestamp',
      random.pick<Json>([
        '',
        'now',
        'infinity',
        '-infinity',
        'epoch',
        '2026-01-31',
        '2026-01-31 08:00:00Z',
        '2026-01-31T08:00:00',
        '2026-02-30T08:00:00Z',
        '2026-01-31T24:00:00Z',
        '2026-01-31T08:00:60Z',
        '+020260-01-31T08:00:00Z',
        '1999-12-31T23:59:59Z',
        '9999-12-31T23:59:59Z',
        '2000-01-01T00:00:00+14:00',
        '2026-01-31T08:00:00+99:99',
        ' 2026-01-31T08:00:00Z',
        1769846400,
        null,
        [],
      ]),
    ),
  'age and timestamp': (call) => {
    call.set('age', 0);
    call.set('timestamp', '2026-01-31T08:00:00Z');
  },
  'a field that is none': (call, random) =>
    call.set(
      random.pick([
        'Email',
        'account_id',
        'project_id',
        'id',
        'key_hash',
        'age_ms',
        'constructor',
        'toString',
        'hasOwnProperty',
        '',
        '~/~1',
        '\u{1f600}'.repeat(64),
        Array.from({ length: 9 }, () => character(random)).join('') + '!',
      ]),
      random.pick<Json>([1, null, 'x', new Members()]),
    ),
  'a field that cannot be kept': (call, random) =>
    call.entries.push([random.pick(['__proto__', 'a\0', '\ud800']), new Members([['a', 1]])]),
};

/** Breaks a call in one way. Returns the name of the fault and the code that must answer it. */
export function breakCall(call: Members, random: Random): { fault: string; codes: ProblemCode[] } {
  const fault = random.pick(Object.keys(faults));
  faults[fault]!(call, random);
  return { fault, codes: ['validation_failed'] };
}
