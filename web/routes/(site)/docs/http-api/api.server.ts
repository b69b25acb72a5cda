import { openapiDocument } from '$contract/openapi.ts';
import { codesOf, PROBLEMS } from '$contract/problems.ts';
import { createSchemas } from '$contract/schema.ts';

interface Schema {
  type?: string;
  enum?: string[];
  anyOf?: Schema[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
}
interface Content {
  content: Record<string, { schema: { $ref: string }; example?: unknown }>;
}
interface Operation {
  summary: string;
  security?: [];
  requestBody?: Content;
  responses: Record<string, Partial<Content> & { description?: string }>;
}
export interface OpenApi {
  info: { description: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** What a product calls. Imports are a matter of tinycrm-import. */
export const OF_PRODUCTS = new Set(['/identify', '/ping', '/batch']);

/** The contract that the Edge Function answers at /openapi.json. */
export function openapi(): OpenApi {
  return openapiDocument(createSchemas(Date.now)) as OpenApi;
}

/** The contract in words, as a page of the documentation. */
export function apiMarkdown(): string {
  const { info, paths, components } = openapi();
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) =>
      operationMarkdown(`${method.toUpperCase()} ${path}`, operation, components.schemas),
    ),
  );
  return `# HTTP API

${info.description}

The address is what your dashboard shows beside an API key, such as \`https://crm.your-domain/v1\`. Every call is JSON and carries the project’s key:

@file examples/snippets/post.sh

This page is made from the OpenAPI 3.1 document that the API itself answers at \`/openapi.json\`. [SDK](/docs/sdk) has the same calls for JavaScript, and examples in Python, PHP and Ruby.

${operations.join('\n\n')}

## Errors

An error is a [problem document](https://www.rfc-editor.org/rfc/rfc9457): \`title\`, \`status\`, \`detail\` in words, and a \`code\` that never changes its meaning. A call that breaks a rule has \`errors\` too, each with a JSON Pointer to what is wrong. Try again after a network error, a 429 and a 5xx, no sooner than \`Retry-After\` says; it is safe, and no other error goes away by trying again.

| status | code | when |
| --- | --- | --- |
${codesOf('ingest')
  .map((code) => {
    const [status, title] = PROBLEMS[code];
    return `| ${status} | [\`${code}\`](/problems/${code}) | ${title} |`;
  })
  .join('\n')}
`;
}

function operationMarkdown(
  name: string,
  { summary, security, requestBody, responses }: Operation,
  schemas: Record<string, Schema>,
): string {
  const body = requestBody?.content['application/json'];
  const parts = [`## ${name}`, `${summary}.${security ? ' Needs no key.' : ''}`];
  if (body) {
    parts.push(json(body.example));
    const fields = fieldTable(schemas[body.schema.$ref.split('/').at(-1)!]!);
    if (fields) parts.push(fields);
  }
  for (const [status, { description, content }] of Object.entries(responses)) {
    if (!description) continue;
    parts.push(`**${status}** ${description}`);
    const example = content?.['application/json']?.example;
    if (example) parts.push(json(example));
  }
  return parts.join('\n\n');
}

function fieldTable({ properties = {}, required = [] }: Schema): string | null {
  const rows = Object.entries(properties)
    .filter(([, field]) => field.description)
    .map(([name, { description, ...field }]) => {
      return `| \`${name}\` | ${kindOf(field)}${required.includes(name) ? ', required' : ''} | ${description} |`;
    });
  if (!rows.length) return null;
  return ['| field | type | what it is |', '| --- | --- | --- |', ...rows].join('\n');
}

/** The kind of value that a field takes, in words. */
function kindOf({ type, enum: values, anyOf }: Schema): string {
  if (anyOf) return anyOf.map(kindOf).join(' or ');
  return values ? values.map((value) => `\`${value || '""'}\``).join(', ') : (type ?? 'anything');
}

function json(value: unknown): string {
  return `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
}
