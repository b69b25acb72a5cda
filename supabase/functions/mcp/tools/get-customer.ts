import { z } from 'zod';
import type { customerDetailsSchema } from '../../_shared/contract/read-answers.ts';
import { whoOf } from '../../_shared/contract/who-of.ts';
import { clean } from '../clean.ts';
import { personOf, personSchema, statusSchema } from '../people.ts';
import { defineTool } from '../tool.ts';

const MAX_CHANGES = 50;

export const getCustomer = defineTool({
  name: 'get_customer',
  title: 'Look up one customer',
  description:
    'One person by email or id: their status and params in every product, and the latest changes of status. customer is null if there is nobody.',
  input: z.strictObject({
    customer: z.string().max(400).meta({ description: 'An email or an id.' }),
  }),
  output: z.object({
    customer: personSchema
      .extend({
        status_changes: z.array(
          z.object({
            product: z.string(),
            from: statusSchema.nullable(),
            to: statusSchema,
            at: z.string(),
          }),
        ),
      })
      .nullable(),
  }),
  async answer(caller, asked) {
    type Details = Omit<z.infer<typeof customerDetailsSchema>, 'url'>;
    const { customer } = await caller.ask<{ customer: Details | null }>(
      'customer',
      ...whoOf(encodeURIComponent(asked.customer.toWellFormed().trim())),
    );
    if (!customer) return { customer: null };
    const { status_changes: changes, ...person } = customer;
    return {
      customer: {
        ...personOf(caller, person),
        status_changes: changes.slice(0, MAX_CHANGES).map(({ project_id, ...change }) => ({
          product: clean(caller.productOf(project_id)),
          ...change,
        })),
      },
    };
  },
});
