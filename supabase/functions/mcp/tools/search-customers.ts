import { z } from 'zod';
import { findPeople, peopleSchema } from '../people.ts';
import { PAGE, readWho, SORT, WHO } from '../question.ts';
import { defineTool } from '../tool.ts';

export const searchCustomers = defineTool({
  name: 'search_customers',
  title: 'Search customers',
  description:
    'Finds people across all products: each once, with their status and params in every product. Who is the most valuable: sort by the revenue param, desc.',
  input: z.strictObject({ ...WHO, sort: SORT, ...PAGE }),
  output: z.object(peopleSchema),
  answer: (caller, { sort, limit, cursor, ...who }) =>
    findPeople(caller, readWho(caller, who, sort), { limit, cursor }),
});
