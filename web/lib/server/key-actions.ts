import { fail, type RequestEvent } from '@sveltejs/kit';
import { attempt } from './database.ts';
import { text } from './form.ts';
import { requireMember } from './member.ts';
import { createApiKey, revokeApiKey, rotateApiKey } from './projects.ts';

/** The answer of an action that makes a key: the key itself, this once. */
const shown = (key: { id: string; api_key: string }) => ({ keyId: key.id, apiKey: key.api_key });

/** The form actions for keys, which the list of projects and the page of each have. */
export const keyActions = {
  addKey: async (event: RequestEvent) => {
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

  rotate: async (event: RequestEvent) => {
    await requireMember(event);
    const form = await event.request.formData();
    const graceHours = Number(text(form, 'grace'));
    if (!Number.isInteger(graceHours))
      return fail(400, { message: 'Choose how long the old key keeps working.' });
    return attempt(async () =>
      shown(await rotateApiKey(event.locals.supabase, text(form, 'key'), graceHours)),
    );
  },

  revoke: async (event: RequestEvent) => {
    await requireMember(event);
    const form = await event.request.formData();
    return attempt(async () => {
      await revokeApiKey(event.locals.supabase, text(form, 'key'));
      return { revoked: true };
    });
  },
};
