import { json } from '@sveltejs/kit';
import { listProjects } from '$lib/server/projects.ts';
import { readAsMember } from '$lib/server/read-as-member.ts';
import { listViews } from '$lib/server/saved-views.ts';

/** The names of an account that the palette goes to: its projects and saved views. */
export async function GET(event) {
  const { supabase } = event.locals;
  const [projects, views] = await readAsMember(event, (accountId) =>
    Promise.all([listProjects(supabase, accountId), listViews(supabase, accountId)]),
  );
  return json({ projects, views });
}
