import { z } from 'zod';
import { Problem, type ProblemCode, PROBLEMS } from './problems.ts';

// What the OpenAPI documents of the functions have in common.

/** On every response. */
export const everyHeaders = { 'x-request-id': { $ref: '#/components/headers/RequestId' } };
/** On the answer to a write, once the quota of its project is known. */
export const quotaHeaders = {
  ratelimit: { $ref: '#/components/headers/RateLimit' },
  'ratelimit-policy': { $ref: '#/components/headers/RateLimitPolicy' },
};

const RETRY_AFTER = {
  description: 'Seconds to wait before trying again.',
  schema: { type: 'integer' },
};

const HEADERS: Record<number, Record<string, object>> = {
  401: { 'www-authenticate': { description: 'Always "Bearer".', schema: { type: 'string' } } },
  405: { allow: { description: 'The methods that work here.', schema: { type: 'string' } } },
  429: { 'retry-after': RETRY_AFTER, ...quotaHeaders },
  503: { 'retry-after': RETRY_AFTER },
};

/** The headers that responses refer to. */
export const HEADERS_SHARED = {
  RequestId: {
    description: 'Identifies this request in the logs.',
    schema: { type: 'string', format: 'uuid' },
  },
  RateLimit: {
    description:
      'Calls that are left, r, and the seconds until there are more, t: "default";r=9990;t=1.',
    schema: { type: 'string' },
  },
  RateLimitPolicy: {
    description: 'Calls that may be sent, q, in so many seconds, w: "default";q=10000;w=10.',
    schema: { type: 'string' },
  },
};

export interface Response {
  description: string;
  headers: object;
  content: object;
}

export type Responses = Record<number, Response | { $ref: string }>;

/** An operation that needs no key. */
export function open(
  operationId: string,
  summary: string,
  refusals: number[],
  responses: Responses,
): object {
  return { operationId, summary, security: [], responses: { ...responses, ...problems(refusals) } };
}

export function ok(description: string, schema: string, example: object): Response {
  return {
    description,
    headers: everyHeaders,
    content: { 'application/json': { schema: reference(schema), example } },
  };
}

export function reference(schema: string): object {
  return { $ref: `#/components/schemas/${schema}` };
}

/** The schemas of a registry as JSON Schema 2020-12, by their names. */
export function jsonSchemas(registry: Parameters<typeof z.toJSONSchema>[0]): object {
  const made = z.toJSONSchema(registry, { io: 'input', uri: (id) => `#/components/schemas/${id}` });
  const named = Object.entries(made.schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [
    id,
    schema,
  ]);
  return Object.fromEntries(named);
}

/** References to the shared responses of these statuses, for an operation. */
export function problems(statuses: number[]): Record<number, { $ref: string }> {
  return Object.fromEntries(
    statuses.map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]),
  );
}

/** One shared response for each status a call can be refused with, an example for each code. */
export function problemResponses(codes: ProblemCode[]): Record<string, object> {
  const byStatus = Map.groupBy(codes, (code) => PROBLEMS[code][0]);
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [`Problem${status}`, problemResponse(status, codes)]),
  );
}

function problemResponse(status: number, codes: ProblemCode[]): object {
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code][1]}.`).join(' '),
    headers: { ...everyHeaders, ...HEADERS[status] },
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(codes.map((code) => [code, { value: example(code) }])),
      },
    },
  };
}

function example(code: ProblemCode): object {
  return new Problem(code, `${PROBLEMS[code][1]}.`).document(
    '2f1c6d0e-8f4b-4c1a-9a53-0c5a1d6b7e21',
  );
}
