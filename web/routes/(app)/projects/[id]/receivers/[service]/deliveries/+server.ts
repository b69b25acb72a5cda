import { error, json } from '@sveltejs/kit';
import { requireMember } from '$lib/server/member.ts';
import { listDeliveries, listReceivers } from '../../receivers.server.ts';

/** The last deliveries, for a page that looks again and again. */
export async function GET(event) {
  await requireMember(event);
  const { supabase } = event.locals;
  const receivers = await listReceivers(supabase, event.params.id);
  const receiver = receivers.find(({ service }) => service === event.params.service);
  if (!receiver) error(404, { message: 'This integration doesn’t exist or was removed.' });
  return json(await listDeliveries(supabase, receiver.id));
}
