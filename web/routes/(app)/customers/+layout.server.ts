import { listParamKeys, listTags } from '$lib/server/customers.ts';
import { requireMember } from '$lib/server/member.ts';
import { listProjects } from '$lib/server/projects.ts';
import { listViews } from '$lib/server/saved-views.ts';

/** The choices of the table's controls. They do not follow the address, so that filters ask for rows only. */
export async function load(event) {
  event.depends('app:customers');
  const { account } = await requireMember(event);
  const { supabase } = event.locals;
  const [projects, views, tags, keys] = await Promise.all([
    listProjects(supabase, account.id),
    listViews(supabase, account.id),
    listTags(supabase, account.id),
    listParamKeys(supabase, account.id),
  ]);
  return { projects, views, tags, keys };
}
