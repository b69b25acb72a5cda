import { redirect } from '@sveltejs/kit';
import { ingestAddress } from '$lib/server/ingest-address.ts';
import { attempt } from '$lib/server/database.ts';
import { text } from '$lib/server/form.ts';
import { keyActions } from '$lib/server/key-actions.ts';
import { requireMember } from '$lib/server/member.ts';
import { listProjectSettings, setSampleData } from '$lib/server/project-settings.ts';
import { createProject, listApiKeys } from '$lib/server/projects.ts';
import { readAsMember } from '$lib/server/read-as-member.ts';
import { SDK } from '$lib/server/sdk.ts';

export async function load(event) {
  const { supabase } = event.locals;
  const [projects, keys] = await readAsMember(event, (accountId) =>
    Promise.all([listProjectSettings(supabase, accountId), listApiKeys(supabase, accountId)]),
  );
  return {
    projects: projects.map((project) => ({
      ...project,
      keys: keys.filter((key) => key.project_id === project.id),
    })),
    deleted: event.url.searchParams.has('deleted'),
    ingest: ingestAddress(event.url),
    sdk: SDK,
  };
}

/** The pages that offer sample data while they are empty. */
const SHOW_SAMPLES = new Set(['/customers', '/overview']);

export const actions = {
  ...keyActions,

  create: async (event) => {
    const { account } = await requireMember(event);
    const name = text(await event.request.formData(), 'name');
    return attempt(async () => {
      const made = await createProject(event.locals.supabase, account.id, name);
      return { keyId: made.id, apiKey: made.api_key, createdId: made.projectId };
    });
  },

  addSamples: async (event) => {
    const { account } = await requireMember(event);
    const next = text(await event.request.formData(), 'next');
    const answer = await attempt(async () => {
      await setSampleData(event.locals.supabase, account.id, true);
      return { samples: true };
    });
    if ('samples' in answer && SHOW_SAMPLES.has(next)) redirect(303, next);
    return answer;
  },

  removeSamples: async (event) => {
    const { account } = await requireMember(event);
    return attempt(async () => {
      await setSampleData(event.locals.supabase, account.id, false);
      return { samples: false };
    });
  },
};
