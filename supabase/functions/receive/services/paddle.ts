import { z } from 'zod';
import { inUnits, perMonth, total } from '../../_shared/contract/amounts.ts';
import { SERVICE_FIELDS } from '../../_shared/contract/services.ts';
import { ownFields } from '../own-fields.ts';
import { verifyTimed } from '../signatures.ts';
import type { Ignored, Reading, Service } from '../service.ts';

const custom = z.record(z.string(), z.unknown()).nullish();
const money = z.object({ amount: z.string(), currency_code: z.string() });
const cycle = z
  .object({ interval: z.enum(['day', 'week', 'month', 'year']), frequency: z.number() })
  .nullish();
const item = z.object({
  status: z.string().nullish(),
  quantity: z.number(),
  price: z.object({
    id: z.string(),
    name: z.string().nullish(),
    unit_price: money,
    unit_price_overrides: z.array(z.object({ unit_price: money })).nullish(),
    billing_cycle: cycle,
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
  items: z.array(z.object({ price: z.object({ billing_cycle: cycle }).nullish() })).nullish(),
  details: z.object({ totals: z.object({ grand_total: z.string() }) }).nullish(),
});
const adjustment = z.object({
  action: z.string(),
  type: z.string().nullish(),
  status: z.string(),
  transaction_id: z.string(),
  customer_id: z.string(),
  subscription_id: z.string().nullish(),
  items: z.array(z.object({ type: z.string().nullish() })).nullish(),
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
      return readTransaction(common, transaction.parse(data));
    }
    if (type.startsWith('adjustment.')) return readAdjustment(common, adjustment.parse(data));
    if (type.startsWith('transaction.')) {
      return { ...common, ignored: 'A purchase counts once its transaction is completed.' };
    }
    return { ...common, ignored: 'This event type isn’t about a customer.' };
  },
};

type Common = Pick<Reading, 'eventId' | 'type' | 'at'>;

const FROM_SUBSCRIPTION = 'The status comes from the subscription instead.';

function readTransaction(common: Common, object: z.output<typeof transaction>): Reading | Ignored {
  const { id, customer_id, subscription_id, items, details } = object;
  // The first payment of a subscription may come before Paddle has made that.
  if (subscription_id || items?.some(({ price }) => price?.billing_cycle)) {
    return { ...common, ignored: FROM_SUBSCRIPTION };
  }
  if (!customer_id) return { ...common, ignored: 'No customer.' };
  if (details?.totals.grand_total === '0') {
    return { ...common, ignored: 'Nothing was paid: the status stays the same.' };
  }
  return { ...common, externalId: customer_id, word: 'paid once', purchase: id };
}

/** Money that went back, by a refund once Paddle approved it or by a chargeback, and money that came again. */
function readAdjustment(common: Common, object: z.output<typeof adjustment>): Reading | Ignored {
  const { action, type, status, transaction_id, customer_id, subscription_id, items } = object;
  const ignored = (why: string) => ({ ...common, ignored: `${why}: the status stays the same.` });
  if (subscription_id) return { ...common, ignored: FROM_SUBSCRIPTION };
  const isReverse = action === 'chargeback_reverse';
  if (!isReverse && !['refund', 'chargeback'].includes(action)) {
    return ignored('No money went back');
  }
  if (status === 'pending_approval') return ignored('Paddle hasn’t approved this refund yet');
  if (status === 'rejected') return ignored('Paddle rejected this refund');
  const isFull = type ? type === 'full' : items?.every((item) => item.type === 'full');
  if (!isFull) return ignored(isReverse ? 'Part of a chargeback came back' : 'Partial refund');
  const cameBack = isReverse || status === 'reversed';
  return {
    ...common,
    externalId: customer_id,
    word: cameBack ? 'paid once' : 'refunded',
    needsPurchase: cameBack || undefined,
    purchase: transaction_id,
  };
}

function readSubscription(common: Common, object: z.output<typeof subscription>): Reading {
  const { id, customer_id, status, currency_code, items, scheduled_change } = object;
  const [first] = items;
  const unit = currency_code.toLowerCase();
  const isTrial = status === 'trialing';
  const fields = {
    plan: first ? (first.price.name ?? first.product?.name ?? first.price.id) : null,
    currency: unit,
    interval: first?.price.billing_cycle?.interval ?? null,
    quantity: first?.quantity ?? null,
    trial_ends_at: isTrial ? (first?.trial_dates?.ends_at ?? null) : null,
    cancels_at: scheduled_change?.action === 'cancel' ? scheduled_change.effective_at : null,
    customer: customer_id,
    ...ownFields('custom_data.', object.custom_data),
  };
  const amounts = items.map((item) => monthlyAmount(item, currency_code));
  const sums = { mrr: total(amounts, unit) };
  return {
    ...common,
    externalId: customer_id,
    subscriptions: [{ id, word: status, fields, unit, sums }],
  };
}

/**
 * The amount that an item brings a month in the currency of its subscription. A price has others
 * for some countries, and which country it is the event does not say: nothing, when they are not
 * one price.
 */
function monthlyAmount(
  { status, quantity, price }: z.output<typeof item>,
  currency: string,
): number {
  // An item may be on a trial of its own in a subscription that is paid.
  if (!price.billing_cycle || status === 'trialing') return 0;
  const others = (price.unit_price_overrides ?? []).map(({ unit_price }) => unit_price);
  const isBase = price.unit_price.currency_code === currency;
  const prices = isBase ? [price.unit_price] : others.filter((o) => o.currency_code === currency);
  const [amount, ...more] = new Set(prices.map((one) => one.amount));
  if (amount === undefined || more.length > 0) return 0;
  const units = inUnits(Number(amount), currency.toLowerCase()) * quantity;
  return perMonth(units, price.billing_cycle.interval, price.billing_cycle.frequency);
}
