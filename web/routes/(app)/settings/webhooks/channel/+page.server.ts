import { fail, redirect } from '@sveltejs/kit';
import { attempt, unwrap } from '$lib/server/database.ts';
import { text } from '$lib/server/form.ts';
import { requireMember } from '$lib/server/member.ts';
import { listProjects } from '$lib/server/projects.ts';
import { channelOf } from '$lib/server/webhooks/channels.ts';
import { Refused } from '$lib/server/webhooks/guard.ts';
import { canDeliver, deliverFor, rules } from '$lib/server/webhooks/outbox.ts';
import { readChoices } from '../webhooks.server.ts';

export async function load(event) {
  const { account, canEdit } = await requireMember(event);
  if (!canEdit) redirect(303, '/settings');
  if (!canDeliver()) redirect(303, '/settings/webhooks');
  return { projects: await listProjects(event.locals.supabase, account.id) };
}

export const actions = {
  default: async (event) => {
    const { account } = await requireMember(event);
    const { supabase } = event.locals;
    const form = await event.request.formData();
    const url = text(form, 'url');
    let kind: string;
    try {
      kind = channelOf(url, rules());
    } catch (error) {
      if (error instanceof Refused) return fail(422, { message: error.message, url });
      throw error;
    }
    let id = '';
    const failed = await attempt(async () => {
      const told = await readChoices(form, supabase, account.id);
      const [made] = unwrap(
        await supabase.rpc('create_webhook', { account_id: account.id, url, kind, ...told }),
      );
      id = made!.id;
      // At once, so that whoever pasted the URL sees a first message where they look for it.
      unwrap(await supabase.rpc('test_webhook', { account_id: account.id, endpoint_id: id }));
      await deliverFor(event, Date.now());
    });
    if (failed) return failed;
    redirect(303, `/settings/webhooks/${id}`);
  },
};
