import type Stripe from 'stripe';
import { z } from 'zod';
import type { Route } from '../_shared/http/route.ts';
import type { AskAsOwner } from './owner.ts';
import { Problem } from '../_shared/contract/problems.ts';
import { readJsonBody } from './read-body.ts';
import { askStripe } from './stripe-api.ts';

const bodySchema = z.object({ account_id: z.uuid() });

/** POST /portal: answers {"url"}, Stripe's page for the card, the invoices and the end of it. */
export function portalRoute(stripe: Stripe, returnUrl: string, askAsOwner: AskAsOwner): Route {
  return {
    method: 'POST',
    async answer(request) {
      const { account_id } = await readJsonBody(request, bodySchema);
      const { stripe_customer_id: customer } = await askAsOwner(request, account_id);
      if (!customer)
        throw new Problem(
          'no_subscription',
          'Subscribe first. Then you can manage your subscription here.',
        );
      const { url } = await askStripe(() =>
        stripe.billingPortal.sessions.create({ customer, return_url: returnUrl }),
      );
      return { status: 200, body: { url } };
    },
  };
}
