import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { attempt, unwrap } from '$lib/server/database.ts';
import { text } from '$lib/server/form.ts';
import { requireMember } from '$lib/server/member.ts';
import { canDeliver, deliverDue } from '$lib/server/webhooks/deliver.ts';
import { listDeliveries, listWebhooks } from '../webhooks.server.ts';

export async function load(event) {
  const { account, canEdit } = await requireMember(event);
  if (!canEdit) redirect(303, '/settings');
  const { supabase } = event.locals;
  const { id } = event.params;
  const webhook = (await listWebhooks(supabase, account.id)).find((it) => it.id === id);
  if (!webhook) error(404, { message: 'This webhook doesn’t exist or was removed.' });
  return { webhook, deliveries: await listDeliveries(supabase, account.id, id) };
}

async function readForm(event: RequestEvent<{ id: string }>) {
  const { account } = await requireMember(event);
  const ids = { account_id: account.id, endpoint_id: event.params.id };
  return { ids, form: await event.request.formData(), supabase: event.locals.supabase };
}

/** One round, so that the page that asked for it shows the answer. Where none is made here, a scheduler's comes. */
async function deliverNow(event: RequestEvent) {
  if (canDeliver()) await deliverDue(event, Date.now());
}

export const actions = {
  save: async (event) => {
    const { ids, form, supabase } = await readForm(event);
    const events = form.getAll('events').map(String);
    return attempt(async () => {
      unwrap(await supabase.rpc('set_webhook', { ...ids, events }));
      return { done: 'Saved.' };
    });
  },

  test: async (event) => {
    const { ids, supabase } = await readForm(event);
    return attempt(async () => {
      unwrap(await supabase.rpc('test_webhook', ids));
      await deliverNow(event);
      return { done: 'Test event sent.' };
    });
  },

  replay: async (event) => {
    const { ids, form, supabase } = await readForm(event);
    return attempt(async () => {
      const delivery_id = Number(text(form, 'delivery'));
      unwrap(await supabase.rpc('replay_webhook', { ...ids, delivery_id }));
      await deliverNow(event);
      return { done: 'Sent again.' };
    });
  },

  rotate: async (event) => {
    const { ids, supabase } = await readForm(event);
    return attempt(async () => ({
      secret: unwrap(await supabase.rpc('rotate_webhook_secret', ids)),
    }));
  },

  remove: async (event) => {
    const { ids, supabase } = await readForm(event);
    const answer = await attempt(async () => {
      unwrap(await supabase.rpc('delete_webhook', ids));
    });
    if (!answer) redirect(303, '/settings/webhooks');
    return answer;
  },
};
