import { json } from '@sveltejs/kit';
import { requireMember } from '$lib/server/member.ts';
import { recentCalls } from '$lib/server/project-settings.ts';

/** The calls that came through lately and those that did not, for a page that looks again and again. */
export async function GET(event) {
  await requireMember(event);
  return json(await recentCalls(event.locals.supabase, event.params.id));
}
