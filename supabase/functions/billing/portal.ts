import type Stripe from 'stripe';
import { z } from 'zod';
import { readBody, returnUrl } from './body.ts';
import type { AskAsOwner } from './owner.ts';
import { Problem } from './problem.ts';
import { askStripe } from './stripe-api.ts';

const bodySchema = z.object({ account_id: z.uuid(), return_url: returnUrl });

/** POST /portal: answers {"url"}, Stripe's page for the card, the invoices and the end of it. */
export function portalRoute(stripe: Stripe, askAsOwner: AskAsOwner) {
  return async (request: Request): Promise<{ url: string }> => {
    const { account_id, return_url } = await readBody(request, bodySchema);
    const { stripe_customer_id: customer } = await askAsOwner(request, account_id);
    if (!customer)
      throw new Problem('no_subscription', 'Subscribe first: then this is where you manage it.');
    const { url } = await askStripe(() =>
      stripe.billingPortal.sessions.create({ customer, return_url }),
    );
    return { url };
  };
}
