import { createHash, timingSafeEqual } from 'node:crypto';
import { env } from '$env/dynamic/private';
import { error, json } from '@sveltejs/kit';
import { checkSecret, cronSecret, sendDue } from '$lib/server/notifications/send.ts';

/** Seconds that Vercel lets a run take. */
export const config = { maxDuration: 300 };
const RUN_MS = 240_000;

const hash = (text: string) => createHash('sha256').update(text).digest();

/**
 * Sends the mails that are due. For a scheduler, which brings CRON_SECRET as a bearer token; called
 * more often, or twice at the same time, it sends nothing twice. With ?check it sends nothing, and says
 * whether it could.
 */
export async function GET(event) {
  const secret = cronSecret();
  if (!secret) error(503, { message: 'Set CRON_SECRET to send emails. See docs/host/deploy.md.' });
  const given = event.request.headers.get('authorization') ?? '';
  if (!timingSafeEqual(hash(given), hash(`Bearer ${secret}`))) {
    error(401, { message: 'Send CRON_SECRET as a bearer token.' });
  }
  if (!env.SMTP_URL) error(503, { message: 'Set SMTP_URL to send emails.' });
  if (event.url.searchParams.has('check')) {
    await checkSecret(event);
    return json({ ready: true });
  }
  return json(await sendDue(event, Date.now() + RUN_MS));
}
