import { z } from 'zod';
import * as answers from './answers.ts';
import { LIMITS } from './limits.ts';
import { codesOf } from './problems.ts';
import {
  everyHeaders,
  HEADERS_SHARED,
  jsonSchemas,
  ok,
  open,
  problemResponses,
  problems,
  quotaHeaders,
  reference,
  type Responses,
} from './openapi-parts.ts';
import { PARAM_VALUE } from './openapi-rules.ts';
import { batchOf, type Schemas } from './schema.ts';

/** An isolate that has nothing to do, for the example of a healthy one. */
const IDLE = { calls: 0, bytes: 0, writing: 0, group_calls: 1, group_ms: 2.5 };

/** The contract as an OpenAPI document, made from the schemas that check the calls. Its route adds the servers. */
export function openapiDocument(schemas: Schemas): object {
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
        get: open('health', 'Check whether calls can be stored right now', [405, 500, 503], {
          200: ok('Calls can be stored.', 'Health', {
            status: 'ok',
            database_ms: 0.4,
            identify: IDLE,
            ping: IDLE,
          }),
        }),
      },
      '/openapi.json': {
        get: open('openapi', 'This document', [405, 500], {
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
      // A path that is not here has no operation that could say 404.
      responses: problemResponses(codesOf('ingest').filter((code) => code !== 'not_found')),
      headers: HEADERS_SHARED,
    },
  };
}

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
  return { ...jsonSchemas(registry), ParamValue: PARAM_VALUE };
}
