import type { Delivery } from '../receiver.ts';
import type { Kind } from './kind.ts';

const idOf = (email: string) =>
  [...email].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 1e9, 7);
const at = (day: string) => `2026-${day}T08:00:00`;
const deliver = (topic: string, body: object): Delivery => ({ topic, delivery: 'd1', body });
const billing = (email: string) => ({
  ...{ first_name: 'Ada', last_name: 'L', company: '', country: 'DE', phone: '', email },
});
const order = (email: string, day: string, more: object = {}) =>
  deliver('order.updated', {
    ...{ id: idOf(email), parent_id: 0, status: 'completed', currency: 'EUR', total: '49.00' },
    ...{ total_tax: '0.00', discount_total: '0.00', customer_id: 0, created_via: 'checkout' },
    ...{ date_created_gmt: at('05-01'), date_modified_gmt: at(day), date_paid_gmt: at('05-01') },
    ...{
      billing: billing(email),
      line_items: [{ id: 1, name: 'Mug' }],
      meta_data: [],
      refunds: [],
    },
    ...more,
  });
const subscription = (email: string, day: string, more: object = {}) =>
  deliver('subscription.updated', {
    ...{ id: 1 + idOf(email), parent_id: idOf(email), status: 'active', currency: 'EUR' },
    ...{ total: '29.00', total_tax: '0.00', discount_total: '0.00', customer_id: 0 },
    ...{ billing_period: 'month', billing_interval: '1', created_via: 'checkout', meta_data: [] },
    ...{ trial_end_date_gmt: '', end_date_gmt: '', next_payment_date_gmt: at('06-01') },
    ...{ date_created_gmt: at('05-01'), date_modified_gmt: at(day), date_paid_gmt: at('05-01') },
    ...{ billing: billing(email), line_items: [{ id: 1, name: 'Club' }] },
    ...more,
  });
const renewal = (email: string, day: string, more: object = {}) =>
  order(email, day, {
    ...{ id: 2 + idOf(email), created_via: 'subscription', date_created_gmt: at(day) },
    date_paid_gmt: at(day),
    meta_data: [{ id: 1, key: '_subscription_renewal', value: String(1 + idOf(email)) }],
    ...more,
  });
const customer = (email: string, day: string, id: number) =>
  deliver('customer.updated', {
    ...{ id, email, first_name: 'Ada', last_name: 'L', username: 'ada', is_paying_customer: true },
    ...{ billing: billing(email), meta_data: [] },
    ...{ date_created_gmt: at('04-01'), date_modified_gmt: at(day) },
  });

