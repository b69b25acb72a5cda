import Stripe from 'stripe';
import { z } from 'zod';
import { Problem } from '../_shared/contract/problems.ts';
import type { Route } from '../_shared/http/route.ts';
import { readBody } from './read-body.ts';
import type { ApplyEvent } from './store.ts';
import { askStripe } from './stripe-api.ts';

const TOLERANCE_S = 5 * 60;
const accountId = z.uuid();
/** Of what is signed, the part without which nothing can be done. Postgres takes no U+0000, and no year after 9999. */
const eventSchema = z.object({
  id: z.string().regex(/^[!-~]{1,255}$/),
  type: z.string().regex(/^[\w.]{1,255}$/),
  created: z.int().min(0).max(253_402_300_799),
  data: z.object({ object: z.record(z.string(), z.unknown()) }),
});
const crypto = Stripe.createSubtleCryptoProvider();

/** The answer of the webhook, which goes into the log too. */
interface WebhookResult {
  event: string;
  type: string;
  outcome: string;
}

/**
 * POST /webhook: what Stripe tells. Every event of a subscription leads to the subscription as it
 * is now at Stripe, so that neither order nor loss of single events matters. What is not about a
 * subscription of ours is answered with 200 and changes nothing.
 */
export function webhookRoute(stripe: Stripe, secret: string, apply: ApplyEvent): Route {
  return {
    method: 'POST',
    async answer(request, { entry }) {
      const result = await take(request);
      entry.webhook = result;
      return { status: 200, body: result };
    },
  };

  async function take(request: Request): Promise<WebhookResult> {
    const event = await readEvent(stripe, secret, request);
    const result = { event: event.id, type: event.type };
    const id = subscriptionOf(event);
    if (id === undefined) return { ...result, outcome: 'ignored' };
    // What is signed may still be anything.
    if (typeof id !== 'string' || !/^[\w-]{1,255}$/.test(id)) throw notAnEvent();

    const askedAt = Date.now() / 1000;
    const subscription = await askStripe(() => stripe.subscriptions.retrieve(id));
    const account = accountId.safeParse(subscription.metadata.account_id);
    if (!account.success) return { ...result, outcome: 'not_ours' };
    const { status, customer, items, cancel_at, cancel_at_period_end, ended_at } = subscription;
    const outcome = await apply({
      id: event.id,
      type: event.type,
      created: event.created,
      asked_at: askedAt,
      account_id: account.data,
      subscription: {
        id,
        customer: typeof customer === 'string' ? customer : customer.id,
        status,
        current_period_end: items.data[0]?.current_period_end ?? null,
        cancel_at_period_end: cancel_at_period_end || cancel_at !== null,
        ended_at,
      },
    });
    return { ...result, outcome };
  }
}

async function readEvent(stripe: Stripe, secret: string, request: Request): Promise<Stripe.Event> {
  const signature = request.headers.get('stripe-signature') ?? '';
  const text = await readBody(request);
  try {
    refuseFuture(signature);
    const event = await stripe.webhooks.constructEventAsync(
      text,
      signature,
      secret,
      TOLERANCE_S,
      crypto,
    );
    eventSchema.parse(event);
    return event;
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) throw notSigned();
    throw notAnEvent();
  }
}

/** Stripe's library refuses what is too old, and takes what is signed for later, which could be sent until then. */
function refuseFuture(signature: string): void {
  const latest = Date.now() / 1000 + TOLERANCE_S;
  const times = signature.split(',').filter((part) => part.startsWith('t='));
  if (times.some((part) => parseInt(part.slice(2), 10) > latest)) throw notSigned();
}

function notAnEvent(): Problem {
  return new Problem('invalid_body', 'The body is not a Stripe event.');
}

function notSigned(): Problem {
  return new Problem(
    'invalid_signature',
    'Send the event as Stripe signed it, within 5 minutes. If Stripe sent this, STRIPE_WEBHOOK_SECRET belongs to another endpoint.',
  );
}

/** The subscription that an event is about, or undefined. */
function subscriptionOf(event: Stripe.Event): string | undefined {
  switch (event.type) {
    case 'customer.subscription.created':
    case 'customer.subscription.updated':
    case 'customer.subscription.deleted':
    case 'customer.subscription.paused':
    case 'customer.subscription.resumed':
      return event.data.object.id;
    case 'checkout.session.completed':
      return idOf(event.data.object.subscription);
    case 'invoice.paid':
    case 'invoice.payment_failed':
      return idOf(event.data.object.parent?.subscription_details?.subscription);
  }
}

function idOf(reference: string | { id: string } | null | undefined): string | undefined {
  return (typeof reference === 'object' ? reference?.id : reference) ?? undefined;
}
