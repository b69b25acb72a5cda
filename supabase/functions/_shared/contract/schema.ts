import { z } from 'zod';
import { canonicalEmail } from './canonical-email.ts';
import { printable } from './json-pointer.ts';
import { LIMITS } from './limits.ts';
import { EMAIL, NAME, NO_TINY_NUMBER, NOTE, ONE_TIME, PARAMS } from './openapi-rules.ts';
import { STATUSES } from './statuses.ts';
import { toUtc } from './timestamp.ts';

const email = z
  .string({
    error: ({ input }) =>
      input === undefined ? 'Send the customer’s email.' : 'The email must be a string.',
  })
  .meta({ ...EMAIL, examples: ['alex@example.com'] })
  .transform((text, context) => {
    const result = canonicalEmail(text);
    if ('email' in result) return result.email;
    context.issues.push({ code: 'custom', message: result.problem, input: text });
    return z.NEVER;
  })
  .meta({
    description:
      'The customer’s email. Stored in one canonical form: ASCII letters in lowercase, the domain in ASCII. Dots and +tags are kept. Other letters than ASCII, and space around it, are accepted.',
  });

const BLANK_IS_ABSENT = 'Null, "" and white space count as leaving it out.';

/**
 * A field that is sent and says nothing: people leave parts of a form empty, and products pass on
 * what they have. It is as if it were left out, so that nobody is lost or changed by it.
 */
function blankAsAbsent<Type extends z.ZodType>(type: Type) {
  return z
    .preprocess(
      (value) => (typeof value === 'string' && value.trim() === '' ? null : value),
      type.nullable(),
    )
    .transform((value) => (value || undefined) as Exclude<z.output<Type>, ''> | undefined)
    .optional();
}

const name = z
  .string('The name must be a string. Leave it out if there is none.')
  .trim()
  // Otherwise é and e with an accent behind it would be two texts to a search.
  .normalize('NFC')
  .refine(
    (text) => [...text].length <= LIMITS.nameCharacters,
    `A name can be at most ${LIMITS.nameCharacters} characters.`,
  )
  .refine((text) => printable(text) === text, 'The name contains a control character. Remove it.')
  .meta({ ...NAME, maxLength: LIMITS.nameCharacters, examples: ['Alex Chen'] });

// The blank one is for the document: it is absent before this is asked.
const status = z.enum([...STATUSES, ''], 'The status must be free, trial, paid or churned.');

const params = z
  .record(
    z.string(),
    z.unknown(),
    'Params must be a JSON object. Send {} or leave them out if there are none.',
  )
  .meta({
    ...PARAMS,
    description: `Your own data, merged key by key with what is stored; null removes a key. If a key appears twice, the last one counts. At most ${LIMITS.paramsKeys} keys, those of nested objects included, nested ${LIMITS.paramsDepth} levels deep, with texts of up to ${LIMITS.stringBytes} bytes of UTF-8, without half characters. The whole call can have ${LIMITS.callBytes} bytes at most.`,
    examples: [{ plan: 'pro', mrr: 29, coupon: null }],
  });

const tag = z
  .string('A tag must be a string.')
  .trim()
  .normalize('NFC')
  .refine(
    (text) => [...text].length <= LIMITS.tagCharacters,
    `A tag can be at most ${LIMITS.tagCharacters} characters.`,
  )
  .refine((text) => printable(text) === text, 'The tag contains a control character. Remove it.')
  .meta({ ...NAME, maxLength: LIMITS.tagCharacters, examples: ['beta'] });

const note = z
  .string('A note must be a string.')
  .trim()
  .refine(
    (text) => [...text].length <= LIMITS.noteCharacters,
    `A note can be at most ${LIMITS.noteCharacters.toLocaleString('en')} characters.`,
  )
  .meta({ ...NOTE, maxLength: LIMITS.noteCharacters, examples: ['Wants an invoice'] });

/** A list of texts, without those that say nothing. */
function textsOf<Text extends z.ZodType<string>>(text: Text, error: string) {
  return z
    .array(text, error)
    .transform((texts) => texts.filter(Boolean))
    .optional();
}

const age = z
  .number('The age must be a number of milliseconds.')
  .min(0, 'The age must be 0 milliseconds or more.')
  .max(LIMITS.ageMs, 'The age can be at most 7 days. Use timestamp for older events.')
  .meta({
    ...NO_TINY_NUMBER,
    description:
      'Milliseconds between the event and this request, for calls sent late. Doesn’t depend on your clock. Send age or timestamp, not both.',
    examples: [1500],
  });

/** PHP and Ruby write +0000 for +00:00, which means no other time. */
function withColon(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/(T.+[+-]\d\d)(\d\d)$/, '$1:$2') : value;
}

