import { json } from '@sveltejs/kit';
import { requireMember } from '$lib/server/member.ts';
import { listDeliveries } from '../../webhooks.server.ts';

/** The last deliveries, for a page that looks again and again. */
export async function GET(event) {
  const { account } = await requireMember(event);
  return json(await listDeliveries(event.locals.supabase, account.id, event.params.id));
}
