import { createHash, timingSafeEqual } from 'node:crypto';
import { env } from '$env/dynamic/private';
import { error, type RequestEvent } from '@sveltejs/kit';

/** The secret that a scheduler brings, and links in mails are signed with; empty when nobody set one. */
export const cronSecret = () => env.CRON_SECRET ?? '';

const hash = (text: string) => createHash('sha256').update(text).digest();

/** Throws a page error unless the request brings CRON_SECRET as a bearer token. `what` it is needed for. */
export function requireCronSecret({ request }: RequestEvent, what: string): void {
  const secret = cronSecret();
  if (!secret) error(503, { message: `Set CRON_SECRET to ${what}. See docs/host/deploy.md.` });
  const given = request.headers.get('authorization') ?? '';
  if (!timingSafeEqual(hash(given), hash(`Bearer ${secret}`))) {
    error(401, { message: 'Send CRON_SECRET as a bearer token.' });
  }
}
