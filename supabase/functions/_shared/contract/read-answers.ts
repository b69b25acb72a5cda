import { z } from 'zod';
import { STATUSES } from './statuses.ts';

/**
 * The answers to read keys, as schemas: the OpenAPI document shows them, the tests hold answers to
 * them.
 */

const time = z.iso.datetime({ offset: true });
const status = z.enum(STATUSES);
const currencies = z
  .record(z.string(), z.number())
  .meta({ description: 'By currency. "" is what names none.' });

const customerProjectSchema = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  status,
  status_at: time.nullable().meta({ description: 'Null if no call set it.' }),
  params: z.record(z.string(), z.unknown()),
  first_seen_at: time,
  last_activity_at: time,
});

export const customerSchema = z.strictObject({
  id: z.uuid(),
  email: z.string().nullable().meta({ description: 'Null for a key that hides addresses.' }),
  name: z.string().nullable(),
  url: z.string().nullable().meta({
    description: 'Their page in the dashboard; null where the server doesn’t know its address.',
  }),
  first_seen_at: time.meta({ description: 'In any project that the key sees.' }),
  last_activity_at: time.meta({ description: 'In any project that the key sees.' }),
  tags: z
    .array(z.string())
    .meta({ description: 'Always empty for a key that is limited to projects.' }),
  projects: z.array(customerProjectSchema),
});

export const customerDetailsSchema = customerSchema.extend({
  status_changes: z
    .array(z.strictObject({ project_id: z.uuid(), from: status.nullable(), to: status, at: time }))
    .meta({ description: 'The newest first, 200 at most.' }),
});

export const customersSchema = z.strictObject({
  customers: z.array(customerSchema),
  next_cursor: z.string().nullable().meta({ description: 'Null on the last page.' }),
  count: z.int().min(0).max(10_000).optional().meta({ description: 'With count=1.' }),
  count_is_exact: z
    .boolean()
    .optional()
    .meta({ description: 'False where more than 10,000 match.' }),
});

export const changesSchema = z.strictObject({
  changes: z.array(
    z.strictObject({
      id: z.string(),
      customer: customerSchema.pick({ id: true, email: true, name: true, url: true }),
      project: customerProjectSchema.pick({ id: true, name: true }),
      from: status
        .nullable()
        .meta({ description: 'Null for a customer who is new in the project.' }),
      to: status,
      at: time.meta({ description: 'When it happened, which may be long before it was told.' }),
    }),
  ),
  next_cursor: z
    .string()
    .nullable()
    .meta({ description: 'Send it as since next time. Null while there was never a change.' }),
  has_more: z.boolean().meta({ description: 'True if more changes are there already.' }),
});

export const erasedSchema = z.strictObject({
  erased: z
    .boolean()
    .meta({ description: 'False if there was nobody, so that it can be repeated.' }),
});

export const exportSchema = z
  .looseObject({ id: z.uuid(), email: z.string(), notes: z.array(z.unknown()) })
  .meta({ description: 'Everything that the dashboard shows of the customer, notes included.' });

export const feedSchema = z.strictObject({
  view: z.string(),
  customers: z.array(customerSchema),
});

export const projectsSchema = z.strictObject({
  projects: z.array(
    z.strictObject({
      id: z.uuid(),
      name: z.string(),
      color: z.string(),
      archived: z.boolean(),
      customers: z.record(status, z.int().min(0)),
    }),
  ),
});

const count = z.int().min(0);
const trials = z.strictObject({ project_id: z.uuid(), trials: count, converted: count });

const periodSchema = z.strictObject({
  first: z.iso.date(),
  last: z.iso.date(),
  start: z.number().meta({ description: 'MRR before the first day.' }),
  end: z.number().meta({ description: 'MRR at the end of the last day.' }),
  mrr: currencies,
  payers_start: count,
  payers_end: count,
  new_customers: count,
  changes: z.partialRecord(
    z.enum(['new', 'expansion', 'contraction', 'churn', 'reactivation']),
    z.strictObject({ customers: count, mrr: z.number() }),
  ),
});

export const overviewSchema = z.strictObject({
  counted_at: time,
  period: periodSchema.optional().meta({ description: 'With days.' }),
  before: periodSchema.optional().meta({ description: 'As many days before those.' }),
  people: count,
  several: count.meta({ description: 'Who is in more than one project.' }),
  paying: count.meta({ description: 'Who pays in the currency of the account.' }),
  currency: z.string(),
  mrr: currencies,
  projects: z.array(
    z.strictObject({
      project_id: z.uuid(),
      customers: count,
      new: count.meta({ description: 'In 30 days, today included.' }),
      free: count,
      trial: count,
      paid: count,
      churned: count,
      mrr: currencies,
      payers: currencies,
    }),
  ),
  overlap: z
    .array(
      z.strictObject({
        a: z.uuid(),
        b: z.uuid(),
        people: count,
        both_pay: count,
        paid_a_not_b: count,
      }),
    )
    .meta({ description: 'Of each pair of the 20 largest projects.' }),
  trials: z.array(trials).meta({ description: 'Trials, and how many became paid.' }),
  radar: z
    .record(z.enum(['ending_3', 'ending_7', 'stuck_14']), count)
    .meta({ description: 'Trials that end in 3 or in 7 days, or go on for 14 without an end.' }),
});
