import { json } from '@sveltejs/kit';
import { requireCronSecret } from '$lib/server/cron-secret.ts';
import { deliverFor } from '$lib/server/webhooks/outbox.ts';

/** Seconds that Vercel lets a run take: the last attempts of a run may each wait 15. */
export const config = { maxDuration: 60 };
const RUN_MS = 25_000;

/**
 * Delivers the webhooks that are due, and answers at once when none is. For a scheduler, which brings
 * CRON_SECRET as a bearer token; called twice at the same time it delivers nothing twice.
 */
export async function GET(event) {
  requireCronSecret(event, 'deliver webhooks');
  return json(await deliverFor(event, Date.now() + RUN_MS));
}
