import { z } from 'zod';
import { SERVICE_FIELDS } from '../../_shared/contract/services.ts';
import { ownFields } from '../own-fields.ts';
import { verifyBody } from '../signatures.ts';
import type { Reading, Service } from '../service.ts';

const text = z.string().nullish();
const person = { customer_id: z.number(), user_name: text, user_email: text };
const subscription = z.object({
  ...person,
  order_id: z.number().nullish(),
  product_name: text,
  variant_name: text,
  status: z.string(),
  pause: z.object({ mode: text }).nullish(),
  trial_ends_at: text,
  ends_at: text,
  updated_at: z.string(),
});
const order = z.object({
  ...person,
  status: z.string(),
  total: z.number(),
  currency: z.string(),
  updated_at: z.string(),
  first_order_item: z.object({ product_name: text, variant_name: text }).nullish(),
});
const invoice = z.object({
  ...person,
  status: z.string(),
  total: z.number(),
  currency: z.string(),
  updated_at: z.string(),
});
const event = z.object({
  meta: z.object({
    event_name: z.string(),
    custom_data: z.record(z.string(), z.unknown()).nullish(),
    test_mode: z.boolean().default(false),
  }),
  data: z.object({ type: z.string(), id: z.string(), attributes: z.unknown() }),
});

/** https://docs.lemonsqueezy.com/help/webhooks/event-types */
export const lemonSqueezy: Service = {
  ...SERVICE_FIELDS.lemon_squeezy,
  types: [
    'order_created',
    'order_refunded',
    ...`created updated cancelled resumed expired paused unpaused payment_success payment_failed
      payment_recovered payment_refunded plan_changed`
      .split(/\s+/)
      .map((what) => `subscription_${what}`),
  ],

  verify: (delivery, secret) => verifyBody(delivery, secret, 'x-signature', 'hex'),

  read({ text: body, digest }) {
    const { meta, data } = event.parse(JSON.parse(body));
    const type = meta.event_name;
    // Deliveries have no id of their own, and one object may change twice in a second.
    const known = { eventId: digest, type, isTest: meta.test_mode };
    const own = ownFields('custom_data.', meta.custom_data);
    if (data.type === 'subscriptions') {
      const attributes = subscription.parse(data.attributes);
      return readSubscription({ ...common(known, attributes), fields: own }, attributes, data.id);
    }
    if (data.type === 'orders') {
      const attributes = order.parse(data.attributes);
      const { first_order_item: item, status, total, currency } = attributes;
      // A trial begins with an order of nothing.
      const isPaid = status === 'paid' && total > 0;
      return {
        ...common(known, attributes),
        word: isPaid ? 'paid once' : status === 'refunded' ? status : undefined,
        purchase: data.id,
        seenAt: type === 'order_created' ? attributes.updated_at : undefined,
        fields: {
          ...own,
          ...(isPaid && { plan: planOf(item), ...payment(total, currency) }),
        },
      };
    }
    if (data.type === 'subscription-invoices') {
      const attributes = invoice.parse(data.attributes);
      const { status, total, currency } = attributes;
      const fields = { ...own, ...(status === 'paid' && payment(total, currency)) };
      return { ...common(known, attributes), fields };
    }
    return { ...known, ignored: 'This event type isn’t about a customer.' };
  },
};

function common(
  known: Pick<Reading, 'eventId' | 'type' | 'isTest'>,
  attributes: {
    customer_id: number;
    user_email?: string | null;
    user_name?: string | null;
    updated_at: string;
  },
): Reading {
  return {
    ...known,
    at: attributes.updated_at,
    externalId: String(attributes.customer_id),
    email: attributes.user_email ?? undefined,
    name: attributes.user_name ?? undefined,
  };
}

function readSubscription(
  reading: Reading,
  attributes: z.output<typeof subscription>,
  id: string,
): Reading {
  const { status, pause, trial_ends_at, ends_at, customer_id, order_id } = attributes;
  return {
    ...reading,
    // The other mode is that there is no service to pay for.
    word: status === 'paused' && pause?.mode === 'free' ? 'collection paused' : status,
    fields: {
      ...reading.fields,
      plan: planOf(attributes),
      trial_ends_at: status === 'on_trial' ? (trial_ends_at ?? null) : null,
      cancels_at: ends_at ?? null,
      customer: String(customer_id),
    },
    subscription: { id, unit: '', sums: {}, purchase: order_id ? String(order_id) : undefined },
  };
}

function planOf(
  item: { product_name?: string | null; variant_name?: string | null } | null | undefined,
) {
  const { product_name, variant_name } = item ?? {};
  // The name of the only variant there is.
  return (variant_name === 'Default' ? null : variant_name) ?? product_name ?? null;
}

function payment(total: number, currency: string) {
  return { last_payment: total / 100, currency: currency.toLowerCase() };
}
