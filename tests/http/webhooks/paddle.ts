import type { Delivery } from '../receiver.ts';
import type { Kind } from './kind.ts';

let events = 0;
const event = (event_type: string, occurred_at: string, data: object): Delivery => ({
  ...{
    event_id: `evt_${++events}`,
    event_type,
    occurred_at: `2026-${occurred_at}T08:00:00.123456Z`,
  },
  ...{ notification_id: `ntf_${events}`, data },
});
const idOf = (email: string) => email.replace(/\W/g, '');
const customer = (email: string, of = email) => ({
  ...{ id: `ctm_${idOf(of)}`, name: 'Ada', email, marketing_consent: false, status: 'active' },
  ...{ custom_data: null, locale: 'en', import_meta: null },
});
const monthly = { interval: 'month', frequency: 1 };
const price = (more: object = {}) => ({
  ...{
    id: 'pri_1',
    product_id: 'pro_1',
    type: 'standard',
    name: 'Pro',
    tax_mode: 'account_setting',
  },
  ...{ billing_cycle: monthly, trial_period: null, unit_price_overrides: [], status: 'active' },
  unit_price: { amount: '2900', currency_code: 'USD' },
  ...more,
});
const item = (of: object = {}, more: object = {}) => ({
  ...{ status: 'active', quantity: 1, recurring: true, trial_dates: null, price: price(of) },
  product: { id: 'pro_1', name: 'App' },
  ...more,
});
const subscription = (email: string, more: object = {}, items = [item()]) => ({
  ...{ id: `sub_${idOf(email)}`, status: 'active', customer_id: `ctm_${idOf(email)}` },
  ...{ currency_code: 'USD', billing_cycle: monthly, collection_mode: 'automatic', discount: null },
  ...{ scheduled_change: null, items, custom_data: null, canceled_at: null, paused_at: null },
  ...more,
});
const subscribed = (email: string, ...changes: [object, ReturnType<typeof item>[]?][]) => [
  event('customer.created', '05-01', customer(email)),
  ...changes.map(([more, items], i) =>
    event(
      `subscription.${i ? 'updated' : 'created'}`,
      `05-0${i + 2}`,
      subscription(email, more, items),
    ),
  ),
];
const transaction = (email: string, more: object = {}, of: object = { billing_cycle: null }) => ({
  ...{ id: `txn_${idOf(email)}`, status: 'completed', customer_id: `ctm_${idOf(email)}` },
  ...{
    subscription_id: null,
    currency_code: 'USD',
    origin: 'web',
    items: [{ quantity: 1, price: price(of) }],
  },
  details: { totals: { subtotal: '4900', discount: '0', total: '4900', grand_total: '4900' } },
  ...more,
});
const bought = (email: string) => [
  event('customer.created', '05-01', customer(email)),
  event('transaction.completed', '05-02', transaction(email)),
];
const adjustment = (email: string, more: object = {}) => ({
  ...{
    id: `adj_${idOf(email)}`,
    action: 'refund',
    type: 'full',
    status: 'approved',
    reason: 'asked',
  },
  ...{
    transaction_id: `txn_${idOf(email)}`,
    customer_id: `ctm_${idOf(email)}`,
    subscription_id: null,
  },
  ...{ currency_code: 'USD', items: [{ id: 'adjitm_1', type: 'full', amount: '4900' }] },
  ...more,
});
const adjusted = (email: string, ...changes: object[]) => [
  ...bought(email),
  ...changes.map((more, i) => event('adjustment.created', `06-0${i + 1}`, adjustment(email, more))),
];

