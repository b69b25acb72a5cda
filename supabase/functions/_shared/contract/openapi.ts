import { z } from 'zod';
import * as answers from './answers.ts';
import { LIMITS } from './limits.ts';
import { codesOf, Problem, type ProblemCode, PROBLEMS } from './problems.ts';
import { PARAM_VALUE } from './openapi-rules.ts';
import { batchOf, type Schemas } from './schema.ts';

/** On every response. */
const everyHeaders = { 'x-request-id': { $ref: '#/components/headers/RequestId' } };
/** On the answer to a write, once the quota of its project is known. */
const quotaHeaders = {
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

/** An isolate that has nothing to do, for the example of a healthy one. */
const IDLE = { calls: 0, bytes: 0, writing: 0, group_calls: 1, group_ms: 2.5 };

/** The contract as an OpenAPI document, made from the schemas that check the calls. Its route adds the servers. */
export function openapiDocument(schemas: Schemas): object {
  const identify = {
    email: 'alex@example.com',
    name: 'Alex Chen',
    status: 'paid',
    params: { plan: 'pro', mrr: 29 },
  };
  const ping = { email: 'alex@example.com' };
  return {
    openapi: '3.1.0',
    info: {
      title: 'TinyCRM ingest',
      version: '1.0.0',
      license: { name: 'MIT', identifier: 'MIT' },
      description:
        'Your products report their customers here. Every call is safe to repeat, and is answered only once it is stored.',
    },
    security: [{ apiKey: [] }],
    paths: {
      '/identify': {
        post: write('identify', 'Create or update one customer', 'Identify', identify, {
          200: ok('Stored.', 'IdentifyAnswer', { created: true }),
        }),
      },
      '/ping': {
        post: write('ping', 'Record that a customer is active', 'Ping', ping, {
          200: ok('Stored, or no customer has this email.', 'PingAnswer', { updated: true }),
        }),
      },
      '/batch': {
        post: write(
          'batch',
          `Send up to ${LIMITS.callsPerBatch} calls, each accepted or rejected on its own`,
          'Batch',
          {
            calls: [
              { type: 'identify', ...identify },
              { type: 'ping', ...ping },
            ],
          },
          {
            200: ok('Every call is stored.', 'BatchAnswer', {
              results: [
                { index: 0, status: 200, created: false },
                { index: 1, status: 200, updated: true },
              ],
            }),
            207: ok('Some calls are stored, others rejected: see results.', 'BatchAnswer', {
              results: [
                { index: 0, status: 200, created: true },
                {
                  index: 1,
                  status: 422,
                  error: {
                    code: 'validation_failed',
                    detail: '/calls/1/email: The email is empty.',
                  },
                },
              ],
            }),
          },
        ),
      },
      '/health': {
        get: read('health', 'Check whether calls can be stored right now', [405, 500, 503], {
          200: ok('Calls can be stored.', 'Health', {
            status: 'ok',
            database_ms: 0.4,
            identify: IDLE,
            ping: IDLE,
          }),
        }),
      },
      '/openapi.json': {
        get: read('openapi', 'This document', [405, 500], {
          200: {
            description: 'OpenAPI 3.1.',
            headers: everyHeaders,
            content: { 'application/json': { schema: { type: 'object' } } },
          },
        }),
      },
    },
    components: {
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          description: 'A project’s API key, tcrm_proj_…',
        },
      },
      schemas: componentSchemas(schemas),
      responses: problemResponses(),
      headers: {
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
      },
    },
  };
}

interface Response {
  description: string;
  headers: object;
  content: object;
}

type Responses = Record<number, Response>;

function write(
  operationId: string,
  summary: string,
  schema: string,
  example: object,
  responses: Responses,
): object {
  return {
    operationId,
    summary,
    requestBody: {
      required: true,
      content: { 'application/json': { schema: reference(schema), example } },
    },
    responses: {
      ...Object.fromEntries(
        Object.entries(responses).map(([status, response]) => [
          status,
          { ...response, headers: { ...response.headers, ...quotaHeaders } },
        ]),
      ),
      ...problems([400, 401, 402, 405, 408, 413, 415, 422, 429, 500, 503]),
    },
  };
}

function read(
  operationId: string,
  summary: string,
  refusals: number[],
  responses: Responses,
): object {
  return { operationId, summary, security: [], responses: { ...responses, ...problems(refusals) } };
}

function ok(description: string, schema: string, example: object): Response {
  return {
    description,
    headers: everyHeaders,
    content: { 'application/json': { schema: reference(schema), example } },
  };
}

function reference(schema: string): object {
  return { $ref: `#/components/schemas/${schema}` };
}

/** The schemas of calls and answers, as JSON Schema 2020-12. */
function componentSchemas(schemas: Schemas): object {
  const registry = z.registry<{ id: string }>();
  registry.add(schemas.identify, { id: 'Identify' });
  registry.add(schemas.ping, { id: 'Ping' });
  registry.add(schemas.batchCall, { id: 'BatchCall' });
  registry.add(batchOf(schemas.batchCall), { id: 'Batch' });
  registry.add(answers.identifyAnswerSchema, { id: 'IdentifyAnswer' });
  registry.add(answers.pingAnswerSchema, { id: 'PingAnswer' });
  registry.add(answers.batchResultSchema, { id: 'BatchResult' });
  registry.add(answers.batchAnswerSchema, { id: 'BatchAnswer' });
  registry.add(answers.healthAnswerSchema, { id: 'Health' });
  registry.add(answers.fieldErrorSchema, { id: 'FieldError' });
  registry.add(answers.problemDocumentSchema, { id: 'Problem' });
  const made = z.toJSONSchema(registry, { io: 'input', uri: (id) => `#/components/schemas/${id}` });
  const named = Object.entries(made.schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [
    id,
    schema,
  ]);
  return { ...Object.fromEntries(named), ParamValue: PARAM_VALUE };
}

/** References to the shared responses of these statuses, for an operation. */
function problems(statuses: number[]): Record<number, object> {
  return Object.fromEntries(
    statuses.map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]),
  );
}

/** One shared response for each status a call can be refused with, an example for each code. */
function problemResponses(): Record<string, object> {
  // A path that is not here has no operation that could say 404.
  const codes = codesOf('ingest').filter((code) => code !== 'not_found');
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
