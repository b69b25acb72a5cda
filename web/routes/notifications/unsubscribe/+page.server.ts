import { fail } from '@sveltejs/kit';
import { attempt, unwrap } from '$lib/server/database.ts';
import { cronSecret } from '$lib/server/cron-secret.ts';
import { readToken } from '$lib/server/notifications/unsubscribe.ts';
import { createDetachedSupabase } from '$lib/server/detached-supabase.ts';

const read = (url: URL) => readToken(url.searchParams.get('token') ?? '', cronSecret());

/**
 * The page where the links in mails end. Only the button turns something off: mail scanners open
 * links too.
 */
export function load({ url }) {
  return { setting: (cronSecret() && read(url)?.setting) || null };
}

export const actions = {
  /** The token says who, so that it works without a session, and for a mail program's own button (RFC 8058). */
  default: async (event) => {
    const subscription = cronSecret() && read(event.url);
    if (!subscription) return fail(422, { message: 'This link is incomplete or no longer valid.' });
    const { accountId, userId, setting } = subscription;
    return attempt(async () => {
      unwrap(
        await createDetachedSupabase(event).rpc('stop_notification', {
          ...{ secret: cronSecret(), setting },
          ...{ account_id: accountId, user_id: userId },
        }),
      );
      return { stopped: true };
    });
  },
};
