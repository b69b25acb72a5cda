import { z } from 'zod';
import { cursorOf } from '../_shared/contract/cursor.ts';
import type { Rows } from '../_shared/contract/filters/rows.ts';
import type { customerSchema } from '../_shared/contract/read-answers.ts';
import { STATUSES } from '../_shared/contract/statuses.ts';
import type { Caller } from './caller.ts';
import { clean, cleanParams } from './clean.ts';
import { addressOf, pageOf } from './question.ts';

export const statusSchema = z.enum(STATUSES);
export const LINK = { dashboard_url: z.string().optional() };

export const personSchema = z.object({
  id: z.string(),
  email: z.string().nullable(),
  name: z.string().nullable(),
  first_seen_at: z.string(),
  last_activity_at: z.string(),
  tags: z.array(z.string()),
  products: z.array(
    z.object({
      product: z.string(),
      status: statusSchema,
      status_at: z.string().nullable(),
      params: z.record(z.string(), z.unknown()),
      params_left_out: z.number().optional(),
      first_seen_at: z.string(),
      last_activity_at: z.string(),
    }),
  ),
  ...LINK,
});

export const peopleSchema = {
  customers: z.array(personSchema),
  next_cursor: z.string().nullable(),
  ...LINK,
};

/** As the database has them: their page is this server's to know. */
export type Customer = Omit<z.infer<typeof customerSchema>, 'url'>;

/** Somebody as an assistant is told: products by name, and nothing in it that cannot be seen. */
export function personOf(caller: Caller, customer: Customer): z.infer<typeof personSchema> {
  const { projects, ...person } = customer;
  return {
    ...clean(person),
    products: projects.map(({ id: _, name, params, ...badge }) => ({
      product: clean(name),
      ...badge,
      ...cleanParams(params),
    })),
    ...caller.link(`/customers/${customer.id}`),
  };
}

/** A page of people. */
export async function findPeople(caller: Caller, rows: Rows, page: Parameters<typeof pageOf>[1]) {
  const asked = pageOf(rows, page);
  const found = await caller.ask<{ rows: { customer: Customer; cursor: string }[] }>(
    'customers',
    JSON.stringify(asked),
  );
  const told = found.rows.slice(0, asked.limit - 1);
  return {
    customers: told.map(({ customer }) => personOf(caller, customer)),
    next_cursor: found.rows.length > told.length ? cursorOf(told.at(-1)!.cursor) : null,
    ...caller.link(addressOf(rows)),
  };
}
