import { env } from '$env/dynamic/private';
import type { RequestEvent } from '@sveltejs/kit';
import { cronSecret } from '../cron-secret.ts';
import { unwrap } from '../database.ts';
import { createDetachedSupabase } from '../detached-supabase.ts';
import { deliverDue, type Outbox } from './deliver.ts';
import type { Rules } from './guard.ts';

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

/** Delivers from the outbox of this server's database, which knows it by CRON_SECRET. */
export function deliverFor(event: RequestEvent, deadline: number) {
  const supabase = createDetachedSupabase(event);
  const secret = cronSecret();
  const outbox: Outbox = {
    claim: async (max_deliveries) =>
      unwrap(await supabase.rpc('claim_webhooks', { secret, max_deliveries })),
    async settle({ account_id, endpoint_id, id, attempt }, { status, answer, tookMs, retryAfter }) {
      unwrap(
        await supabase.rpc('settle_webhook', {
          ...{ secret, account_id, endpoint_id, id, attempt },
          ...{ status: status as number, answer, took_ms: tookMs, retry_after: retryAfter },
        }),
      );
    },
  };
  const origin = env.SITE_URL || event.url.origin;
  return deliverDue(outbox, { rules: rules(), origin }, deadline);
}
