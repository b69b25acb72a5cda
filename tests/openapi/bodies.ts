import fc, { type Arbitrary } from 'fast-check';
import { isValid, type Schema } from './json-schema.ts';

type Resolve = (ref: string) => Schema;

/** Bodies that a schema describes: what somebody sends who knows nothing but the document. */
export function bodiesOf(schema: Schema, resolve: Resolve, now: number): Arbitrary<unknown> {
  const make = (schema: Schema, depth: number): Arbitrary<unknown> => {
    const choice = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
    if (typeof schema.$ref === 'string') return make(resolve(schema.$ref), depth);
    if (choice) {
      // Lists and objects end somewhere.
      const open =
        depth < 4 ? choice : choice.filter(({ type }) => !/array|object/.test(`${type}`));
      return fc.oneof(...open.map((one) => make(one, depth + 1)));
    }
    if ('const' in schema) return fc.constant(schema.const);
    if ('enum' in schema) return fc.constantFrom(...(schema.enum as unknown[]));
    return filtered(schema, plain(schema, depth));
  };

  const filtered = (schema: Schema, values: Arbitrary<unknown>) =>
    values.filter((value) => isValid(schema, value, resolve));

  const plain = (schema: Schema, depth: number): Arbitrary<unknown> => {
    const { minimum, maximum } = schema as { minimum?: number; maximum?: number };
    switch (schema.type) {
      case 'null':
        return fc.constant(null);
      case 'boolean':
        return fc.boolean();
      case 'number': {
        const within = {
          ...(minimum !== undefined && { min: minimum }),
          ...(maximum && { max: maximum }),
        };
        return fc.oneof(
          fc.double({ ...within, noNaN: true }),
          fc.integer({ min: minimum ?? 0, max: 1000 }),
        );
      }
      case 'string':
        return text(schema);
      case 'array':
        return fc.array(make(itemsOf(schema), depth + 1), {
          minLength: (schema.minItems as number) ?? 0,
          maxLength: 3,
        });
      default:
        return object(schema, depth);
    }
  };

  const text = ({ format, pattern, maxLength }: Schema): Arbitrary<string> => {
    if (format === 'date-time') {
      const dates = fc.date({
        min: new Date('2000-01-01'),
        max: new Date(now),
        noInvalidDate: true,
      });
      return dates.map((date) => date.toISOString());
    }
    if (format === 'email') {
      // To make texts by the whole pattern takes long: one in eight is.
      const short = fc.stringMatching(/^[A-Za-z0-9.+_-]{1,12}@[A-Za-z0-9]{1,8}\.[A-Za-z]{2,3}$/);
      const any = fc.stringMatching(new RegExp(pattern as string));
      return fc.oneof({ arbitrary: short, weight: 7 }, { arbitrary: any, weight: 1 });
    }
    return anyText(Math.min(maxLength as number, 300));
  };

  const object = (schema: Schema, depth: number): Arbitrary<unknown> => {
    const properties = schema.properties as Record<string, Schema> | undefined;
    if (!properties) {
      const keys = filtered(schema.propertyNames as Schema, anyText(140));
      return fc.dictionary(
        keys as Arbitrary<string>,
        make(schema.additionalProperties as Schema, depth + 1),
        { maxKeys: 4 },
      );
    }
    const made = Object.entries(properties).map(([name, inner]) => [name, make(inner, depth)]);
    return fc.record(Object.fromEntries(made), { requiredKeys: schema.required as [] });
  };

  return make(schema, 0);
}

/** What people read, and any characters at all. */
function anyText(maxLength: number): Arbitrary<string> {
  return fc.oneof(
    fc.string({ unit: 'grapheme', maxLength }),
    fc.string({ unit: 'binary', maxLength }),
  );
}

/** The same body with one value, anywhere inside, exchanged, or with one that does not belong there. */
export function changed(body: unknown): Arbitrary<unknown> {
  const anything = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(
      2 ** 53,
      1e300,
      1e-30,
      -1,
      604_800_001,
      'x'.repeat(9000),
      'gold',
      'no-at',
      '\0',
    ),
  );
  const names = fc.constantFrom(
    'role',
    'plan\\',
    '__proto__',
    'k'.repeat(129),
    'age',
    'timestamp',
    'email',
  );
  const places = placesIn(body);
  return fc
    .tuple(fc.constantFrom(...places), names, anything, fc.boolean())
    .map(([path, name, value, adds]) => {
      const copy = structuredClone(body);
      const parent = path
        .slice(0, -1)
        .reduce((inner, step) => (inner as never)[step], copy) as object;
      const step = adds && !Array.isArray(parent) ? name : path.at(-1)!;
      Object.defineProperty(parent, step, { value, enumerable: true, configurable: true });
      return copy;
    });
}

function placesIn(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([step, inner]) => [
    [...path, step],
    ...placesIn(inner, [...path, step]),
  ]);
}

/** What the items of a list are: `items`, or what none of them may fail to be. */
function itemsOf({ items, not }: Schema): Schema {
  const { contains } = (not ?? {}) as { contains?: { not: Schema } };
  return contains?.not ?? (items as Schema);
}
