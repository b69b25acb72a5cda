import type { Delivery } from '../receiver.ts';

// Objects as version 2026-10-28 of the API gives them.

export const T = 1_790_000_000;
export const DAY = 86_400;

export const customerId = (email: string) => `cus_${email.replace(/\W/g, '')}`;

let events = 0;
export function event(type: string, created: number, object: object, more: object = {}): Delivery {
  return {
    ...{ id: `evt_${++events}`, object: 'event', api_version: '2026-10-28.endive', created, type },
    ...{ livemode: true, pending_webhooks: 1, request: { id: null, idempotency_key: null } },
    data: { object },
    ...more,
  };
}

export const customer = (email: string | null, id: string, more: object = {}) => ({
  ...{ id, object: 'customer', address: null, balance: 0, created: T, currency: 'usd', email },
  ...{ delinquent: false, description: null, discount: null, livemode: true, metadata: {} },
  ...{ name: 'Ada', phone: null, preferred_locales: ['en'], tax_exempt: 'none' },
  ...more,
});

const price = (more: object = {}) => ({
  ...{ id: 'price_pro', object: 'price', active: true, billing_scheme: 'per_unit', created: T },
  ...{ currency: 'usd', custom_unit_amount: null, livemode: true, lookup_key: null, metadata: {} },
  ...{ nickname: 'Pro', product: 'prod_1', tax_behavior: 'exclusive', tiers_mode: null },
  ...{
    transform_quantity: null,
    type: 'recurring',
    unit_amount: 2900,
    unit_amount_decimal: '2900',
  },
  ...every('month'),
  ...more,
});

export const every = (interval: string, interval_count = 1, usage_type = 'licensed') => ({
  recurring: { interval, interval_count, meter: null, trial_period_days: null, usage_type },
});

export const item = (of: object = {}, more: object = {}) => ({
  ...{ id: 'si_1', object: 'subscription_item', billing_thresholds: null, created: T },
  ...{ current_period_start: T, current_period_end: T + 30 * DAY, current_trial: null },
  ...{ discounts: [], metadata: {}, quantity: 1, subscription: 'sub_1', tax_rates: [] },
  price: price(of),
  ...more,
});

export const subscription = (email: string, more: object = {}, items: object[] = [item()]) => ({
  ...{
    id: `sub_${customerId(email)}`,
    object: 'subscription',
    application: null,
    billing_mode: { type: 'flexible' },
  },
  ...{ cancel_at: null, cancel_at_period_end: false, canceled_at: null, ended_at: null },
  ...{ collection_method: 'charge_automatically', created: T, currency: 'usd', discounts: [] },
  ...{
    customer: customerId(email),
    customer_account: null,
    latest_invoice: 'in_1',
    livemode: true,
  },
  ...{ metadata: {}, pause_collection: null, schedule: null, start_date: T, status: 'active' },
  ...{ trial_end: null, trial_start: null, test_clock: null },
  items: { object: 'list', data: items, has_more: false, total_count: items.length },
  ...more,
});

export const session = (email: string, more: object = {}) => ({
  ...{
    id: `cs_${customerId(email)}`,
    object: 'checkout.session',
    amount_total: 4900,
    currency: 'usd',
  },
  ...{
    created: T,
    customer: null,
    customer_email: null,
    invoice: null,
    livemode: true,
    mode: 'payment',
  },
  customer_details: {
    address: null,
    email,
    name: 'Ada',
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  },
  ...{ payment_intent: `pi_${customerId(email)}`, payment_status: 'paid', status: 'complete' },
  subscription: null,
  ...more,
});

export const charge = (email: string, more: object = {}) => ({
  ...{ id: `ch_${customerId(email)}`, object: 'charge', amount: 4900, amount_captured: 4900 },
  ...{ amount_refunded: 4900, currency: 'usd', customer: null, disputed: false, paid: true },
  billing_details: { address: null, email, name: 'Ada', phone: null, tax_id: null },
  ...{
    payment_intent: `pi_${customerId(email)}`,
    receipt_email: null,
    refunded: true,
    status: 'succeeded',
  },
  ...more,
});

export const dispute = (email: string, status: string) => ({
  ...{ id: `du_${customerId(email)}`, object: 'dispute', amount: 4900, balance_transactions: [] },
  ...{
    charge: `ch_${customerId(email)}`,
    created: T,
    currency: 'usd',
    evidence: {},
    is_charge_refundable: false,
  },
  ...{
    livemode: true,
    metadata: {},
    payment_intent: `pi_${customerId(email)}`,
    reason: 'fraudulent',
    status,
  },
});

export const invoice = (email: string | null, customer: string, more: object = {}) => ({
  ...{
    id: `in_${customer}`,
    object: 'invoice',
    amount_due: 2900,
    amount_paid: 2900,
    attempted: true,
  },
  ...{
    billing_reason: 'subscription_cycle',
    collection_method: 'charge_automatically',
    created: T,
  },
  ...{
    currency: 'usd',
    customer,
    customer_account: null,
    customer_email: email,
    customer_name: 'Ada',
  },
  ...{ livemode: true, status: 'paid', total: 2900 },
  parent: {
    type: 'subscription_details',
    quote_details: null,
    subscription_details: { metadata: {}, subscription: 'sub_1' },
  },
  ...more,
});

/** Somebody with a subscription: of each `more` an event, a day after the other. */
export const subscribed = (email: string, ...changes: [object, object[]?][]) => [
  event('customer.created', T, customer(email, customerId(email))),
  ...changes.map(([more, items], i) =>
    event(
      `customer.subscription.${i ? 'updated' : 'created'}`,
      T + 1 + i * DAY,
      subscription(email, more, items),
    ),
  ),
];
