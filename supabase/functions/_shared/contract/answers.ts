import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { codesOf, type ProblemCode } from './problems.ts';

/**
 * The answers of the function, as schemas: the OpenAPI document shows them, the tests hold answers
 * to them.
 */

const codes = codesOf('ingest') as [ProblemCode, ...ProblemCode[]];

export const fieldErrorSchema = z.object({
  pointer: z.string().meta({
    description: 'JSON Pointer (RFC 6901) into the request body. Empty for the whole body.',
  }),
  detail: z.string(),
});

export const identifyAnswerSchema = z.object({
  created: z
    .boolean()
    .meta({ description: 'Whether this project sees this customer for the first time.' }),
});

export const pingAnswerSchema = z.object({
  updated: z
    .boolean()
    .meta({ description: 'False when this project has no customer with this email.' }),
});

export const batchResultSchema = z.object({
  index: z
    .int()
    .min(0)
    .max(LIMITS.callsPerBatch - 1)
    .meta({ description: 'The place of the call in the batch, from 0.' }),
  status: z
    .int()
    .min(200)
    .max(599)
    .meta({ description: 'The status the call would have had alone.' }),
  created: z.boolean().optional().meta({ description: 'For an accepted identify.' }),
  updated: z.boolean().optional().meta({ description: 'For an accepted ping.' }),
  error: z
    .object({
      code: z.enum(codes),
      detail: z.string(),
      errors: z.array(fieldErrorSchema).optional(),
    })
    .optional()
    .meta({ description: 'For a refused call.' }),
});

export const batchAnswerSchema = z.object({ results: z.array(batchResultSchema) });

const kindLoadSchema = z
  .object({
    calls: z.int().min(0).meta({ description: 'Calls that wait.' }),
    bytes: z.int().min(0).meta({ description: 'Bytes that wait.' }),
    writing: z.int().min(0).meta({ description: 'Transactions in flight.' }),
    group_calls: z.number().meta({ description: 'Calls in a transaction, lately.' }),
    group_ms: z.number().meta({ description: 'Milliseconds a transaction takes, lately.' }),
  })
  .meta({ description: 'What the isolate that answers has to do.' });

export const healthAnswerSchema = z.object({
  status: z.literal('ok'),
  database_ms: z.number().meta({ description: 'The round trip to the database in milliseconds.' }),
  identify: kindLoadSchema,
  ping: kindLoadSchema,
});

export const problemDocumentSchema = z.object({
  type: z.url(),
  title: z.string(),
  status: z.int().min(200).max(599),
  detail: z.string().meta({ description: 'What to do, for a human.' }),
  code: z
    .enum(codes)
    .meta({ description: 'Which problem, for a program. Never changes its meaning.' }),
  errors: z.array(fieldErrorSchema).optional().meta({ description: 'Each fault of the call.' }),
  results: z
    .array(batchResultSchema)
    .optional()
    .meta({ description: 'For a batch of which no call was accepted.' }),
  request_id: z
    .uuid()
    .meta({ description: 'The same as the header x-request-id. Name it when you ask for help.' }),
});
