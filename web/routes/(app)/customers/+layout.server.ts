import { listParamKeys, listTags } from '$lib/server/customers.ts';
import { listProjects } from '$lib/server/projects.ts';
import { readAsMember } from '$lib/server/read-as-member.ts';
import { listViews } from '$lib/server/saved-views.ts';

/** The choices of the table's controls. They do not follow the address, so that filters ask for rows only. */
export async function load(event) {
  event.depends('app:customers');
  const { supabase } = event.locals;
  const [projects, views, tags, keys] = await readAsMember(event, (accountId) =>
    Promise.all([
      listProjects(supabase, accountId),
      listViews(supabase, accountId),
      listTags(supabase, accountId),
      listParamKeys(supabase, accountId),
    ]),
  );
  return { projects, views, tags, keys };
}
