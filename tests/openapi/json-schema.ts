type Json = unknown;
export type Schema = Record<string, Json>;

/** Whether a value is what a JSON Schema of the document describes, by the keywords that it uses. */
export function isValid(schema: Schema, value: Json, resolve: (ref: string) => Schema): boolean {
  const again = (inner: Json, item: Json) => isValid(inner as Schema, item, resolve);
  return Object.entries(schema).every(([keyword, rule]) => {
    const check = CHECKS[keyword];
    if (!check) throw new Error(`The validator of this test does not know ${keyword}.`);
    return check(rule as never, value, again, schema, resolve);
  });
}

type Check = (
  rule: never,
  value: Json,
  again: (schema: Json, value: Json) => boolean,
  schema: Schema,
  resolve: (ref: string) => Schema,
) => boolean;

const isObject = (value: Json): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const TYPES: Record<string, (value: Json) => boolean> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
};
const FORMATS: Record<string, RegExp> = {
  email: /@/,
  uri: /^https:/,
  uuid: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/,
  'date-time': /^\d{4}-\d\d-\d\dT/,
};
const anything = () => true;
/** A keyword that speaks of numbers, texts or lists alone lets everything else pass. */
const ofNumbers =
  (test: (value: number, rule: number) => boolean): Check =>
  (rule, value) =>
    typeof value !== 'number' || test(value, rule);
const ofStrings =
  (test: (value: string, rule: never) => boolean): Check =>
  (rule, value) =>
    typeof value !== 'string' || test(value, rule);

const CHECKS: Record<string, Check> = {
  ...{ description: anything, examples: anything, title: anything },
  $ref: (rule, value, again, _, resolve) => again(resolve(rule), value),
  type: (rule, value) => TYPES[rule]!(value),
  const: (rule, value) => value === rule,
  enum: (rule: Json[], value) => rule.includes(value),
  not: (rule, value, again) => !again(rule, value),
  anyOf: (rule: Json[], value, again) => rule.some((inner) => again(inner, value)),
  oneOf: (rule: Json[], value, again) => rule.filter((inner) => again(inner, value)).length === 1,
  minimum: ofNumbers((value, rule) => value >= rule),
  maximum: ofNumbers((value, rule) => value <= rule),
  exclusiveMinimum: ofNumbers((value, rule) => value > rule),
  exclusiveMaximum: ofNumbers((value, rule) => value < rule),
  pattern: ofStrings((value, rule) => new RegExp(rule, 'u').test(value)),
  format: ofStrings((value, rule) => FORMATS[rule]!.test(value)),
  maxLength: ofStrings((value, rule) => [...value].length <= rule),
  minItems: (rule: number, value) => !Array.isArray(value) || value.length >= rule,
  maxItems: (rule: number, value) => !Array.isArray(value) || value.length <= rule,
  items: (rule, value, again) => !Array.isArray(value) || value.every((item) => again(rule, item)),
  contains: (rule, value, again) =>
    !Array.isArray(value) || value.some((item) => again(rule, item)),
  required: (rule: string[], value) =>
    !isObject(value) || rule.every((name) => Object.hasOwn(value, name)),
  maxProperties: (rule: number, value) => !isObject(value) || Object.keys(value).length <= rule,
  propertyNames: (rule, value, again) =>
    !isObject(value) || Object.keys(value).every((name) => again(rule, name)),
  properties: (rule: Schema, value, again) =>
    !isObject(value) ||
    Object.entries(rule).every(
      ([name, inner]) => !Object.hasOwn(value, name) || again(inner, value[name]),
    ),
  additionalProperties: (rule, value, again, { properties = {} }) =>
    !isObject(value) ||
    Object.entries(value).every(
      ([name, item]) =>
        Object.hasOwn(properties as Schema, name) ||
        (rule !== (false as never) && again(rule, item)),
    ),
};
