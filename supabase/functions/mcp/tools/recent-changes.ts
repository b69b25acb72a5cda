import { z } from 'zod';
import { cursorOf } from '../../_shared/contract/cursor.ts';
import { clean } from '../clean.ts';
import { LINK, statusSchema } from '../people.ts';
import { cursorText, PAGE } from '../question.ts';
import { defineTool } from '../tool.ts';

const STANDARD_LIMIT = 20;

interface Change {
  customer: { id: string; email: string | null; name: string | null };
  project_id: string;
  from: z.infer<typeof statusSchema> | null;
  to: z.infer<typeof statusSchema>;
  at: string;
}

export const recentChanges = defineTool({
  name: 'recent_changes',
  title: 'Read what changed',
  description:
    'The latest changes of status in any product, the newest first. from is null for somebody new in the product.',
  input: z.strictObject(PAGE),
  output: z.object({
    changes: z.array(
      z.object({
        customer: z.object({
          id: z.string(),
          email: z.string().nullable(),
          name: z.string().nullable(),
          ...LINK,
        }),
        product: z.string(),
        from: statusSchema.nullable(),
        to: statusSchema,
        at: z.string(),
      }),
    ),
    next_cursor: z.string().nullable(),
  }),
  async answer(caller, { limit = STANDARD_LIMIT, cursor }) {
    const asked = { limit: limit + 1, cursor: cursorText(cursor) };
    const { changes } = await caller.ask<{ changes: { change: Change; cursor: string }[] }>(
      'recentChanges',
      JSON.stringify(asked),
    );
    const told = changes.slice(0, limit);
    return {
      changes: told.map(({ change: { customer, project_id, ...change } }) => ({
        customer: { ...clean(customer), ...caller.link(`/customers/${customer.id}`) },
        product: clean(caller.productOf(project_id)),
        ...change,
      })),
      next_cursor: changes.length > told.length ? cursorOf(told.at(-1)!.cursor) : null,
    };
  },
});
