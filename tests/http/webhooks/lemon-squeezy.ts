import type { Delivery } from '../receiver.ts';
import type { Kind } from './kind.ts';

const idOf = (email: string) =>
  [...email].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 1e9, 7);
const at = (day: string) => `2026-${day}T08:00:00.000000Z`;
const deliver = (event_name: string, type: string, id: string, attributes: object): Delivery => ({
  meta: { event_name, test_mode: false, webhook_id: 'f0f0', custom_data: { team: 'blue' } },
  data: { type, id, attributes, relationships: {}, links: {} },
});
const person = (email: string, updated: string, created: string) => ({
  ...{ store_id: 1, customer_id: idOf(email), user_name: 'Ada', user_email: email },
  ...{ created_at: at(created), updated_at: at(updated), test_mode: false },
});
const order = (event: string, email: string, day: string, more: object = {}) =>
  deliver(event, 'orders', String(idOf(email)), {
    ...person(email, day, '05-01'),
    ...{ identifier: 'a-b', order_number: 1, currency: 'USD', subtotal: 4900, tax: 0, total: 4900 },
    ...{ status: 'paid', refunded: false, refunded_amount: 0, refunded_at: null },
    first_order_item: { product_name: 'App', variant_name: 'Lifetime', price: 4900, quantity: 1 },
    ...more,
  });
const subscription = (event: string, email: string, day: string, more: object = {}) =>
  deliver(`subscription_${event}`, 'subscriptions', String(idOf(email)), {
    ...person(email, day, '05-01'),
    ...{ order_id: 1 + idOf(email), product_name: 'App', variant_name: 'Pro', status: 'active' },
    ...{
      pause: null,
      cancelled: false,
      trial_ends_at: null,
      ends_at: null,
      renews_at: at('06-01'),
    },
    first_subscription_item: { id: 1, price_id: 1, quantity: 1, is_usage_based: false },
    ...more,
  });
const invoice = (event: string, email: string, day: string, more: object = {}) =>
  deliver(`subscription_payment_${event}`, 'subscription-invoices', String(idOf(email)), {
    ...person(email, day, '05-01'),
    ...{ subscription_id: idOf(email), billing_reason: 'renewal', currency: 'USD', total: 2900 },
    ...{ status: 'paid', refunded: false, refunded_at: null },
    ...more,
  });

export const lemonSqueezy: Kind[] = [
  {
    is: 'of an order that is paid back in part the rest is paid for',
    deliveries: (ada) => [
      order('order_created', ada, '05-01'),
      order('order_refunded', ada, '05-09', { status: 'partial_refund', refunded_amount: 900 }),
    ],
    status: 'paid',
    params: { last_payment: 49, currency: 'usd', plan: 'Lifetime' },
  },
  {
    is: 'also where nothing was told of it before',
    deliveries: (ada) => [
      order('order_refunded', ada, '05-09', { status: 'partial_refund', refunded_amount: 900 }),
    ],
    status: 'paid',
  },
  {
    is: 'an order that says that it is refunded is',
    deliveries: (ada) => [
      order('order_created', ada, '05-01'),
      order('order_refunded', ada, '05-09', { refunded: true, refunded_at: at('05-09') }),
    ],
    status: 'churned',
  },
  {
    is: 'a plan for life outlives the subscription',
    deliveries: (ada) => [
      subscription('created', ada, '05-01'),
      order('order_created', ada, '05-02'),
      subscription('expired', ada, '06-01', { status: 'expired', ends_at: at('06-01') }),
    ],
    status: 'paid',
  },
  {
    is: 'while a subscription runs it says what the plan is',
    deliveries: (ada) => [
      subscription('created', ada, '05-01'),
      order('order_created', ada, '05-02', { created_at: at('05-02') }),
    ],
    status: 'paid',
    params: { plan: 'Pro', last_payment: 49 },
  },
  {
    is: 'the order that began a subscription ends with it',
    deliveries: (ada) => [
      order('order_created', ada, '05-01'),
      subscription('created', ada, '05-02', { order_id: idOf(ada) }),
      subscription('expired', ada, '06-01', { order_id: idOf(ada), status: 'expired' }),
    ],
    status: 'churned',
  },
  {
    is: 'who cancels while on trial pays nothing, and tries until its end',
    deliveries: (ada) => [
      subscription('created', ada, '05-01', { status: 'on_trial', trial_ends_at: at('05-15') }),
      subscription('cancelled', ada, '05-03', {
        ...{
          status: 'cancelled',
          cancelled: true,
          trial_ends_at: at('05-15'),
          ends_at: at('05-15'),
        },
      }),
    ],
    status: 'trial',
    params: { trial_ends_at: at('05-15'), cancels_at: at('05-15') },
  },
  {
    is: 'who cancels what they paid for pays until its end',
    deliveries: (ada) => [
      subscription('cancelled', ada, '05-03', { status: 'cancelled', ends_at: at('06-01') }),
    ],
    status: 'paid',
    params: { cancels_at: at('06-01') },
  },
  {
    is: 'all four retries failed',
    deliveries: (ada) => [
      subscription('updated', ada, '05-03', { status: 'past_due' }),
      subscription('updated', ada, '05-17', { status: 'unpaid' }),
    ],
    status: 'churned',
  },
  {
    is: 'paused, and unpaused',
    deliveries: (ada) => [
      subscription('paused', ada, '05-03', { status: 'paused', pause: { mode: 'void' } }),
      subscription('unpaused', ada, '05-17'),
    ],
    status: 'paid',
  },
  {
    is: 'the invoice of nothing that begins a trial is no payment',
    deliveries: (ada) => [
      subscription('created', ada, '05-01', { status: 'on_trial', trial_ends_at: at('05-15') }),
      invoice('success', ada, '05-01', { billing_reason: 'initial', total: 0 }),
    ],
    status: 'trial',
    params: { plan: 'Pro' },
    lacks: ['last_payment'],
  },
  {
    is: 'an old payment that changes is no new one',
    deliveries: (ada) => [
      invoice('success', ada, '07-01', { created_at: at('07-01'), total: 3900 }),
      invoice('success', ada, '07-09', { created_at: at('05-01'), total: 2900 }),
    ],
    params: { last_payment: 39 },
    status: 'free',
  },
  {
    is: 'a payment that is refunded leaves the status to the subscription',
    deliveries: (ada) => [
      subscription('created', ada, '05-01'),
      invoice('refunded', ada, '05-09', { status: 'refunded', refunded: true }),
    ],
    status: 'paid',
  },
  {
    is: 'a test that only its attributes call one is one',
    deliveries: (ada) => [order('order_created', ada, '05-01', { test_mode: true })],
    outcome: 'ignored',
    detail: /^Test event/,
  },
  {
    is: 'a customer who changes',
    deliveries: (ada) => [
      subscription('created', ada, '05-01'),
      deliver('customer_updated', 'customers', String(idOf(ada)), {
        ...{ store_id: 1, name: 'Ada L', email: ada, status: 'unsubscribed', mrr: 0 },
        ...{ created_at: at('05-01'), updated_at: at('05-05'), test_mode: false },
      }),
    ],
    status: 'paid',
    name: 'Ada L',
  },
  {
    is: 'a license key says nothing of who pays',
    deliveries: (ada) => [
      deliver('license_key_created', 'license-keys', '1', { user_email: ada, status: 'active' }),
    ],
    outcome: 'ignored',
    detail: /License keys/,
  },
];
