import { z } from 'zod';

// The fields that are read, of https://docs.stripe.com/api

const text = z.string().nullish();
const reference = z.union([z.string(), z.object({ id: z.string() })]);
const metadata = z.record(z.string(), z.unknown()).nullish();
export const item = z.object({
  quantity: z.number().optional(),
  price: z.object({
    id: z.string(),
    nickname: z.string().nullable().default(null),
    lookup_key: text,
    product: z.string(),
    currency: z.string(),
    unit_amount: z.number().nullable().default(null),
    unit_amount_decimal: z.string().nullable().default(null),
    recurring: z
      .object({
        interval: z.enum(['day', 'week', 'month', 'year']),
        interval_count: z.number(),
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
  pause_collection: z.object({}).nullish(),
  items: z.object({ data: z.array(item) }),
  metadata,
});
export const customer = z.object({ id: z.string(), email: text, name: text, metadata });
export const invoice = z.object({
  customer: reference.nullish(),
  customer_email: text,
  customer_name: text,
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
