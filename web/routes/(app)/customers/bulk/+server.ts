import { error, json } from '@sveltejs/kit';
import { z } from 'zod';
import type { Json } from '$lib/database.types.ts';
import { STATUSES } from '$contract/statuses.ts';
import { parseView, toFilter } from '$lib/filters';
import { unwrap } from '$lib/server/database.ts';
import { requireMember } from '$lib/server/member.ts';

const ids = z.array(z.uuid()).min(1).max(10_000);
/** The customers that are meant: the selected ones, or all that a view shows, by the query of its address. */
const who = z.union([z.object({ ids }), z.object({ query: z.string().max(4_000) })]);

const request = z.intersection(
  who,
  z.discriminatedUnion('action', [
    z.object({ action: z.literal('tag'), tag: z.string() }),
    z.object({ action: z.literal('untag'), tag: z.string() }),
    z.object({
      action: z.literal('status'),
      project: z.uuid(),
      status: z.enum(STATUSES),
    }),
    z.object({ action: z.literal('erase'), expected: z.int() }),
  ]),
);

/** Changes many customers at once and answers with how many: {changed}. */
export async function POST(event) {
  const { account } = await requireMember(event);
  const parsed = request.safeParse(await event.request.json().catch(() => null));
  if (!parsed.success) error(400, { message: 'This is no change of customers.' });
  const { data } = parsed;
  const { supabase } = event.locals;
  const account_id = account.id;
  const customer_ids = 'ids' in data ? data.ids : null;
  const filter: Json =
    'query' in data ? (toFilter(parseView(new URLSearchParams(data.query))) as Json) : {};

  switch (data.action) {
    case 'tag': {
      const { tag } = data;
      const changed = customer_ids
        ? await supabase.rpc('tag_customers', { account_id, tag, customer_ids })
        : await supabase.rpc('tag_matching', { account_id, tag, filter });
      return json({ changed: unwrap(changed) });
    }
    case 'untag': {
      if (!customer_ids) error(400, { message: 'Choose whose tag to take off.' });
      const { tag } = data;
      const changed = await supabase.rpc('untag_customers', { account_id, tag, customer_ids });
      return json({ changed: unwrap(changed) });
    }
    case 'status': {
      const { project: project_id, status } = data;
      const changed = customer_ids
        ? await supabase.rpc('set_status', { account_id, project_id, status, customer_ids })
        : await supabase.rpc('set_status_matching', { account_id, project_id, status, filter });
      return json({ changed: unwrap(changed) });
    }
    case 'erase': {
      const { expected } = data;
      const changed = customer_ids
        ? await supabase.rpc('erase_customers', { account_id, customer_ids })
        : await supabase.rpc('erase_matching', { account_id, filter, expected });
      return json({ changed: unwrap(changed) });
    }
  }
}
