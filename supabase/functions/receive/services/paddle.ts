import { z } from 'zod';
import { inUnits, perMonth, total } from '../../_shared/contract/amounts.ts';
import { SERVICE_FIELDS } from '../../_shared/contract/services.ts';
import { ownFields } from '../own-fields.ts';
import { verifyTimed } from '../signatures.ts';
import type { Ignored, Reading, Service } from '../service.ts';

const custom = z.record(z.string(), z.unknown()).nullish();
const money = z.object({ amount: z.string(), currency_code: z.string() });
const item = z.object({
  quantity: z.number(),
  price: z.object({
    id: z.string(),
    name: z.string().nullish(),
    unit_price: money,
    unit_price_overrides: z.array(z.object({ unit_price: money })).nullish(),
    billing_cycle: z
      .object({ interval: z.enum(['day', 'week', 'month', 'year']), frequency: z.number() })
      .nullish(),
  }),
  product: z.object({ name: z.string() }).nullish(),
  trial_dates: z.object({ ends_at: z.string() }).nullish(),
});
const subscription = z.object({
  id: z.string(),
  customer_id: z.string(),
  status: z.string(),
  currency_code: z.string(),
  items: z.array(item),
  scheduled_change: z.object({ action: z.string(), effective_at: z.string() }).nullish(),
  custom_data: custom,
});
const customer = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string().nullish(),
  custom_data: custom,
});
const transaction = z.object({
  id: z.string(),
  customer_id: z.string().nullish(),
  subscription_id: z.string().nullish(),
});
const adjustment = z.object({
  action: z.string(),
  type: z.string().nullish(),
  status: z.string(),
  transaction_id: z.string(),
  customer_id: z.string(),
  subscription_id: z.string().nullish(),
});
const event = z.object({
  event_id: z.string(),
  event_type: z.string(),
  occurred_at: z.string(),
  data: z.unknown(),
});

/** https://developer.paddle.com/webhooks/overview */
export const paddle: Service = {
  ...SERVICE_FIELDS.paddle,
  types: [
    ...['created', 'updated', 'imported'].map((what) => `customer.${what}`),
    ...'activated canceled created imported past_due paused resumed trialing updated'
      .split(' ')
      .map((what) => `subscription.${what}`),
    'transaction.completed',
    'adjustment.created',
    'adjustment.updated',
  ],

  verify: (delivery, secret) =>
    verifyTimed(delivery, secret, {
      ...{ header: 'paddle-signature', time: 'ts', signature: 'h1', separator: ';', joint: ':' },
    }),

  read({ text }) {
    const { event_id, event_type: type, occurred_at, data } = event.parse(JSON.parse(text));
    const common = { eventId: event_id, type, at: occurred_at };
    if (/^customer\.(created|updated|imported)$/.test(type)) {
      const { id, email, name, custom_data } = customer.parse(data);
      const fields = { customer: id, ...ownFields('custom_data.', custom_data) };
      return { ...common, externalId: id, email, name: name ?? undefined, fields };
    }
    if (type.startsWith('subscription.')) {
      return readSubscription(common, subscription.parse(data));
    }
    if (type === 'transaction.completed') {
      const { id, customer_id, subscription_id } = transaction.parse(data);
      if (customer_id && !subscription_id) {
        return { ...common, externalId: customer_id, word: 'paid once', purchase: id };
      }
      return { ...common, ignored: 'The status comes from the subscription instead.' };
    }
    if (type.startsWith('adjustment.')) return readAdjustment(common, adjustment.parse(data));
    return { ...common, ignored: 'This event type isn’t about a customer.' };
  },
};

type Common = Pick<Reading, 'eventId' | 'type' | 'at'>;

/** Money that went back: a refund once Paddle approved it, or a chargeback. */
function readAdjustment(common: Common, object: z.output<typeof adjustment>): Reading | Ignored {
  const { action, type, status, transaction_id, customer_id, subscription_id } = object;
  if (subscription_id) {
    return { ...common, ignored: 'The status comes from the subscription instead.' };
  }
  if (!['refund', 'chargeback'].includes(action) || status !== 'approved' || type !== 'full') {
    return { ...common, ignored: 'Partial refund: the status stays the same.' };
  }
  return { ...common, externalId: customer_id, word: 'refunded', purchase: transaction_id };
}

function readSubscription(common: Common, object: z.output<typeof subscription>): Reading {
  const { id, customer_id, status, currency_code, items, scheduled_change } = object;
  const [first] = items;
  const unit = currency_code.toLowerCase();
  const isTrial = status === 'trialing';
  return {
    ...common,
    externalId: customer_id,
    word: status,
    fields: {
      plan: first ? (first.price.name ?? first.product?.name ?? first.price.id) : null,
      currency: unit,
      interval: first?.price.billing_cycle?.interval ?? null,
      quantity: first?.quantity ?? null,
      trial_ends_at: isTrial ? (first?.trial_dates?.ends_at ?? null) : null,
      cancels_at: scheduled_change?.action === 'cancel' ? scheduled_change.effective_at : null,
      customer: customer_id,
      ...ownFields('custom_data.', object.custom_data),
    },
    subscription: {
      id,
      unit,
      sums: {
        mrr: total(
          items.map((item) => monthlyAmount(item, currency_code)),
          unit,
        ),
      },
    },
  };
}

/**
 * The amount that an item brings a month in the currency of its subscription. A price has others
 * for some countries, and which country it is the event does not say: nothing, when they are not
 * one price.
 */
function monthlyAmount({ quantity, price }: z.output<typeof item>, currency: string): number {
  if (!price.billing_cycle) return 0;
  const others = (price.unit_price_overrides ?? []).map(({ unit_price }) => unit_price);
  const isBase = price.unit_price.currency_code === currency;
  const prices = isBase ? [price.unit_price] : others.filter((o) => o.currency_code === currency);
  const [amount, ...more] = new Set(prices.map((one) => one.amount));
  if (amount === undefined || more.length > 0) return 0;
  const units = inUnits(Number(amount), currency.toLowerCase()) * quantity;
  return perMonth(units, price.billing_cycle.interval, price.billing_cycle.frequency);
}
