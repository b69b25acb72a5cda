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
  created: z.boolean().meta({ description: 'True if this customer is new to this project.' }),
});

export const pingAnswerSchema = z.object({
  updated: z
    .boolean()
    .meta({ description: 'False if this project has no customer with this email.' }),
});

export const batchResultSchema = z.object({
  index: z
    .int()
    .min(0)
    .max(LIMITS.callsPerBatch - 1)
    .meta({ description: 'The position of the call in the batch, starting at 0.' }),
  status: z
    .int()
    .min(200)
    .max(599)
    .meta({ description: 'The status the call would have had on its own.' }),
  created: z.boolean().optional().meta({ description: 'For an accepted identify.' }),
  updated: z.boolean().optional().meta({ description: 'For an accepted ping.' }),
  error: z
    .object({
      code: z.enum(codes),
      detail: z.string(),
      errors: z.array(fieldErrorSchema).optional(),
    })
    .optional()
    .meta({ description: 'For a rejected call.' }),
});

export const importStartedSchema = z.object({
  import_id: z.uuid().meta({ description: 'Send it with the rows, and to undo them.' }),
});

export const importResultSchema = z.object({
  index: batchResultSchema.shape.index.meta({
    description: 'The position of the row in this request, starting at 0.',
  }),
  status: batchResultSchema.shape.status.meta({
    description: '200, or the status of the problem with the row.',
  }),
  outcome: z
    .enum(['created', 'updated', 'unchanged'])
    .optional()
    .meta({ description: 'For a stored row.' }),
  error: batchResultSchema.shape.error.meta({ description: 'For a rejected row.' }),
});

export const importAnswerSchema = z.object({ results: z.array(importResultSchema) });

export const importUndoneSchema = z.object({
  import_id: z.uuid(),
  name: z.string(),
  started_at: z.iso.datetime({ offset: true }),
  done: z.boolean().meta({ description: 'False if there is more: send the same request again.' }),
  removed: z
    .int()
    .min(0)
    .meta({ description: 'New customers that were removed from the project.' }),
  restored: z.int().min(0).meta({ description: 'Changed customers that are as before.' }),
  kept: z.int().min(0).meta({ description: 'Customers left alone because they changed since.' }),
});

export const batchAnswerSchema = z.object({ results: z.array(batchResultSchema) });

const kindLoadSchema = z
  .object({
    calls: z.int().min(0).meta({ description: 'Calls waiting.' }),
    bytes: z.int().min(0).meta({ description: 'Bytes waiting.' }),
    writing: z.int().min(0).meta({ description: 'Transactions in flight.' }),
    group_calls: z.number().meta({ description: 'Recent number of calls per transaction.' }),
    group_ms: z.number().meta({ description: 'Recent milliseconds per transaction.' }),
  })
  .meta({ description: 'The load on the isolate that answered.' });

export const healthAnswerSchema = z.object({
  status: z.literal('ok'),
  database_ms: z.number().meta({ description: 'The round trip to the database in milliseconds.' }),
  identify: kindLoadSchema,
  ping: kindLoadSchema,
  import: kindLoadSchema,
});

export const problemDocumentSchema = z.object({
  type: z.url(),
  title: z.string(),
  status: z.int().min(200).max(599),
  detail: z.string().meta({ description: 'What happened and what to do, for people.' }),
  code: z
    .enum(codes)
    .meta({ description: 'The problem, for programs. Its meaning never changes.' }),
  errors: z
    .array(fieldErrorSchema)
    .optional()
    .meta({ description: 'Everything wrong with the call.' }),
  results: z
    .array(batchResultSchema)
    .optional()
    .meta({ description: 'For a batch in which no call was accepted.' }),
  request_id: z
    .uuid()
    .meta({ description: 'Same as the x-request-id header. Include it when you ask for help.' }),
});
