import { z } from 'zod';

// The fields that are read, of https://docs.stripe.com/api

const text = z.string().nullish();
const reference = z.union([z.string(), z.object({ id: z.string() })]);
/** The id of what Stripe may name by its id alone. */
export function idOf(reference: string | { id: string }): string;
export function idOf(reference: string | { id: string } | null | undefined): string | undefined;
export function idOf(reference: string | { id: string } | null | undefined) {
  return typeof reference === 'string' ? reference : reference?.id;
}

const metadata = z.record(z.string(), z.unknown()).nullish();
export const item = z.object({
  quantity: z.number().nullish(),
  current_period_end: z.number().nullish(),
  price: z.object({
    id: z.string(),
    nickname: z.string().nullable().default(null),
    lookup_key: text,
    product: reference.nullish().transform((of) => idOf(of) ?? ''),
    currency: z.string(),
    unit_amount: z.number().nullable().default(null),
    unit_amount_decimal: z.string().nullable().default(null),
    transform_quantity: z
      .object({ divide_by: z.number(), round: z.enum(['up', 'down']) })
      .nullish(),
    recurring: z
      .object({
        interval: z.enum(['day', 'week', 'month', 'year']),
        interval_count: z.number().default(1),
        usage_type: text,
      })
      .nullable()
      .default(null),
  }),
});
export const subscription = z.object({
  id: z.string(),
  customer: reference,
  status: z.string(),
  trial_end: z.number().nullish(),
  cancel_at: z.number().nullish(),
  cancel_at_period_end: z.boolean().nullish(),
  // On the items since version 2025-03-31 of the API.
  current_period_end: z.number().nullish(),
  pause_collection: z.object({}).nullish(),
  items: z.object({ data: z.array(item) }),
  metadata,
});
export const customer = z.object({ id: z.string(), email: text, name: text, metadata });
export const invoice = z.object({
  id: text,
  customer: reference.nullish(),
  customer_email: text,
  customer_name: text,
  status: text,
  amount_paid: z.number().nullish(),
  collection_method: text,
  // Until version 2025-03-31 of the API, and in `parent` since.
  subscription: reference.nullish(),
  parent: z.object({ subscription_details: z.object({}).nullish() }).nullish(),
});
export const session = z.object({
  id: z.string(),
  payment_intent: reference.nullish(),
  mode: z.string(),
  customer: reference.nullish(),
  customer_details: z.object({ email: text, name: text }).nullish(),
  payment_status: z.string(),
});
export const charge = z.object({
  id: z.string(),
  payment_intent: reference.nullish(),
  customer: reference.nullish(),
  billing_details: z.object({ email: text, name: text }).nullish(),
  receipt_email: text,
  refunded: z.boolean(),
});
export const dispute = z.object({
  charge: reference,
  payment_intent: reference.nullish(),
  status: z.string(),
});
export const thinEvent = z.object({
  object: z.literal('v2.core.event'),
  id: z.string(),
  type: z.string(),
});
export const event = z.object({
  id: z.string(),
  type: z.string(),
  created: z.number(),
  livemode: z.boolean().default(true),
  data: z.object({ object: z.unknown() }),
});
