import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { attempt, unwrap } from '$lib/server/database.ts';
import { text } from '$lib/server/form.ts';
import { requireMember } from '$lib/server/member.ts';
import { canDeliver, deliverFor } from '$lib/server/webhooks/outbox.ts';
import { listProjects } from '$lib/server/projects.ts';
import { listDeliveries, listWebhooks, readChoices } from '../webhooks.server.ts';

export async function load(event) {
  const { account, canEdit } = await requireMember(event);
  if (!canEdit) redirect(303, '/settings');
  const { supabase } = event.locals;
  const { id } = event.params;
  const webhook = (await listWebhooks(supabase, account.id)).find((it) => it.id === id);
  if (!webhook) error(404, { message: 'This webhook doesn’t exist or was removed.' });
  const [deliveries, projects] = await Promise.all([
    listDeliveries(supabase, account.id, id),
    listProjects(supabase, account.id),
  ]);
  return { webhook, deliveries, projects };
}

async function readForm(event: RequestEvent<{ id: string }>) {
  const { account } = await requireMember(event);
  const ids = { account_id: account.id, endpoint_id: event.params.id };
  return { ids, form: await event.request.formData(), supabase: event.locals.supabase };
}

/** One round, so that the page that asked for it shows the answer. Where none is made here, a scheduler's comes. */
async function deliverNow(event: RequestEvent) {
  if (canDeliver()) await deliverFor(event, Date.now());
}

export const actions = {
  save: async (event) => {
    const { ids, form, supabase } = await readForm(event);
    return attempt(async () => {
      const told = await readChoices(form, supabase, ids.account_id);
      unwrap(await supabase.rpc('set_webhook', { ...ids, ...told }));
      return { done: 'Saved.' };
    });
  },

  turnOn: async (event) => {
    const { ids, supabase } = await readForm(event);
    return attempt(async () => {
      const webhooks = await listWebhooks(supabase, ids.account_id);
      const webhook = webhooks.find(({ id }) => id === ids.endpoint_id);
      if (webhook) {
        const { events, project_ids, statuses, hide_emails } = webhook;
        unwrap(
          await supabase.rpc('set_webhook', {
            ...{ ...ids, events, hide_emails },
            ...(project_ids && { project_ids }),
            ...(statuses && { statuses }),
          }),
        );
      }
      return { done: 'Turned on.' };
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
