import { error, json } from '@sveltejs/kit';
import { z } from 'zod';
import { unwrap } from '$lib/server/database.ts';
import { requireMember } from '$lib/server/member.ts';

const request = z.object({ edit: z.uuid() });

/** Undoes an edit and answers of how many customers it did: {restored, kept}. */
export async function POST(event) {
  const { account } = await requireMember(event);
  const parsed = request.safeParse(await event.request.json().catch(() => null));
  if (!parsed.success) error(400, { message: 'There is no such change to undo.' });
  const undone = await event.locals.supabase.rpc('undo_edit', {
    account_id: account.id,
    edit_id: parsed.data.edit,
  });
  return json(unwrap(undone)[0]);
}
