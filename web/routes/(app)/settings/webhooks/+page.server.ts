import { fail, redirect } from '@sveltejs/kit';
import { attempt, unwrap } from '$lib/server/database.ts';
import { text } from '$lib/server/form.ts';
import { requireMember } from '$lib/server/member.ts';
import { readAsMember } from '$lib/server/read-as-member.ts';
import { canDeliver, rules } from '$lib/server/webhooks/outbox.ts';
import { guard, Refused } from '$lib/server/webhooks/guard.ts';
import { listProjects } from '$lib/server/projects.ts';
import { listWebhooks, readChoices } from './webhooks.server.ts';

export async function load(event) {
  const { supabase } = event.locals;
  const reading = readAsMember(event, (accountId) =>
    Promise.all([listWebhooks(supabase, accountId), listProjects(supabase, accountId)]),
  );
  // A viewer is led away, whatever the database says of their reading.
  reading.catch(() => {});
  const { canEdit } = await requireMember(event);
  if (!canEdit) redirect(303, '/settings');
  const [webhooks, projects] = await reading;
  return { webhooks, projects, canDeliver: canDeliver() };
}

export const actions = {
  create: async (event) => {
    const { account } = await requireMember(event);
    const form = await event.request.formData();
    const url = text(form, 'url');
    try {
      await guard(url, rules());
    } catch (error) {
      if (error instanceof Refused) return fail(422, { message: error.message, url });
      throw error;
    }
    return attempt(async () => {
      const { supabase } = event.locals;
      const told = await readChoices(form, supabase, account.id);
      const [made] = unwrap(
        await supabase.rpc('create_webhook', { account_id: account.id, url, ...told }),
      );
      return { created: { id: made!.id, url, secret: made!.secret } };
    });
  },
};
