import { error, json } from '@sveltejs/kit';
import { z } from 'zod';
import type { Json } from '$lib/database.types.ts';
import { STATUSES } from '$contract/statuses.ts';
import { parseView, toFilter } from '$lib/filters';
import { unwrap } from '$lib/server/database.ts';
import { requireMember } from '$lib/server/member.ts';
import { recordExport } from '$lib/server/record-export.ts';

const ids = z.array(z.uuid()).min(1).max(10_000);
/** The customers that are meant: the selected ones, or all that a view shows, by the query of its address. */
const who = z.union([z.object({ ids }), z.object({ query: z.string().max(4_000) })]);
const status = { project: z.uuid(), status: z.enum(STATUSES) };
/** Chosen by the page, which undoes by it. */
const edit = z.uuid();

const request = z.intersection(
  who,
  z.discriminatedUnion('action', [
    z.object({ action: z.literal('tag'), tag: z.string(), edit }),
    z.object({ action: z.literal('untag'), tag: z.string(), edit }),
    z.object({ action: z.literal('preview'), ...status }),
    z.object({ action: z.literal('status'), ...status, edit }),
    z.object({ action: z.literal('erase'), expected: z.int() }),
    z.object({ action: z.literal('emails') }),
  ]),
);

/**
 * Changes many customers at once and answers with how many: {changed}. `preview` answers with what
 * `status` would do, and `emails` with the emails of all that a view shows.
 */
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
      const { tag, edit: edit_id } = data;
      const changed = customer_ids
        ? await supabase.rpc('tag_customers', { account_id, tag, customer_ids, edit_id })
        : await supabase.rpc('tag_matching', { account_id, tag, filter, edit_id });
      return json({ changed: unwrap(changed) });
    }
    case 'untag': {
      const { tag, edit: edit_id } = data;
      const changed = customer_ids
        ? await supabase.rpc('untag_customers', { account_id, tag, customer_ids, edit_id })
        : await supabase.rpc('untag_matching', { account_id, tag, filter, edit_id });
      return json({ changed: unwrap(changed) });
    }
    case 'preview': {
      const { project: project_id, status } = data;
      const them = customer_ids ? { customer_ids } : { filter };
      const would = await supabase.rpc('preview_status', {
        ...{ account_id, project_id, status },
        ...them,
      });
      return json(unwrap(would)[0]);
    }
    case 'status': {
      const { project: project_id, status, edit: edit_id } = data;
      const what = { account_id, project_id, status, edit_id };
      const changed = customer_ids
        ? await supabase.rpc('set_status', { ...what, customer_ids })
        : await supabase.rpc('set_status_matching', { ...what, filter });
      return json({ changed: unwrap(changed) });
    }
    case 'erase': {
      const { expected } = data;
      const changed = customer_ids
        ? await supabase.rpc('erase_customers', { account_id, customer_ids })
        : await supabase.rpc('erase_matching', { account_id, filter, expected });
      return json({ changed: unwrap(changed) });
    }
    case 'emails': {
      const emails = unwrap(await supabase.rpc('list_emails', { account_id, filter }));
      await recordExport(supabase, account_id, 'emails', emails.length);
      return json({ emails });
    }
  }
}
