import { error, json } from '@sveltejs/kit';
import { z } from 'zod';
import type { Json } from '$lib/database.types.ts';
import { unwrap } from '$lib/server/database.ts';
import { requireMember } from '$lib/server/member.ts';

const request = z.object({
  project: z.uuid(),
  file: z.string().max(1000),
  hash: z.string().max(128),
  rows: z.int(),
  settings: z.record(z.string(), z.unknown()),
});

/** Begins an import and answers with it. */
export async function POST(event) {
  await requireMember(event);
  const parsed = request.safeParse(await event.request.json().catch(() => null));
  if (!parsed.success) error(400, { message: 'Couldn’t start the import. Choose the file again.' });
  const { project, file, hash, rows, settings } = parsed.data;
  const started = await event.locals.supabase.rpc('start_import', {
    project_id: project,
    file_name: file,
    file_hash: hash,
    row_count: rows,
    settings: settings as Json,
  });
  return json(unwrap(started));
}
