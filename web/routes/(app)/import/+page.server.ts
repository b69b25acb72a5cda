import { fail } from '@sveltejs/kit';
import { z } from 'zod';
import { attempt } from '$lib/server/database.ts';
import { listImports, previewUndo, undoImport } from './imports.server.ts';
import { text } from '$lib/server/form.ts';
import { requireMember } from '$lib/server/member.ts';
import { listProjectSettings } from '$lib/server/project-settings.ts';
import { readAsMember } from '$lib/server/read-as-member.ts';

/** One request may take as long as a serverless function lives, at the least. */
const UNDO_BUDGET_MS = 5000;

export async function load(event) {
  const { supabase } = event.locals;
  const [projects, imports] = await readAsMember(event, (accountId) =>
    Promise.all([listProjectSettings(supabase, accountId), listImports(supabase, accountId)]),
  );
  return {
    projects: projects.map(({ id, name, color, mark, archived_at }) => ({
      id,
      name,
      color,
      mark,
      isArchived: archived_at !== null,
    })),
    imports,
    chosenProject: event.url.searchParams.get('project'),
  };
}

export const actions = {
  /** Says what undoing an import would do, for whoever is about to. */
  previewUndo: async (event) => {
    await requireMember(event);
    const id = text(await event.request.formData(), 'import');
    if (!z.uuid().safeParse(id).success) return fail(400, { message: 'Choose an import to undo.' });
    return attempt(async () => ({ asked: await previewUndo(event.locals.supabase, id) }));
  },

  /** Takes an import back. A large one needs more than one request. */
  undo: async (event) => {
    await requireMember(event);
    const id = text(await event.request.formData(), 'import');
    if (!z.uuid().safeParse(id).success) return fail(400, { message: 'Choose an import to undo.' });
    const answer = await attempt(async () => ({
      isUndone: await undoImport(event.locals.supabase, id, UNDO_BUDGET_MS),
    }));
    if ('isUndone' in answer && !answer.isUndone) {
      return fail(503, {
        message: 'Partly undone. Undo again to continue.',
        goOn: id,
      });
    }
    return answer;
  },
};
