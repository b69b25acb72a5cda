import type { z } from 'zod';
import { total } from '../../_shared/contract/amounts.ts';
import { SERVICE_FIELDS } from '../../_shared/contract/services.ts';
import { ownFields } from '../own-fields.ts';
import { verifyTimed } from '../signatures.ts';
import type { Ignored, Reading, Service } from '../service.ts';
import { monthlyAmount } from '../../_shared/contract/stripe-amounts.ts';
import {
  charge,
  customer,
  event,
  invoice,
  type item,
  session,
  subscription,
  thinEvent,
} from './stripe-objects.ts';

/** Events of one second, in the order in which a subscription can go through them. */
const WITHIN_A_SECOND: Record<string, number> = {
  'customer.subscription.created': 1,
  'customer.subscription.deleted': 999,
};

/** https://docs.stripe.com/api/events/types */
export const stripe: Service = {
  ...SERVICE_FIELDS.stripe,
  types: [
    'customer.created',
    'customer.updated',
    'customer.subscription.created',
    'customer.subscription.updated',
    'customer.subscription.deleted',
    'customer.subscription.paused',
    'customer.subscription.resumed',
    'checkout.session.completed',
    'checkout.session.async_payment_succeeded',
    'charge.refunded',
    'invoice.finalized',
    'invoice.paid',
    'invoice.payment_failed',
  ],

  verify: (delivery, secret) =>
    verifyTimed(delivery, secret, {
      ...{ header: 'stripe-signature', time: 't', signature: 'v1', separator: ',', joint: '.' },
    }),

  read({ text: body }) {
    const json: unknown = JSON.parse(body);
    const thin = thinEvent.safeParse(json);
    if (thin.success) {
      const { id, type } = thin.data;
      return {
        eventId: id,
        type,
        ignored: 'This is a thin event. In Stripe, choose the Snapshot payload style.',
      };
    }
    const { id, type, created, livemode, data } = event.parse(json);
    const at = created * 1000 + (WITHIN_A_SECOND[type] ?? 500);
    const common = { eventId: id, type, at, isTest: !livemode };
    switch (type) {
      case 'customer.created':
      case 'customer.updated':
        return readCustomer(common, customer.parse(data.object));
      case 'customer.subscription.created':
      case 'customer.subscription.updated':
      case 'customer.subscription.deleted':
      case 'customer.subscription.paused':
      case 'customer.subscription.resumed':
        return readSubscription(common, subscription.parse(data.object));
      case 'checkout.session.completed':
      // A bank debit that was begun days ago.
      case 'checkout.session.async_payment_succeeded':
        return readSession(common, session.parse(data.object));
      case 'charge.refunded':
        return readRefund(common, charge.parse(data.object));
      case 'invoice.finalized':
      case 'invoice.paid':
      case 'invoice.payment_failed':
        return readInvoice(common, invoice.parse(data.object));
      default:
        return { ...common, ignored: 'This event type isn’t about a customer.' };
    }
  },
};

type Common = Pick<Reading, 'eventId' | 'type' | 'at' | 'isTest'>;

function readCustomer(common: Common, object: z.output<typeof customer>): Reading {
  const { id, email, name } = object;
  const fields = { customer: id, ...ownFields('metadata.', object.metadata) };
  return { ...common, externalId: id, ...person(email, name), fields };
}

function readSubscription(common: Common, object: z.output<typeof subscription>): Reading {
  const externalId = idOf(object.customer)!;
  const [first] = object.items.data;
  const unit = first?.price.currency ?? '';
  const isTrial = object.status === 'trialing';
  // Stripe leaves the status as it is and collects nothing.
  const isFree = Boolean(object.pause_collection) && object.status === 'active';
  return {
    ...common,
    externalId,
    word: isFree ? 'collection paused' : object.status,
    fields: {
      plan: first ? (first.price.nickname ?? first.price.lookup_key ?? first.price.id) : null,
      currency: first?.price.currency ?? null,
      interval: first?.price.recurring?.interval ?? null,
      quantity: first?.quantity ?? null,
      trial_ends_at: isTrial && object.trial_end ? toTime(object.trial_end) : null,
      cancels_at: object.cancel_at ? toTime(object.cancel_at) : null,
      customer: externalId,
      ...ownFields('metadata.', object.metadata),
    },
    subscription: {
      id: object.id,
      unit,
      sums: { mrr: isFree ? 0 : sum(object.items.data, unit) },
    },
  };
}

function readSession(common: Common, object: z.output<typeof session>): Reading | Ignored {
  const { customer_details: details } = object;
  if (!details?.email) return { ...common, ignored: 'No customer email.' };
  // A subscription says itself where it stands.
  const paidOnce = object.mode === 'payment' && object.payment_status === 'paid';
  return {
    ...common,
    externalId: idOf(object.customer),
    ...person(details.email, details.name),
    word: paidOnce ? 'paid once' : undefined,
    purchase: paidOnce ? (idOf(object.payment_intent) ?? object.id) : undefined,
    seenAt: common.type === 'checkout.session.completed' ? common.at : undefined,
  };
}

function readRefund(common: Common, object: z.output<typeof charge>): Reading | Ignored {
  const { billing_details: details, receipt_email } = object;
  const externalId = idOf(object.customer);
  const email = details?.email ?? receipt_email;
  if (!object.refunded) return { ...common, ignored: 'Partial refund: the status stays the same.' };
  if (!externalId && !email) return { ...common, ignored: 'No customer email.' };
  return {
    ...common,
    externalId,
    // What was typed beside a card may be somebody else's.
    email: externalId ? undefined : (email ?? undefined),
    word: 'refunded',
    needsPurchase: true,
    purchase: idOf(object.payment_intent) ?? object.id,
  };
}

function readInvoice(common: Common, object: z.output<typeof invoice>): Reading | Ignored {
  const externalId = idOf(object.customer);
  if (!externalId || !object.customer_email) {
    return { ...common, ignored: 'No customer email.' };
  }
  return { ...common, externalId, ...person(object.customer_email, object.customer_name) };
}

/** Sums of different currencies mean nothing: that of the first item is counted. */
function sum(items: z.output<typeof item>[], currency: string): number {
  const same = items.filter(({ price }) => price.currency === currency);
  return total(same.map(monthlyAmount), currency);
}

function person(email: string | null | undefined, name: string | null | undefined) {
  return { email: email ?? undefined, name: name ?? undefined };
}

function idOf(reference: string | { id: string } | null | undefined): string | undefined {
  return typeof reference === 'string' ? reference : reference?.id;
}

function toTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
