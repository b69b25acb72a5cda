import { z } from 'zod';
import type { projectsSchema } from '../../_shared/contract/read-answers.ts';
import { STATUSES } from '../../_shared/contract/statuses.ts';
import { clean } from '../clean.ts';
import { defineTool } from '../tool.ts';

export const listProducts = defineTool({
  name: 'list_products',
  title: 'List products',
  description:
    'The products of this account, with how many customers each has by status, and the param and currency of its revenue.',
  input: z.strictObject({}),
  output: z.object({
    products: z.array(
      z.object({
        product: z.string(),
        id: z.string(),
        archived: z.boolean(),
        customers: z.record(z.enum(STATUSES), z.number()),
      }),
    ),
    revenue_param: z.string().meta({ description: 'Holds what somebody pays a month.' }),
    currency: z.string().nullable(),
  }),
  async answer(caller) {
    const { projects } = await caller.ask<z.infer<typeof projectsSchema>>('projects');
    return {
      products: projects.map(({ id, name, archived, customers }) => ({
        product: clean(name),
        id,
        archived,
        customers,
      })),
      revenue_param: clean(caller.names.mrr_param),
      currency: caller.names.currency,
    };
  },
});
