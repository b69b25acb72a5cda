import { fail } from '@sveltejs/kit';
import { env } from '$env/dynamic/public';
import { attempt } from '$lib/server/database.ts';
import { requireMember } from '$lib/server/member.ts';
import {
  createApiKey,
  createProject,
  listApiKeys,
  listProjects,
  revokeApiKey,
  rotateApiKey,
} from '$lib/server/projects.ts';

export async function load(event) {
  const { account } = await requireMember(event);
  const { supabase } = event.locals;
  const [projects, keys] = await Promise.all([
    listProjects(supabase, account.id),
    listApiKeys(supabase, account.id),
  ]);
  return {
    projects: projects.map((project) => ({
      ...project,
      keys: keys.filter((key) => key.project_id === project.id),
    })),
    ingestUrl: env.PUBLIC_INGEST_URL ?? '',
  };
}

/** What a key-making action answers: the key itself, this once. */
const shown = (key: { id: string; api_key: string }) => ({ keyId: key.id, apiKey: key.api_key });

export const actions = {
  create: async (event) => {
    const { account } = await requireMember(event);
    const name = text(await event.request.formData(), 'name');
    return attempt(async () => shown(await createProject(event.locals.supabase, account.id, name)));
  },

  addKey: async (event) => {
    await requireMember(event);
    const form = await event.request.formData();
    return attempt(async () =>
      shown(
        await createApiKey(
          event.locals.supabase,
          text(form, 'project'),
          text(form, 'name') || undefined,
        ),
      ),
    );
  },

  rotate: async (event) => {
    await requireMember(event);
    const form = await event.request.formData();
    const graceHours = Number(text(form, 'grace'));
    if (!Number.isInteger(graceHours))
      return fail(400, { message: 'Choose how long the old key stays.' });
    return attempt(async () =>
      shown(await rotateApiKey(event.locals.supabase, text(form, 'key'), graceHours)),
    );
  },

  revoke: async (event) => {
    await requireMember(event);
    const form = await event.request.formData();
    return attempt(async () => {
      await revokeApiKey(event.locals.supabase, text(form, 'key'));
      return { revoked: true };
    });
  },
};

function text(form: FormData, name: string): string {
  return String(form.get(name) ?? '').trim();
}
