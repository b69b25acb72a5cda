import { ingestAddress } from '$lib/server/ingest-address.ts';
import { fail, redirect } from '@sveltejs/kit';
import { attempt } from '$lib/server/database.ts';
import { text } from '$lib/server/form.ts';
import { keyActions } from '$lib/server/key-actions.ts';
import { requireMember } from '$lib/server/member.ts';
import {
  archiveProject,
  deleteProject,
  readProjectSettings,
  recentCalls,
  renameProject,
  setProjectColor,
  setProjectMark,
} from '$lib/server/project-settings.ts';
import { listApiKeys } from '$lib/server/projects.ts';
import { readAsMember } from '$lib/server/read-as-member.ts';
import { SDK } from '$lib/server/sdk.ts';
import { listReceivers } from './receivers/receivers.server.ts';
import { sendTestCustomer } from './test-customer.server.ts';

export async function load(event) {
  const { params, locals } = event;
  const { supabase } = locals;
  const { project, keys, recent, receivers } = await readAsMember(event, async (accountId) => {
    const more = Promise.all([
      listApiKeys(supabase, accountId),
      recentCalls(supabase, params.id),
      listReceivers(supabase, params.id),
    ]);
    // What there is to say about a project that is not there, the next line says.
    more.catch(() => {});
    const project = await readProjectSettings(supabase, accountId, params.id);
    const [keys, recent, receivers] = await more;
    return { project, keys, recent, receivers };
  });
  return {
    project,
    keys: keys.filter((key) => key.project_id === project.id),
    recent,
    receiving: receivers.map(({ service }) => service),
    ingest: ingestAddress(event.url),
    sdk: SDK,
  };
}

export const actions = {
  ...keyActions,

  settings: async (event) => {
    await requireMember(event);
    const form = await event.request.formData();
    const { supabase } = event.locals;
    const { id } = event.params;
    return (
      (await attempt(() => renameProject(supabase, id, text(form, 'name')), 'name')) ??
      (await attempt(() => setProjectColor(supabase, id, text(form, 'color')))) ??
      (await attempt(() => setProjectMark(supabase, id, text(form, 'mark')), 'mark')) ?? {
        done: 'Saved',
      }
    );
  },

  archive: async (event) => {
    await requireMember(event);
    return attempt(async () => {
      await archiveProject(event.locals.supabase, event.params.id, true);
      return { done: 'Archived' };
    });
  },

  unarchive: async (event) => {
    await requireMember(event);
    return attempt(async () => {
      await archiveProject(event.locals.supabase, event.params.id, false);
      return { done: 'Restored' };
    });
  },

  delete: async (event) => {
    await requireMember(event);
    const name = text(await event.request.formData(), 'name');
    const answer = await attempt(async () => {
      const gone = await deleteProject(event.locals.supabase, event.params.id, name);
      return { gone };
    });
    if ('gone' in answer && answer.gone) redirect(303, '/projects?deleted');
    if ('gone' in answer) {
      return fail(503, {
        message: 'Partly deleted: this project has many customers. Delete it again to continue.',
      });
    }
    return answer;
  },

  test: async (event) => {
    await requireMember(event);
    const message = await sendTestCustomer(text(await event.request.formData(), 'apiKey'));
    return message ? fail(502, { message }) : { done: 'Sent' };
  },
};
