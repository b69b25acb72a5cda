import type { Mutant } from '../check.ts';

/** What the function would be without one of its checks. */
export const fuzzMutants: Mutant[] = [
  {
    name: 'takes U+0000',
    edge: { file: '_shared/contract/json-rules.ts', replace: [["text.includes('\\0')", 'false']] },
  },
  {
    name: 'takes half characters',
    edge: { file: '_shared/contract/json-rules.ts', replace: [['!text.isWellFormed()', 'false']] },
  },
  {
    name: 'takes numbers without end',
    edge: {
      file: '_shared/contract/json-rules.ts',
      replace: [['!Number.isFinite(number)', 'false']],
    },
  },
  {
    name: 'takes whole numbers that lose digits',
    edge: {
      file: '_shared/contract/json-rules.ts',
      replace: [['Number.isSafeInteger(number)', 'true']],
    },
  },
  {
    name: 'takes __proto__',
    edge: { file: '_shared/contract/json-rules.ts', replace: [["key === '__proto__'", 'false']] },
  },
  {
    name: 'lets keys with a backslash reach the parser',
    edge: { file: '_shared/http/body.ts', replace: [['hideBackslashKeys(text)', 'text']] },
  },
  {
    name: 'takes any depth',
    edge: {
      file: '_shared/contract/json-rules.ts',
      replace: [['depth > LIMITS.paramsDepth', 'depth > 1000']],
    },
  },
  {
    name: 'takes calls of any size',
    edge: {
      file: '_shared/contract/limits.ts',
      replace: [['callBytes: 32 * KB', 'callBytes: 320 * KB']],
    },
  },
  {
    name: 'takes one call too many',
    edge: {
      file: '_shared/contract/limits.ts',
      replace: [['callsPerBatch: 500', 'callsPerBatch: 501']],
    },
  },
  {
    name: 'waits forever for a body',
    edge: {
      file: '_shared/contract/limits.ts',
      replace: [['bodyMs: 10_000', 'bodyMs: 3_600_000']],
    },
  },
  {
    name: 'mends what is not UTF-8',
    edge: { file: '_shared/http/body.ts', replace: [['fatal: true', 'fatal: false']] },
  },
  {
    name: 'reads compressed bodies as they are',
    edge: {
      file: '_shared/http/body.ts',
      replace: [['encoding !== null &&', 'encoding !== null && Number.isNaN(0) &&']],
    },
  },
  {
    name: 'lowercases every letter of an email',
    edge: {
      file: '_shared/contract/canonical-email.ts',
      replace: [
        ['trimmed.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())', 'trimmed.toLowerCase()'],
      ],
    },
  },
  {
    name: 'refuses without a problem type',
    edge: {
      file: '_shared/http/handler.ts',
      replace: [["'application/problem+json'", "'application/json'"]],
    },
  },
  {
    name: 'points to nowhere',
    edge: { file: '_shared/contract/json-pointer.ts', replace: [[".replaceAll('~', '~0')", '']] },
  },
  {
    name: 'forgets params that are false',
    sql: {
      function: 'private.params_to_set',
      replace: [["value = 'null'", "value in ('null', 'false')"]],
    },
  },
];
