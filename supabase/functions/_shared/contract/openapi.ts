import { LIMITS } from './limits.ts';
import { componentSchemas } from './openapi-schemas.ts';
import { problemHeaders, problemResponses, problems } from './openapi-problems.ts';
import type { Parts, Route } from '../http/route.ts';
import type { Schemas } from './schema.ts';

/** GET /openapi.json: the contract, made from the schemas that check the calls. Needs no key. */
export function openapiRoute({ schemas }: Parts): Route {
  let document: object | undefined;
  return {
    method: 'GET',
    answer: () => ({ status: 200, body: (document ??= openapiDocument(schemas)) }),
  };
}

function openapiDocument(schemas: Schemas): object {
  const identify = {
    email: 'alex@example.com',
    name: 'Alex Doe',
    status: 'paid',
    params: { plan: 'pro', mrr: 29 },
  };
  const ping = { email: 'alex@example.com' };
  return {
    openapi: '3.1.0',
    info: {
      title: 'TinyCRM ingest',
      version: '1.0.0',
      description:
        'Products tell here who their customers are. Every call is safe to repeat, and answered only once it is stored.',
    },
    // Relative to this document.
    servers: [{ url: '../ingest' }],
    security: [{ apiKey: [] }],
    paths: {
      '/identify': {
        post: write('identify', 'Create or update one customer', 'Identify', identify, {
          200: ok('Stored.', 'IdentifyAnswer', { created: true }),
        }),
      },
      '/ping': {
        post: write('ping', 'Tell that a customer is active', 'Ping', ping, {
          200: ok('Stored, or nobody has this email.', 'PingAnswer', { updated: true }),
        }),
      },
      '/batch': {
        post: write(
          'batch',
          `Send up to ${LIMITS.callsPerBatch} calls, each accepted or refused by itself`,
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
            207: ok('Some calls are stored, others refused: see results.', 'BatchAnswer', {
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
        get: read('health', 'Tell whether calls can be stored now', [405, 500, 503], {
          200: ok('They can.', 'Health', { status: 'ok', database_ms: 0.4 }),
        }),
      },
      '/openapi.json': {
        get: read('openapi', 'This document', [405, 500], {
          200: {
            description: 'OpenAPI 3.1.',
            headers: problemHeaders,
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
          description: 'An API key of the project, tcrm_proj_…',
        },
      },
      schemas: componentSchemas(schemas),
      responses: problemResponses(),
      headers: {
        RequestId: {
          description: 'Names this request in the logs.',
          schema: { type: 'string', format: 'uuid' },
        },
      },
    },
  };
}

type Responses = Record<number, object>;

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
      ...responses,
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

function ok(description: string, schema: string, example: object): object {
  return {
    description,
    headers: problemHeaders,
    content: { 'application/json': { schema: reference(schema), example } },
  };
}

function reference(schema: string): object {
  return { $ref: `#/components/schemas/${schema}` };
}
