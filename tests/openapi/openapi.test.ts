import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openapiDocument } from '$contract/openapi.ts';
import { createSchemas } from '$contract/schema.ts';
import { createFunction, NOW } from '../../supabase/functions/ingest/testing/function.ts';
import { bodiesOf, changed } from './bodies.ts';
import { isValid, type Schema } from './json-schema.ts';

const RUNS = 500;
const document = JSON.parse(JSON.stringify(openapiDocument(createSchemas(() => NOW)))) as Schema;
const { post } = createFunction();

/** What a reference leads to. */
function resolve(ref: string): Schema {
  const steps = ref.slice(2).split('/');
  const found = steps.reduce<unknown>((value, step) => (value as Schema)?.[step], document);
  if (!found) throw new Error(`${ref} leads nowhere.`);
  return found as Schema;
}

/** Everything in the document, whatever it is in, with the steps that lead to it. */
function* everything(value: unknown, path = ''): Generator<[string, Schema]> {
  if (typeof value !== 'object' || value === null) return;
  yield [path, value as Schema];
  for (const [step, inner] of Object.entries(value)) yield* everything(inner, `${path}/${step}`);
}
const all = [...everything(document)];

const schemaOf = (name: string) => resolve(`#/components/schemas/${name}`);
const describes = (schema: Schema, body: unknown) => isValid(schema, body, resolve);

/** Where the document is stricter than the checks: what is blank says nothing, and space around is cut. */
function isTakenToo(body: unknown): boolean {
  const texts = (inner: unknown): unknown =>
    typeof inner === 'string'
      ? inner.trim()
      : Array.isArray(inner)
        ? inner.map(texts)
        : typeof inner === 'object' && inner !== null
          ? Object.fromEntries(Object.entries(inner).map(([name, value]) => [name, texts(value)]))
          : inner;
  return describes(schemaOf('Identify'), texts(body)) || describes(schemaOf('Batch'), texts(body));
}

describe.each([
  ['Identify', '/identify'],
  ['Ping', '/ping'],
  ['Batch', '/batch'],
])('%s', (name, path) => {
  const schema = schemaOf(name);
  const bodies = bodiesOf(schema, resolve, NOW);

  test('every body that the document describes is taken', async () => {
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const answer = await post(path, body as object);
        expect(answer.status, await answer.clone().text()).toBe(200);
      }),
      { numRuns: RUNS },
    );
  });

  test('every body that it does not describe is refused', async () => {
    const wrong = bodies
      .chain(changed)
      .filter((body) => !describes(schema, body) && !isTakenToo(body));
    await fc.assert(
      fc.asyncProperty(wrong, async (body) => {
        const { status } = await post(path, body as object);
        // Of a batch the other calls are taken.
        expect([207, 413, 422]).toContain(status);
      }),
      { numRuns: RUNS },
    );
  });
});

test('every example is what its schema describes', () => {
  const examples = all.flatMap(([path, { schema, example, examples }]) => {
    if (!schema) return [];
    const named = Object.values((examples ?? {}) as Record<string, { value: unknown }>);
    return [...(example === undefined ? [] : [example]), ...named.map(({ value }) => value)].map(
      (value) => ({ path, schema: schema as Schema, value }),
    );
  });
  expect(examples.length).toBeGreaterThan(20);
  for (const { path, schema, value } of examples) {
    expect(describes(schema, value), `${path}: ${JSON.stringify(value)}`).toBe(true);
  }
});

test('nothing in it leads nowhere, and nothing is there that nobody needs', () => {
  const references = new Set(
    all.flatMap(([, { $ref }]) => (typeof $ref === 'string' ? [$ref] : [])),
  );
  for (const reference of references) expect(resolve(reference)).toBeDefined();
  const { securitySchemes: _, ...components } = document.components as Record<string, Schema>;
  const named = Object.entries(components).flatMap(([kind, inner]) =>
    Object.keys(inner).map((name) => `#/components/${kind}/${name}`),
  );
  expect(named.filter((name) => !references.has(name))).toEqual([]);
});

test('it says what a linter asks for', () => {
  const { info, paths } = document as { info: Schema; paths: Record<string, Schema> };
  expect(info).toMatchObject({
    title: expect.any(String),
    version: expect.any(String),
    license: { name: 'MIT' },
  });
  const operations = Object.values(paths).flatMap((path) => Object.values(path)) as Schema[];
  const ids = operations.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const operation of operations) {
    expect(operation.summary).toEqual(expect.any(String));
    for (const [status, response] of Object.entries(operation.responses as Schema)) {
      const { $ref } = response as { $ref?: string };
      const { headers, description } = $ref ? resolve($ref) : (response as Schema);
      expect(description, status).toEqual(expect.any(String));
      expect(headers, status).toHaveProperty('x-request-id');
    }
  }
});
