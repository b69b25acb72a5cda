import { z } from 'zod';
import type { overviewSchema } from '../../_shared/contract/read-answers.ts';
import { clean } from '../clean.ts';
import { LINK } from '../people.ts';
import { defineTool } from '../tool.ts';

const money = z.record(z.string(), z.number());
const count = z.number();

export const portfolioOverview = defineTool({
  name: 'portfolio_overview',
  title: 'Read the figures of all products',
  description:
    'People, payers and monthly revenue (mrr, by currency; "" names none) of all products and of each, and trials that end soon.',
  input: z.strictObject({}),
  output: z.object({
    counted_at: z.string(),
    people: count,
    in_several_products: count,
    paying: count,
    currency: z.string(),
    mrr: money,
    products: z.array(
      z.object({
        product: z.string(),
        customers: count,
        new_in_30_days: count,
        free: count,
        trial: count,
        paid: count,
        churned: count,
        mrr: money,
        trials: count.optional().meta({ description: 'Trials ever.' }),
        trials_converted: count.optional(),
      }),
    ),
    trials_ending_in_3_days: count,
    trials_ending_in_7_days: count,
    trials_without_end_for_14_days: count,
    ...LINK,
  }),
  async answer(caller) {
    const figures = await caller.ask<z.infer<typeof overviewSchema>>('overview');
    const trials = new Map(figures.trials.map((of) => [of.project_id, of]));
    return {
      counted_at: figures.counted_at,
      people: figures.people,
      in_several_products: figures.several,
      paying: figures.paying,
      currency: figures.currency,
      mrr: figures.mrr,
      products: figures.projects.map(({ project_id, new: fresh, payers: _, ...product }) => ({
        product: clean(caller.productOf(project_id)),
        ...product,
        new_in_30_days: fresh,
        trials: trials.get(project_id)?.trials,
        trials_converted: trials.get(project_id)?.converted,
      })),
      trials_ending_in_3_days: figures.radar.ending_3,
      trials_ending_in_7_days: figures.radar.ending_7,
      trials_without_end_for_14_days: figures.radar.stuck_14,
      ...caller.link('/overview'),
    };
  },
});
