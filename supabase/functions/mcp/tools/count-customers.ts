import { z } from 'zod';
import { LINK } from '../people.ts';
import { addressOf, pageOf, readWho, WHO } from '../question.ts';
import { defineTool } from '../tool.ts';

/** Past this nobody needs the difference, and everybody would wait for it. */
const MAX_COUNT = 10_000;

export const countCustomers = defineTool({
  name: 'count_customers',
  title: 'Count customers',
  description: `How many people there are, all of them or those that match. Exact up to ${MAX_COUNT}.`,
  input: z.strictObject(WHO),
  output: z.object({ count: z.number(), count_is_exact: z.boolean(), ...LINK }),
  async answer(caller, who) {
    const rows = readWho(caller, who);
    const asked = { ...pageOf(rows, { limit: 1 }), count: true };
    const { count } = await caller.ask<{ count: number }>('customers', JSON.stringify(asked));
    return {
      count: Math.min(count, MAX_COUNT),
      count_is_exact: count <= MAX_COUNT,
      ...caller.link(addressOf(rows)),
    };
  },
});