export const paddle: Kind[] = [
  {
    is: 'a year of several seats',
    deliveries: (ada) =>
      subscribed(ada, [
        {},
        [
          item(
            {
              billing_cycle: { interval: 'year', frequency: 1 },
              unit_price: { amount: '12000', currency_code: 'USD' },
            },
            { quantity: 3 },
          ),
        ],
      ]),
    status: 'paid',
    params: { mrr: 30, currency: 'usd', plan: 'Pro' },
  },
  {
    is: 'a currency without cents',
    deliveries: (ada) =>
      subscribed(ada, [
        { currency_code: 'KRW' },
        [item({ unit_price: { amount: '39000', currency_code: 'KRW' } })],
      ]),
    status: 'paid',
    params: { mrr: 39_000, currency: 'krw' },
  },
  {
    is: 'an item that is bought once beside one that recurs',
    deliveries: (ada) => subscribed(ada, [{}, [item(), item({ billing_cycle: null })]]),
    status: 'paid',
    params: { mrr: 29 },
  },
  {
    is: 'an item on a trial of its own is not paid yet',
    deliveries: (ada) =>
      subscribed(ada, [
        {},
        [
          item(),
          item({ unit_price: { amount: '900', currency_code: 'USD' } }, { status: 'trialing' }),
        ],
      ]),
    status: 'paid',
    params: { mrr: 29 },
  },
  {
    is: 'a trial with its end',
    deliveries: (ada) =>
      subscribed(ada, [
        { status: 'trialing' },
        [
          item({}, {
            status: 'trialing',
            trial_dates: { starts_at: '2026-05-02T08:00:00Z', ends_at: '2026-05-16T08:00:00Z' },
          } as object),
        ],
      ]),
    status: 'trial',
    params: { mrr: 0, trial_ends_at: '2026-05-16T08:00:00Z' },
  },
  {
    is: 'a pause that is planned has not begun',
    deliveries: (ada) =>
      subscribed(ada, [
        {
          scheduled_change: {
            action: 'pause',
            effective_at: '2026-06-01T00:00:00Z',
            resume_at: null,
          },
        },
      ]),
    status: 'paid',
    params: { mrr: 29 },
  },
  {
    is: 'paused, and resumed',
    deliveries: (ada) => [
      ...subscribed(ada, [{}], [{ status: 'paused' }]),
      event('subscription.resumed', '07-01', subscription(ada)),
    ],
    status: 'paid',
    params: { mrr: 29 },
  },
  {
    is: 'all retries failed',
    deliveries: (ada) => subscribed(ada, [{}], [{ status: 'past_due' }], [{ status: 'canceled' }]),
    status: 'churned',
    params: { mrr: 0 },
  },
  {
    is: 'a purchase of nothing buys nothing, and says so',
    deliveries: (ada) => [
      event('customer.created', '05-01', customer(ada)),
      event(
        'transaction.completed',
        '05-02',
        transaction(ada, { details: { totals: { total: '0', grand_total: '0' } } }),
      ),
    ],
    outcome: ['created', 'ignored'],
    detail: /Nothing was paid/,
    status: 'free',
  },
  {
    is: 'the first payment of a subscription that Paddle has not made yet is none of its own',
    deliveries: (ada) => [
      event('customer.created', '05-01', customer(ada)),
      event('transaction.completed', '05-02', transaction(ada, {}, {})),
      event('subscription.created', '05-02', subscription(ada)),
      event('subscription.canceled', '06-02', subscription(ada, { status: 'canceled' })),
    ],
    status: 'churned',
  },
  {
    is: 'a transaction that is paid and not completed says what it waits for',
    deliveries: (ada) => [
      event('customer.created', '05-01', customer(ada)),
      event('transaction.paid', '05-02', transaction(ada, { status: 'paid' })),
    ],
    outcome: 'ignored',
    detail: /once its transaction is completed/,
    status: 'free',
  },
  {
    is: 'a plan for life outlives the subscription',
    deliveries: (ada) => [
      ...subscribed(ada, [{}]),
      event('transaction.completed', '06-01', transaction(ada)),
      event('subscription.canceled', '06-02', subscription(ada, { status: 'canceled' })),
    ],
    status: 'paid',
    params: { mrr: 0 },
  },
  {
    is: 'a part that is paid back changes nothing',
    deliveries: (ada) => adjusted(ada, { type: 'partial' }),
    outcome: 'ignored',
    detail: /^Partial refund/,
    status: 'paid',
  },
  {
    is: 'a refund that Paddle rejects changes nothing, and says so',
    deliveries: (ada) => adjusted(ada, { status: 'pending_approval' }, { status: 'rejected' }),
    detail: /rejected/,
    status: 'paid',
  },
  {
    is: 'a credit is no refund',
    deliveries: (ada) => adjusted(ada, { action: 'credit' }),
    detail: /No money went back/,
    status: 'paid',
  },
  {
    is: 'a warning of a chargeback took no money',
    deliveries: (ada) => adjusted(ada, { action: 'chargeback_warning' }),
    detail: /No money went back/,
    status: 'paid',
  },
  {
    is: 'an adjustment of an older version is full when its items are',
    deliveries: (ada) => adjusted(ada, { type: undefined }),
    status: 'churned',
  },
  {
    is: 'a chargeback takes the purchase back',
    deliveries: (ada) => adjusted(ada, { action: 'chargeback' }),
    status: 'churned',
  },
  {
    is: 'one that is reversed gives it again',
    deliveries: (ada) => adjusted(ada, { action: 'chargeback' }, { action: 'chargeback_reverse' }),
    status: 'paid',
  },
  {
    is: 'also where Paddle only says that the chargeback was reversed',
    deliveries: (ada) =>
      adjusted(ada, { action: 'chargeback' }, { action: 'chargeback', status: 'reversed' }),
    status: 'paid',
  },
  {
    is: 'with a new address goes what was bought',
    deliveries: (ada) => [
      event('customer.created', '05-01', customer(`old.${ada}`, ada)),
      event('transaction.completed', '05-02', transaction(ada)),
      event('customer.updated', '06-01', customer(ada)),
    ],
    status: 'paid',
    others: { old: 'churned' },
  },
];
