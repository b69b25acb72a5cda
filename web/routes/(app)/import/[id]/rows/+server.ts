import { error, json } from '@sveltejs/kit';
import { z } from 'zod';
import type { Json } from '$lib/database.types.ts';
import { unwrap } from '$lib/server/database.ts';
import { requireMember } from '$lib/server/member.ts';

const request = z.object({ first: z.int(), rows: z.array(z.unknown()) });

/** Writes the next rows of an import and answers with it and the outcome of each. */
export async function POST(event) {
  await requireMember(event);
  const parsed = request.safeParse(await event.request.json().catch(() => null));
  if (!parsed.success) error(400, { message: 'Couldn’t read the rows. Choose the file again.' });
  const { first, rows } = parsed.data;
  const written = await event.locals.supabase.rpc('import_customers', {
    import_id: event.params.id,
    first_row: first,
    rows: rows as Json,
  });
  return json(unwrap(written));
}
