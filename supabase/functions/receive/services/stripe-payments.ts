import type { z } from 'zod';
import type { Ignored, Reading } from '../service.ts';
import { type charge, type dispute, idOf, type invoice, type session } from './stripe-objects.ts';

export type Common = Pick<Reading, 'eventId' | 'type' | 'at' | 'isTest'>;

/** A checkout: who somebody is, and what was bought once. A subscription says itself where it stands. */
export function readSession(common: Common, object: z.output<typeof session>): Reading | Ignored {
  const { customer_details: details, mode, payment_status } = object;
  const externalId = idOf(object.customer);
  if (!externalId && !details?.email) return { ...common, ignored: 'No customer email.' };
  const paidOnce = mode === 'payment' && payment_status === 'paid';
  return {
    ...common,
    externalId,
    ...person(details?.email, details?.name),
    word: paidOnce ? 'paid once' : undefined,
    purchase: paidOnce ? (idOf(object.payment_intent) ?? object.id) : undefined,
    seenAt: common.type === 'checkout.session.completed' ? common.at : undefined,
  };
}

/** A charge that was paid back. */
export function readRefund(common: Common, object: z.output<typeof charge>): Reading | Ignored {
  const { billing_details: details, receipt_email } = object;
  const externalId = idOf(object.customer);
  const email = details?.email || receipt_email || undefined;
  if (!object.refunded) return { ...common, ignored: 'Partial refund: the status stays the same.' };
  return {
    ...common,
    externalId,
    // What was typed beside a card may be somebody else's.
    email: externalId ? undefined : email,
    emailIsHint: true,
    word: 'refunded',
    needsPurchase: true,
    purchase: idOf(object.payment_intent) ?? object.id,
  };
}

/** A bank that took money back, or gave it again. It names the payment, and nobody. */
export function readDispute(common: Common, object: z.output<typeof dispute>): Reading | Ignored {
  const { status } = object;
  const isBack = common.type === 'charge.dispute.funds_reinstated' || status === 'won';
  if (!isBack && status !== 'lost') {
    return { ...common, ignored: 'No money was taken for good: the status stays the same.' };
  }
  return {
    ...common,
    word: isBack ? 'paid once' : 'charged back',
    needsPurchase: true,
    purchase: idOf(object.payment_intent) ?? idOf(object.charge),
  };
}

/** An invoice: who somebody is, and, where it was sent by hand and paid, what was bought once. */
export function readInvoice(common: Common, object: z.output<typeof invoice>): Reading | Ignored {
  const { id, customer_email, customer_name, amount_paid, collection_method } = object;
  const externalId = idOf(object.customer);
  const isOfSubscription = object.subscription || object.parent?.subscription_details;
  // The invoice that a checkout makes is charged by itself, and the checkout has counted already.
  const paidOnce =
    common.type === 'invoice.paid' &&
    collection_method === 'send_invoice' &&
    !isOfSubscription &&
    (amount_paid ?? 0) > 0;
  if (!externalId || (!customer_email && !paidOnce)) {
    return { ...common, ignored: 'No customer email.' };
  }
  return {
    ...common,
    externalId,
    ...person(customer_email, customer_name),
    // That of the day on which it was finalized.
    emailIsHint: true,
    ...(paidOnce && { word: 'paid once', purchase: id ?? undefined }),
  };
}

export function person(email: string | null | undefined, name: string | null | undefined) {
  return { email: email || undefined, name: name ?? undefined };
}
