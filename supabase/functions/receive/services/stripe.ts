import type { z } from 'zod';
import { total } from '../../_shared/contract/amounts.ts';
import { SERVICE_FIELDS } from '../../_shared/contract/services.ts';
import { ownFields } from '../own-fields.ts';
import { verifyTimed } from '../signatures.ts';
import type { Reading, Service } from '../service.ts';
import { monthlyAmount } from '../../_shared/contract/stripe-amounts.ts';
import {
  charge,
  customer,
  dispute,
  event,
  idOf,
  invoice,
  type item,
  session,
  subscription,
  thinEvent,
} from './stripe-objects.ts';
import {
  type Common,
  person,
  readDispute,
  readInvoice,
  readRefund,
  readSession,
} from './stripe-payments.ts';

const SUBSCRIPTION = 'customer.subscription.';
const INVOICES =
  'created finalized overdue paid payment_action_required payment_failed payment_succeeded sent updated voided marked_uncollectible'
    .split(' ')
    .map((what) => `invoice.${what}`);
const FROM_SUBSCRIPTION = 'The status comes from the subscription instead.';
const FROM_CHECKOUT = 'What is bought once comes from its checkout or invoice instead.';
/** Why an event that founders choose with the others is not used. */
const IGNORED: Record<string, string> = {
  'checkout.session.async_payment_failed': 'The payment failed, so nothing was bought.',
  'checkout.session.expired': 'Nobody finished this checkout, so nothing was bought.',
  'charge.dispute.created': 'The dispute is open: the status stays the same until it is closed.',
  'charge.dispute.updated': 'The dispute is open: the status stays the same until it is closed.',
  'charge.dispute.funds_withdrawn':
    'The dispute is open: the status stays the same until it is closed.',
};

/** https://docs.stripe.com/api/events/types */
export const stripe: Service = {
  ...SERVICE_FIELDS.stripe,
  types: [
    ...['created', 'updated', 'deleted'].map((what) => `customer.${what}`),
    ...'created updated deleted paused resumed trial_will_end pending_update_applied pending_update_expired'
      .split(' ')
      .map((what) => SUBSCRIPTION + what),
    'checkout.session.completed',
    'checkout.session.async_payment_succeeded',
    'charge.refunded',
    'charge.dispute.closed',
    'charge.dispute.funds_reinstated',
    ...INVOICES,
    ...Object.keys(IGNORED),
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
    const common = { eventId: id, type, at: created * 1000 + 500, isTest: !livemode };
    if (type.startsWith(SUBSCRIPTION)) {
      const object = subscription.parse(data.object);
      return readSubscription({ ...common, at: created * 1000 + within(type, object) }, object);
    }
    if (INVOICES.includes(type)) return readInvoice(common, invoice.parse(data.object));
    switch (type) {
      case 'customer.created':
      case 'customer.updated':
        return readCustomer(common, customer.parse(data.object));
      case 'customer.deleted': {
        // Stripe cancels their subscriptions, at once.
        const { id: externalId } = customer.parse(data.object);
        return { ...common, externalId, endsSubscriptions: true };
      }
      case 'checkout.session.completed':
      // A bank debit that was begun days ago.
      case 'checkout.session.async_payment_succeeded':
        return readSession(common, session.parse(data.object));
      case 'charge.refunded':
        return readRefund(common, charge.parse(data.object));
      case 'charge.dispute.closed':
      case 'charge.dispute.funds_reinstated':
        return readDispute(common, dispute.parse(data.object));
    }
    return { ...common, ignored: IGNORED[type] ?? reasonFor(type) };
  },
};

function reasonFor(type: string): string {
  if (type.startsWith('subscription_schedule.')) return FROM_SUBSCRIPTION;
  // Stripe doesn't say whether a payment is one of a subscription.
  if (/^(charge|payment_intent|refund)\./.test(type)) return FROM_CHECKOUT;
  return 'This event type isn’t about a customer.';
}

/** Milliseconds that put events of one second in the order in which a subscription can go through them. */
function within(type: string, { status }: z.output<typeof subscription>): number {
  if (type.endsWith('.created')) return 1;
  if (type.endsWith('.deleted')) return 999;
  // Nothing becomes incomplete: it is what the first payment ends.
  return status === 'incomplete' ? 100 : 500;
}

function readCustomer(common: Common, object: z.output<typeof customer>): Reading {
  const { id, email, name } = object;
  const fields = { customer: id, ...ownFields('metadata.', object.metadata) };
  return { ...common, externalId: id, ...person(email, name), fields };
}

function readSubscription(common: Common, object: z.output<typeof subscription>): Reading {
  const { id, status, trial_end, items, metadata } = object;
  const externalId = idOf(object.customer);
  const [first] = items.data;
  const unit = first?.price.currency ?? '';
  const isTrial = status === 'trialing';
  // Stripe leaves the status as it is and collects nothing.
  const isFree = Boolean(object.pause_collection) && status === 'active';
  const fields = {
    plan: first ? (first.price.nickname ?? first.price.lookup_key ?? first.price.id) : null,
    currency: first?.price.currency ?? null,
    interval: first?.price.recurring?.interval ?? null,
    quantity: first?.quantity ?? null,
    trial_ends_at: isTrial && trial_end ? toTime(trial_end) : null,
    cancels_at: cancelsAt(object),
    customer: externalId,
    ...ownFields('metadata.', metadata),
  };
  const word = isFree ? 'collection paused' : status;
  const sums = { mrr: isFree ? 0 : sum(items.data, unit) };
  return { ...common, externalId, subscriptions: [{ id, word, fields, unit, sums }] };
}

function cancelsAt(object: z.output<typeof subscription>): string | null {
  if (object.cancel_at) return toTime(object.cancel_at);
  if (!object.cancel_at_period_end) return null;
  const ends = [object, ...object.items.data].map((of) => of.current_period_end ?? 0);
  return Math.max(...ends) > 0 ? toTime(Math.max(...ends)) : null;
}

/** Sums of different currencies mean nothing: that of the first item is counted. */
function sum(items: z.output<typeof item>[], currency: string): number {
  const same = items.filter(({ price }) => price.currency === currency);
  return total(same.map(monthlyAmount), currency);
}

function toTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
