import { error, json } from '@sveltejs/kit';
import { z } from 'zod';
import type { Json } from '$lib/database.types.ts';
import { unwrap } from '$lib/server/database.ts';
import { requireMember } from '$lib/server/member.ts';

const request = z.object({ project: z.uuid(), rows: z.array(z.unknown()) });

/** The people of some rows as importing would leave them. Keeps nothing. */
export async function POST(event) {
  await requireMember(event);
  const parsed = request.safeParse(await event.request.json().catch(() => null));
  if (!parsed.success) error(400, { message: 'Couldn’t read the rows. Choose the file again.' });
  const { project, rows } = parsed.data;
  const people = await event.locals.supabase.rpc('preview_people', {
    project_id: project,
    rows: rows as Json,
  });
  return json(unwrap(people));
}
