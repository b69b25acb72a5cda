import { env } from '$env/dynamic/private';
import type { RequestEvent } from '@sveltejs/kit';
import { cronSecret } from '../cron-secret.ts';
import { unwrap } from '../database.ts';
import { deliver } from '../mail.ts';
import { createDetachedSupabase } from '../detached-supabase.ts';
import { compose, settingOf, type Due, type Week } from './compose.ts';
import { makeToken } from './unsubscribe.ts';

/** As many at a time as a mail server takes from one sender. */
const AT_ONCE = 5;

/** True if this server can send the mails that members turn on. */
export const canSend = () => Boolean(env.SMTP_URL && env.CRON_SECRET);

/**
 * Sends what is due until `deadline` (ms), each mail once: it is noted as sent before it is, and given
 * back only when the mail server certainly did not take it.
 */
export async function sendDue(event: RequestEvent, deadline: number) {
  const supabase = createDetachedSupabase(event);
  const secret = cronSecret();
  const origin = env.SITE_URL || event.url.origin;
  const refused: Due[] = [];
  let sent = 0;

  const send = async (due: Due): Promise<void> => {
    const { kind, account_id, user_id, period } = due;
    let week: Week | null = null;
    if (kind === 'weekly_summary') {
      const counted = await supabase.rpc('weekly_summary', { secret, account_id, monday: period });
      if (counted.error) return void refused.push(due);
      week = counted.data as unknown as Week;
    }
    const subscription = { setting: settingOf(kind), accountId: account_id, userId: user_id };
    const token = makeToken(subscription, secret);
    const unsubscribe = `${origin}/notifications/unsubscribe?token=${token}`;
    const outcome = await deliver(compose(due, week, origin, unsubscribe));
    if (outcome === 'sent') sent++;
    if (outcome === 'not_sent') refused.push(due);
  };

  while (Date.now() < deadline) {
    const due: Due[] = unwrap(
      await supabase.rpc('claim_notifications', { secret, max_mails: AT_ONCE }),
    );
    if (!due.length) break;
    await Promise.all(due.map(send));
  }
  // Only now: given back at once they would be claimed again in the same run.
  for (const { account_id, user_id, kind, period } of refused) {
    await supabase.rpc('release_notification', { secret, account_id, user_id, kind, period });
  }
  return { sent, failed: refused.length };
}

/** Throws a page error when the database knows another secret. */
export async function checkSecret(event: RequestEvent): Promise<void> {
  const nobody = crypto.randomUUID();
  const nothing = { account_id: nobody, user_id: nobody, kind: 'weekly_summary' };
  unwrap(
    await createDetachedSupabase(event).rpc('release_notification', {
      ...{ secret: cronSecret(), period: '2026-01-05' },
      ...nothing,
    }),
  );
}
