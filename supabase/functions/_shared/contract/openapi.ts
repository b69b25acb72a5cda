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
import {
  batchOf,
  importRowsOf,
  type Schemas,
  startImportSchema,
  undoImportSchema,
} from './schema.ts';

/** An isolate that has nothing to do, for the example of a healthy one. */
const IDLE = { calls: 0, bytes: 0, writing: 0, group_calls: 1, group_ms: 2.5 };

const IMPORT_ID = '6f1d7c1e-93a4-4a57-9a0e-1f3f6b1f2d10';

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
      '/import/start': {
        post: write(
          'startImport',
          'Begin an import',
          'StartImport',
          { name: 'customers.csv' },
          {
            200: ok('Begun. Send its rows to /import/rows.', 'ImportStarted', {
              import_id: IMPORT_ID,
            }),
          },
        ),
      },
      '/import/rows': {
        post: write(
          'importRows',
          `Send up to ${LIMITS.callsPerBatch} rows of an import, each accepted or rejected on its own`,
          'ImportRows',
          {
            import_id: IMPORT_ID,
            first_row: 0,
            rows: [{ ...identify, created_at: '2024-01-31T08:00:00Z' }],
          },
          {
            200: ok('Every row is stored.', 'ImportAnswer', {
              results: [{ index: 0, status: 200, outcome: 'created' }],
            }),
            207: ok('Some rows are stored, others rejected: see results.', 'ImportAnswer', {
              results: [
                { index: 0, status: 200, outcome: 'unchanged' },
                {
                  index: 1,
                  status: 422,
                  error: {
                    code: 'validation_failed',
                    detail: '/rows/1/email: The email is empty.',
                  },
                },
              ],
            }),
            ...problems([404]),
          },
        ),
      },
      '/import/undo': {
        post: write(
          'undoImport',
          'Undo an import made with this API key in the last 30 days',
          'UndoImport',
          { import_id: IMPORT_ID },
          {
            200: ok('Undone as far as the answer says.', 'ImportUndone', {
              ...{ import_id: IMPORT_ID, name: 'customers.csv' },
              ...{ started_at: '2026-01-31T08:00:00.000Z', done: true },
              ...{ removed: 12, restored: 3, kept: 1 },
            }),
            ...problems([404]),
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
            import: IDLE,
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
      responses: problemResponses(codesOf('ingest')),
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
          'headers' in response
            ? { ...response, headers: { ...response.headers, ...quotaHeaders } }
            : response,
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
  registry.add(startImportSchema, { id: 'StartImport' });
  registry.add(schemas.importRow, { id: 'ImportRow' });
  registry.add(importRowsOf(schemas.importRow), { id: 'ImportRows' });
  registry.add(undoImportSchema, { id: 'UndoImport' });
  registry.add(answers.identifyAnswerSchema, { id: 'IdentifyAnswer' });
  registry.add(answers.pingAnswerSchema, { id: 'PingAnswer' });
  registry.add(answers.batchResultSchema, { id: 'BatchResult' });
  registry.add(answers.batchAnswerSchema, { id: 'BatchAnswer' });
  registry.add(answers.importStartedSchema, { id: 'ImportStarted' });
  registry.add(answers.importResultSchema, { id: 'ImportResult' });
  registry.add(answers.importAnswerSchema, { id: 'ImportAnswer' });
  registry.add(answers.importUndoneSchema, { id: 'ImportUndone' });
  registry.add(answers.healthAnswerSchema, { id: 'Health' });
  registry.add(answers.fieldErrorSchema, { id: 'FieldError' });
  registry.add(answers.problemDocumentSchema, { id: 'Problem' });
  return { ...jsonSchemas(registry), ParamValue: PARAM_VALUE };
}
