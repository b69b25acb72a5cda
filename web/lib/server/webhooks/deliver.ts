import { setTimeout as sleep } from 'node:timers/promises';
import { env } from '$env/dynamic/private';
import type { RequestEvent } from '@sveltejs/kit';
import { cronSecret } from '../cron-secret.ts';
import { unwrap } from '../database.ts';
import { createDetachedSupabase } from '../detached-supabase.ts';
import { guard, Refused, type Rules, type Target } from './guard.ts';
import { post, type Answer } from './post.ts';
import { signedHeaders } from './sign.ts';

/** Attempts of one run that are on their way at the same time. */
const AT_ONCE = 20;
/** How soon a run that waits for slow receivers looks for what is due for others. */
const LOOK_MS = 500;

/** True if this server can deliver webhooks: somebody calls /webhooks/deliver. */
export const canDeliver = () => cronSecret() !== '';

/** Whom this server sends webhooks to. */
export const rules = (): Rules => ({
  allowLoopback: env.WEBHOOKS_ALLOW_LOOPBACK === '1',
  ownHosts: [env.SUPABASE_URL, env.SUPABASE_REPLICA_URL, env.INGEST_URL]
    .filter((url) => url && URL.canParse(url))
    .map((url) => new URL(url!).hostname)
    // On somebody's own machine everything is one host.
    .filter((host) => host !== '127.0.0.1' && host !== 'localhost'),
});

interface Delivery {
  account_id: string;
  endpoint_id: string;
  id: number;
  event_id: string;
  attempt: number;
  url: string;
  secrets: string[];
  body: string;
}

/** Sends one delivery, and resolves with what came of it, whatever that is. */
async function attempt({ event_id, url, secrets, body }: Delivery): Promise<Answer> {
  let target: Target;
  try {
    target = await guard(url, rules());
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { status: null, answer: error.message, tookMs: 0 };
  }
  const id = `msg_${event_id.replaceAll('-', '')}`;
  const timestamp = Math.floor(Date.now() / 1000);
  return post(target, body, signedHeaders({ id, timestamp, body }, secrets));
}

/**
 * Sends what is due until `deadline` (ms), at least one round. A delivery whose outcome could not be
 * noted is due again in half a minute, with the same id.
 */
export async function deliverDue(event: RequestEvent, deadline: number) {
  const supabase = createDetachedSupabase(event);
  const secret = cronSecret();
  const running = new Set<Promise<void>>();
  const counts = { delivered: 0, failed: 0 };

  const send = async (due: Delivery): Promise<void> => {
    const { status, answer, tookMs, retryAfter } = await attempt(due);
    const { account_id, endpoint_id, id } = due;
    unwrap(
      await supabase.rpc('settle_webhook', {
        ...{ secret, account_id, endpoint_id, id, attempt: due.attempt },
        ...{ status: status as number, answer, took_ms: tookMs, retry_after: retryAfter },
      }),
    );
    if (status !== null && status >= 200 && status < 300) counts.delivered++;
    else counts.failed++;
  };

  do {
    const max_deliveries = AT_ONCE - running.size;
    const due: Delivery[] = max_deliveries
      ? unwrap(await supabase.rpc('claim_webhooks', { secret, max_deliveries }))
      : [];
    for (const delivery of due) {
      const sending: Promise<void> = send(delivery)
        .catch((error: unknown) => console.error('A webhook was not settled:', error))
        .finally(() => running.delete(sending));
      running.add(sending);
    }
    if (running.size === 0) break;
    await Promise.race([...running, sleep(LOOK_MS)]);
  } while (Date.now() < deadline);
  await Promise.all(running);
  return counts;
}
