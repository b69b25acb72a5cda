import { env } from '$env/dynamic/private';
import { error, json } from '@sveltejs/kit';
import { requireCronSecret } from '$lib/server/cron-secret.ts';
import { checkSecret, sendDue } from '$lib/server/notifications/send.ts';

/** Seconds that Vercel lets a run take. */
export const config = { maxDuration: 300 };
const RUN_MS = 240_000;

/**
 * Sends the mails that are due. For a scheduler, which brings CRON_SECRET as a bearer token; called
 * more often, or twice at the same time, it sends nothing twice. With ?check it sends nothing, and says
 * whether it could.
 */
export async function GET(event) {
  requireCronSecret(event, 'send emails');
  if (!env.SMTP_URL) error(503, { message: 'Set SMTP_URL to send emails.' });
  if (event.url.searchParams.has('check')) {
    await checkSecret(event);
    return json({ ready: true });
  }
  return json(await sendDue(event, Date.now() + RUN_MS));
}