export const woocommerce: Kind[] = [
  {
    is: 'an order of nothing buys nothing',
    deliveries: (ada) => [order(ada, '05-01', { total: '0.00' })],
    status: 'free',
  },
  {
    is: 'nor does the one that begins a trial',
    deliveries: (ada) => [
      subscription(ada, '05-01', { trial_end_date_gmt: at('05-15') }),
      order(ada, '05-02', { total: '0.00' }),
    ],
    status: 'trial',
    params: { mrr: 0, trial_ends_at: `${at('05-15')}Z` },
  },
  {
    is: 'who cancels while on trial tries until its end',
    deliveries: (ada) => [
      subscription(ada, '05-02', {
        ...{ status: 'pending-cancel', trial_end_date_gmt: at('05-15'), end_date_gmt: at('05-15') },
      }),
    ],
    status: 'trial',
    params: { mrr: 0, cancels_at: `${at('05-15')}Z` },
  },
  {
    is: 'the order that renews a subscription ends with it',
    deliveries: (ada) => [
      order(ada, '05-01'),
      subscription(ada, '05-01'),
      renewal(ada, '06-01'),
      subscription(ada, '07-01', { status: 'expired', end_date_gmt: at('07-01') }),
    ],
    status: 'churned',
    params: { mrr: 0, last_order_at: `${at('06-01')}Z` },
  },
  {
    is: 'also where it does not say of which',
    deliveries: (ada) => [
      subscription(ada, '05-01'),
      renewal(ada, '06-01', { meta_data: [] }),
      subscription(ada, '07-01', { status: 'cancelled' }),
    ],
    status: 'churned',
  },
  {
    is: 'a renewal that is paid when its subscription has ended leaves the status to that',
    deliveries: (ada) => [
      subscription(ada, '05-01'),
      subscription(ada, '06-15', { status: 'cancelled' }),
      renewal(ada, '07-01'),
    ],
    status: 'churned',
    params: { last_order_at: `${at('07-01')}Z` },
  },
  {
    is: 'what was bought besides stays bought',
    deliveries: (ada) => [
      subscription(ada, '05-01'),
      order(ada, '05-02', { id: 3 + idOf(ada) }),
      subscription(ada, '07-01', { status: 'expired' }),
    ],
    status: 'paid',
    params: { mrr: 0 },
  },
  {
    is: 'an order in another currency does not change that of the revenue a month',
    deliveries: (ada) => [
      subscription(ada, '05-01', { currency: 'USD' }),
      order(ada, '05-09', { id: 5 + idOf(ada), date_created_gmt: at('05-09') }),
    ],
    status: 'paid',
    params: { mrr: 29, currency: 'usd', last_order_total: 49 },
  },
  {
    is: 'a month is counted before tax and discount, as with the other services',
    deliveries: (ada) => [
      subscription(ada, '05-01', { total: '23.80', total_tax: '3.80', discount_total: '5.00' }),
    ],
    status: 'paid',
    params: { mrr: 25, currency: 'eur' },
  },
  {
    is: 'a year is a twelfth a month',
    deliveries: (ada) => [
      subscription(ada, '05-01', {
        total: '120.00',
        billing_period: 'year',
        billing_interval: '1',
      }),
    ],
    status: 'paid',
    params: { mrr: 10 },
  },
  {
    is: 'a part that is paid back leaves the order completed',
    deliveries: (ada) => [
      order(ada, '05-01'),
      order(ada, '05-09', { refunds: [{ id: 9, reason: 'broken', total: '-5.00' }] }),
    ],
    status: 'paid',
  },
  {
    is: 'all of it does not',
    deliveries: (ada) => [
      order(ada, '05-01'),
      order(ada, '05-09', { status: 'refunded', refunds: [{ id: 9, total: '-49.00' }] }),
    ],
    status: 'churned',
  },
  {
    is: 'a payment that fails and then comes',
    deliveries: (ada) => [
      order(ada, '05-01', { status: 'failed', date_paid_gmt: null }),
      order(ada, '05-02', { date_paid_gmt: at('05-02') }),
    ],
    status: 'paid',
  },
  {
    is: 'a status of a shop’s own changes nothing, and says so',
    deliveries: (ada) => [order(ada, '05-01'), order(ada, '05-03', { status: 'shipped' })],
    detail: /“shipped” isn’t a status/,
    status: 'paid',
  },
  {
    is: 'bills that go elsewhere are of whose account it is',
    deliveries: (ada) => [
      customer(ada, '04-01', idOf(ada)),
      order(ada, '05-01', { customer_id: idOf(ada), billing: billing(`office.${ada}`) }),
    ],
    status: 'paid',
    others: { office: undefined },
  },
  {
    is: 'an account that is heard of after its order is who its own email says',
    deliveries: (ada) => [
      order(ada, '05-01', { customer_id: idOf(ada), billing: billing(`office.${ada}`) }),
      customer(ada, '04-01', idOf(ada)),
    ],
    status: 'paid',
    others: { office: 'churned' },
  },
  {
    is: 'a guest in capitals is the same guest',
    deliveries: (ada) => [
      order(ada, '05-01', { billing: billing(ada.toUpperCase()) }),
      order(ada, '05-02', { id: 4 + idOf(ada), billing: billing(` ${ada} `) }),
    ],
    outcome: ['created', 'unchanged'],
    status: 'paid',
  },
  {
    is: 'an order that is thrown away says so',
    deliveries: (ada) => [order(ada, '05-01'), order(ada, '05-02', { status: 'trash' })],
    detail: /in the trash/,
    status: 'paid',
  },
  {
    is: 'one that is deleted too',
    deliveries: (ada) => [order(ada, '05-01'), deliver('order.deleted', { id: idOf(ada) })],
    outcome: 'ignored',
    detail: /deleted or restored/,
    status: 'paid',
  },
];
