import { z } from 'zod';

// The fields that are read, of https://woocommerce.github.io/woocommerce-rest-api-docs/ (v3)

const meta = z.array(z.object({ key: z.string(), value: z.unknown() })).default([]);
const names = { first_name: z.string().default(''), last_name: z.string().default('') };
const modified = z.string().nullish();
const billing = z.object({
  email: z.string().nullish(),
  ...names,
  country: z.string().default(''),
});
export const order = z.object({
  id: z.number(),
  status: z.string(),
  currency: z.string(),
  total: z.string(),
  total_tax: z.string().nullish(),
  discount_total: z.string().nullish(),
  created_via: z.string().nullish(),
  customer_id: z.number().default(0),
  billing,
  line_items: z.array(z.object({ name: z.string() })).default([]),
  date_created_gmt: modified,
  date_modified_gmt: modified,
  date_paid_gmt: modified,
  meta_data: meta,
});
export const subscription = order.extend({
  parent_id: z.number().default(0),
  billing_period: z.enum(['day', 'week', 'month', 'year']),
  billing_interval: z.coerce.number(),
  trial_end_date_gmt: z.string().nullish(),
  end_date_gmt: z.string().nullish(),
});
export const customer = z.object({
  id: z.number(),
  email: z.string(),
  ...names,
  billing: z.object({ country: z.string().default('') }).optional(),
  date_modified_gmt: modified,
  date_created_gmt: modified,
  meta_data: meta,
});
