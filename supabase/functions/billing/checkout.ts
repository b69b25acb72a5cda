import type Stripe from 'stripe';
import { z } from 'zod';
import type { Route } from '../_shared/http/route.ts';
import type { Account, AskAsOwner } from './owner.ts';
import { Problem } from '../_shared/contract/problems.ts';
import { readJsonBody } from './read-body.ts';
import { askStripe } from './stripe-api.ts';

const bodySchema = z.object({
  account_id: z.uuid(),
  /** Fills in the form at Stripe. */
  email: z.email().max(254).optional(),
});

/** Stripe wants a trial to end at least 48 hours ahead. */
const SHORTEST_TRIAL_MS = 49 * 3_600_000;

/**
 * POST /checkout: answers {"url"}, Stripe's page where the owner subscribes. What is left of the
 * trial stays free. Asked twice, it is the same page.
 */
export function checkoutRoute(
  stripe: Stripe,
  priceId: string,
  returnUrl: string,
  askAsOwner: AskAsOwner,
): Route {
  return {
    method: 'POST',
    async answer(request) {
      const body = await readJsonBody(request, bodySchema);
      const account = await askAsOwner(request, body.account_id);
      if (account.state === 'active' || account.state === 'past_due') {
        throw new Problem(
          'already_subscribed',
          'Use Manage subscription to change your card or cancel.',
        );
      }
      const session = sessionFor(account, body, priceId, returnUrl);
      const key = await fingerprint([session, account.stripe_subscription_id]);
      const { url } = await askStripe(() => createOnce(stripe, session, key));
      return { status: 200, body: { url } };
    },
  };
}

/**
 * Makes the page, or finds the one that was made under this key. Stripe remembers failures under it
 * too, for a day: one of those is no reason to fail again.
 */
async function createOnce(
  stripe: Stripe,
  session: Stripe.Checkout.SessionCreateParams,
  idempotencyKey: string,
): Promise<Stripe.Checkout.Session> {
  try {
    return await stripe.checkout.sessions.create(session, { idempotencyKey });
  } catch (error) {
    const headers = (error as { headers?: Record<string, string> }).headers;
    if (headers?.['idempotent-replayed'] !== 'true') throw error;
    return stripe.checkout.sessions.create(session);
  }
}

function sessionFor(
  account: Account,
  { account_id, email }: z.output<typeof bodySchema>,
  price: string,
  returnUrl: string,
): Stripe.Checkout.SessionCreateParams {
  const trialEnd = Date.parse(account.trial_ends_at);
  const metadata = { account_id };
  return {
    mode: 'subscription',
    line_items: [{ price, quantity: 1 }],
    success_url: `${returnUrl}?subscribed`,
    cancel_url: returnUrl,
    client_reference_id: account_id,
    metadata,
    subscription_data: {
      metadata,
      ...(trialEnd > Date.now() + SHORTEST_TRIAL_MS && { trial_end: Math.floor(trialEnd / 1000) }),
    },
    ...(account.stripe_customer_id
      ? { customer: account.stripe_customer_id }
      : { customer_email: email }),
  };
}

/** The same for the same request after the same subscription, so that two clicks make one page. */
async function fingerprint(value: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return `checkout-${Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
