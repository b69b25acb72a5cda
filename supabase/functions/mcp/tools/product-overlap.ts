import { z } from 'zod';
import type { overviewSchema } from '../../_shared/contract/read-answers.ts';
import { clean } from '../clean.ts';
import { LINK } from '../people.ts';
import { defineTool } from '../tool.ts';

export const productOverlap = defineTool({
  name: 'product_overlap',
  title: 'Compare who uses which products',
  description:
    'For each pair of products: how many people use both, pay for both, and pay for product but not for other. The 20 largest products.',
  input: z.strictObject({
    product: z.string().optional().meta({ description: 'Only pairs that begin with this one.' }),
  }),
  output: z.object({
    pairs: z.array(
      z.object({
        product: z.string(),
        other: z.string(),
        people: z.number(),
        both_pay: z.number(),
        pays_only_product: z.number(),
      }),
    ),
    ...LINK,
  }),
  async answer(caller, { product }) {
    const only = product === undefined ? undefined : caller.findProduct(product).id;
    const { overlap } = await caller.ask<z.infer<typeof overviewSchema>>('overview');
    return {
      pairs: overlap
        .filter(({ a }) => only === undefined || a === only)
        .map(({ a, b, people, both_pay, paid_a_not_b }) => ({
          product: clean(caller.productOf(a)),
          other: clean(caller.productOf(b)),
          people,
          both_pay,
          pays_only_product: paid_a_not_b,
        })),
      ...caller.link('/overview'),
    };
  },
});
