import { LIMITS } from './limits.ts';

// What the checks of a call demand, in the words of JSON Schema. Where they take more than these can
// say, such as a domain that is not ASCII, the document is the stricter one.

const LABEL = '[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?';

/** canonical-email.ts, for what is ASCII. */
export const EMAIL = {
  format: 'email',
  maxLength: 254,
  pattern: `^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@(${LABEL}\\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$`,
};

/** json-pointer.ts: what is not printable. */
export const NAME = {
  pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]*$',
};

/** json-rules.ts: a text of several lines. */
export const NOTE = { pattern: '^[^\\u0000]*$' };

/** json-rules.ts: Postgres would write such a number out in full. */
export const NO_TINY_NUMBER = {
  not: {
    exclusiveMinimum: -LIMITS.smallestNumber,
    exclusiveMaximum: LIMITS.smallestNumber,
    not: { const: 0 },
  },
};

/** A call says when it happened in one way at most. */
export const ONE_TIME = { not: { required: ['age', 'timestamp'] } };

const ANY_VALUE = { $ref: '#/components/schemas/ParamValue' };

const KEYS = {
  propertyNames: {
    type: 'string',
    maxLength: LIMITS.keyCharacters,
    pattern: '^[^\\u0000\\\\]*$',
    not: { const: '__proto__' },
  },
  maxProperties: LIMITS.paramsKeys,
  additionalProperties: ANY_VALUE,
};

export const PARAMS = KEYS;

/** json-rules.ts: any JSON that a database neither loses nor inflates. */
export const PARAM_VALUE = {
  description: `Any JSON. Numbers past ±${Number.MAX_SAFE_INTEGER} lose digits: send them as text.`,
  anyOf: [
    { type: 'null' },
    { type: 'boolean' },
    {
      type: 'number',
      minimum: Number.MIN_SAFE_INTEGER,
      maximum: Number.MAX_SAFE_INTEGER,
      ...NO_TINY_NUMBER,
    },
    { type: 'string', maxLength: LIMITS.stringBytes, pattern: '^[^\\u0000]*$' },
    // Each item is such a value: as items it would be a type that TypeScript cannot make of itself
    // (TS2502), and clients that openapi-typescript generates would not compile.
    { type: 'array', items: {}, not: { contains: { not: ANY_VALUE } } },
    { type: 'object', ...KEYS },
  ],
};