/** The schemas of the calls. `now` is the clock in ms since 1970 that a timestamp is compared to. */
export function createSchemas(now: () => number) {
  const time = z.iso
    .datetime({
      offset: true,
      error: 'The timestamp must be ISO 8601 with a time zone, like 2026-01-31T08:00:00Z.',
      abort: true,
    })
    .meta({ examples: ['2026-01-31T08:00:00Z'] })
    .refine((text) => Date.parse(text) >= LIMITS.earliest, 'The timestamp is before the year 2000.')
    .refine(
      (text) => Date.parse(text) <= now() + LIMITS.aheadMs,
      'The timestamp is more than an hour in the future.',
    )
    .transform(toUtc);
  const timestamp = z.preprocess(withColon, time).meta({
    description:
      'When it happened, for imports: from the year 2000 on, and at most an hour ahead. Send age or timestamp, not both.',
  });

  const when = { age: age.optional(), timestamp: timestamp.optional() };
  const ping = { email, ...when };
  const identify = {
    email,
    name: blankAsAbsent(name).meta({
      description: `Shown in the dashboard. The newest one wins. ${BLANK_IS_ABSENT}`,
    }),
    status: blankAsAbsent(status).meta({
      description: `The customer’s status in this project. A first identify without one sets free; later ones keep the current status. ${BLANK_IS_ABSENT}`,
    }),
    params: params.optional(),
    ...when,
  };

  return {
    identify: call(identify),
    ping: call(ping),
    importRow: z.strictObject(
      {
        ...{ email, name: identify.name, status: identify.status, params: identify.params },
        tags: textsOf(tag, 'The tags must be a list of strings.').meta({
          description: `Added to those that the customer has. Of 1 to ${LIMITS.tagCharacters} characters; blank ones are left out.`,
        }),
        notes: textsOf(note, 'The notes must be a list of strings.').meta({
          description:
            'Added to those that the customer has, unless the same text is there. Blank ones are left out.',
        }),
        created_at: z.preprocess(withColon, time).optional().meta({
          description: 'When the customer came: from the year 2000 on, and at most an hour ahead.',
        }),
        seen_at: z.preprocess(withColon, time).optional().meta({
          description: 'When the customer was last seen. The row is as old as this.',
        }),
      },
      {
        error: ({ code }) =>
          code === 'unrecognized_keys' ? undefined : 'A row must be a JSON object.',
      },
    ),
    batchCall: z.discriminatedUnion(
      'type',
      [
        call({ type: z.literal('identify'), ...identify }),
        call({ type: z.literal('ping'), ...ping }),
      ],
      'Each call must be an object with "type": "identify" or "ping".',
    ),
  };
}

/** An object that takes these fields and no others, and one time at most. */
function call<Shape extends z.ZodRawShape>(shape: Shape) {
  return z
    .strictObject(shape, {
      error: ({ code }) =>
        code === 'unrecognized_keys' ? undefined : 'A call must be a JSON object.',
    })
    .refine(
      ({ age, timestamp }: { age?: unknown; timestamp?: unknown }) =>
        age === undefined || timestamp === undefined,
      {
        path: ['timestamp'],
        error: 'Send age or timestamp, not both.',
      },
    )
    .meta(ONE_TIME);
}

/** A batch whose calls are of this schema. */
export function batchOf<Call extends z.ZodType>(call: Call) {
  return z.strictObject(
    {
      calls: z
        .array(call, 'Send "calls", a list of calls.')
        .min(1, 'The list is empty. Send at least one call.')
        .max(
          LIMITS.callsPerBatch,
          `A batch can have at most ${LIMITS.callsPerBatch} calls. Send the rest in another batch.`,
        ),
    },
    {
      error: ({ code }) =>
        code === 'unrecognized_keys' ? undefined : 'A batch must be a JSON object: {"calls": […]}.',
    },
  );
}

/** The rows of one step of an import, of this schema. */
export function importRowsOf<Row extends z.ZodType>(row: Row) {
  return z.strictObject({
    import_id: importId.meta({ description: 'The id from /import/start.' }),
    first_row: z
      .int('first_row must be a whole number.')
      .min(0, 'first_row must be 0 or more.')
      .max(2_000_000_000, 'first_row is too large.')
      .meta({
        description:
          'The position of the first row in the whole source, starting at 0. Of several rows without dates about one person, the last one wins.',
      }),
    rows: z
      .array(row, 'Send "rows", a list of rows.')
      .min(1, 'The list is empty. Send at least one row.')
      .max(
        LIMITS.callsPerBatch,
        `A request can have at most ${LIMITS.callsPerBatch} rows. Send the rest in another one.`,
      ),
  });
}

const importId = z.uuid('Send the id of an import.');

export const startImportSchema = z.strictObject({
  name: z
    .string('Send "name", a name for the import.')
    .trim()
    .refine((text) => text !== '', 'The name is empty.')
    .max(LIMITS.nameCharacters, `A name can be at most ${LIMITS.nameCharacters} characters.`)
    .refine((text) => printable(text) === text, 'The name contains a control character. Remove it.')
    .meta({ description: 'Shown on the Import page, such as the name of the file.' }),
});

export const undoImportSchema = z.strictObject({
  import_id: importId.optional().meta({
    description:
      'The id from /import/start. Without one, the latest import made with this API key.',
  }),
});

export type Schemas = ReturnType<typeof createSchemas>;
export type IdentifyFields = z.output<Schemas['identify']>;
export type PingFields = z.output<Schemas['ping']>;
export type ImportFields = z.output<Schemas['importRow']>;
