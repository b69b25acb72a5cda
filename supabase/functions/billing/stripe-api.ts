import Stripe from 'stripe';
import { Problem } from '../_shared/contract/problems.ts';
import type { Settings } from './settings.ts';
import { tryLater } from './try-later.ts';

/** Stripe's own client over fetch, pinned to the API version it was made for. */
export function createStripe({ stripeKey, stripeUrl }: Settings): Stripe {
  const url = stripeUrl ? new URL(stripeUrl) : undefined;
  return new Stripe(stripeKey, {
    httpClient: Stripe.createFetchHttpClient(),
    telemetry: false,
    maxNetworkRetries: 1,
    timeout: 8_000,
    ...(url && {
      protocol: url.protocol === 'http:' ? ('http' as const) : ('https' as const),
      host: url.hostname,
      port: url.port,
    }),
  });
}

/** Resolves with what Stripe answers, or throws a Problem: 503 when later may help, else 502. */
export async function askStripe<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    const { statusCode = 0, code, type } = error;
    const reason = `stripe_${code ?? type}`;
    if (statusCode === 0 || statusCode === 429 || statusCode >= 500) {
      throw tryLater('stripe_unavailable', 'Stripe didn’t respond. Try again in a minute.', reason);
    }
    throw new Problem(
      'stripe_refused',
      'Stripe rejected this server’s settings. Whoever runs it must check STRIPE_SECRET_KEY and STRIPE_PRICE_ID; the log has the reason.',
      { reason },
    );
  }
}
