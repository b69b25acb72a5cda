import { error, type RequestEvent } from '@sveltejs/kit';
import { env } from '$env/dynamic/private';

/** Longer than the function waits for Stripe. */
const TIMEOUT_MS = 20_000;

/** The state of an account's payments. Dates are ISO; a null date is no end. */
export interface Billing {
  /** False: nobody has to pay here, and everything is unlocked. */
  enabled: boolean;
  state: 'trialing' | 'active' | 'past_due' | 'canceled';
  trial_ends_at: string;
  current_period_end: string | null;
  cancel_at_period_end: boolean;
  access: 'full' | 'billing_only';
  access_until: string | null;
  ingest_until: string | null;
}

/**
 * The address of Stripe's page to subscribe ('checkout') or to manage a subscription ('portal'),
 * which leads back to /billing. Throws a page error with what to do when there is none.
 */
export async function openStripePage(
  event: RequestEvent,
  page: 'checkout' | 'portal',
  accountId: string,
  email?: string,
): Promise<string> {
  const { data } = await event.locals.supabase.auth.getSession();
  const response = await fetch(`${env.SUPABASE_URL}/functions/v1/billing/${page}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${data.session?.access_token}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      account_id: accountId,
      ...(email && { email }),
    }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => null);
  const answer: { url?: string; code?: string; detail?: string } | undefined = await response
    ?.json()
    .catch(() => undefined);
  if (response?.ok && /^https?:/.test(answer?.url ?? '')) return answer!.url!;
  if (response?.status === 404 && answer?.code !== 'billing_off') {
    error(503, {
      message:
        'Billing isn’t set up on this server: its billing function isn’t deployed. See docs/host/billing.md.',
    });
  }
  const message = answer?.detail ?? 'Can’t reach the billing service. Try again in a minute.';
  error(response && response.status >= 400 ? response.status : 503, { message });
}
