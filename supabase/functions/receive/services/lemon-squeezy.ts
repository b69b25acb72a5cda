import { z } from 'zod';
import { SERVICE_FIELDS } from '../../_shared/contract/services.ts';
import { ownFields } from '../own-fields.ts';
import { verifyBody } from '../signatures.ts';
import type { Reading, Service, Value } from '../service.ts';

const text = z.string().nullish();
const person = {
  ...{ customer_id: z.number(), user_name: text, user_email: text },
  ...{ created_at: text, updated_at: z.string(), test_mode: z.boolean().nullish() },
};
const subscription = z.object({
  ...person,
  order_id: z.number().nullish(),
  product_name: text,
  variant_name: text,
  status: z.string(),
  pause: z.object({ mode: text }).nullish(),
  trial_ends_at: text,
  ends_at: text,
});
const order = z.object({
  ...person,
  status: z.string(),
  refunded: z.boolean().nullish(),
  total: z.number(),
  currency: z.string(),
  first_order_item: z.object({ product_name: text, variant_name: text }).nullish(),
});
const invoice = z.object({
  ...person,
  status: z.string(),
  total: z.number(),
  currency: z.string(),
});
const customer = z.object({ name: text, email: text, updated_at: z.string() });
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
    'customer_updated',
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
    switch (data.type) {
      case 'subscriptions':
        return readSubscription(known, own, data.id, subscription.parse(data.attributes));
      case 'orders':
        return readOrder(known, own, data.id, order.parse(data.attributes));
      case 'subscription-invoices': {
        const attributes = invoice.parse(data.attributes);
        const { created_at, status, total, currency } = attributes;
        const isPaid = status === 'paid' && total > 0;
        return {
          ...common(known, attributes),
          // An old one that is paid back is no new payment.
          fieldsAt: created_at ?? undefined,
          fields: { ...own, ...(isPaid && payment(total, currency)) },
        };
      }
      case 'customers': {
        const { name, email, updated_at } = customer.parse(data.attributes);
        return {
          ...{ ...known, at: updated_at, externalId: data.id },
          ...{ email: email || undefined, name: name ?? undefined, fields: own },
        };
      }
      case 'license-keys':
        return { ...known, ignored: 'License keys aren’t used: the status stays the same.' };
    }
    return { ...known, ignored: 'This event type isn’t about a customer.' };
  },
};

type Known = Pick<Reading, 'eventId' | 'type' | 'isTest'>;
type Person = z.output<z.ZodObject<typeof person>>;

function common(known: Known, attributes: Person): Reading {
  return {
    ...known,
    isTest: known.isTest || Boolean(attributes.test_mode),
    at: attributes.updated_at,
    externalId: String(attributes.customer_id),
    email: attributes.user_email || undefined,
    name: attributes.user_name ?? undefined,
  };
}

/** An order. One of which a part was paid back is paid for the rest. */
function readOrder(
  known: Known,
  own: Record<string, Value>,
  id: string,
  attributes: z.output<typeof order>,
): Reading {
  const { first_order_item: item, status, total, currency, created_at } = attributes;
  const isRefunded = status === 'refunded' || attributes.refunded === true;
  // A trial begins with an order of nothing.
  const isPaid = !isRefunded && ['paid', 'partial_refund'].includes(status) && total > 0;
  return {
    ...common(known, attributes),
    word: isPaid ? 'paid once' : isRefunded ? 'refunded' : undefined,
    // An order that changes was paid for when it was.
    wordAt: isPaid ? (created_at ?? undefined) : undefined,
    purchase: id,
    seenAt: known.type === 'order_created' ? attributes.updated_at : undefined,
    fieldsAt: created_at ?? undefined,
    yields: ['plan'],
    fields: { ...own, ...(isPaid && { plan: planOf(item), ...payment(total, currency) }) },
  };
}

function readSubscription(
  known: Known,
  own: Record<string, Value>,
  id: string,
  attributes: z.output<typeof subscription>,
): Reading {
  const { trial_ends_at, ends_at, customer_id, order_id } = attributes;
  const word = wordOf(attributes);
  const fields = {
    ...own,
    plan: planOf(attributes),
    trial_ends_at: word === 'on_trial' ? (trial_ends_at ?? null) : null,
    cancels_at: ends_at ?? null,
    customer: String(customer_id),
  };
  const purchase = order_id ? String(order_id) : undefined;
  const state = { id, word, fields, unit: '', sums: {}, purchase };
  return { ...common(known, attributes), subscriptions: [state] };
}

function wordOf({ status, pause, trial_ends_at, updated_at }: z.output<typeof subscription>) {
  // The other mode is that there is no service to pay for.
  if (status === 'paused' && pause?.mode === 'free') return 'collection paused';
  // It runs until its end, and nothing was paid for that.
  const inTrial = Boolean(trial_ends_at) && Date.parse(trial_ends_at!) > Date.parse(updated_at);
  return status === 'cancelled' && inTrial ? 'on_trial' : status;
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
